"""When a rule ends: pure arithmetic over a start, a zone, a calendar and pauses.

A rule in days ends with the last moment of its last day in the zone of the place of work, whatever the clocks do that
night. The day of the event does not count. A pause moves the end by the time that it stopped, and never to before the
pause is over.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.deadlines.calendars import WorkingCalendar
from backend.deadlines.rules import Rule, Unit


@dataclass(frozen=True)
class Stop:
    """A stretch of time in which a deadline does not run."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Due:
    """The last moment in time, and how it came about."""

    at: datetime
    zone: str
    rule: Rule
    calendar: WorkingCalendar

    @property
    def on(self) -> date:
        """Give the calendar day on which it is due, where the work is."""
        return day_of(self.at, self.zone)

    @property
    def act_by(self) -> date:
        """Give the last working day on which it can still be done in time."""
        return self.calendar.last_working(self.on)

    @property
    def words(self) -> str:
        """Say how it was counted, and the working day to act by when the last day is none."""
        early = (
            ""
            if self.act_by == self.on
            else f"; not a working day, so act by {self.act_by:%A} {self.act_by.day} {self.act_by:%B}"
        )
        return f"{self.rule.words}{early}"


def due_after(rule: Rule, start: datetime, *, zone: str, calendar: WorkingCalendar, stops: Iterable[Stop] = ()) -> Due:
    """Reckon the end of a rule that runs from a moment."""
    if rule.counts_days:
        at = end_of_day(_moved(day_of(start, zone), rule, 1, calendar), zone)
    else:
        at = _utc(start) + timedelta(hours=rule.amount)
    return Due(extended(at, rule.unit, zone=zone, calendar=calendar, stops=stops), zone, rule, calendar)


def due_before(rule: Rule, event: datetime, *, zone: str, calendar: WorkingCalendar) -> Due:
    """Reckon the last moment that leaves so much time before an event (notice before an interview)."""
    if rule.counts_days:
        at = end_of_day(_moved(day_of(event, zone), rule, -1, calendar), zone)
        at = min(at, _utc(event))
    else:
        at = _utc(event) - timedelta(hours=rule.amount)
    return Due(at, zone, rule, calendar)


def extended(at: datetime, unit: Unit, *, zone: str, calendar: WorkingCalendar, stops: Iterable[Stop] = ()) -> datetime:
    """Move an end by the pauses that fell before it, in the unit that is counted."""
    at = _utc(at)
    for stop in sorted(stops, key=lambda each: each.starts_at):
        if stop.starts_at <= at and stop.ends_at > stop.starts_at:
            at = max(at, _after_stop(at, unit, stop, zone, calendar))
    return at


def end_of_day(day: date, zone: str) -> datetime:
    """Give the last moment of a day in a zone, as UTC; of two such moments (clocks going back) the later."""
    return datetime.combine(day, time.max, ZoneInfo(zone)).replace(fold=1).astimezone(UTC)


def day_of(moment: datetime, zone: str) -> date:
    """Give the calendar day of a moment in a zone."""
    return _utc(moment).astimezone(ZoneInfo(zone)).date()


def _after_stop(at: datetime, unit: Unit, stop: Stop, zone: str, calendar: WorkingCalendar) -> datetime:
    if unit is Unit.HOUR:
        return at + (stop.ends_at - stop.starts_at)
    due, first, last = day_of(at, zone), day_of(stop.starts_at, zone), day_of(stop.ends_at, zone)
    if unit is Unit.WORKING_DAY:
        day = calendar.next_working(max(calendar.add(due, calendar.count(first, last)), last))
    else:
        day = max(due + (last - first), last)
    return end_of_day(day, zone)


def _moved(day: date, rule: Rule, sign: int, calendar: WorkingCalendar) -> date:
    amount = rule.amount * sign
    match rule.unit:
        case Unit.WORKING_DAY:
            return calendar.add(day, amount)
        case Unit.MONTH:
            return _months_on(day, amount)
        case Unit.YEAR:
            return _months_on(day, amount * 12)
        case Unit.WEEK:
            return day + timedelta(weeks=amount)
        case _:
            return day + timedelta(days=amount)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone is ambiguous.")
    return moment.astimezone(UTC)
