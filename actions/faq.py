"""The FAQ: an answer with its source, its date and its limits; a choice when unsure; an honest "I do not know"."""

from rasa_sdk.events import EventType, SlotSet

from actions import pending
from actions.introduction import introduce
from actions.menu import payload, show_menu
from actions.reaction import Reaction, Turn, Voice, awaiting
from bot.channels.messages import Button, Reply, SourceLine
from bot.content import queries
from bot.i18n import country_name, isolated, language_name, listed
from bot.languages import SOURCE_LANGUAGE
from bot.stats.models import UsageEvent
from bot.stats.recording import record

RELATED = 2
"""Neighbouring questions under an answer."""


def answer(key: str, turn: Turn, voice: Voice) -> list[EventType]:
    """Say an entry's answer; when it is no longer published, say so and show the menu."""
    view = queries.answer(key, turn.language)
    _ = voice.gettext
    if view is None:
        voice.say(Reply(_("Cette réponse n'est plus disponible.")))
        show_menu(voice)
        return [awaiting(None)]
    voice.say(answer_reply(view, turn, voice))
    record(UsageEvent.Kind.ANSWERED, key=key, language=turn.language, origin=turn.origin, channel=turn.channel)
    events: list[EventType] = [awaiting("feedback"), SlotSet("last_key", key)]
    return events if turn.welcomed else [*events, *introduce(voice)]


def answer_reply(view: queries.AnswerView, turn: Turn, voice: Voice) -> Reply:
    """The answer as one message, with everything that is said beside it."""
    parts = (missing_line(view, voice), view.short_answer, scope_line(view, turn, voice))
    text = "\n\n".join(part for part in parts if part)
    return Reply(
        text,
        buttons=buttons(view, voice, details=bool(view.details)),
        key=view.key,
        sources=source_lines(view),
        status="approved" if view.approved_by else "unapproved",
        notice=notice(view, voice),
    )


def buttons(view: queries.AnswerView, voice: Voice, details: bool) -> tuple[Button, ...]:
    """Details, neighbouring questions, and whether it helped."""
    _ = voice.gettext
    more = [Button(_("Plus de détails"), payload("show_details", key=view.key))] if details else []
    if view.language != SOURCE_LANGUAGE:
        more.append(Button(_("Lire en français"), payload("read_in_french", key=view.key)))
    related = [Button(other.label, payload("choose_entry", key=other.key)) for other in view.related[:RELATED]]
    rating = [
        Button(_("C'était utile"), payload("rate_answer", key=view.key, useful="yes")),
        Button(_("Pas utile"), payload("rate_answer", key=view.key, useful="no")),
    ]
    return (*more, *rating, *related, Button(_("Menu"), payload("help_menu")))


def source_lines(view: queries.AnswerView) -> tuple[SourceLine, ...]:
    """The sources as the channels carry them."""
    return tuple(
        SourceLine(source.title, source.publisher, source.url, source.checked_on or source.published_on, source.volatile)
        for source in view.sources
    )


def missing_line(view: queries.AnswerView, voice: Voice) -> str:
    """That the answer comes in French because nobody has translated it yet."""
    if view.language != SOURCE_LANGUAGE or voice.language == SOURCE_LANGUAGE:
        return ""
    missing = voice.gettext("Cette réponse n'existe pas encore en {language}. La voici en français.")
    return missing.format(language=isolated(language_name(voice.language), voice.language))


def scope_line(view: queries.AnswerView, turn: Turn, voice: Voice) -> str:
    """For whom the answer holds, when the person comes from somewhere else."""
    if not turn.origin or not view.origins or turn.origin in view.origins:
        return ""
    _ = voice.gettext
    names = listed([country_name(code, voice.language) for code in view.origins], voice.language)
    return _("Attention : cette réponse concerne ces pays : {countries}. Pour votre pays, cela peut être différent.").format(
        countries=names
    )


def notice(view: queries.AnswerView, voice: Voice) -> str:
    """Who stands behind the answer, and whether a speaker has read the translation."""
    _ = voice.gettext
    lines = []
    if view.approved_by:
        lines.append(_("Réponse validée par : {authority}.").format(authority=view.approved_by))
    else:
        lines.append(_("Aucune autorité n'a encore validé cette réponse : vérifiez avant de décider."))
    if view.machine_assisted:
        lines.append(_("Traduction provisoire, pas encore relue par un locuteur."))
    return " ".join(lines)


