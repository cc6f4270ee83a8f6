"""Which language a message is written in, from the pieces of its words. No network, no Rasa, no Django."""

from __future__ import annotations

import io
import json
import math
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.languages import SOURCE_LANGUAGE, languages

PROFILES = Path(__file__).parent / "profiles" / "languages.npz"
FORMAT = 1
#: Language of whoever has not said otherwise, and of texts that show none.
DEFAULT = SOURCE_LANGUAGE
OTHER = "other"
#: Characters read; more would not change the answer.
MAX_CHARS = 300
#: Longest piece of a word, in characters, the spaces around the word included.
LONGEST_PIECE = 6
#: A "word" longer than this is a link or a stuck key.
MAX_WORD = 30

#: Log-odds that the person's language gets in a text of 0, 1, 2, 3 words and in longer ones: what is known of the
#: person outweighs what a word or two suggest, and the longer the text the less it counts.
KNOWN_BONUS = (20.0, 9.0, 5.0, 3.0, 2.0)
#: The same for the default language when nothing is known of the person.
DEFAULT_BONUS = (20.0, 2.0, 1.2, 0.6, 0.3)
#: Log-odds for the languages spoken where the person comes from, by the table of languages.
ORIGIN_BONUS = 0.7
#: Profiles of one language in several scripts, as one code.
MERGED: Mapping[str, str] = {"ary_latn": "ary"}

_VOWEL_SIGNS = re.compile("[\u064b-\u065f\u0670\u0640]")
_APOSTROPHES = re.compile("[’‘ʼ`´]")
_WORD = re.compile(r"[^\W_](?:[^\W_]|['\u0300-\u036f](?=\w))*")
_WORD_OR_MARK = re.compile(r"[^\W_]+|[؟?!.،,]")
_LINK = re.compile(r"\S*(?://|@|www\.)\S*")
#: Scripts with one of our languages, or none, whatever the words: first letter, last letter, code.
_SCRIPTS = (("\u2d30", "\u2d7f", "zgh"), ("\U0001e900", "\U0001e95f", "ff"), ("\u07c0", "\u07ff", "bm"))


@lru_cache(maxsize=4_000)
def pieces(word: str) -> tuple[str, ...]:
    """Return the pieces of one word: every run of 1 to `LONGEST_PIECE` characters, a space at either end, and the word."""
    framed = f" {word[:MAX_WORD]} "
    length = len(framed)
    found = [framed[i : i + n] for n in range(1, LONGEST_PIECE + 1) if n < length for i in range(length - n + 1)]
    found.append(framed)
    return tuple(found)


def features(found: Sequence[str]) -> Iterator[str]:
    """Yield what profiles see of some words: the pieces of each, and pairs of neighbours."""
    for word in found:
        yield from pieces(word)
    for first, second in pairwise(found):
        yield f"{first[:MAX_WORD]} {second[:MAX_WORD]}"


def simplify(text: str) -> str:
    """Return the beginning of `text` in lower case, composed, without links, vowel signs and odd apostrophes."""
    short = _LINK.sub(" ", unicodedata.normalize("NFC", text[:MAX_CHARS]).lower())
    return short if short.isascii() else _APOSTROPHES.sub("'", _VOWEL_SIGNS.sub("", short))


def words(simplified: str, marks: bool = False) -> list[str]:
    """Return the words of a simplified text without numbers; `marks` keeps the punctuation as words."""
    found: list[str] = (_WORD_OR_MARK if marks else _WORD).findall(simplified)
    return [word for word in found if not word.isdigit()]


@dataclass(frozen=True)
class Profile:
    """A linear model over pieces of words. `weights`: pieces × languages, int8, times `scales` per language."""

    languages: tuple[str, ...]
    vocabulary: Mapping[str, int]
    idf: npt.NDArray[np.float32]
    weights: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def scores(self, found: list[str]) -> dict[str, float]:
        """Return the log-odds of each language for the given words, up to a common constant."""
        counts = Counter(features(found))
        known = [(self.vocabulary[piece], n) for piece, n in counts.items() if piece in self.vocabulary]
        total = self.bias
        if known:
            rows = np.fromiter((row for row, _ in known), np.int64, len(known))
            values = self.idf[rows] * np.fromiter((n for _, n in known), np.float32, len(known))
            values /= math.sqrt(float(values @ values))
            total = (values @ self.weights[rows].astype(np.float32)) * self.scales + self.bias
        return dict(zip(self.languages, total.tolist(), strict=True))


@dataclass(frozen=True)
class AddedProfile:
    """One language more, learnt from our own texts alone: the log-odds that a text is in it rather than in any other."""

    language: str
    script: str
    weights: Mapping[str, float]
    bias: float

    def log_odds(self, found: list[str]) -> float:
        """For the given words: the mean weight of their pieces, and the bias."""
        known = [self.weights.get(feature, 0.0) for feature in features(found)]
        return self.bias + sum(known) / math.sqrt(max(len(known), 1))


