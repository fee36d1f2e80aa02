"""How much time a rule gives, as a value: P7D, P3M, PT48H, B10."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, Self


class Unit(StrEnum):
    """What a rule counts in."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    WORKING_DAY = "working day"


_LETTERS: Final = {
    "PT{}H": Unit.HOUR,
    "P{}D": Unit.DAY,
    "P{}W": Unit.WEEK,
    "P{}M": Unit.MONTH,
    "P{}Y": Unit.YEAR,
    "B{}": Unit.WORKING_DAY,
}
_PATTERNS: Final = {unit: re.compile(form.format(r"(\d{1,4})")) for form, unit in _LETTERS.items()}
_FORMS: Final = {unit: form for form, unit in _LETTERS.items()}
_COUNTING: Final = {
    Unit.HOUR: "round the clock",
    Unit.DAY: "counts weekends",
    Unit.WEEK: "counts weekends",
    Unit.MONTH: "to the same day of the month",
    Unit.YEAR: "to the same day of the year",
    Unit.WORKING_DAY: "weekends and public holidays don't count",
}
_FIXED: Final = {Unit.HOUR: timedelta(hours=1), Unit.DAY: timedelta(days=1), Unit.WEEK: timedelta(weeks=1)}


@dataclass(frozen=True, order=False)
class Rule:
    """A length of time in one unit; days are counted after the day of the event and end with the last one's end."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read P7D, P2W, P3M, P1Y (calendar), PT48H (hours) or B10 (working days); else raise ValueError."""
        for unit, pattern in _PATTERNS.items():
            if found := pattern.fullmatch(text):
                return cls(int(found[1]), unit)
        raise ValueError(f"“{text}” is no rule: write P7D, P2W, P3M, P1Y, PT48H or B10.")

    def __str__(self) -> str:
        return _FORMS[self.unit].format(self.amount)

    @property
    def counts_days(self) -> bool:
        """Tell whether the rule ends with a day, not at a moment."""
        return self.unit is not Unit.HOUR

    @property
    def span(self) -> timedelta:
        """Give the length as a plain number of hours or days; raise ValueError where that depends on the calendar."""
        if self.unit not in _FIXED:
            raise ValueError(f"How long {self.length} are depends on the calendar.")
        return self.amount * _FIXED[self.unit]

    @property
    def length(self) -> str:
        """Say the length in words: 7 days."""
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"

    @property
    def words(self) -> str:
        """Say the length and how it is counted: 7 days, counts weekends."""
        return f"{self.length}, {_COUNTING[self.unit]}"