class AnswerQuestion(Reaction):
    """A question that was understood."""

    NAME = "action_answer_question"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Answer it, unless the message answers what was just asked."""
        return pending.react(turn, voice) or answer(str(turn.understanding.get("label", "")), turn, voice)


class AnswerChosen(Reaction):
    """A question that was chosen from a list."""

    NAME = "action_answer_chosen"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Answer it."""
        return answer(turn.entities.get("key", ""), turn, voice)


class ReadInFrench(Reaction):
    """The same answer in French: the text that has been checked longest, with its details."""

    NAME = "action_read_in_french"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Say it; the conversation stays in the person's language."""
        view = queries.answer(turn.entities.get("key") or turn.last_key, SOURCE_LANGUAGE)
        if view is None:
            show_menu(voice)
            return [awaiting(None)]
        voice.say(answer_reply(view, turn, voice.in_language(SOURCE_LANGUAGE)))
        return [awaiting("feedback")]


class ShowDetails(Reaction):
    """What did not fit into the answer."""

    NAME = "action_show_details"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Say the details of the chosen or the last answer."""
        view = queries.answer(turn.entities.get("key") or turn.last_key, turn.language)
        if view is None or not view.details:
            show_menu(voice)
            return [awaiting(None)]
        voice.say(
            Reply(
                view.details,
                buttons=buttons(view, voice, details=False),
                key=view.key,
                sources=source_lines(view),
                status="approved" if view.approved_by else "unapproved",
                notice=notice(view, voice),
            )
        )
        return [awaiting("feedback")]


class OfferChoices(Reaction):
    """Several questions are possible."""

    NAME = "action_offer_choices"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Offer the likeliest as buttons."""
        answered = pending.react(turn, voice)
        if answered:
            return answered
        _ = voice.gettext
        labels = [label for label, _confidence in turn.understanding.get("ranking", [])]
        views = queries.questions(labels, turn.language)
        options = [option for label in labels if (option := choice(label, views, voice))]
        if not options:
            return say_unknown(turn, voice)
        options.append(Button(_("Aucune de ces questions"), payload("out_of_scope")))
        voice.say(Reply(_("Je ne suis pas sûr d'avoir compris. Vous voulez savoir :"), buttons=tuple(options)))
        return [awaiting(None)]


def choice(label: str, views: dict[str, queries.QuestionView], voice: Voice) -> Button | None:
    """A question or a service as a button; None for what cannot be offered."""
    _ = voice.gettext
    services = {
        "job_search": _("Chercher une offre d'emploi"),
        "transfer_cost": _("Calculer le coût d'un envoi d'argent"),
        "budget_help": _("Faire un budget de départ"),
        "human_handoff": _("Parler à quelqu'un"),
        "change_language": _("Changer de langue"),
        "delete_my_data": _("Effacer mes données"),
        "bot_identity": _("Savoir qui est Yoon"),
        "help_menu": _("Voir le menu"),
    }
    if label in views:
        return Button(views[label].question, payload("choose_entry", key=label))
    return Button(services[label], payload(label)) if label in services else None


def say_unknown(turn: Turn, voice: Voice) -> list[EventType]:
    """Say that no answer is known, and who can help instead."""
    _ = voice.gettext
    record(UsageEvent.Kind.UNKNOWN, language=turn.language, origin=turn.origin, channel=turn.channel)
    voice.say(
        Reply(
            _(
                "Je n'ai pas de réponse sûre à ce message. Essayez avec d'autres mots, regardez le menu, "
                "ou demandez une personne."
            ),
            buttons=(
                Button(_("Menu"), payload("help_menu")),
                Button(_("Parler à quelqu'un"), payload("human_handoff")),
            ),
        )
    )
    events: list[EventType] = [awaiting(None)]
    return events if turn.welcomed else [*events, *introduce(voice)]


class SayUnknown(Reaction):
    """Nothing fits."""

    NAME = "action_say_unknown"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Say so, unless the message answers what was just asked."""
        return pending.react(turn, voice) or say_unknown(turn, voice)