class LanguageIdentifier:
    """Tells the language of short, misspelt messages. Immutable once made: share one between threads."""

    def __init__(self, profiles: Path | bytes = PROFILES, added: Path | None = None) -> None:
        """Read the profiles, a path or their bytes, and those in the folder `added`, one JSON file a language.

        Raises ValueError when they are not such files.
        """
        data = profiles if isinstance(profiles, bytes) else profiles.read_bytes()
        self._latin, self._arabic = parse(data)
        self._added = [read_added(path) for path in sorted((added or PROFILES.parent).glob("*.json"))]

    def identify(self, text: str, known: str = "", origin: str = "") -> list[tuple[str, float]]:
        """Return (language code, probability), best first; the probabilities add up to 1. Never empty.

        `known` is the person's language, a prior that one or two words cannot outweigh; `origin` the ISO code of
        the country the person comes from. Texts without words stay with `known`, or French.
        """
        simplified = simplify(text)
        scores = self._scores(simplified)
        home = known or DEFAULT
        if not scores:
            return [(home, 1.0)]
        bonus = KNOWN_BONUS if known else DEFAULT_BONUS
        merged: dict[str, float] = {}
        for profile, score in scores.items():
            code = MERGED.get(profile, profile)
            merged[code] = float(np.logaddexp(merged[code], score)) if code in merged else score
        if home in merged:
            merged[home] += bonus[min(len(simplified.split()), len(bonus) - 1)]
        for code, language in languages().items():
            if origin in language.spoken_in and code in merged:
                merged[code] += ORIGIN_BONUS
        return _probabilities(merged)

    def _scores(self, simplified: str) -> dict[str, float]:
        """Return log-odds per profile; the script of most letters decides which languages compete."""
        written = script(simplified)
        found = words(simplified, marks=written == "arabic")
        scores: dict[str, float] = {}
        if written == "latin":
            scores = self._latin.scores(found) if found else {}
        elif written == "arabic":
            scores = self._arabic.scores(found)
        elif written:
            scores = {written: 0.0}
        together = float(np.logaddexp.reduce(list(scores.values()))) if scores else 0.0
        more = {item.language: together + item.log_odds(found) for item in self._added if found and item.script == written}
        return scores | more


def script(text: str) -> str:
    """Return "latin", "arabic", a language code when the script tells it, "other", or "" without letters."""
    if text.isascii():
        return "latin"
    counts: Counter[str] = Counter(map(_script_of, text))
    del counts[""]
    return counts.most_common(1)[0][0] if counts else ""


@lru_cache(maxsize=4096)
def _script_of(char: str) -> str:
    if not char.isalpha():
        return ""
    if char <= "\u024f" or "\u1e00" <= char <= "\u1eff" or unicodedata.name(char, "").startswith("LATIN"):
        return "latin"
    if unicodedata.name(char, "").startswith("ARABIC"):
        return "arabic"
    return next((code for first, last, code in _SCRIPTS if first <= char <= last), OTHER)


def _probabilities(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    highest = max(scores.values())
    raised = {code: math.exp(score - highest) for code, score in scores.items()}
    total = sum(raised.values())
    return sorted(((code, value / total) for code, value in raised.items()), key=lambda pair: -pair[1])


def dump(latin: Profile, arabic: Profile) -> bytes:
    """Return both profiles as the bytes of an npz file; `parse` reads them back."""
    out = io.BytesIO()
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name, profile in (("latin", latin), ("arabic", arabic)):
        meta = {"format": FORMAT, "languages": profile.languages, "pieces": list(profile.vocabulary)}
        arrays[f"{name}_meta"] = np.frombuffer(json.dumps(meta, ensure_ascii=False).encode(), np.uint8)
        arrays[f"{name}_idf"] = profile.idf.astype(np.float16)
        arrays[f"{name}_weights"] = profile.weights
        arrays[f"{name}_scales"] = profile.scales
        arrays[f"{name}_bias"] = profile.bias
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def parse(data: bytes) -> tuple[Profile, Profile]:
    """Return the (Latin, Arabic) profiles that `dump` wrote. Raises ValueError for anything else."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return _profile(arrays, "latin"), _profile(arrays, "arabic")
    except (OSError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"not language profiles: {error}") from error


def read_added(path: Path) -> AddedProfile:
    """Return the profile of one more language. Raises ValueError when the file is none."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        weights = {str(piece): float(weight) for piece, weight in row["weights"].items()}
        return AddedProfile(str(row["language"]), str(row["script"]), weights, float(row["bias"]))
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name}: not the profile of a language: {error}") from error


def _profile(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Profile:
    meta = json.loads(arrays[f"{name}_meta"].tobytes().decode())
    if meta["format"] != FORMAT:
        raise ValueError(f"language profiles of format {meta['format']}, expected {FORMAT}")
    weights, languages = arrays[f"{name}_weights"], tuple(meta["languages"])
    if weights.shape != (len(meta["pieces"]), len(languages)):
        raise ValueError(f"language profiles of shape {weights.shape}")
    return Profile(
        languages=languages,
        vocabulary={piece: row for row, piece in enumerate(meta["pieces"])},
        idf=arrays[f"{name}_idf"].astype(np.float32),
        weights=weights.astype(np.int8),
        scales=arrays[f"{name}_scales"].astype(np.float32),
        bias=arrays[f"{name}_bias"].astype(np.float32),
    )
