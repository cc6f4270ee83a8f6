"""What understanding needs to know of an entry besides its phrasings."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class EntryCard:
    """An entry in short: enough to carry a subject over to another country. Codes are ISO 3166."""

    key: str
    topic: str
    question: str
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    """What its answer speaks of: the telling words of question, answer and details, as `telling_words` writes them."""

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return {**asdict(self), "words": sorted(self.words)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "EntryCard":
        """Read what `as_json` wrote."""
        places = {name: tuple(data.get(name) or ()) for name in ("origins", "destinations")}
        words = frozenset(data.get("words") or ())
        return cls(key=data["key"], topic=data["topic"], question=data["question"], words=words, **places)

    @property
    def countries(self) -> frozenset[str]:
        """Every country the entry is about, left from or gone to."""
        return frozenset((*self.origins, *self.destinations))
