"""The console is closed to whoever has no right to it, address by address; the chat is open."""

import uuid
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.regex_helper import normalize

pytestmark = pytest.mark.django_db

OPEN_IN_THE_CONSOLE = {
    "/console/login/",
    "/console/logout/",
    "/console/password_reset/",
    "/console/password_reset/done/",
    "/console/password_reset/complete/",
    "/console/password_reset/confirm/{uidb64}/{token}/",
    "/console/jsi18n/",
    "/console/sprite/",
}
"""What Wagtail needs to show its own sign-in page."""

EXAMPLES = ("1", "a", "fr", "content", "faqentry", "max-165x165", "a.txt", str(uuid.UUID(int=1)), "2026-01-01")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every view with the regular expression of its whole address."""
    for item in resolver.url_patterns:
        expression = prefix + str(item.pattern.regex.pattern).lstrip("^").replace(r"\Z", "").rstrip("$")
        if isinstance(item, URLResolver):
            yield from patterns(item, expression)
        else:
            yield expression, item


def address(expression: str, view: URLPattern) -> tuple[str, str]:
    """The shape of the address, and an address of this shape that leads to the view."""
    shape, names = normalize(expression)[0]
    template = "/" + shape.replace("%(", "{").replace(")s", "}")
    for values in product(EXAMPLES, repeat=len(names)):
        path = template.format(**dict(zip(names, values, strict=True)))
        try:
            if resolve(path).func == view.callback:
                return template, path
        except Resolver404:
            continue
    raise AssertionError(f"no example leads to {expression}: add one")


@cache
def all_addresses() -> dict[str, str]:
    return dict(address(expression, view) for expression, view in patterns(get_resolver()))


def refused(answer: Any) -> bool:
    if answer.status_code == 302:
        return bool(answer.headers["Location"].startswith("/console/login/"))
    return bool(answer.status_code == 403)


@pytest.fixture
def plain(client: Client) -> Client:
    """Somebody with an account and no right at all."""
    client.force_login(get_user_model().objects.create_user("plain", password="x"))
    return client


def test_everything_in_the_console_is_closed(plain: Client) -> None:
    anonymous = Client()
    addresses = {shape: path for shape, path in all_addresses().items() if path.startswith("/console/")}
    assert len(addresses) > 150
    opened = [
        f"{method} {path} for {who}: {answer.status_code}"
        for shape, path in addresses.items()
        if shape not in OPEN_IN_THE_CONSOLE
        for who, client in (("anonymous", anonymous), ("plain user", plain))
        for method in ("get", "post")
        if not refused(answer := getattr(client, method)(path))
    ]

    assert opened == []


def test_the_open_addresses_exist_and_give_nothing_away() -> None:
    addresses = all_addresses()
    assert set(addresses) >= OPEN_IN_THE_CONSOLE
    for shape in OPEN_IN_THE_CONSOLE - {"/console/logout/"}:
        answer = Client().get(addresses[shape])
        assert answer.status_code in {200, 302}
        assert b"faqentry" not in answer.content


def test_outside_the_console_only_the_chat_and_the_health_check_are_there(client: Client) -> None:
    outside = {shape for shape in all_addresses() if not shape.startswith("/console/")}

    assert outside == {"/", "/chat/messages", "/chat/events", "/health"}
    assert [client.get(shape).status_code for shape in sorted(outside)] == [200] * 4


@pytest.mark.parametrize(
    "path",
    [
        "/console/",
        "/console/users/",
        "/console/snippets/content/faqentry/",
        "/console/snippets/content/faqentry/add/",
        "/console/snippets/content/faqanswer/",
        "/console/snippets/content/faqanswer/add/",
        "/console/snippets/content/phrasing/",
        "/console/snippets/content/source/",
        "/console/snippets/content/topic/",
        "/console/snippets/content/country/",
        "/console/snippets/content/language/",
        "/console/snippets/content/indexversion/",
        "/console/snippets/gateway/inboundmessage/",
        "/console/snippets/gateway/outboundmessage/",
        "/console/snippets/gateway/erasurereceipt/",
        "/console/snippets/hotline/case/",
        "/console/reports/site-history/",
    ],
)
def test_an_administrator_gets_everywhere(admin_client: Client, path: str) -> None:
    assert admin_client.get(path).status_code == 200


def test_the_chat_says_what_may_run_in_it(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy and "script-src 'self'" in policy
    assert "unsafe-inline" not in policy and "frame-ancestors 'none'" in policy
