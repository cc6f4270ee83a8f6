"""Texts compared as people type them: without case, accents or doubled letters."""

from bot.nlu.normalise import fold_accents, normalise


def fold(text: str) -> str:
    """The form under which a typed word is looked up."""
    return fold_accents(normalise(text)).strip()


def is_blank(text: str) -> bool:
    """True when nothing is left to read: spaces, control characters, invisible marks."""
    return not normalise(text).strip()
