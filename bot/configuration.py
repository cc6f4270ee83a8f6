"""Reads and checks the settings of the environment, and keeps the secrets that nobody set.

Every setting is listed in `.env.example`. A malformed one raises `ConfigurationError`, whose text is one line for the
person who starts Yoon.
"""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
from environs import Env, EnvError

ROOT = Path(__file__).resolve().parent.parent

SECRETS: dict[str, Callable[[], str]] = {
    "DJANGO_SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "IDENTITY_ENCRYPTION_KEY": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "IDENTITY_HASH_KEY": lambda: secrets.token_urlsafe(32),
    "RASA_CHANNEL_SECRET": lambda: secrets.token_urlsafe(32),
    "RASA_TOKEN": lambda: secrets.token_urlsafe(32),
    "ACTIONS_TOKEN": lambda: secrets.token_urlsafe(32),
}


class ConfigurationError(Exception):
    """A setting is missing or malformed. Not retryable: a person has to change it."""


def load_environment() -> Env:
    """The environment, completed by `.env` and by generated secrets; real variables win over both."""
    env = Env()
    env.read_env(str(ROOT / ".env"), recurse=False)
    directory = data_directory(env)
    _complete_secrets(directory / "secrets.env")
    return env


def data_directory(env: Env) -> Path:
    """Where the embedded database, the secrets and the logs live. Created when missing."""
    directory = Path(env.str("DATA_DIRECTORY", str(ROOT / "var")))
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"DATA_DIRECTORY: cannot write to {directory} ({error.strerror}).") from error
    return directory


def _complete_secrets(path: Path) -> None:
    """Generate each secret that the environment lacks, once, into a file that only its owner reads."""
    if all(os.environ.get(name) for name in SECRETS):
        return
    try:
        if not path.exists():
            _write_secrets(path)
        stored = dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    except OSError as error:
        raise ConfigurationError(f"Cannot write the generated secrets to {path} ({error.strerror}).") from error
    for name in SECRETS:
        if not os.environ.get(name):
            if not stored.get(name):
                raise ConfigurationError(f"{name} is not set and {path} does not hold it: set it, or delete that file.")
            os.environ[name] = stored[name]


def _write_secrets(path: Path) -> None:
    """Write to a name of our own first: four processes may start at once, and the first whole file wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{name}={make()}\n" for name, make in SECRETS.items())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def port(env: Env, name: str, default: int) -> int:
    """A TCP port, 1 to 65535."""
    value = integer(env, name, default)
    if not 1 <= value <= 65535:
        raise ConfigurationError(f"{name}={value}: a port lies between 1 and 65535.")
    return value


def integer(env: Env, name: str, default: int) -> int:
    """A whole number of at least 1."""
    try:
        value = env.int(name, default)
    except EnvError as error:
        raise ConfigurationError(f"{name}={os.environ.get(name)!r}: a whole number is expected.") from error
    if value < 1:
        raise ConfigurationError(f"{name}={value}: at least 1 is expected.")
    return value


def boolean(env: Env, name: str, default: bool) -> bool:
    """True or false."""
    try:
        return bool(env.bool(name, default))
    except EnvError as error:
        raise ConfigurationError(f"{name}={os.environ.get(name)!r}: true or false is expected.") from error


def web_address(env: Env, name: str, default: str) -> str:
    """An address that begins with http:// or https://."""
    value: str = env.str(name, default)
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ConfigurationError(f"{name}={value!r}: an address like {default} is expected.")
    return value


def time_zone(env: Env, name: str, default: str) -> str:
    """The name of a time zone."""
    value: str = env.str(name, default)
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError) as error:
        raise ConfigurationError(f"{name}={value!r}: a time zone like {default} is expected.") from error
    return value


def database(env: Env, name: str, default: str) -> "dj_database_url.DBConfig":
    """A database as Django wants it."""
    value: str = env.str(name, default)
    try:
        found = dj_database_url.parse(value, conn_max_age=600)
    except (ValueError, KeyError) as error:
        # The address itself may hold a password, and is not repeated.
        raise ConfigurationError(f"{name}: an address like postgresql://user:password@host/database is expected.") from error
    if not found.get("ENGINE"):
        raise ConfigurationError(f"{name}: an address like postgresql://user:password@host/database is expected.")
    return found


def encryption_key(env: Env) -> bytes:
    """The Fernet key of people's identifiers: 32 bytes in URL-safe base64."""
    key: str = env.str("IDENTITY_ENCRYPTION_KEY")
    try:
        size = len(base64.urlsafe_b64decode(key))
    except ValueError:
        size = 0
    if size != 32:
        raise ConfigurationError("IDENTITY_ENCRYPTION_KEY: 32 bytes in URL-safe base64 are expected.")
    return key.encode()
