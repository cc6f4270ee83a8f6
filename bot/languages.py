"""The table of languages, `data/reference/languages.yml`: the one place that knows which languages Yoon speaks."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

SOURCE_LANGUAGE = "fr"
"""The language the content is written in; it stands in for all others."""

TABLE = Path(__file__).resolve().parents[1] / "data" / "reference" / "languages.yml"


@dataclass(frozen=True)
class Language:
    """A row of the table. `code`: BCP 47; `direction`: ltr or rtl; `spoken_in`: ISO 3166 codes; `continues`: words that
    go on from what was said before."""

    code: str
    name: str
    autonym: str
    direction: str = "ltr"
    fallback: str = ""
    cldr: str = ""
    spoken_in: tuple[str, ...] = ()
    continues: tuple[str, ...] = ()
    order: int = 0

    @property
    def locale(self) -> str:
        """The CLDR locale to ask for names, dates and plurals."""
        return self.cldr or self.code


@cache
def languages(table: Path | None = None) -> dict[str, Language]:
    """Every language by its code, in menu order. Raises ValueError for a row that is none."""
    path = table or TABLE
    # Everything stays text: to YAML the code of Norway, NO, would be « false ».
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    found: dict[str, Language] = {}
    for order, row in enumerate(rows):
        try:
            lists = {name: tuple(row.get(name, ())) for name in ("spoken_in", "continues")}
            found[row["code"]] = Language(**{**row, **lists, "order": order})
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"{path.name}: row {order + 1} is not a language: {error}") from error
    return found


def chain(code: str) -> list[str]:
    """The language, what it falls back to, French last."""
    table = languages()
    found: list[str] = []
    while code and code not in found:
        found.append(code)
        code = table[code].fallback if code in table else ""
    return found if SOURCE_LANGUAGE in found else [*found, SOURCE_LANGUAGE]
