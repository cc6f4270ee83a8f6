"""Runs the web process."""

from argparse import Namespace

import django


def run(options: Namespace) -> int:
    """Serve until a signal comes."""
    django.setup()
    import uvicorn
    from django.conf import settings

    uvicorn.run(
        "bot.asgi:application",
        host=settings.WEB_HOST,
        port=settings.WEB_PORT,
        log_level="warning",
        # Addresses of the chat carry nothing personal, but who asked when is nobody's business.
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=3,
        server_header=False,
    )
    return 0
