"""Django's settings, read from the environment. Every variable is listed and explained in `.env.example`."""

from pathlib import Path
from typing import Any

from bot import configuration

BASE_DIR = configuration.ROOT
_env = configuration.load_environment()
DATA_DIRECTORY: Path = configuration.data_directory(_env)

SECRET_KEY = _env.str("DJANGO_SECRET_KEY")
DEBUG = False
# The supervisor asks for the health of the web process on loopback, whatever the public name is.
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *_env.list("ALLOWED_HOSTS", [])]
CSRF_TRUSTED_ORIGINS: list[str] = _env.list("CSRF_TRUSTED_ORIGINS", [])
HTTPS = configuration.boolean(_env, "HTTPS", False)

WEB_HOST = _env.str("WEB_HOST", "127.0.0.1")
WEB_PORT = configuration.port(_env, "WEB_PORT", 8000)
RASA_PORT = configuration.port(_env, "RASA_PORT", 5005)
ACTIONS_PORT = configuration.port(_env, "ACTIONS_PORT", 5055)
WORKER_BELL_PORT = configuration.port(_env, "WORKER_BELL_PORT", 8101)
WEB_BELL_PORT = configuration.port(_env, "WEB_BELL_PORT", 8102)
RASA_URL = configuration.web_address(_env, "RASA_URL", f"http://127.0.0.1:{RASA_PORT}")
RASA_CHANNEL_SECRET = _env.str("RASA_CHANNEL_SECRET")
RASA_TIMEOUT_SECONDS = configuration.integer(_env, "RASA_TIMEOUT_SECONDS", 20)
WORKER_THREADS = configuration.integer(_env, "WORKER_THREADS", 8)
RETENTION_DAYS = configuration.integer(_env, "RETENTION_DAYS", 30)

IDENTITY_ENCRYPTION_KEY = configuration.encryption_key(_env)
IDENTITY_HASH_KEY = _env.str("IDENTITY_HASH_KEY").encode()

CONTENT_DIRECTORY = BASE_DIR / "data" / "content"
REFERENCE_DIRECTORY = BASE_DIR / "data" / "reference"
HELD_OUT_DIRECTORY = BASE_DIR / "data" / "eval"
DIALOGUE_EXAMPLES_DIRECTORY = BASE_DIR / "data" / "nlu"

INSTALLED_APPS = [
    "bot.gateway",
    "bot.content",
    "bot.hotline",
    "bot.stats",
    "bot.accounts",
    "wagtail.snippets",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "bot.security_headers.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "bot.urls"
ASGI_APPLICATION = "bot.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# IMMEDIATE: two writers then wait for each other instead of failing half-way through a transaction.
_SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": 60,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000; PRAGMA secure_delete=ON;",
}
_database = configuration.database(_env, "DATABASE_URL", f"sqlite:///{DATA_DIRECTORY / 'yoon.sqlite3'}")
if "sqlite" in _database["ENGINE"]:
    _database["OPTIONS"] = _SQLITE_OPTIONS  # type: ignore[typeddict-unknown-key]
    # A file with real transactions: the tests run threads and processes beside each other, as production does.
    _database["TEST"] = {"NAME": DATA_DIRECTORY / "test.sqlite3"}  # type: ignore[typeddict-unknown-key]
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("ar", "العربية"), ("en", "English")]
TIME_ZONE = configuration.time_zone(_env, "TIME_ZONE", "Africa/Dakar")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIRECTORY / "static"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA_DIRECTORY / "media"
MEDIA_URL = "/media/"

WAGTAIL_SITE_NAME = "Yoon"
WAGTAILADMIN_BASE_URL = configuration.web_address(_env, "PUBLIC_URL", f"http://127.0.0.1:{WEB_PORT}")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("ar", "العربية"), ("en", "English")]
LOGIN_URL = "wagtailadmin_login"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOG_LEVEL = _env.str("LOG_LEVEL", "INFO").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
    raise configuration.ConfigurationError(f"LOG_LEVEL={LOG_LEVEL}: DEBUG, INFO, WARNING or ERROR is expected.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"httpx": {"level": "WARNING"}, "django.server": {"level": "WARNING"}, "django.security.DisallowedHost": {"level": "CRITICAL"}, "wagtail": {"level": "WARNING"}, "django_tasks": {"level": "WARNING"}, "rasa_sdk.executor": {"level": "WARNING"}},
}
