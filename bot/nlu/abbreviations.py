"""Tables of abbreviations and everyday misspellings, one file a language, in `abbreviations/<language>.tsv`.

A line is `written<TAB>meant`, both without accents; `#` starts a comment. Another language adds its file.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "abbreviations"


@lru_cache(maxsize=32)
def table(language: str) -> dict[str, tuple[str, ...]]:
    """Return what each abbreviation of `language` stands for, word by word; empty when there is no table."""
    path = FOLDER / f"{language}.tsv"
    if not language.isidentifier() or not path.is_file():
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        written, tab, meant = line.partition("\t")
        if not tab or not meant.split():
            raise ValueError(f"{path}:{number}: expected 'written<TAB>meant'")
        found[written.strip()] = tuple(meant.split())
    return found


def expansions(languages: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the abbreviations of all `languages` in one table; of two meanings the first language's stays."""
    merged: dict[str, tuple[str, ...]] = {}
    for language in languages:
        for written, meant in table(language).items():
            merged.setdefault(written, meant)
    return merged
