"""What other parts may do with the hotline."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bot.hotline.models import Case


@transaction.atomic
def request_human(
    conversation_id: UUID, *, danger: bool, channel: str = "", language: str = "", origin: str = "", whereabouts: str = ""
) -> Case:
    """Record that this person needs a human. Asking again updates the waiting case; danger is never taken back."""
    case, _created = Case.objects.get_or_create(
        conversation_id=conversation_id,
        status=Case.Status.WAITING,
        defaults={"urgency": Case.Urgency.DANGER if danger else Case.Urgency.NORMAL},
    )
    if danger:
        case.urgency = Case.Urgency.DANGER
    for name, value in {"channel": channel, "language": language, "origin": origin, "whereabouts": whereabouts}.items():
        if value:
            setattr(case, name, value)
    case.last_request_at = timezone.now()
    case.save()
    return case


def erase(conversation_id: UUID) -> int:
    """Erase a person's requests; returns how many."""
    count, _ = Case.objects.filter(conversation_id=conversation_id).delete()
    return count
