"""« Effacer mes données » : everything about a person goes, in every part, and a receipt stays."""

import logging
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from bot.channels.messages import Reply
from bot.gateway import ports, rasa_client, retention
from bot.gateway.errors import TurnFailed
from bot.gateway.models import Conversation, ErasureReceipt, InboundMessage, OutboundMessage
from bot.gateway.outbox import add_replies
from bot.i18n import format_date, translator

logger = logging.getLogger(__name__)

_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
RECEIPT_KEPT = timedelta(hours=24)
"""How long the receipt, and the address it is delivered to, stay with us."""


def erase(conversation: Conversation, message: InboundMessage | None) -> str:
    """Erase a conversation everywhere and leave a receipt in its outbox; returns the receipt's code.

    Rasa's tracker goes first: when it cannot be reached, `TurnFailed` is raised, nothing is said, and it is tried again.
    """
    counts = {"suivi": rasa_client.forget(str(conversation.pk))}
    code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    with transaction.atomic():
        for name, hook in ports.erase_hooks.items():
            counts[name] = hook(conversation.pk)
        counts["messages"] = conversation.inbound.count() + conversation.outbound.count()
        _empty(conversation, message)
        ErasureReceipt.objects.create(code=code, counts=counts)
        add_replies(conversation, message, [_receipt(conversation.language, code)], OutboundMessage.Author.BOT)
        _forget_profile(conversation)
    logger.info("conversation %s erased, receipt %s", conversation.pk, code)
    return code


def purge_receipts() -> int:
    """Remove what was kept to deliver receipts, once they are a day old. Returns how many conversations went."""
    count = 0
    for conversation in Conversation.objects.filter(erased_at__lt=timezone.now() - RECEIPT_KEPT)[:500]:
        moment = conversation.erased_at
        conversation.outbound.filter(created_at__lte=moment).exclude(status="waiting").delete()
        conversation.inbound.filter(received_at__lte=moment).exclude(status="waiting").delete()
        if conversation.inbound.exists() or conversation.outbound.exists():
            # The person wrote again: an ordinary conversation, whose messages are kept as long as anybody's.
            Conversation.objects.filter(pk=conversation.pk, erased_at=moment).update(erased_at=None)
        else:
            try:
                count += retention.remove_empty(conversation)
            except TurnFailed:
                break  # Rasa is away: in an hour again.
    return count


def _empty(conversation: Conversation, message: InboundMessage | None) -> None:
    conversation.outbound.all().delete()
    # What the person wrote after asking is a new conversation, and is answered.
    before = {"sequence__lt": message.sequence} if message else {}
    conversation.inbound.filter(**before).delete()
    if message:
        # The row itself stays a day, without its words, so that a redelivery is recognised.
        message.text, message.choice, message.metadata, message.understanding = "", {}, {}, {}
        message.status, message.answered_at = InboundMessage.Status.DONE, timezone.now()
        message.save()


def _forget_profile(conversation: Conversation) -> None:
    conversation.language = conversation.origin = conversation.last_key = ""
    conversation.consent, conversation.language_chosen = None, False
    conversation.erased_at = timezone.now()
    conversation.save(
        update_fields=["language", "language_chosen", "origin", "last_key", "consent", "erased_at"]
    )


def _receipt(language: str, code: str) -> Reply:
    _ = translator(language).gettext
    text = _(
        "C'est fait : vos messages, votre pays, votre langue et vos demandes sont effacés. "
        "Reçu {code} du {date}. Ce reçu disparaît dans 24 heures ; notez-le si vous voulez le garder."
    )
    return Reply(text.format(code=code, date=format_date(timezone.localdate(), language)))
