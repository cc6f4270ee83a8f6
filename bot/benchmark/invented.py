"""Entries that no ministry ever wrote: invented words in French-like sentences, to measure with more entries than exist.

Always the same for the same numbers. Each entry has words of its own (now and then shared with another one), words of
its theme, and the little words that all sentences share; six phrasings in each of six registers.
"""

import random
from dataclasses import dataclass

from bot.content.dialogue_examples import Example
from bot.content.documents import REGISTERS
from bot.nlu.entry_card import EntryCard

_ONSETS = ("b", "br", "d", "dr", "f", "g", "gl", "k", "kl", "l", "m", "n", "p", "r", "s", "t", "tr", "v", "z", "j")
_VOWELS = ("a", "e", "i", "o", "u", "ou", "é", "an", "on", "in")
_ENDINGS = ("", "", "l", "k", "r", "t", "ne", "que", "rd", "x")
_THEMES, _WORDS_OF_THEME, _OWN_POOL, _SHARED_POOL = 40, 40, 5000, 400

_TEMPLATES = {
    "formal": (
        "Pourriez-vous m'indiquer comment {o} un {o} auprès du {t} ?",
        "Quelles sont les conditions requises pour {o} le {t} de {o} ?",
        "Je souhaiterais savoir si le {o} permet de {t} sans {o}.",
        "Existe-t-il une procédure officielle de {o} pour les {t} {s} ?",
        "Auprès de quelle {t} dois-je déposer mon {o} de {s} ?",
        "Un {s} peut-il obtenir le {o} avant son {o} ?",
    ),
    "everyday": (
        "Comment je fais pour {o} mon {o} ?",
        "Est-ce que le {t} donne le {o} aux {s} ?",
        "On m'a dit que le {o} coûte cher, c'est vrai pour le {t} ?",
        "Ça prend combien de temps, le {o} du {t} ?",
        "Je n'ai pas de {o}, je peux quand même {o} ?",
        "Où trouver un {o} à {s} ?",
    ),
    "sms": (
        "slt cmt {o} le {o} svp",
        "c koi le {o} pr le {t}",
        "jve {o} mn {t} c possible ?",
        "ya moyen {o} ss {o}",
        "bjr {o} {t} cb sa coute",
        "kelk1 conè le {o} de {s}",
    ),
    "short": ("{o} {o}", "{t} {o} conditions", "prix {o} {s}", "{o} sans {t}", "dossier {o}", "{o} {t} {s} délai"),
    "dictated": (
        "euh bonjour voilà je voudrais savoir pour le {o} là comment on fait avec le {t}",
        "oui alors moi mon {s} il a eu le {o} et je me demande si je peux {o} aussi",
        "bon en fait c'est pour {o} le {t} je sais pas trop où aller pour le {o}",
        "dites est-ce que le {o} ça marche encore parce que le {t} il m'a dit non",
        "voilà j'ai fait la demande de {o} au {s} et depuis rien du tout",
        "je vous appelle rapport au {o} pour les {t} de cette année",
    ),
    "story": (
        "Mon cousin a fait un {o} l'an dernier avec un {t}. Maintenant on lui demande un {o}. Que faire ?",
        "J'habite à {s} depuis deux ans. Le {t} m'a refusé le {o}. Est-ce normal ?",
        "Ma sœur attend son {o}. Elle a payé le {t} et on ne lui a rien donné. Comment {o} ?",
        "Je travaille dans le {t}. Mon chef parle d'un {o}. Je ne sais pas ce que c'est ni comment {o}.",
        "L'an passé j'ai vu un {o} à la {s}. Il disait que le {o} était gratuit. C'est encore vrai ?",
        "Un ami m'a parlé du {o} de {s}. J'ai tous les papiers sauf le {t}. Puis-je partir ?",
    ),
}


@dataclass(frozen=True)
class InventedEntry:
    """One entry; `phrasings` are (register, text)."""

    key: str
    question: str
    phrasings: tuple[tuple[str, str], ...]

    def examples(self) -> list[Example]:
        """Its training examples."""
        return [Example(self.key, "fr", text, register) for register, text in self.phrasings]

    def card(self) -> EntryCard:
        """Its card, without countries."""
        return EntryCard(self.key, "conditions", self.question)


def entries(count: int, seed: int = 7) -> list[InventedEntry]:
    """`count` entries with 36 phrasings each. More entries begin with the same ones."""
    words = random.Random(seed)
    themes = [[_word(words) for _ in range(_WORDS_OF_THEME)] for _ in range(_THEMES)]
    own, shared = [_word(words) for _ in range(_OWN_POOL)], [_word(words) for _ in range(_SHARED_POOL)]
    return [_entry(number, seed, themes, own, shared) for number in range(count)]


def _entry(number: int, seed: int, themes: list[list[str]], own: list[str], shared: list[str]) -> InventedEntry:
    chance = random.Random(f"{seed}/{number}")
    slots = {"o": chance.sample(own, 5), "t": chance.sample(chance.choice(themes), 4), "s": chance.sample(shared, 5)}
    phrasings = tuple(
        (register, _filled(template, slots, chance)) for register in REGISTERS for template in _TEMPLATES[register]
    )
    question = f"Comment obtenir le {slots['o'][0]} du {slots['t'][0]} ?"
    return InventedEntry(f"essai-{seed}-{number:04}", question, phrasings)


def _filled(template: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    text = template
    for name, words in slots.items():
        for _ in range(text.count(f"{{{name}}}")):
            text = text.replace(f"{{{name}}}", chance.choice(words), 1)
    return text


def _word(chance: random.Random) -> str:
    syllables = chance.choice((2, 2, 3, 3, 4))
    return "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables)) + chance.choice(_ENDINGS)
