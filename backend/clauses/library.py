"""The clause library as drafting uses it: the words in force, and what must, may and must not stand where."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from string import Formatter
from typing import Final

from backend.clauses.vocabulary import Standing, When
from backend.deadlines.profiles import lineage
from backend.kernel.errors import Invalid

ORDER: Final = (Standing.OPTIONAL, Standing.MANDATORY, Standing.PROHIBITED)  # of two equal rules the stricter counts


@dataclass(frozen=True, kw_only=True)
class ClauseText:
    """One clause with every value filled in; `part` is the heading under which it stands."""

    code: str
    part: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RuleFact:
    """A rule: what a profile says of a clause in some kinds of agreement, why, and when that was last checked."""

    code: str
    profile: str
    kinds: tuple[str, ...]
    standing: Standing
    needs_counsel: bool
    why: str
    source: str
    checked_on: date
    next_check: date
    age: int = 0  # of two alike, the later one counts

    def holds_in(self, profiles: tuple[str, ...], kind: str) -> bool:
        """Tell whether it speaks about a kind of agreement at a place."""
        return self.profile in profiles and (not self.kinds or kind in self.kinds)

    @property
    def is_common(self) -> bool:
        """Tell whether it holds everywhere and for every kind."""
        return not self.profile and not self.kinds


@dataclass(frozen=True)
class Stands:
    """What holds for one clause in one kind of agreement at one place; nothing stands where `standing` is empty."""

    standing: str
    why: str
    source: str = ""
    needs_counsel: bool = False


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
    number: int = 1
    sha256: str = ""
    version_id: int | None = None  # of the version in the tables; none while the delivered words count

    @cached_property
    def placeholders(self) -> tuple[str, ...]:
        """Name the values that the clause asks for, in the order of the text."""
        return placeholders_of(self.text)

    @property
    def name(self) -> str:
        """Name the version as agreements keep it: C20.3."""
        return f"{self.code}.{self.number}"

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
    """All clauses of one language by code, what no agreement may ever hold, and the rules of every place."""

    language: str
    version: str
    clauses: Mapping[str, LibraryClause]
    prohibited: Mapping[str, str]
    rules: tuple[RuleFact, ...] = field(default=())

    @cached_property
    def mandatory(self) -> frozenset[str]:
        """Name the clauses that stand in every agreement, wherever it is."""
        return frozenset(
            rule.code for rule in self.rules if rule.is_common and rule.standing == Standing.MANDATORY
        ) & frozenset(self.clauses)

    def in_order(self, codes: Iterable[str]) -> list[LibraryClause]:
        """Put chosen clauses into the order of the document."""
        return sorted((self.clauses[code] for code in codes), key=lambda clause: clause.order)

    def stands(self, code: str, *, kind: str, profile: str) -> Stands:
        """Tell what holds for a clause: the nearest rule counts, but none weakens what holds everywhere."""
        line = lineage(profile)
        rules = [rule for rule in self.by_code.get(code, ()) if rule.holds_in(line, kind)]
        binding = [rule for rule in rules if rule.is_common and rule.standing != Standing.OPTIONAL]
        if binding:
            return _told(max(binding, key=lambda rule: rule.age))
        if rules:
            return _told(max(rules, key=lambda rule: _nearness(rule, line)))
        clause = self.clauses.get(code)
        if clause is None:
            return Stands("", "It is not in the clause library.")
        if clause.when in {When.RELEVANT, When.ALWAYS}:
            return Stands(Standing.OPTIONAL, clause.note)
        return Stands("", clause.note)

    def required(self, *, kind: str, profile: str) -> frozenset[str]:
        """Name the clauses that must stand in a kind of agreement at a place."""
        return frozenset(
            code
            for code in self.clauses
            if self.stands(code, kind=kind, profile=profile).standing == Standing.MANDATORY
        )

    def offered(self, *, kind: str, profile: str) -> list[LibraryClause]:
        """Give the clauses that must or may stand, in the order of the document."""
        fits = {Standing.MANDATORY, Standing.OPTIONAL}
        codes = [code for code in self.clauses if self.stands(code, kind=kind, profile=profile).standing in fits]
        return self.in_order(codes)

    @cached_property
    def by_code(self) -> Mapping[str, tuple[RuleFact, ...]]:
        """Give the rules by the clause that they speak about."""
        found: dict[str, list[RuleFact]] = {}
        for rule in self.rules:
            found.setdefault(rule.code, []).append(rule)
        return {code: tuple(rules) for code, rules in found.items()}


def placeholders_of(text: str) -> tuple[str, ...]:
    """Name the places in a text that need a value; ValueError where its braces can't be read."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name))


def digest(language: str, *, code: str, part: str, heading: str, text: str) -> str:
    """Give the digest by which an agreement proves which words it was drawn up from."""
    return hashlib.sha256("\0".join((language, code, part, heading, text.strip())).encode()).hexdigest()


def _nearness(rule: RuleFact, line: tuple[str, ...]) -> tuple[int, bool, int, int]:
    return line.index(rule.profile), bool(rule.kinds), rule.age, ORDER.index(rule.standing)


def _told(rule: RuleFact) -> Stands:
    return Stands(rule.standing, rule.why, rule.source, rule.needs_counsel)
