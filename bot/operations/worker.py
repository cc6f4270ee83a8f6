"""Runs the worker process."""

from argparse import Namespace

import django


def run(options: Namespace) -> int:
    """Work until a signal comes."""
    django.setup()
    from django.conf import settings

    from bot.gateway.worker import Worker

    Worker(settings.WORKER_THREADS).run()
    return 0
