"""One written form for the many ways of typing the same words, in every script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Characters read of a message; the rest is ignored so that a pasted book costs no more than a page.
MAX_CHARS = 2000

_APOSTROPHES = "’‘‛ʼʻʹ`´′＇ʾʿ"
_QUOTES = "“”„‟«»‹›″"

# Optional or interchangeable letters of Arabic script: people type one for the other, keyboards too.
_ARABIC = {
    **dict.fromkeys("أإآٱ", "ا"),
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ؤ": "و",
    "ئ": "ي",
    "ڭ": "گ",
    "ݣ": "گ",
    "ہ": "ه",
    "ھ": "ه",
    "ـ": "",  # tatweel only stretches the line
}

# Letters that Unicode does not decompose, as people without the right keyboard type them.
_PLAIN_LATIN = {
    "ɓ": "b", "ɗ": "d", "ŋ": "n", "ɲ": "n", "ɛ": "e", "ɔ": "o", "ƴ": "y", "ɖ": "d", "ƒ": "f",
    "ʋ": "v", "ɣ": "g", "ɩ": "i", "ʊ": "u", "ǝ": "e", "ə": "e", "ı": "i", "đ": "d", "ħ": "h",
    "ł": "l", "ø": "o", "œ": "oe", "æ": "ae", "ß": "ss", "ɵ": "o", "ʃ": "s", "ʒ": "z", "ɛ̃": "e",
}  # fmt: skip
_PLAIN_LATIN_TABLE = {ord(letter): plain for letter, plain in _PLAIN_LATIN.items() if len(letter) == 1}

_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_SPACES = re.compile(r"\s+")


def _marks() -> str:
    """Body of a regular expression class with the combining marks of the scripts in use (BMP start, Adlam)."""
    spans: list[str] = []
    codes = [c for c in (*range(0x300, 0x2000), *range(0x1E944, 0x1E94B)) if unicodedata.category(chr(c))[0] == "M"]
    start = previous = codes[0]
    for code in [*codes[1:], -1]:
        if code != previous + 1:
            spans.append(f"{chr(start)}-{chr(previous)}")
            start = code
        previous = code
    return "".join(spans)


_EMOJI = "\U0001f300-\U0001faff\u2600-\u27bf"
_TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{_marks()}])*|[{_EMOJI}]")


@lru_cache(maxsize=8192)
def _character(char: str) -> str:
    """The normal form of one NFKC, lower-case character: itself, another, a space or nothing."""
    if char in _ARABIC:
        return _ARABIC[char]
    if char in _APOSTROPHES:
        return "'"
    if char in _QUOTES:
        return '"'
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category in ("Cf", "Co", "Cs", "Cn"):
        return ""
    if category == "Cc" or category[0] == "Z":
        return " "
    if "\u064b" <= char <= "\u065f" or "\u06d6" <= char <= "\u06ed" or char == "\u0670" or "\u0610" <= char <= "\u061a":
        return ""  # vowel signs: written in schoolbooks and prayers, not in messages
    if "\ufe00" <= char <= "\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff":
        return ""  # emoji variation selectors and skin tones
    return char


def normalise(text: str) -> str:
    """Return `text` in its normal form: NFKC, lower case, one space between words, accents kept.

    At most `MAX_CHARS` characters are read. Idempotent. Every letter of every script survives, except
    interchangeable Arabic letters (one form kept), Arabic vowel signs and invisible characters; all digits
    become ASCII; a letter written three times or more is kept twice.
    """
    if text.isascii():  # the common short message: nothing to map but control characters
        flat = text[:MAX_CHARS].lower().translate(_ASCII)
    else:
        composed = unicodedata.normalize("NFKC", text[:MAX_CHARS])[:MAX_CHARS].lower()
        flat = unicodedata.normalize("NFC", "".join(map(_character, composed)))
    return _SPACES.sub(" ", _REPEATED.sub(r"\1\1", flat)).strip()


_ASCII = {**{code: " " for code in (*range(32), 127)}, ord("`"): "'"}


@lru_cache(maxsize=8192)
def _fold_character(char: str) -> str:
    """`char` without its accents: only base letters are kept."""
    decomposed = unicodedata.normalize("NFD", char)
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return bare.translate(_PLAIN_LATIN_TABLE)


def fold_accents(text: str) -> str:
    """Return normalised `text` as someone without accents on the keyboard types it (é → e, ɗ → d, œ → oe)."""
    return text if text.isascii() else "".join(map(_fold_character, text))


def tokenize(text: str) -> list[str]:
    """Return the words, numbers and emoji of normalised `text`, in order, in any script."""
    return _TOKEN.findall(text)
