"""Compiles the catalogs whose source is newer: what translators edit is text, what is read is binary."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.i18n import LOCALE_DIRECTORY


def compile_catalogs(directory: Path = LOCALE_DIRECTORY) -> int:
    """Compile what changed; returns how many."""
    compiled = 0
    for source in sorted(directory.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parts[-3])
        draft = target.with_suffix(".tmp")
        with draft.open("wb") as file:
            write_mo(file, catalog)
        draft.replace(target)
        compiled += 1
    return compiled
