"""A message that answers what was just asked: the name of a country after « de quel pays ? »."""

from rasa_sdk.events import EventType

from actions import danger, profile
from actions.reaction import Turn, Voice

LONGEST = 6
"""Words up to which a message that names a country is taken as the answer to the question about it."""


def react(turn: Turn, voice: Voice) -> list[EventType]:
    """The events of the answer, or none when the message stands for itself."""
    if not turn.place or len(turn.text.split()) > LONGEST:
        return []
    if turn.awaiting == "whereabouts":
        place = turn.entities.get("country", "")
        return danger.tell_lines(place, turn, voice) if place else []
    if turn.awaiting == "origin":
        return profile.set_origin(turn.place, turn, voice)
    return []
