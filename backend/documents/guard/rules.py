"""The rules as they are written down: which words, why not, what instead, and what they do in which kind of document."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from backend.documents.guard.words import Phrase, words_of

PACKAGE: Final = "backend.documents.guard"
LANGUAGES: Final = ("en", "de")
_NUMBER: Final = re.compile(r"D\d+")


class Weight(StrEnum):
    """What a remark does: hold a letter back, or only point something out."""

    BLOCKS = "blocks"
    SUGGESTS = "suggests"


@dataclass(frozen=True)
class Rule:
    """Words that are looked for in one language, with the reason, what to write instead and where the rule comes from."""

    id: str
    category: str
    source: str
    why: str
    instead: str
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...] = ()
    softened_by: tuple[Phrase, ...] = ()
    unless_denied: bool = False
    unless_reported: bool = False
    weak: bool = False
    everywhere: bool = False
    matches: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The rules of one language, its words of denial, and what it takes to find a name in it."""

    language: str
    rules: Mapping[str, Rule]
    denials: frozenset[str]
    no_denials: frozenset[tuple[str, str]]
    denied_after: int
    reported: tuple[Phrase, ...]
    reported_after: int
    titles: frozenset[str]
    ordinary: frozenset[str]


@dataclass(frozen=True)
class Kind:
    """What one kind of document may not hold: its categories by what they do."""

    code: str
    before_finding: bool
    blocks: frozenset[str]
    suggests: frozenset[str]
    lifted_by: Mapping[str, str]
    must_not: str
    by_eye: str

    @property
    def categories(self) -> frozenset[str]:
        """Name every category that is looked for."""
        return self.blocks | self.suggests


@cache
def vocabulary(language: str) -> Vocabulary:
    """Read the rules of a language. Reasons stand once, in the first language; the others bring their words."""
    raw = _read(language)
    reasons = {} if language == LANGUAGES[0] else vocabulary(LANGUAGES[0]).rules
    rules = [_rule(entry, reasons.get(entry["id"])) for entry in raw["rule"]]
    return Vocabulary(
        language=language,
        rules={rule.id: rule for rule in rules},
        denials=frozenset(raw["denials"]),
        no_denials=frozenset((first, second) for first, second in map(str.split, raw["no_denials"])),
        denied_after=raw["denied_after"],
        reported=tuple(_phrase(written) for written in raw["reported"]),
        reported_after=raw["reported_after"],
        titles=frozenset(raw["titles"]),
        ordinary=frozenset(word for name in raw["ordinary"] for word in words_of(name)),
    )


@cache
def kind(code: str, template: str = "") -> Kind:
    """Give what holds for a letter: the row of its template, else of its kind, else of its number (D8a is a D8), else the common one."""
    rows = _read("kinds")
    number = _NUMBER.match(code)
    names = (template.rpartition("/")[0], code, number[0] if number else "")
    row: dict[str, Any] = next((rows[name] for name in names if name in rows), {})
    common = rows["common"]
    blocks, suggests = frozenset(row.get("blocks", ())), frozenset(row.get("suggests", ()))
    all_blocks = blocks | (frozenset(common["blocks"]) - suggests)
    return Kind(
        code=code,
        before_finding=row.get("before_finding", common["before_finding"]),
        blocks=all_blocks,
        suggests=(suggests | frozenset(common["suggests"])) - all_blocks,
        lifted_by=row.get("lifted_by", {}),
        must_not=row.get("must_not", ""),
        by_eye=row.get("by_eye", ""),
    )


@cache
def kinds() -> tuple[Kind, ...]:
    """List every kind that has a row, the common one first."""
    return tuple(kind(code) for code in _read("kinds"))


def common() -> Mapping[str, Any]:
    """Give the row that holds for every kind."""
    row: Mapping[str, Any] = _read("kinds")["common"]
    return row


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(PACKAGE) / f"{name}.toml").read_text(encoding="utf-8"))


def _rule(entry: Mapping[str, Any], first: Rule | None) -> Rule:
    own = dict(entry)
    for name in ("phrases", "unless", "softened_by"):
        own[name] = tuple(_phrase(written) for written in entry.get(name, ()))
    for name in ("matches", "passes"):
        own[name] = tuple(entry.get(name, ()))
    if first is not None:
        inherited = ("category", "source", "why", "instead", "unless_denied", "unless_reported", "weak", "everywhere")
        own = {name: getattr(first, name) for name in inherited} | own
    return Rule(**own)


def _phrase(written: str) -> Phrase:
    phrase = Phrase(written)
    phrase.check()
    return phrase
