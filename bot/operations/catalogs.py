"""Keeps the catalogs of words: translators edit text (PO), programs read a compiled form (MO).

`python -m bot.operations.catalogs` brings every PO file up to the template, as `make messages` does.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.i18n import LOCALE_DIRECTORY, locale_of


def compile_catalogs(directory: Path = LOCALE_DIRECTORY) -> int:
    """Compile what changed; returns how many."""
    compiled = 0
    for source in _sources(directory):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        catalog = read(source)
        draft = target.with_suffix(".tmp")
        with draft.open("wb") as file:
            write_mo(file, catalog)
        draft.replace(target)
        compiled += 1
    return compiled


def read(source: Path) -> Catalog:
    """A PO file; its header says which plural forms it has. Babel drops that of a language that CLDR does not know, so
    such a file is read, and by `write` written, under the CLDR locale that stands in for it."""
    code = source.parts[-3]
    text = source.read_text(encoding="utf-8").replace(_language(code), _language(str(locale_of(code))), 1)
    return read_po(io.BytesIO(text.encode()), locale=locale_of(code))


def write(source: Path, catalog: Catalog) -> None:
    """Write a catalog that `read` gave, under its language's own code again."""
    code, out = source.parts[-3], io.BytesIO()
    write_po(out, catalog, sort_output=True, width=100)
    source.write_text(out.getvalue().decode().replace(_language(str(locale_of(code))), _language(code), 1), "utf-8")


def _language(code: str) -> str:
    return f'"Language: {code}\\n"'


def update_catalogs(directory: Path = LOCALE_DIRECTORY) -> int:
    """Bring every PO file up to the template: new words come in empty, words no longer used go. Returns how many."""
    with (directory / "bot.pot").open("rb") as file:
        template = read_po(file)
    sources = _sources(directory)
    for source in sources:
        catalog = read(source)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        write(source, catalog)
    return len(sources)


def _sources(directory: Path) -> list[Path]:
    return sorted(directory.glob("*/LC_MESSAGES/*.po"))


if __name__ == "__main__":
    print(f"{update_catalogs()} catalogs are up to date with the template")
