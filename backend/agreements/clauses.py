"""The clause library: tested words for each clause, with the values that a person must give."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter

from backend.agreements.letters import ClauseText
from backend.kernel.errors import Invalid

PACKAGE = "backend.agreements"


@dataclass(frozen=True)
class LibraryClause:
    """One clause as the library words it; `order` is its place in the document."""

    code: str
    part: str
    when: str
    heading: str
    text: str
    note: str
    order: int

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Name the values that the clause asks for, in the order of the text."""
        return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(self.text) if name))

    def fill(self, values: Mapping[str, str]) -> ClauseText:
        """Put values into the clause; every placeholder needs one (it may be empty), and only those."""
        missing = [name for name in self.placeholders if name not in values]
        unknown = [name for name in values if name not in self.placeholders]
        if missing or unknown:
            errors = {name: [f"{self.code} needs this."] for name in missing}
            raise Invalid(errors | {name: [f"{self.code} has no such place."] for name in unknown})
        text = self.text.format_map(values).strip()
        return ClauseText(code=self.code, part=self.part, heading=self.heading, text=text)


@dataclass(frozen=True)
class Library:
    """All clauses of one language by code, and what no agreement may ever hold."""

    language: str
    version: str
    clauses: Mapping[str, LibraryClause]
    prohibited: Mapping[str, str]

    @property
    def mandatory(self) -> frozenset[str]:
        """Name the clauses that stand in every agreement."""
        return frozenset(code for code, clause in self.clauses.items() if clause.when == "always")

    def in_order(self, codes: Iterable[str]) -> list[LibraryClause]:
        """Put chosen clauses into the order of the document."""
        return sorted((self.clauses[code] for code in codes), key=lambda clause: clause.order)


@cache
def library(language: str = "en-GB") -> Library:
    """Read the clause library of a language."""
    raw = tomllib.loads((files(PACKAGE) / "library" / f"{language}.toml").read_text(encoding="utf-8"))
    clauses = [LibraryClause(order=order, **entry) for order, entry in enumerate(raw["clause"])]
    return Library(
        language=raw["language"],
        version=raw["version"],
        clauses={clause.code: clause for clause in clauses},
        prohibited={entry["code"]: entry["what"] for entry in raw["prohibited"]},
    )
