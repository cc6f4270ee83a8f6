"""Learns the language profiles. `python -m bot.nlu.profiles_training TRAIN.tsv` rewrites `profiles/languages.npz`.

`--folds 5` cross-validates instead of writing. TRAIN.tsv has a header and the columns lang, text; see
`profiles/SOURCES.md`. Our own texts are added from `data/`.
"""

# ruff: noqa: S311  (chance splits texts here; it keeps no secret)

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB

from bot.languages import SOURCE_LANGUAGE
from bot.nlu.language import (
    MERGED,
    OTHER,
    PROFILES,
    LanguageIdentifier,
    Profile,
    dump,
    features,
    script,
    simplify,
    words,
)
from bot.nlu.normalise import fold_accents, normalise

DATA = Path(__file__).parents[2] / "data"
OTHER_LANGUAGES = Path(__file__).parent / "profiles" / "other_languages.txt"
ARABIC_SCRIPT = ("ar", "ary")
#: Profiles that the script alone tells apart.
BY_SCRIPT = ("zgh",)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MIXED_INTENTS = frozenset({"greet", "goodbye", "thanks", "change_language"})
LATIN_PIECES, ARABIC_PIECES = 75_000, 45_000
#: What a local-language text of ours counts: they are drafts, and all on one subject.
OWN_WEIGHT = 0.4
#: The share of naive Bayes in the weights, and its smoothing.
BAYES_SHARE, SMOOTHING = 0.2, 0.1
#: Short runs of words drawn from each text.
RUNS = 4
#: A piece seen in fewer texts is chance.
RAREST = 2
#: Texts a language counts as, at most `HEAVIEST` times its own number.
BALANCE, HEAVIEST = 6_000, 4.0
_ANNOTATION = re.compile(r"\[([^]]*)](?:\([^)]*\)|\{[^}]*})")


@dataclass(frozen=True)
class Text:
    """A text in a known language; texts of one `group` share words and stay on one side of a split."""

    language: str
    text: str
    group: str
    weight: float = 1.0


@dataclass(frozen=True)
class Row:
    """Words to learn from, and how much they count."""

    language: str
    words: tuple[str, ...]
    weight: float


def read_tsv(path: Path) -> list[Text]:
    """Return the texts of a TSV file with the columns lang and text; texts sharing four words share a group."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["lang"], row["text"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    leader: dict[tuple[str, ...], str] = {}
    texts = []
    for number, (language, text) in enumerate(rows):
        found = text.lower().split()
        runs = [tuple(found[i : i + 4]) for i in range(max(1, len(found) - 3))]
        group = next((leader[run] for run in runs if run in leader), str(number))
        leader.update(dict.fromkeys(runs, group))
        texts.append(Text(language, text, group))
    return texts


def read_own(data: Path = DATA) -> list[Text]:
    """Return our own texts: phrasings of the content, grouped by entry, and examples of the dialogue intents.

    A local-language text whose words are all French ones says nothing about the language and is left out.
    """
    texts = [*_phrasings(data), *_dialogue(data)]
    french = {word for item in texts if item.language == SOURCE_LANGUAGE for word in words(simplify(item.text))}
    return [item for item in texts if item.language == SOURCE_LANGUAGE or set(words(simplify(item.text))) - french]


def _phrasings(data: Path) -> Iterable[Text]:
    for path in sorted(data.glob("content/*/*.yml")):
        entry = yaml.load(path.read_text("utf-8"), Loader=_Loader)
        for language, answer in entry["answers"].items():
            for line in (line for lines in answer.get("phrasings", {}).values() for line in lines):
                yield Text(profile_of(language, line), line, entry["key"], _weight(language))


def _dialogue(data: Path) -> Iterable[Text]:
    for path in sorted(data.glob("nlu/*/*.yml")):
        language = path.parent.name
        for block in yaml.load(path.read_text("utf-8"), Loader=_Loader)["nlu"]:
            # French examples of these hold greetings and names of other languages.
            if "intent" in block and (language != SOURCE_LANGUAGE or block["intent"] not in MIXED_INTENTS):
                lines = (line.strip() for line in block["examples"].splitlines())
                found = [_ANNOTATION.sub(r"\1", line[2:]) for line in lines if line.startswith("- ")]
                # Neighbouring examples say the same in other words: ten of them share a group.
                for number, line in enumerate(found):
                    yield Text(profile_of(language, line), line, f"{block['intent']}{number // 10}", _weight(language))


def _weight(language: str) -> float:
    return 1.0 if language == SOURCE_LANGUAGE else OWN_WEIGHT


def profile_of(language: str, text: str) -> str:
    """The profile that learns from a text: a language written in two scripts has one for each."""
    latin = f"{language}_latn"
    return latin if MERGED.get(latin) == language and script(simplify(text)) == "latin" else language


def read_others(path: Path = OTHER_LANGUAGES) -> list[Text]:
    """Return our sentences in languages that Yoon does not speak."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [Text(OTHER, line, line) for line in lines]


