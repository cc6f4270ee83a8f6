"""The messaging gateway as a Django application."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """Inbox, outbox and the worker between them."""

    name = "bot.gateway"
    label = "gateway"
    verbose_name = "Messagerie"
