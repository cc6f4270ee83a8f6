"""Usage counts as a Django application."""

from django.apps import AppConfig


class StatsConfig(AppConfig):
    """What is asked and whether it helped, without anybody's data."""

    name = "bot.stats"
    label = "stats"
    verbose_name = "Statistiques"
