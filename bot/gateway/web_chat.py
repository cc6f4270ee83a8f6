"""The web channel: the page, the door for messages, and the stream of answers.

A person is known by a random token in a cookie. It is the web's address: encrypted at rest, looked up by keyed hash.
"""

import asyncio
import contextlib
import json
import secrets
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import asdict

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from bot.channels.messages import Inbound
from bot.channels.web import BadMessage, parse
from bot.gateway import identity, inbox, web_history
from bot.gateway.page_words import words
from bot.gateway.web_bell import WebBell
from bot.i18n import direction, translator

COOKIE = "yoon_chat"
_COOKIE_AGE = 365 * 24 * 3600
_MAXIMUM_BODY = 512 * 1024
_HEARTBEAT = 15.0
_LOOK_EVERY = 2.0
_BURST, _PER_SECOND = 30, 2.0
"""Messages a person may send at once, and how fast that allowance comes back."""


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The chat. The cookie is set here, so that the first message already has an address."""
    language = web_history.language_of(_address(request))
    context = {"language": language, "direction": direction(language), "words": words(language)}
    response = render(request, "gateway/chat.html", context)
    if not _address(request):
        response.set_cookie(
            COOKIE, secrets.token_urlsafe(24), max_age=_COOKIE_AGE, httponly=True, samesite="Lax", secure=settings.HTTPS
        )
    response.headers["Cache-Control"] = "no-cache"
    return response


def messages(request: HttpRequest) -> HttpResponse:
    """GET: the history after a number. POST: a message of the person."""
    if request.method == "POST":
        return _receive(request)
    return _history(request)


@require_GET
def _history(request: HttpRequest) -> HttpResponse:
    address = _address(request)
    if not address:
        return JsonResponse(asdict(web_history.NOTHING))
    seen = web_history.look(address, _number(request.GET.get("after")))
    response = JsonResponse(asdict(seen))
    response.headers["Cache-Control"] = "no-store"
    return response


# The cookie is SameSite=Lax and a foreign page cannot set our header without a preflight that we never grant.
@csrf_exempt
@require_POST
def _receive(request: HttpRequest) -> HttpResponse:
    address = _address(request)
    _ = translator(web_history.language_of(address)).gettext
    if not address or request.headers.get("X-Yoon-Chat") != "1":
        return _refused(403, "no_session", _("Rechargez la page, puis envoyez de nouveau votre message."))
    # The announced length is looked at before the body is; a body sent in chunks announces none.
    if int(request.headers.get("Content-Length") or 0) > _MAXIMUM_BODY or len(request.body) > _MAXIMUM_BODY:
        return _refused(413, "too_long", _("Ce message est trop long. Envoyez-le en plusieurs morceaux."))
    if not _allowance.take(address):
        return _refused(429, "too_fast", _("Vous écrivez très vite : attendez quelques secondes."))
    try:
        message: Inbound = parse(request.body, address)
    except BadMessage as error:
        return _refused(400, error.code, _("Ce message n'a pas pu être lu. Écrivez-le de nouveau."))
    row, _new = inbox.store(message)
    return JsonResponse({"sequence": row.sequence}, status=202)


messages.csrf_exempt = True  # type: ignore[attr-defined]


@require_GET
async def events(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events: each new message once, and whether an answer is on its way."""
    address = _address(request)
    if not address:
        return HttpResponse(status=204)
    after = _number(request.headers.get("Last-Event-ID") or request.GET.get("after"))
    response = StreamingHttpResponse(_stream(address, after), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


async def _stream(address: str, after: int) -> AsyncIterator[str]:
    yield "retry: 1500\n\n"
    bell = await WebBell.shared()
    was_pending: bool | None = None
    known_first, spoken = -1, ""
    quiet_since = time.monotonic()
    with bell.listening(identity.address_hash("web", address)) as rung:
        while True:
            # Cleared before looking: what comes in meanwhile rings again, and nothing is missed.
            rung.clear()
            seen = await _look(address, after)
            if 0 <= known_first < seen.first:
                yield f'event: erased\ndata: {{"first": {seen.first}}}\n\n'
            known_first = seen.first
            if seen.language != spoken:
                spoken = seen.language
                yield f'event: language\ndata: {{"language": {json.dumps(spoken)}}}\n\n'
            for row in seen.messages:
                after = row["sequence"]
                yield f"id: {after}\nevent: message\ndata: {json.dumps(row, ensure_ascii=False)}\n\n"
            if seen.pending != was_pending:
                was_pending = seen.pending
                yield f'event: typing\ndata: {{"pending": {json.dumps(seen.pending)}}}\n\n'
            if seen.messages:
                quiet_since = time.monotonic()
            elif time.monotonic() - quiet_since > _HEARTBEAT:
                quiet_since = time.monotonic()
                yield ": still here\n\n"
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(rung.wait(), _LOOK_EVERY)


@sync_to_async(thread_sensitive=False)
def _look(address: str, after: int) -> web_history.Look:
    return web_history.look(address, after)


def _address(request: HttpRequest) -> str:
    token = request.COOKIES.get(COOKIE, "")
    return token if 16 <= len(token) <= 64 and token.isascii() else ""


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 10 else 0


def _refused(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"error": code, "message": message}, status=status)


class _Allowance:
    """A token bucket a person, in memory: enough to stop one page that floods, on each machine for itself."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> bool:
        """True when one more message may come in now."""
        now = time.monotonic()
        left, since = self._buckets.pop(address, (float(_BURST), now))
        left = min(float(_BURST), left + (now - since) * _PER_SECOND)
        allowed = left >= 1.0
        self._buckets[address] = (left - 1.0 if allowed else left, now)
        while len(self._buckets) > 10_000:
            self._buckets.popitem(last=False)
        return allowed


_allowance = _Allowance()
