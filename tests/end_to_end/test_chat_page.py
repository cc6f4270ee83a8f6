"""The candidates' chat page in a real browser, with the whole stack behind it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

pytestmark = pytest.mark.end_to_end

PHONE: Any = {"width": 360, "height": 740}
QUESTION = "Où s'adresser à Bamako ?"
"""The question of an answer that the content holds, word for word, so that understanding is not what is tested."""

LARGEST_PAGE = 60 * 1024
ANSWER_MS = 45_000
"""How long an answer may take on a busy machine."""

SCREENSHOT = Path(__file__).parents[2] / "docs" / "images" / "chat.png"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of the machine; nothing is downloaded."""
    executable = next(filter(None, map(shutil.which, _NAMES)), None)
    if executable is None:
        sentence = f"The browser tests need one of {', '.join(_NAMES)} on the PATH (apt-get install chromium)."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, stack: Any) -> Iterator[Page]:
    """A newcomer's phone, on no page yet. Fails when a script of the page fails or the security policy is broken."""
    context = chromium.new_context(base_url=stack.url, viewport=PHONE, locale="fr-FR")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    context.close()
    assert faults == []


def test_welcome_comes_by_itself_and_the_page_is_light(page: Page) -> None:
    """On 3G, at somebody's expense: everything until the first message in 60 KB."""
    responses: list[Any] = []
    page.on("response", lambda response: responses.append(response))
    _open(page)
    expect(page.get_by_text("Assistant automatique d'information")).to_be_visible()
    # The stream of events has no end and therefore no body to measure.
    loaded = {item.url: len(item.body()) for item in responses if "/chat/events" not in item.url}
    assert len(loaded) >= 4, loaded
    assert sum(loaded.values()) <= LARGEST_PAGE, loaded


def test_a_typed_question_is_answered_with_its_sources(page: Page) -> None:
    """The answer names where it comes from, folded away until it is asked for."""
    _open(page)
    _ask(page, QUESTION)
    sources = page.locator(".message.bot details").last
    expect(sources).to_be_visible(timeout=ANSWER_MS)
    expect(sources.locator("li").first).to_be_hidden()
    sources.locator("summary").click()
    expect(sources.locator("li").first).to_be_visible()
    expect(page.locator(".me .state").last).to_have_text("envoyé")


def test_a_numbered_button_can_be_pressed_or_its_number_typed(page: Page) -> None:
    """Both say the same; a button pressed twice in a hurry counts once, and old buttons step back."""
    _open(page)
    _ask(page, "menu")
    _answer(page)
    options = page.locator(".options:not(.past)").last
    label = options.get_by_role("button").first.inner_text()
    assert label.startswith("1."), label
    options.get_by_role("button").first.dblclick()
    pressed = _answer(page)
    expect(page.locator(".options").first).to_have_class("options past")

    _menu(page)
    _ask(page, "1")
    assert _answer(page) == pressed
    # menu, the pressed option once, menu, the number
    expect(page.locator(".me")).to_have_count(4)


def test_a_reload_shows_the_same_history(page: Page) -> None:
    """Nothing lost, nothing twice, and no second welcome."""
    _open(page)
    _ask(page, QUESTION)
    _answer(page)
    before = _texts(page)
    page.reload()
    expect(page.locator(".message")).to_have_count(len(before), timeout=ANSWER_MS)
    # A second welcome would take a moment to come.
    page.wait_for_timeout(1500)
    assert _texts(page) == before


def test_arabic_turns_the_page_round_and_keeps_numbers_in_order(page: Page) -> None:
    """The page's own words follow the language; foreign names and numbers stand isolated in a right-to-left line."""
    _open(page)
    _ask(page, "من يساعدني في إسبانيا إذا استغلني صاحب العمل؟")
    expect(page.locator("html")).to_have_attribute("dir", "rtl", timeout=ANSWER_MS)
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    answer = page.locator(".message.bot", has=page.locator("a.phone")).last
    expect(answer).to_be_visible(timeout=ANSWER_MS)
    expect(answer.locator("a.phone").first).to_have_attribute("dir", "ltr")
    expect(page.locator(".message.bot bdi").first).to_be_attached()
    expect(page.get_by_role("textbox")).to_have_attribute("placeholder", "اكتب سؤالك")


