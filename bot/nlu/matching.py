"""Texts compared as people type them: without case, accents or doubled letters."""

import re

from bot.nlu.normalise import fold_accents, normalise

_EVERYWHERE = frozenset(
    re.findall(
        r"\w+",
        "pour avec dans cette celui celle quel quelle comment combien pourquoi quand alors aussi mais donc chez vers plus "
        "moin tout toute bien faire fait faut peut peux veux veut avoir etre suis sont elle nous vous leur meme comme apre "
        "avant encore tres juste sans entre depui pend sera serait etait autre chose gens personne pays jour moi mois",
    )
)


def fold(text: str) -> str:
    """The form under which a typed word is looked up."""
    return fold_accents(normalise(text)).strip()


def telling_words(text: str) -> frozenset[str]:
    """Words that carry meaning, folded and without a plural ending: what two texts on one subject share."""
    words = (word.rstrip("sx") for word in re.findall(r"\w{4,}", fold(text)))
    return frozenset(word for word in words if len(word) > 3 and word not in _EVERYWHERE)


def is_blank(text: str) -> bool:
    """True when nothing is left to read: spaces, control characters, invisible marks."""
    return not normalise(text).strip()
