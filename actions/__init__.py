"""Rasa's custom actions, one file per subject of conversation. Importing the package makes Django ready."""

import os

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
if not apps.ready:
    django.setup()
