"""Follow-ups that carry the subject over: « et pour l'Italie ? », « et c'est gratuit ? ».

A short message that points back is ranked together with the question before it; what it names itself (a country, a
people, a new word) then decides between the entries that are near that question.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.entry_card import EntryCard
from bot.nlu.extract import extract
from bot.nlu.labels import DIALOGUE, OUT_OF_SCOPE, URGENT
from bot.nlu.matching import fold, telling_words
from bot.nlu.ranker import EntryRanker

Ranking = list[tuple[str, float]]

LONGEST, LONGEST_OPENED = 10, 16
"""Words up to which a message may point back; a longer one stands by itself. More when it begins with « et »."""

DANGER, DANGER_ASKED = 0.3, 0.8
"""Confidence from which a danger is heard in a follow-up; more for a question: « et si on me chasse ? »."""

FAR_OUTSIDE = 0.6
"""Confidence of being out of scope from which a message that does not visibly point back is left alone."""

_OPENED = re.compile(r"^(?:et|e|ai|mais|sinon|ou alors|alors|donc|puis|meme chose|pareil|la meme|idem|aussi)\b")
_POINTS_BACK = re.compile(
    r"^(?:c est|il|elle|ils|elles|ca|on|c)\b|"
    r"\b(?:ca|cela|la bas|la dedans|dedans|ils|elles|celui la|celle la|ce truc|ce programme|ce contrat|cette carte|"
    r"leur|lui|eux|ce numero|cette aide|ceux|celle|celui)\b"
)
_ASKS = re.compile(r"\?|\b(?:ou|combien|quand|comment|quoi|qui|quel\w*|pourquoi|koi|cmt|cb|est ce)\b")
_EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "et e ai mais sinon ou alors donc puis meme chose pareil la le les l un une des du de d a au aux en dans pour pr "
        "par chez nous moi toi lui eux ce cet cette c est ca cela qui que quoi si je j suis es il elle on ils elles y se "
        "son sa ses mon ma mes ton ta vers avec aussi idem stp svp",
    )
)

_ALONE, _TOGETHER = 1.0, 1.0
_NAMED, _NAMED_ELSEWHERE = 4.0, 0.1
_SAME_PLACE, _OTHER_PLACE, _SAME_TOPIC = 2.0, 0.25, 3.0
_SAME_ENTRY = 0.5
_STAYS = 2.0
_SPEAKS, _SHARED_ENOUGH = 1.0, 0.5
"""How an entry's score is made: what the message says alone and together with the question before; factors for the
country just named or only others, for the country and the topic of the question before. The entry just answered starts
with `_SAME_ENTRY`, or `_STAYS` when it was general and the country just named is one more of those it covers: where
nothing else fits well, a person asks on about the same thing. An entry whose answer speaks of what the message names
gains, up to `_SPEAKS`."""


_SERVED = frozenset({"DJ", "MA", "ML", "MR", "SN", "TG"})
"""Where people leave from: naming one of these asks about the person, naming another country asks about the goal."""


@dataclass(frozen=True)
class _Named:
    """What a message names by itself."""

    countries: frozenset[str]
    peoples: frozenset[str]
    has_words: bool

    @property
    def places(self) -> frozenset[str]:
        return self.countries | self.peoples


def resolve(text: str, previous_key: str, ranker: EntryRanker, cards: Mapping[str, EntryCard]) -> Ranking:
    """The ranking of a message that leans on the question before it, read together with it; empty when it stands alone."""
    previous = cards.get(previous_key)
    if previous is None or len(text) > 200:
        return []
    alone = dict(ranker.rank(text, 12))
    spoken = telling_words(text)
    if not _leans(text, alone, ranker.thresholds.sure, _shared(spoken, previous)):
        return []
    named = _named(text)
    together = dict(ranker.rank(f"{_without_places(previous.question)} {text}", 40))
    own_weight = _ALONE if named.has_words else _ALONE / 10
    scores = {
        key: (own_weight * alone.get(key, 0.0) + _TOGETHER * together.get(key, 0.0))
        * _fit(cards[key], previous, named)
        * (1 + _SPEAKS * _shared(spoken, cards[key]))
        for key in {*alone, *together}
        if key in cards and key != previous.key
    }
    again = _again(previous, named) * (1 + _SPEAKS * _shared(spoken, previous))
    scores[previous.key] = own_weight * alone.get(previous.key, 0.0) + again
    return _shares(scores, doubt=alone.get(OUT_OF_SCOPE, 0.0))


def is_elliptical(text: str) -> bool:
    """True for a short message that visibly points back to another one."""
    folded = " ".join(re.findall(r"\w+", fold(text)))
    words = len(folded.split())
    if _OPENED.match(folded):
        return words <= LONGEST_OPENED
    if not 1 <= words <= LONGEST:
        return False
    return bool(_POINTS_BACK.search(folded)) or (words <= 4 and bool(_named(text).places))


def _leans(text: str, alone: dict[str, float], sure: float, shared: float) -> bool:
    """True when the message is short, no danger, no small talk, and not clear by itself."""
    asks = bool(_ASKS.search(fold(text)))
    if alone.get(URGENT, 0.0) >= (DANGER_ASKED if asks else DANGER):
        return False
    best = next(iter(alone), "")
    clear = alone.get(best, 0.0) >= sure
    if best in DIALOGUE and best not in {OUT_OF_SCOPE, URGENT}:
        return asks and is_elliptical(text) if clear else is_elliptical(text)
    if is_elliptical(text):
        return best == OUT_OF_SCOPE or not clear or bool(_OPENED.match(fold(text)))
    if len(text.split()) > LONGEST or (clear and best != OUT_OF_SCOPE):
        return False
    return shared >= _SHARED_ENOUGH or (asks and alone.get(OUT_OF_SCOPE, 0.0) < FAR_OUTSIDE)


def _shared(spoken: frozenset[str], card: EntryCard) -> float:
    """The share of the message's telling words that the entry's answer speaks of (0 to 1)."""
    return len(spoken & card.words) / len(spoken) if spoken else 0.0


def _fit(card: EntryCard, previous: EntryCard, named: _Named) -> float:
    factor = _SAME_TOPIC if card.topic == previous.topic else 1.0
    if not named.places:
        return factor * _place_kept(_narrow(card), _narrow(previous))
    factor *= _NAMED if named.places & card.countries else _NAMED_ELSEWHERE
    if named.peoples and set(card.destinations) & set(previous.destinations):
        factor *= _SAME_PLACE
    return factor


def _place_kept(card: frozenset[str], previous: frozenset[str]) -> float:
    """An entry about another country than the question before is hardly meant when no country is named."""
    if card & previous:
        return _SAME_PLACE
    return _OTHER_PLACE if card else 1.0


def _again(previous: EntryCard, named: _Named) -> float:
    """How likely the very entry just answered is meant again: « et le Togo, il est sur la liste ? »."""
    asked = _places(previous.question)
    from_elsewhere = named.places <= _SERVED and not asked & _SERVED
    covered = named.places <= _narrow(previous) | asked
    return _STAYS if named.places and (not asked or from_elsewhere or covered) else _SAME_ENTRY


def _narrow(card: EntryCard) -> frozenset[str]:
    """The countries an entry is about, when they are few enough to tell it apart."""
    return card.countries if len(card.countries) <= 3 else frozenset(card.destinations[:2])


def _shares(scores: dict[str, float], doubt: float) -> Ranking:
    """Scores as shares of the whole, lowered by the doubt that the message is about anything we know."""
    total = sum(scores.values())
    if not total:
        return []
    best = sorted(scores.items(), key=lambda item: -item[1])[:5]
    return [(key, score / total * (1 - doubt / 2)) for key, score in best]


def _named(text: str) -> _Named:
    found = [item for item in extract(text) if item.kind in {"country", "nationality"}]
    rest = text
    for item in sorted(found, key=lambda entity: -entity.start):
        rest = rest[: item.start] + " " + rest[item.end :]
    words = set(re.findall(r"\w+", fold(rest))) - _EMPTY_WORDS
    return _Named(
        frozenset(item.value for item in found if item.kind == "country"),
        frozenset(item.value for item in found if item.kind == "nationality"),
        bool(words),
    )


@lru_cache(maxsize=4096)
def _places(question: str) -> frozenset[str]:
    return frozenset(item.value for item in extract(question) if item.kind in {"country", "nationality"})


@lru_cache(maxsize=4096)
def _without_places(question: str) -> str:
    """The question before, without the country that the follow-up replaces."""
    kept = question
    for item in sorted(extract(question), key=lambda found: -found.start):
        if item.kind in {"country", "nationality"}:
            kept = kept[: item.start] + kept[item.end :]
    return kept
