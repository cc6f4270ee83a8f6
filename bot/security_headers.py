"""Headers that keep other sites' scripts out of the chat and out of the console."""

from collections.abc import Awaitable, Callable

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

CHAT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

Handler = Callable[[HttpRequest], HttpResponse] | Callable[[HttpRequest], Awaitable[HttpResponse]]


def _protect(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
    # Wagtail's own pages carry inline scripts; the candidates' pages carry none.
    if not request.path.startswith("/console/"):
        response.headers.setdefault("Content-Security-Policy", CHAT_POLICY)
    return response


@sync_and_async_middleware
def SecurityHeadersMiddleware(get_response: Handler) -> Handler:  # noqa: N802 (a middleware is named like a class)
    """Add a content security policy to everything but the console."""
    from asgiref.sync import iscoroutinefunction

    if iscoroutinefunction(get_response):

        async def protect_later(request: HttpRequest) -> HttpResponse:
            return _protect(request, await get_response(request))

        return protect_later

    def protect(request: HttpRequest) -> HttpResponse:
        return _protect(request, get_response(request))  # type: ignore[arg-type]

    return protect
