"""The arithmetic of rules, as properties."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.deadlines.calendars import WorkingCalendar, working_calendar
from backend.deadlines.reckoning import Stop, day_of, due_after, due_before, end_of_day, extended
from backend.deadlines.rules import Rule, Unit

ZONES = [
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "America/Los_Angeles",
    "America/Santiago",
    "Pacific/Apia",
    "Asia/Beirut",
]
CODES = ["", "GB-ENG", "GB-SCT", "DE-BY", "US-CA", "IE"]
LONGEST = {Unit.HOUR: 2000, Unit.DAY: 400, Unit.WEEK: 60, Unit.MONTH: 40, Unit.YEAR: 6, Unit.WORKING_DAY: 80}

moments = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2029, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
rules = st.sampled_from(Unit).flatmap(lambda unit: st.builds(Rule, st.integers(0, LONGEST[unit]), st.just(unit)))
zones = st.sampled_from(ZONES)
calendars = st.sampled_from(CODES).map(working_calendar)
quick = settings(max_examples=60, deadline=None)


@st.composite
def stops(draw: st.DrawFn, after: datetime) -> list[Stop]:
    """Draw pauses one after the other."""
    drawn, moment = [], after
    for _ in range(draw(st.integers(0, 3))):
        moment += timedelta(hours=draw(st.integers(0, 300)))
        ends = moment + timedelta(minutes=draw(st.integers(1, 30_000)))
        drawn.append(Stop(moment, ends))
        moment = ends
    return drawn


@pytest.mark.parametrize("text", ["P7D", "P2W", "P3M", "P1Y", "PT48H", "B10", "P0D"])
def test_a_rule_reads_back_as_it_was_written(text: str) -> None:
    assert str(Rule.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "7", "P7", "PD", "P-7D", "P7H", "PT7D", "B", "B1.5", "P7D ", "p7d", "P99999D", "P1M2D"]
)
def test_anything_else_is_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match="is no rule"):
        Rule.parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P7D", "7 days, counts weekends"),
        ("P1D", "1 day, counts weekends"),
        ("P3M", "3 months, to the same day of the month"),
        ("PT48H", "48 hours, round the clock"),
        ("B10", "10 working days, weekends and public holidays don't count"),
    ],
)
def test_a_rule_says_how_it_counts(text: str, words: str) -> None:
    assert Rule.parse(text).words == words


@quick
@given(rule=rules, start=moments, zone=zones, calendar=calendars)
def test_nothing_is_due_before_it_began(rule: Rule, start: datetime, zone: str, calendar: WorkingCalendar) -> None:
    assert due_after(rule, start, zone=zone, calendar=calendar).at >= start


@quick
@given(rule=rules, start=moments, more=st.integers(0, 20), zone=zones, calendar=calendars)
def test_a_longer_rule_never_ends_sooner(
    rule: Rule, start: datetime, more: int, zone: str, calendar: WorkingCalendar
) -> None:
    longer = Rule(rule.amount + more, rule.unit)

    assert (
        due_after(longer, start, zone=zone, calendar=calendar).at
        >= due_after(rule, start, zone=zone, calendar=calendar).at
    )


@quick
@given(rule=rules, start=moments, later=st.timedeltas(timedelta(0), timedelta(days=90)), zone=zones, calendar=calendars)
def test_a_later_start_never_ends_sooner(
    rule: Rule, start: datetime, later: timedelta, zone: str, calendar: WorkingCalendar
) -> None:
    assert (
        due_after(rule, start + later, zone=zone, calendar=calendar).at
        >= due_after(rule, start, zone=zone, calendar=calendar).at
    )


@quick
@given(data=st.data(), rule=rules, start=moments, zone=zones, calendar=calendars)
def test_pauses_only_ever_extend_and_are_always_over_by_then(
    data: st.DataObject, rule: Rule, start: datetime, zone: str, calendar: WorkingCalendar
) -> None:
    drawn = data.draw(stops(start))
    before = due_after(rule, start, zone=zone, calendar=calendar).at

    after = due_after(rule, start, zone=zone, calendar=calendar, stops=drawn).at

    assert after >= before
    assert all(stop.ends_at <= after for stop in drawn if stop.starts_at <= before)
    if rule.unit is Unit.HOUR:
        counted = [stop for stop in drawn if stop.starts_at <= after]
        assert after == before + sum((stop.ends_at - stop.starts_at for stop in counted), timedelta(0))


@quick
@given(data=st.data(), rule=rules, start=moments, zone=zones, calendar=calendars)
def test_ending_a_pause_early_never_ends_later(
    data: st.DataObject, rule: Rule, start: datetime, zone: str, calendar: WorkingCalendar
) -> None:
    due = due_after(rule, start, zone=zone, calendar=calendar).at
    begins = start + timedelta(hours=data.draw(st.integers(0, 100)))
    short, more = data.draw(st.integers(1, 5000)), data.draw(st.integers(0, 5000))

    def ends(minutes: int) -> datetime:
        stop = Stop(begins, begins + timedelta(minutes=minutes))
        return extended(due, rule.unit, zone=zone, calendar=calendar, stops=[stop])

    assert due <= ends(short) <= ends(short + more)


@quick
@given(amount=st.integers(0, 400), start=moments, zone=zones)
def test_a_rule_in_days_ends_with_a_local_day_whatever_the_clocks_do(amount: int, start: datetime, zone: str) -> None:
    due = due_after(Rule(amount, Unit.DAY), start, zone=zone, calendar=working_calendar(""))

    assert day_of(due.at, zone) == day_of(start, zone) + timedelta(days=amount)
    assert day_of(due.at + timedelta(microseconds=1), zone) > due.on


@quick
@given(hours=st.integers(0, 2000), start=moments, zone=zones, calendar=calendars)
def test_hours_are_hours_even_in_the_night_the_clocks_change(
    hours: int, start: datetime, zone: str, calendar: WorkingCalendar
) -> None:
    due = due_after(Rule(hours, Unit.HOUR), start, zone=zone, calendar=calendar)

    assert due.at - start == timedelta(hours=hours)


@quick
@given(amount=st.integers(1, 60), start=moments, zone=zones, code=st.sampled_from(CODES))
def test_working_days_skip_weekends_and_holidays(amount: int, start: datetime, zone: str, code: str) -> None:
    calendar = working_calendar(code)
    due = due_after(Rule(amount, Unit.WORKING_DAY), start, zone=zone, calendar=calendar)

    assert calendar.is_working(due.on)
    assert due.on.weekday() < 5
    assert calendar.count(day_of(start, zone), due.on) == amount
    assert due.act_by == due.on


@quick
@given(rule=rules, event=moments, zone=zones, calendar=calendars)
def test_notice_comes_before_what_it_announces(
    rule: Rule, event: datetime, zone: str, calendar: WorkingCalendar
) -> None:
    latest = due_before(rule, event, zone=zone, calendar=calendar)

    assert latest.at <= event


def test_four_working_days_over_an_english_christmas() -> None:
    start = datetime(2026, 12, 23, 15, tzinfo=UTC)  # a Wednesday; the 28th stands in for Boxing Day

    due = due_after(Rule.parse("B4"), start, zone="Europe/London", calendar=working_calendar("GB-ENG"))

    assert due.on == date(2026, 12, 31)


def test_three_months_from_the_last_of_november_end_in_february() -> None:
    start = datetime(2026, 11, 30, 9, tzinfo=UTC)

    due = due_after(Rule.parse("P3M"), start, zone="Europe/Berlin", calendar=working_calendar("DE-BY"))

    assert due.at.astimezone(ZoneInfo("Europe/Berlin")).isoformat() == "2027-02-28T23:59:59.999999+01:00"
    assert due.words == "3 months, to the same day of the month; not a working day, so act by Friday 26 February"


def test_the_day_is_the_day_of_the_place_of_work() -> None:
    start = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # already the 2nd in Berlin, still the 1st in Los Angeles

    def due(zone: str) -> date:
        return due_after(Rule.parse("P7D"), start, zone=zone, calendar=working_calendar("")).on

    assert (due("Europe/Berlin"), due("America/Los_Angeles")) == (date(2026, 3, 9), date(2026, 3, 8))


def test_a_night_with_two_midnights_ends_with_the_second() -> None:
    assert end_of_day(date(2026, 4, 4), "America/Santiago").isoformat() == "2026-04-05T03:59:59.999999+00:00"


def test_a_pause_of_working_days_gives_working_days_back() -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
    stop = Stop(datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2026, 3, 9, 9, tzinfo=UTC))  # Tuesday to Monday: 4 days

    due = due_after(Rule.parse("B5"), start, zone="UTC", calendar=working_calendar(""), stops=[stop])

    assert due.on == date(2026, 3, 13)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_after(Rule.parse("P7D"), datetime(2026, 3, 2), zone="UTC", calendar=working_calendar(""))  # noqa: DTZ001


@pytest.mark.parametrize("code", ["XX", "GB-XX", "nonsense"])
def test_an_unknown_calendar_is_refused(code: str) -> None:
    with pytest.raises(LookupError, match="no working calendar"):
        working_calendar(code)
