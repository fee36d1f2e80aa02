"""Timers as data: what a jurisdiction or the organisation's own policy says, read from profiles/*.toml.

A profile extends another; of two timers for one event the nearer wins, but no profile may loosen a hard one (invariant
I19): a limit on the organisation may not grow, a time that somebody must be given may not shrink.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from backend.deadlines.calendars import WorkingCalendar, working_calendar
from backend.deadlines.reckoning import due_after
from backend.deadlines.rules import Rule

HOUSE: Final = "UK"
DIRECTORY: Final = Path(__file__).resolve().parent / "profiles"


class Sense(StrEnum):
    """What a timer asks for."""

    LIMIT = "limit"  # the organisation must act by then
    FLOOR = "floor"  # somebody must be given at least so long
    BEFORE = "before"  # at least so long must lie between a notice and the event that it announces


@dataclass(frozen=True)
class Timer:
    """One timer: the event that is due, how long, from which event on, how binding, and where that stands."""

    event: str
    rule: Rule
    start: str
    sense: Sense
    hard: bool
    basis: str
    source: str
    checked_on: date | None  # None: settled, but read it again before it is printed in a letter
    profile: str
    version: str
    checked_by: str = ""
    next_check: date | None = None
    warn: tuple[Rule, ...] = ()  # how long before the end somebody is told
    escalate_to: str = ""  # the role whose holders are told of a miss

    @property
    def is_legal(self) -> bool:
        """Tell whether it rests on a law, and so must be read again in time."""
        return self.hard or self.source.startswith("https://")

    def is_stale(self, on: date) -> bool:
        """Tell whether a legal datum was never checked, or not for so long that it must be checked again."""
        return self.is_legal and (self.next_check is None or self.next_check <= on)


@dataclass(frozen=True)
class Profile:
    """A set of timers with the calendar and the zone that they are counted in."""

    code: str
    version: str
    title: str
    calendar: str
    zone: str
    timers: Mapping[str, Timer] = field(hash=False)
    jurisdictions: tuple[str, ...] = ()

    def timer(self, event: str) -> Timer:
        """Give the timer of an event; raise LookupError when this profile has none."""
        try:
            return self.timers[event]
        except KeyError:
            raise LookupError(f"Profile {self.code} has no timer {event}.") from None


@lru_cache
def profile(code: str) -> Profile:
    """Read a profile with everything that it extends; raise LookupError for an unknown one."""
    path = DIRECTORY / f"{code}.toml"
    if code not in profile_codes():
        raise LookupError(f"There is no profile {code}.")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    head = data["profile"]
    base = profile(head["extends"]) if head.get("extends") else None
    timers = dict(base.timers) if base else {}
    calendar = head.get("calendar", base.calendar if base else "")
    for timer in _timers(data, head):
        if timer.event in timers and timers[timer.event].hard:
            _refuse_looser(timers[timer.event], timer, calendar)
        timers[timer.event] = timer
    zone = head.get("zone", base.zone if base else "")
    places = tuple(head.get("jurisdictions", ()))
    return Profile(head["code"], head["version"], head["title"], calendar, zone, timers, places)


@lru_cache
def lineage(code: str) -> tuple[str, ...]:
    """Name what a profile rests on, from what holds everywhere (the empty name) to the profile itself; an unknown one rests on nothing."""
    if code not in profile_codes():
        return ("",)
    above = tomllib.loads((DIRECTORY / f"{code}.toml").read_text(encoding="utf-8"))["profile"].get("extends", "")
    return (*lineage(above), code)


def profile_codes() -> tuple[str, ...]:
    """List the profiles that there are."""
    return tuple(sorted(path.stem for path in DIRECTORY.glob("*.toml")))


def profile_for(jurisdiction: str) -> str:
    """Name the profile of a place of work's jurisdiction: its own (US-CA), or its country's (US), or the house's."""
    known, house = _jurisdictions(), str(getattr(settings, "DEADLINE_PROFILE", HOUSE))
    return known.get(jurisdiction) or known.get(jurisdiction.partition("-")[0], house)


@lru_cache
def _jurisdictions() -> dict[str, str]:
    return {place: code for code in profile_codes() for place in profile(code).jurisdictions}


def stale_timers(on: date) -> list[Timer]:
    """List the legal data that nobody checked within their time, each once, by the profile in which it stands."""
    found = {
        (timer.profile, timer.event): timer
        for code in profile_codes()
        for timer in profile(code).timers.values()
        if timer.is_stale(on)
    }
    return [found[key] for key in sorted(found)]


def _timers(data: dict[str, Any], head: dict[str, Any]) -> Iterator[Timer]:
    for entry in data.get("timers", []):
        yield Timer(
            event=entry["event"],
            rule=Rule.parse(entry["value"]),
            start=entry["start"],
            sense=Sense(entry.get("sense", "limit")),
            hard={"hard": True, "soft": False}[entry["kind"]],
            basis=entry["basis"],
            source=entry["source"],
            checked_on=entry.get("checked_on"),
            profile=head["code"],
            version=head["version"],
            checked_by=entry.get("checked_by", ""),
            next_check=entry.get("next_check") or _a_year_on(entry.get("checked_on")),
            warn=tuple(Rule.parse(text) for text in entry.get("warn", ())),
            escalate_to=entry.get("escalate_to", ""),
        )


def _a_year_on(checked: date | None) -> date | None:
    if checked is None:
        return None
    day = checked.replace(day=28) if (checked.month, checked.day) == (2, 29) else checked
    return day.replace(year=day.year + 1)


def _refuse_looser(held: Timer, new: Timer, code: str) -> None:
    if new.sense is not held.sense or not new.hard:
        raise ValueError(f"{new.profile} may not make {held.event} of {held.profile} less binding.")
    calendar = working_calendar(code)
    for month in range(1, 13):
        start = datetime(2027, month, 28, 12, tzinfo=UTC)
        before, after = (due_after(each.rule, start, zone="UTC", calendar=calendar).at for each in (held, new))
        if (after > before) if held.sense is Sense.LIMIT else (after < before):
            raise ValueError(
                f"{new.profile} may not loosen {held.event} of {held.profile} ({held.rule} to {new.rule})."
            )


@dataclass(frozen=True)
class Place:
    """Whose law, working days and clock a deadline is counted by; what is left empty follows from the profile."""

    profile: str
    calendar: str = ""
    zone: str = ""

    @property
    def held(self) -> Profile:
        """Give the profile itself."""
        return profile(self.profile)

    @property
    def working_days(self) -> WorkingCalendar:
        """Give the calendar of working days."""
        return working_calendar(self.calendar or self.held.calendar)

    @property
    def clock(self) -> str:
        """Name the time zone."""
        return self.zone or self.held.zone or settings.TIME_ZONE


def place_of(row: object) -> Place:
    """Tell what a record's deadlines are counted by: its own `place`, its or its case's profile, or the house's."""
    known = getattr(row, "place", None)
    if isinstance(known, Place):
        return known
    code = getattr(row, "profile", "") or getattr(getattr(row, "case", None), "profile", "")
    return Place(code or getattr(settings, "DEADLINE_PROFILE", HOUSE))


def place_at(jurisdiction: str, calendar: str, zone: str) -> Place:
    """Tell what is counted by at a place of work; a calendar that nobody knows gives way to the profile's."""
    try:
        working_calendar(calendar)
    except LookupError:
        calendar = ""
    return Place(profile_for(jurisdiction), calendar, zone)
