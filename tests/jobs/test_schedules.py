"""Work that the clock asks for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from backend.jobs.models import Job, Schedule
from backend.jobs.registry import PERIODIC, every
from backend.jobs.schedules import keep_schedules, submit_due

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def _nightly(register: Callable[..., None]) -> None:
    register("retention.sweep", lambda progress, **params: None)
    every("nightly", kind="retention.sweep", hours=24, scope="all")
    keep_schedules(NOON)


@pytest.mark.usefixtures("_nightly")
def test_each_turn_comes_once() -> None:
    first = submit_due(NOON)
    assert [(job.kind, job.params, job.requested_by) for job in first] == [("retention.sweep", {"scope": "all"}, None)]
    assert submit_due(NOON + 23 * HOUR) == []
    assert len(submit_due(NOON + 24 * HOUR)) == 1
    assert Job.objects.count() == 2


@pytest.mark.usefixtures("_nightly")
def test_turns_that_nobody_worked_are_made_up_for_once_and_the_rhythm_stays() -> None:
    submit_due(NOON)

    assert len(submit_due(NOON + 100 * HOUR)) == 1
    assert submit_due(NOON + 100 * HOUR) == []
    assert Schedule.objects.get().next_at == NOON + 120 * HOUR


@pytest.mark.usefixtures("_nightly")
def test_rows_follow_what_the_program_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    submit_due(NOON)
    monkeypatch.delitem(PERIODIC, "nightly")
    every("nightly", kind="retention.sweep", hours=1)

    keep_schedules(NOON)
    assert (Schedule.objects.get().interval, Schedule.objects.get().next_at) == (HOUR, NOON + HOUR)

    monkeypatch.delitem(PERIODIC, "nightly")
    keep_schedules(NOON)
    assert not Schedule.objects.exists()


def test_an_interval_is_needed() -> None:
    with pytest.raises(ValueError, match="interval"):
        every("never", kind="retention.sweep")


@pytest.mark.usefixtures("_nightly")
def test_two_workers_that_saw_the_same_turn_submit_it_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stale = list(Schedule.objects.all())
    submit_due(NOON)

    monkeypatch.setattr("backend.jobs.schedules.due_schedules", lambda as_of: stale)

    assert submit_due(NOON) == []
