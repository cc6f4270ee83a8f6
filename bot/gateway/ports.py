"""What the gateway asks of other parts without importing them. They plug themselves in when Django is ready."""

from collections.abc import Callable
from uuid import UUID

EraseHook = Callable[[UUID], int]
"""Erase what a part holds about a conversation; returns how many rows went."""

erase_hooks: dict[str, EraseHook] = {}


def on_erase(name: str, hook: EraseHook) -> None:
    """Have `hook` called when a person's data are erased; `name` labels its count on the receipt."""
    erase_hooks[name] = hook
