"""The menu: topics, and the questions of a topic, in pages that fit a phone."""

import json

from rasa_sdk.events import EventType

from actions.reaction import Reaction, Turn, Voice, awaiting
from bot.channels.messages import Button, Reply
from bot.content import queries

PAGE = 8
"""Questions on a page: with « suite » and « menu » the ten rows of a WhatsApp list."""


def payload(intent: str, **entities: object) -> str:
    """What a button says to Rasa."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}" if entities else f"/{intent}"


def show_menu(voice: Voice) -> None:
    """Say the topics."""
    _ = voice.gettext
    topics = queries.topics(voice.language)
    buttons = [Button(title, payload("choose_topic", topic=key)) for key, title in topics]
    buttons.append(Button(_("Parler à quelqu'un"), payload("human_handoff")))
    voice.say(
        Reply(
            _("Sur quoi voulez-vous des informations ? Touchez un thème, tapez son numéro, ou écrivez votre question."),
            buttons=tuple(buttons),
        )
    )


class ShowMenu(Reaction):
    """The topics."""

    NAME = "action_show_menu"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Say the topics."""
        show_menu(voice)
        return [awaiting(None)]


class ShowTopic(Reaction):
    """The questions of one topic."""

    NAME = "action_show_topic"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Say one page of questions; an unknown topic leads back to the menu."""
        _ = voice.gettext
        topic = turn.entities.get("topic", "")
        questions = queries.questions_of_topic(topic, turn.language, turn.origin)
        if not questions:
            show_menu(voice)
            return [awaiting(None)]
        page = int(turn.entities.get("page") or 0)
        shown = questions[page * PAGE : (page + 1) * PAGE]
        buttons = [Button(view.question, payload("choose_entry", key=view.key)) for view in shown]
        if len(questions) > (page + 1) * PAGE:
            buttons.append(Button(_("Suite"), payload("choose_topic", topic=topic, page=page + 1)))
        buttons.append(Button(_("Menu"), payload("help_menu")))
        voice.say(Reply(_("Choisissez une question :"), buttons=tuple(buttons)))
        return [awaiting(None)]
