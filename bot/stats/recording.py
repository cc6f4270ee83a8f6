"""Records usage. Days, not moments, are kept, so that an event cannot be matched with a message."""

from bot.stats.models import UsageEvent


def record(kind: UsageEvent.Kind, *, key: str = "", language: str = "", origin: str = "", channel: str = "") -> None:
    """Count one event."""
    UsageEvent.objects.create(kind=kind, key=key, language=language, origin=origin, channel=channel)
