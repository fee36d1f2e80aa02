"""Working days by jurisdiction: GB-ENG, DE-BY, US-CA, IE ... The empty code knows weekends only."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import holidays

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of one country or one part of it."""

    code: str

    def is_working(self, day: date) -> bool:
        """Tell whether people work on this day: no weekend, no public holiday."""
        return day not in _days_off(self.code, day.year)

    def next_working(self, day: date) -> date:
        """Give this day, or the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def last_working(self, day: date) -> date:
        """Give this day, or the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add(self, day: date, count: int) -> date:
        """Give the day that is so many working days after this one (before it, when negative)."""
        step = _DAY if count >= 0 else -_DAY
        for _ in range(abs(count)):
            day = (self.next_working if count > 0 else self.last_working)(day + step)
        return day

    def count(self, after: date, until: date) -> int:
        """Count the working days after one day, up to and including another."""
        return sum(self.is_working(after + _DAY * passed) for passed in range(1, (until - after).days + 1))


@lru_cache
def working_calendar(code: str) -> WorkingCalendar:
    """Give the calendar of a country (IE) or of a part of it (GB-ENG); raise LookupError when none is known."""
    _days_off(code, 2026)
    return WorkingCalendar(code)


@lru_cache(maxsize=512)
def _days_off(code: str, year: int) -> frozenset[date]:
    first = date(year, 1, 1)
    days = [first + _DAY * passed for passed in range((date(year, 12, 31) - first).days + 1)]
    if not code:
        return frozenset(day for day in days if day.weekday() >= 5)
    country, _, part = code.partition("-")
    try:
        known = holidays.country_holidays(country, subdiv=part or None, years=year)
    except NotImplementedError:
        raise LookupError(f"There is no working calendar {code}.") from None
    return frozenset(day for day in days if not known.is_working_day(day))
