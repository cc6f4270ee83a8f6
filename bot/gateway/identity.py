"""People's identifiers: encrypted at rest, looked up by keyed hash, never logged."""

import hashlib
import hmac

from cryptography.fernet import Fernet
from django.conf import settings


def address_hash(channel: str, address: str) -> str:
    """The keyed hash under which a person's conversation is found (64 hexadecimal characters)."""
    message = f"{channel}\x00{address}".encode()
    return hmac.new(settings.IDENTITY_HASH_KEY, message, hashlib.sha256).hexdigest()


def encrypt(address: str) -> str:
    """The address as it is stored."""
    return Fernet(settings.IDENTITY_ENCRYPTION_KEY).encrypt(address.encode()).decode()


def decrypt(stored: str) -> str:
    """The address as the platform knows it. Raises `InvalidToken` when the key is another one."""
    return Fernet(settings.IDENTITY_ENCRYPTION_KEY).decrypt(stored.encode()).decode()
