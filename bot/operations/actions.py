"""Runs the action server, on loopback and behind a token: Rasa's own starter listens everywhere and asks nothing."""

import hmac
import importlib
import os
from argparse import Namespace

from rasa_sdk.endpoint import create_app
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.operations.processes import LOOPBACK


def run(options: Namespace) -> int:
    """Serve until a signal comes."""
    importlib.import_module("actions")
    from django.conf import settings

    app = create_app("actions", cors_origins="")
    _guard(app, os.environ["ACTIONS_TOKEN"])
    app.run(LOOPBACK, settings.ACTIONS_PORT, workers=1, access_log=False, motd=False)
    return 0


def _guard(app: Sanic, token: str) -> None:
    expected = f"Bearer {token}".encode()

    @app.middleware("request")
    async def check(request: Request) -> HTTPResponse | None:
        if request.path == "/health":
            return None
        given = request.headers.get("Authorization", "").encode()
        return None if hmac.compare_digest(given, expected) else response.json({"error": "forbidden"}, status=403)
