"""The hotline as a Django application."""

from django.apps import AppConfig


class HotlineConfig(AppConfig):
    """Requests for human help."""

    name = "bot.hotline"
    label = "hotline"
    verbose_name = "Permanence"

    def ready(self) -> None:
        """Plug into the gateway: erasing a person erases their requests."""
        from bot.gateway import ports
        from bot.hotline import services

        ports.on_erase("demandes", services.erase)
