"""Immediate danger: what to do now and whom to call where the person is, calmly and before anything else."""

from rasa_sdk.events import EventType, SlotSet

from actions.menu import payload
from actions.reaction import Reaction, Turn, Voice, awaiting
from bot.channels.messages import Button, Reply, SourceLine
from bot.content import helplines
from bot.content.helplines import CountryLines, Line
from bot.i18n import country_name, format_partial_date, isolated, listed
from bot.languages import SOURCE_LANGUAGE
from bot.stats.models import UsageEvent
from bot.stats.recording import record

PLACES = ("MA", "MR", "LY", "DZ", "TN", "ES", "FR", "SA")
"""Where people most often are when they write that they are in danger; others are typed."""


def tell_lines(code: str, turn: Turn, voice: Voice) -> list[EventType]:
    """Whom to call in this country, and the offer of a human."""
    found = helplines.of_country(code)
    voice.say(lines_reply(found, code, voice))
    return [awaiting("human")]


def lines_reply(found: CountryLines | None, code: str, voice: Voice) -> Reply:
    """The helplines of a country as one message; what is not known is said."""
    _ = voice.gettext
    name = isolated(country_name(code, voice.language), voice.language)
    parts = [_("{country} : qui appeler").format(country=name)] if found and found.lines else []
    parts += [line_text(line, voice) for line in found.lines] if found else []
    told_in_french = voice.language == SOURCE_LANGUAGE or bool(found and found.lines)
    parts.append(found.unknown if found and found.unknown and told_in_french else "")
    if not found or (not found.lines and not told_in_french):
        parts.append(
            _(
                "Pour ce pays ({country}), je n'ai aucun numéro vérifié. Adressez-vous à la police la plus proche, "
                "à l'ambassade de votre pays, ou au bureau de l'OIM."
            ).format(country=name)
        )
    return Reply(
        "\n".join(part for part in parts if part),
        buttons=human_buttons(voice),
        sources=tuple(sources(found)) if found else (),
        urgent=True,
    )


def line_text(line: Line, voice: Voice) -> str:
    """One helpline: name, number, and what is known or doubtful about it."""
    _ = voice.gettext
    marks = []
    if line.free:
        marks.append(_("gratuit"))
    if line.hours:
        marks.append(line.hours)
    if line.as_of:
        marks.append(_("source de {date}").format(date=format_partial_date(line.as_of, voice.language)))
    if line.to_verify:
        marks.append(_("à vérifier"))
    number = isolated(line.number, voice.language)
    return f"• {service(line, voice)} : {number}" + (f" ({listed(marks, voice.language)})" if marks else "")


def service(line: Line, voice: Voice) -> str:
    """The kind of service in the person's language, then its French name, under which people there know it."""
    if voice.language == SOURCE_LANGUAGE:
        return line.name
    _ = voice.gettext
    kinds = {
        "police": _("Police"),
        "gendarmerie": _("Gendarmerie"),
        "fire": _("Pompiers"),
        "ambulance": _("Ambulance"),
        "emergency": _("Urgences"),
        "anti_trafficking": _("Contre la traite et le travail forcé"),
        "women": _("Aide aux femmes"),
        "labour": _("Inspection du travail"),
    }
    kind = kinds.get(line.service, _("Ambassade") if line.service.startswith("embassy") else _("Autre aide"))
    return f"{kind} ({isolated(line.name, voice.language)})"


def sources(found: CountryLines) -> list[SourceLine]:
    """Where the numbers come from, each source once."""
    seen: dict[str, SourceLine] = {}
    for line in found.lines:
        seen.setdefault(
            line.source_title, SourceLine(line.source_title, url=line.source_url, date=line.as_of, volatile=True)
        )
    return list(seen.values())


def human_buttons(voice: Voice) -> tuple[Button, ...]:
    """The offer of a human."""
    _ = voice.gettext
    return (
        Button(_("Demander une personne"), payload("request_human", kind="danger")),
        Button(_("Menu"), payload("help_menu")),
    )


class ReportDanger(Reaction):
    """Somebody says that he, she or a relative is in danger now."""

    NAME = "action_report_danger"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """What to do now; then the numbers, or the question where the person is."""
        _ = voice.gettext
        record(UsageEvent.Kind.DANGER, language=turn.language, origin=turn.origin, channel=turn.channel)
        voice.say(
            Reply(
                _(
                    "Je vous lis et je prends cela au sérieux. Votre vie d'abord :\n"
                    "1. Si vous le pouvez, éloignez-vous du danger et rejoignez des gens ou un lieu sûr.\n"
                    "2. Appelez les secours, ou demandez à quelqu'un d'appeler. Dites où vous êtes : pays, ville, repère.\n"
                    "3. Si parler est dangereux, coupez le son du téléphone et gardez de la batterie.\n"
                    "Je suis un programme : je ne peux pas envoyer de secours moi-même."
                ),
                urgent=True,
            )
        )
        welcomed: list[EventType] = [SlotSet("welcomed", True)]
        if turn.entities.get("country"):
            return [*tell_lines(turn.entities["country"], turn, voice), *welcomed]
        ask_whereabouts(turn, voice)
        return [awaiting("whereabouts"), *welcomed]


def ask_whereabouts(turn: Turn, voice: Voice) -> None:
    """Ask in which country the person is, to give the right numbers."""
    _ = voice.gettext
    codes = [turn.origin] if turn.origin else []
    codes += [code for code in PLACES if code not in codes]
    voice.say(
        Reply(
            _("Dans quel pays êtes-vous maintenant ? Touchez un pays ou écrivez son nom : je donne les numéros."),
            buttons=(
                *(Button(country_name(code, voice.language), payload("choose_whereabouts", code=code)) for code in codes[:8]),
                *human_buttons(voice)[:1],
            ),
            urgent=True,
        )
    )


class SetWhereabouts(Reaction):
    """A country's button after a report of danger."""

    NAME = "action_set_whereabouts"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Give its numbers."""
        return tell_lines(turn.entities.get("code", ""), turn, voice)


class WhereaboutsByWord(Reaction):
    """Yes or no typed instead of a country."""

    NAME = "action_whereabouts_by_word"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Ask again: the rule for it promises that a country is still awaited."""
        ask_whereabouts(turn, voice)
        return [awaiting("whereabouts")]
