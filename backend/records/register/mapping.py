"""What one organisation's register calls things, and what they are called here: the typed form of a mapping file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

COMPLAINTS, ALLEGATIONS, ASSIGNMENTS = "complaints", "allegations", "assignments"
SHEETS = (COMPLAINTS, ALLEGATIONS, ASSIGNMENTS)


@dataclass(frozen=True)
class Sheet:
    """One file of the register: its name, and which of its columns holds what."""

    name: str
    file: str
    columns: Mapping[str, str]  # our name -> the register's
    ignored: frozenset[str] = frozenset()
    may_be_blank: frozenset[str] = frozenset()
    blanks: Mapping[str, frozenset[str]] = field(default_factory=dict)  # our name -> values that mean "nothing"
    formats: Mapping[str, str] = field(default_factory=dict)  # our name -> how a day is written
    delimiter: str = ","
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Category:
    """What a category of complaint is here."""

    title: str
    kind: str
    track: str
    conduct: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class FindingCode:
    """What a finding's code says about the facts and about the policy."""

    label: str
    factual: str
    policy: str


@dataclass(frozen=True)
class OutcomeCode:
    """What an outcome's code says; `days` tells that the code itself is a number of days of suspension."""

    label: str
    kinds: tuple[str, ...]
    days: bool = False


@dataclass(frozen=True)
class OutcomeRange:
    """Codes from one number to another that say the same."""

    first: int
    last: int
    code: OutcomeCode


@dataclass(frozen=True, kw_only=True)
class RegisterMapping:
    """Everything needed to read one register."""

    name: str
    title: str
    zone: ZoneInfo
    profile: str
    standard: str
    earliest: date
    latest: date | None
    pivot: int
    sheets: Mapping[str, Sheet]
    categories: Mapping[str, Category]
    text_settings: Mapping[str, tuple[str, ...]]
    findings: Mapping[str, FindingCode]
    outcomes: Mapping[str, OutcomeCode]
    outcome_ranges: tuple[OutcomeRange, ...]
    roles: Mapping[str, str]
    usual_role: str
    unit_code: str
    unit_name: str
    respondent_name: str
    investigator_name: str

    @property
    def source(self) -> str:
        """Name the register as it stands on every imported record."""
        return f"register:{self.name}"

    def category(self, text: str) -> Category:
        """Find what a category is here: the longest beginning that the mapping knows; the empty one is always there."""
        for length in range(min(len(text), max(map(len, self.categories))), 0, -1):
            if text[:length] in self.categories:
                return self.categories[text[:length]]
        return self.categories[""]

    def settings_in(self, text: str) -> tuple[str, ...]:
        """List the settings that words in a category's text tell of."""
        return tuple(
            dict.fromkeys(one for words, found in self.text_settings.items() if words in text for one in found)
        )

    def outcome(self, code: str) -> OutcomeCode | None:
        """Find what an outcome's code says: a code of its own before a range of codes."""
        if code in self.outcomes:
            return self.outcomes[code]
        number = int(code) if re.fullmatch(r"[0-9]{1,6}", code) else -1
        return next((one.code for one in self.outcome_ranges if one.first <= number <= one.last), None)

    def day(self, sheet: str, column: str, text: str) -> date | None:
        """Read a day as this column writes it; None when it is no day of the calendar."""
        return read_day(text, self.sheets[sheet].formats.get(column, "%Y-%m-%d"), self.pivot)


@lru_cache(maxsize=50_000)
def read_day(text: str, written: str, pivot: int) -> date | None:
    """Read a day; two digits of a year below the pivot are of this century, the others of the last."""
    try:
        day = datetime.strptime(text, written).date()  # noqa: DTZ007 - a calendar day has no zone
        if "%y" not in written:
            return day
        digits = day.year % 100
        return day.replace(year=(2000 if digits < pivot else 1900) + digits)
    except ValueError:
        return None
