"""The shape of a content file, free of any database: what `files` reads and writes, `validation` checks, `loading` stores."""

from dataclasses import dataclass, field

REGISTERS = ("formal", "everyday", "sms", "short", "dictated", "story")


@dataclass(frozen=True)
class SourceDocument:
    """One source of an entry; dates are ISO, whole or partial, or empty when unknown."""

    title: str
    publisher: str = ""
    url: str = ""
    published_on: str = ""
    checked_on: str = ""
    volatile: bool = False
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnswerDocument:
    """An entry in one language. `phrasings` maps a register to its texts.

    Without an `answer` it is a title: menus and understanding know the question, the answer comes in a fallback language.
    """

    label: str
    question: str
    answer: str = ""
    details: str = ""
    approved_by: str = ""
    machine_assisted: bool = False
    phrasings: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def all_phrasings(self) -> list[tuple[str, str]]:
        """(register, text) in the order of the file."""
        return [(register, text) for register in REGISTERS for text in self.phrasings.get(register, ())]


@dataclass(frozen=True)
class EntryDocument:
    """One content file."""

    key: str
    topic: str
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    audience: str = ""
    facts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sources: tuple[SourceDocument, ...] = ()
    answers: dict[str, AnswerDocument] = field(default_factory=dict)
