"""The content as a Django application."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """FAQ entries, their answers, phrasings and sources."""

    name = "bot.content"
    label = "content"
    verbose_name = "Contenu"

    def ready(self) -> None:
        """Ask for a new index whenever what candidates can read changes."""
        from bot.content import publication

        publication.connect()
