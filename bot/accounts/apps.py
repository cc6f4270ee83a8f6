"""Users of the console as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The people who sign in to the console."""

    name = "bot.accounts"
    label = "accounts"
    verbose_name = "Comptes"
