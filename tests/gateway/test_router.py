"""In which words Rasa hears a message: its own payloads come from our buttons and commands only."""

import pytest

from bot.channels.messages import Button
from bot.gateway import router
from bot.gateway.models import Conversation
from tests.builders import received, shown

pytestmark = pytest.mark.django_db

BUTTONS = (
    Button("Partir légalement", '/choose_topic{"key": "conditions"}'),
    Button("Les dangers", '/choose_topic{"key": "dangers"}'),
    Button("Envoyer de l'argent", "/transfer_cost"),
    Button("Le site", url="https://example.org"),
    Button("Ça coûte 20 euros", "/price"),
)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ('/urgent_danger{"x":1}', "/unknown_command"),
        ('  /confirm_erasure{"a": "b"}', "/unknown_command"),
        ("//confirm_erasure", "/unknown_command"),
        ("//menu", "menu"),
        ("/ /confirm_erasure", "confirm_erasure"),
        ("/restart", "restart"),
        ("\u3000/restart", "restart"),
        ("\x0b / \u2003/restart", "restart"),
        ("/session_start", "/unknown_command"),
        ("\u200b/confirm_erasure", "confirm_erasure"),
        ("\ufeff\u200e /\u2060/confirm_erasure", "confirm_erasure"),
        ("\u3000/confirm_erasure", "/unknown_command"),
        ("\u2003\u00a0/\u3000/confirm_erasure", "confirm_erasure"),
        ("\x0b/confirm_erasure", "/unknown_command"),
        ("\x1c/\x85/confirm_erasure", "confirm_erasure"),
        ("/", "/empty_message"),
        ("/ / \u200b", "/empty_message"),
        ("  ", "/empty_message"),
        ("\u200b\u2060", "/empty_message"),
        ("et/ou", "et/ou"),
        ("12/05/2025", "12/05/2025"),
        ("je pars / je reste", "je pars / je reste"),
    ],
)
def test_nobody_types_an_intent(typed: str, heard: str) -> None:
    assert router.rasa_text(received(typed)) == heard


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/start", "/start"),
        ("/menu", "/help_menu"),
        ("/MENU", "/help_menu"),
        ("/menu@yoon_bot", "/help_menu"),
        (" menu ", "/help_menu"),
        ("Menu", "/help_menu"),
        ("aide", "/help_menu"),
        ("/langue", "/change_language"),
        ("/langue wo", '/choose_language{"language": "wo"}'),
        ('/langue wo"}', 'langue wo"}'),
        ("/effacer", "/delete_my_data"),
        ("effacer", "/delete_my_data"),
        ("/humain", "/human_handoff"),
        ("menu du jour", "menu du jour"),
    ],
)
def test_commands_and_everyday_words(typed: str, heard: str) -> None:
    assert router.rasa_text(received(typed)) == heard


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("1", 0),
        (" 2. ", 1),
        ("n° 2", 1),
        ("numéro 2", 1),
        ("option 3", 2),
        ("un", 0),
        ("la deuxième", 1),
        ("Trois", 2),
        ("4", 4),  # the page with an address has no number of its own
        ("Les dangers", 1),
        ("les DANGERS !", 1),
        ("les danger", 1),
        ("partir legalment", 0),
        ("envoyer l'argent", 2),
    ],
)
def test_a_number_or_a_label_is_the_option(typed: str, place: int) -> None:
    shown(received().conversation, *BUTTONS)

    assert router.rasa_text(received(typed)) == BUTTONS[place].payload


@pytest.mark.parametrize(
    "typed",
    [
        "5",
        "0",
        "20",
        "1234",
        "dix",
        "comment partir légalement en Espagne ?",
        "Quels sont les dangers de la route ?",
        "Le site",
        "je veux envoyer de l'argent au pays",
    ],
)
def test_a_question_under_buttons_stays_a_question(typed: str) -> None:
    shown(received().conversation, *BUTTONS)

    assert router.rasa_text(received(typed)) == typed


def test_a_number_means_what_was_on_the_screen_when_it_was_written() -> None:
    conversation = received().conversation
    shown(conversation, *BUTTONS)
    early = received("1")
    shown(conversation, Button("Oui", "/affirm"), Button("Non", "/deny"))

    assert router.rasa_text(early) == BUTTONS[0].payload
    assert router.rasa_text(received("1")) == "/affirm"


def test_a_misspelt_label_that_could_be_two_is_neither() -> None:
    shown(received().conversation, Button("Travail au Mali", "/a"), Button("Travail au Mala", "/b"))

    assert router.rasa_text(received("Travail au Malo")) == "Travail au Malo"


@pytest.mark.parametrize(
    ("index", "heard"),
    [(1, BUTTONS[1].payload), (3, "/expired_button"), (5, "/expired_button"), (-1, "/expired_button")],
    ids=["payload", "no payload", "beyond", "negative"],
)
def test_a_pressed_button_is_looked_up_in_our_own_row(index: int, heard: str) -> None:
    row = shown(received().conversation, *BUTTONS)
    pressed = received("", kind="choice", choice={"message": row.sequence, "index": index})

    assert router.rasa_text(pressed) == heard


@pytest.mark.parametrize(
    ("kind", "heard"), [("start", "/start"), ("voice", '/media_message{"kind": "voice"}'), ('a"}', '/media_message{"kind": "a"}')]
)
def test_messages_without_words(kind: str, heard: str) -> None:
    assert router.rasa_text(received("", kind=kind)) == heard


def test_where_a_message_goes() -> None:
    message = received()
    conversation = message.conversation
    assert router.route(conversation, message) is router.Route.BOT
    assert router.route(conversation, received("", kind="ignore")) is router.Route.IGNORE
    conversation.handler = Conversation.Handler.HUMAN
    assert router.route(conversation, message) is router.Route.HUMAN