def test_a_message_written_without_network_is_kept_and_sent_once(page: Page) -> None:
    """Even over a closed page; afterwards nothing personal stays on the phone."""
    _open(page)
    page.context.set_offline(True)
    _ask(page, QUESTION)
    expect(page.locator("#banner")).to_contain_text("Pas de réseau")
    expect(page.locator(".me .state")).to_have_text("en attente d'envoi")
    assert _stored(page) == 1
    _refuse_posts(page)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".me .state")).to_have_text("en attente d'envoi")

    page.unroute("**/chat/messages")
    expect(page.locator(".me .state")).to_have_text("envoyé", timeout=ANSWER_MS)
    _answer(page)
    assert _stored(page) == 0
    expect(page.locator("#banner")).to_be_empty()
    page.reload()
    expect(page.locator(".me")).to_have_count(1)


def test_a_lost_receipt_does_not_double_the_message(page: Page) -> None:
    """The server had the message, its receipt got lost: the retry carries the same id."""
    _open(page)
    ids: list[str] = []

    def lose_first_receipt(route: Route) -> None:
        ids.append(route.request.post_data_json["id"])
        if len(ids) > 1:
            route.continue_()
            return
        route.fetch()
        route.abort()

    page.route("**/chat/messages", lose_first_receipt)
    _ask(page, QUESTION)
    _answer(page)
    expect(page.locator(".me .state")).to_have_text("envoyé", timeout=ANSWER_MS)
    page.wait_for_timeout(1500)
    assert len(ids) == 2 and ids[0] == ids[1]
    expect(page.locator(".me")).to_have_count(1)
    answers = page.locator(".message.bot").count()
    page.reload()
    expect(page.locator(".message.bot")).to_have_count(answers)


def test_no_other_host_is_asked(page: Page, stack: Any) -> None:
    """Who reads this page is nobody else's business."""
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    _open(page)
    _ask(page, QUESTION)
    _answer(page)
    _menu(page)
    assert hosts == {urlsplit(stack.url).netloc}


def test_everything_works_by_keyboard(page: Page) -> None:
    """Past the history by the first link; options are reached backwards from the composer."""
    _open(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("menu")
    page.keyboard.press("Enter")
    option = page.locator(".options:not(.past)").last.get_by_role("button").last
    expect(option).to_be_visible(timeout=ANSWER_MS)
    _answer(page)
    for _ in range(10):
        page.keyboard.press("Shift+Tab")
        if option.evaluate("element => element === document.activeElement"):
            break
    expect(option).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".me")).to_have_count(2)
    _answer(page)


def test_what_people_write_is_never_markup(page: Page) -> None:
    """Nor does a very long text break the page."""
    _open(page)
    _ask(page, "<img src=x onerror=alert(1)> <b>" + "x" * 5000)
    expect(page.locator("#log img, #log b")).to_have_count(0)
    expect(page.locator(".me .text")).to_contain_text("<img src=x")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.skipif(not os.environ.get("YOON_SCREENSHOT"), reason="YOON_SCREENSHOT=1 renews the picture of the README")
def test_screenshot(page: Page) -> None:
    """Renew the picture of the README."""
    _open(page)
    _ask(page, QUESTION)
    _answer(page)
    SCREENSHOT.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOT)


def _open(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".message.bot").first).to_be_visible(timeout=ANSWER_MS)
    expect(page.locator("#typing")).to_be_empty(timeout=ANSWER_MS)


def _ask(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.keyboard.press("Enter")


def _menu(page: Page) -> None:
    # The header's button; the bot's own options begin with a number.
    page.get_by_role("button", name="Menu", exact=True).click()
    _answer(page)


def _answer(page: Page) -> str:
    """Wait until the person's last message is answered in full; returns the answer's text."""
    replies = page.locator(".me").last.locator("xpath=following-sibling::*")
    expect(replies.first).to_be_visible(timeout=ANSWER_MS)
    expect(page.locator("#typing")).to_be_empty(timeout=ANSWER_MS)
    return "\n".join(replies.locator(".text").all_inner_texts())


def _texts(page: Page) -> list[str]:
    return page.locator(".message .text").all_inner_texts()


def _stored(page: Page) -> int:
    return int(page.evaluate("localStorage.length"))


def _refuse_posts(page: Page) -> None:
    def handle(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    page.route("**/chat/messages", handle)
