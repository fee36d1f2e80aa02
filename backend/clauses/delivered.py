"""The clause library as it comes with the product: a file of words for each language, and one of rules."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from backend.clauses.library import Library, LibraryClause, RuleFact, digest
from backend.clauses.vocabulary import Standing

PACKAGE: Final = "backend.clauses"


@cache
def delivered(language: str = "en-GB") -> Library:
    """Read the library of a language from its file."""
    raw = _read(language)
    clauses = [_clause(raw["language"], order, entry) for order, entry in enumerate(raw["clause"])]
    return Library(
        language=raw["language"],
        version=raw["version"],
        clauses={clause.code: clause for clause in clauses},
        prohibited={entry["code"]: entry["what"] for entry in raw["prohibited"]},
        rules=delivered_rules(),
    )


@cache
def delivered_rules() -> tuple[RuleFact, ...]:
    """Read the rules, one for each clause that they speak about."""
    return tuple(_rules())


def _rules() -> Iterator[RuleFact]:
    for entry in _read("rules")["rule"]:
        for code, why in entry["clauses"].items():
            yield RuleFact(
                code=code,
                profile=entry.get("profile", ""),
                kinds=tuple(entry.get("kinds", ())),
                standing=Standing(entry["standing"]),
                needs_counsel=entry.get("needs_counsel", False),
                why=why,
                source=entry["source"],
                checked_on=entry["checked_on"],
                next_check=entry["next_check"],
            )


def _clause(language: str, order: int, entry: Mapping[str, Any]) -> LibraryClause:
    code, part, heading, text = entry["code"], entry["part"], entry["heading"], entry["text"]
    return LibraryClause(
        code=code,
        part=part,
        when=entry["when"],
        heading=heading,
        text=text,
        note=entry["note"],
        order=order,
        number=entry.get("version", 1),
        sha256=digest(language, code=code, part=part, heading=heading, text=text),
    )


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(PACKAGE) / "library" / f"{name}.toml").read_text(encoding="utf-8"))
