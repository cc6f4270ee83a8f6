"""Learns the profile of one language more, from our own texts alone: `python -m bot.nlu.profile_of_one_language CODE`.

The joint profiles of `profiles_training` tell languages apart best, but need texts that the project does not hold. A new
language can do without: its phrasings and dialogue examples against those of all other languages make a small file,
`profiles/CODE.json`. Once the joint profiles know the language, that file can go.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from bot.nlu.language import PROFILES, features, script, simplify, words
from bot.nlu.profiles_training import Text, read_others, read_own, window

FEWEST_TEXTS = 30
"""With fewer texts there is no telling a language."""

_PIECES = 20_000


def learn(code: str, texts: Sequence[Text]) -> str:
    """The profile as JSON. Raises ValueError when there are too few texts in the language."""
    written = Counter(script(simplify(item.text)) for item in texts if item.language == code)
    if written.total() < FEWEST_TEXTS:
        raise ValueError(f"{code}: {written.total()} texts, at least {FEWEST_TEXTS} are needed")
    letters = written.most_common(1)[0][0]
    rng, rows, wanted = random.Random(0), [], []  # noqa: S311
    for item in texts:
        simplified = simplify(item.text)
        found = words(simplified, marks=letters == "arabic")
        if found and script(simplified) == letters:
            for run in (found, window(found, 1, 4, rng), window(found, 1, 4, rng)):
                rows.append(Counter(features(run)))
                wanted.append(item.language == code)
    vocabulary = [piece for piece, _ in Counter(piece for row in rows for piece in row).most_common(_PIECES)]
    model = LogisticRegression(C=5.0, max_iter=300, class_weight="balanced").fit(_matrix(rows, vocabulary), wanted)
    weights = {piece: round(float(w), 3) for piece, w in zip(vocabulary, model.coef_[0], strict=True) if abs(w) > 0.02}
    profile = {"language": code, "script": letters, "bias": round(float(model.intercept_[0]), 3), "weights": weights}
    return json.dumps(profile, ensure_ascii=False)


def _matrix(rows: Sequence[Counter[str]], vocabulary: Sequence[str]) -> sparse.csr_matrix:
    """Counts as `AddedProfile.log_odds` weighs them: divided by the root of their number."""
    place = {piece: column for column, piece in enumerate(vocabulary)}
    entries = [
        (number, place[piece], count / np.sqrt(row.total()))
        for number, row in enumerate(rows)
        for piece, count in row.items()
        if piece in place
    ]
    lines, columns, values = zip(*entries, strict=True)
    return sparse.csr_matrix((values, (lines, columns)), shape=(len(rows), len(vocabulary)))


def main(code: str, folder: Path = PROFILES.parent) -> int:
    """Write `profiles/CODE.json`."""
    try:
        profile = learn(code, [*read_own(), *read_others()])
    except ValueError as error:
        sys.stderr.write(f"Yoon: {error}\n")
        return 1
    (folder / f"{code}.json").write_text(profile + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