def window(found: Sequence[str], shortest: int, longest: int, rng: random.Random) -> list[str]:
    """Return a run of `shortest` to `longest` neighbouring words."""
    size = rng.randint(shortest, longest)
    start = rng.randrange(max(1, len(found) - size + 1))
    return list(found[start : start + size])


def augment(texts: Iterable[Text], arabic: bool, rng: random.Random) -> list[Row]:
    """Return each text whole, in short runs, and as typed without accents or marks."""
    rows: dict[Row, None] = {}
    for item in texts:
        plain = fold_accents(normalise(item.text))
        forms = [words(simplify(item.text), marks=arabic), words(simplify(plain), marks=False)]
        for found in filter(None, forms):
            rows[Row(item.language, tuple(found), item.weight)] = None
            for _ in range(RUNS):
                rows[Row(item.language, tuple(window(found, 1, 6, rng)), item.weight)] = None
    return list(rows)


def fit(rows: Sequence[Row], size: int, strength: float = 5.0) -> Profile:
    """Return the profile learnt from the rows, of at most `size` pieces.

    A regression that tells the languages apart, and a share of naive Bayes, which knows more of rare pieces: both are
    linear in the same pieces, so that one table of weights holds their sum.
    """
    counted = [Counter(features(row.words)) for row in rows]
    frequency = Counter(piece for counts in counted for piece in counts)
    kept = [piece for piece, n in frequency.most_common(size) if n >= RAREST]
    vocabulary = {piece: row for row, piece in enumerate(kept)}
    idf = np.array([1 + np.log(len(rows) / frequency[piece]) for piece in kept], np.float32)
    labels = [row.language for row in rows]
    sizes = Counter(labels)
    emphasis = np.array([row.weight * min(HEAVIEST, BALANCE / sizes[row.language]) for row in rows])
    matrix = _matrix(counted, vocabulary, idf)
    model = LogisticRegression(C=strength, max_iter=200, tol=1e-3).fit(matrix, labels, sample_weight=emphasis)
    weights, bias = model.coef_.T, model.intercept_
    if weights.shape[1] == 1:  # two languages share one column: half of it each way
        weights, bias = np.hstack([-weights / 2, weights / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    bayes = MultinomialNB(alpha=SMOOTHING, fit_prior=False).fit(matrix, labels, sample_weight=emphasis)
    weights = weights + BAYES_SHARE * (bayes.feature_log_prob_ - bayes.feature_log_prob_.mean(axis=0)).T
    return _quantised(tuple(model.classes_), vocabulary, idf, weights, bias)


def _matrix(
    counted: Sequence[Counter[str]], vocabulary: dict[str, int], idf: npt.NDArray[np.float32]
) -> sparse.csr_matrix:
    """Return texts × pieces, counts times idf, each row of length 1."""
    starts, columns, values = [0], [], []
    for counts in counted:
        known = [(vocabulary[piece], n) for piece, n in counts.items() if piece in vocabulary]
        columns += [column for column, _ in known]
        row = np.array([n * idf[column] for column, n in known], np.float32)
        values.append(row / max(float(np.linalg.norm(row)), 1e-9))
        starts.append(len(columns))
    return sparse.csr_matrix((np.concatenate(values), columns, starts), shape=(len(counted), len(vocabulary)))


def _quantised(
    languages: tuple[str, ...],
    vocabulary: dict[str, int],
    idf: npt.NDArray[np.float32],
    weights: npt.NDArray[np.float64],
    bias: npt.NDArray[np.float64],
) -> Profile:
    """Return the profile with its weights as int8: a step is 1/127 of the largest weight but the rarest outliers."""
    reach = np.quantile(np.abs(weights), 0.9999, axis=0)
    scales = (np.maximum(reach, 1e-6) / 127).astype(np.float32)
    steps = np.clip(np.rint(weights / scales), -127, 127).astype(np.int8)
    return Profile(languages, vocabulary, idf, steps, scales, bias.astype(np.float32))


def train(texts: Iterable[Text], seed: int = 0) -> bytes:
    """Return the profiles learnt from `texts` as the bytes that `LanguageIdentifier` reads."""
    rng, items = random.Random(seed), list(texts)
    arabic = [item for item in items if item.language in ARABIC_SCRIPT]
    latin = [item for item in items if item.language not in ARABIC_SCRIPT + BY_SCRIPT]
    return dump(
        fit(augment(latin, False, rng), LATIN_PIECES),
        fit(augment(arabic, True, rng), ARABIC_PIECES),
    )


def cross_validate(texts: Sequence[Text], folds: int, only: int | None = None) -> dict[str, tuple[int, int]]:
    """Return (right, of) per measure over `folds` splits, or over split number `only`; groups stay whole."""
    tally: dict[str, list[bool]] = {}
    for fold in range(folds) if only is None else [only]:
        held = [_fold(item, folds) == fold for item in texts]
        identifier = LanguageIdentifier(train(item for item, out in zip(texts, held, strict=True) if not out))
        rng = random.Random(fold)
        for item in (item for item, out in zip(texts, held, strict=True) if out):
            for name, right in _measure(identifier, item, rng):
                tally.setdefault(name, []).append(right)
    return {name: (sum(right), len(right)) for name, right in sorted(tally.items())}


def _fold(item: Text, folds: int) -> int:
    return random.Random(item.group).randrange(folds)


def _measure(identifier: LanguageIdentifier, item: Text, rng: random.Random) -> Iterable[tuple[str, bool]]:
    """Yield (measure, right) for one held-out text: whole, and a run of 1 to 6 words, with and without accents."""
    wanted = MERGED.get(item.language, item.language)
    if not item.group.isdigit():  # ours: the French that must stay French
        best = identifier.identify(item.text)[0][0]
        yield f"ours {wanted}", best == wanted
        if wanted == "fr" and best != wanted:
            sys.stderr.write(f"French taken for {best}: {item.text}\n")
        yield f"ours {wanted}, known", identifier.identify(item.text, known="fr")[0][0] == wanted
        return
    run = window(item.text.split(), 1, 6, rng)
    for name, text in (("3-15", item.text), ("1-6", " ".join(run)), ("1-6 plain", fold_accents(" ".join(run)))):
        right = identifier.identify(text)[0][0] == wanted
        yield f"{name} words", right
        yield f"{name} words, {item.language}", right
        if wanted in ARABIC_SCRIPT:
            yield f"{name} words, Arabic or Darija", right
        if name == "1-6":
            yield f"{name} words, of {len(run)}", right
            yield f"{name} words, known", identifier.identify(text, known=wanted)[0][0] == wanted


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the profiles, or print how well they do on held-out texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tsv", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="cross-validate on so many splits; write nothing")
    parser.add_argument("--only", type=int, default=None, help="number of the one split to run")
    parser.add_argument("--out", type=Path, default=PROFILES)
    options = parser.parse_args(arguments)
    texts = read_tsv(options.tsv) + read_own() + read_others()
    if options.folds:
        for name, (right, total) in cross_validate(texts, options.folds, options.only).items():
            sys.stdout.write(f"{name:34} {right:6}/{total:<6} {100 * right / total:6.2f} %\n")
        return 0
    options.out.write_bytes(train(texts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
