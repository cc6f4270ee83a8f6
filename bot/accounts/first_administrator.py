"""The administrator of a fresh installation."""

import secrets

from django.contrib.auth import get_user_model

USERNAME = "admin"


def ensure_administrator() -> str | None:
    """Create the first administrator when there is no user yet; returns the generated password, shown only once."""
    users = get_user_model().objects
    if users.exists():
        return None
    password = secrets.token_urlsafe(12)
    users.create_superuser(username=USERNAME, email="", password=password)
    return password
