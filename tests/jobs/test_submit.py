"""Asking for work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from backend.jobs.models import Job, JobState
from backend.jobs.queue import submit
from backend.jobs.registry import every, follow_jobs, job
from backend.jobs.worker import work_once
from backend.kernel import clock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_a_job_runs_with_what_it_was_asked_for(register: Callable[..., None], asker: Any) -> None:
    seen = []
    register("letter.print", lambda progress, **params: seen.append(params))

    asked = submit("letter.print", actor=asker, letter="0190-aa", copies=2)
    assert (asked.state, asked.requested_by) == (JobState.QUEUED, asker.uid)
    done = work_once()

    assert seen == [{"letter": "0190-aa", "copies": 2}]
    assert done is not None
    assert (done.uid, done.state, done.attempts, done.error) == (asked.uid, JobState.DONE, 1, "")
    assert not DBTaskResult.objects.exists()
    assert work_once() is None


def test_a_job_vanishes_with_the_change_that_asked_for_it(register: Callable[..., None], asker: Any) -> None:
    register("letter.print", lambda progress: None)

    def change_that_fails() -> None:
        with transaction.atomic():
            submit("letter.print", actor=asker)
            raise KeyError

    with pytest.raises(KeyError):
        change_that_fails()

    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_an_unknown_kind_is_refused_at_once(asker: Any) -> None:
    with pytest.raises(LookupError, match="No job is called"):
        submit("letter.burn", actor=asker)


def test_parameters_are_plain_facts(register: Callable[..., None], asker: Any) -> None:
    register("letter.print", lambda progress, **params: None)

    with pytest.raises(ValueError, match="canonical"):
        submit("letter.print", actor=asker, share=0.5)  # type: ignore[arg-type]

    assert not Job.objects.exists()


def test_a_job_waits_for_its_time(register: Callable[..., None], asker: Any) -> None:
    register("letter.print", lambda progress: None)
    with clock.at(NOON):
        submit("letter.print", actor=asker, run_after=NOON + timedelta(hours=1))
        assert work_once() is None
    with clock.at(NOON + timedelta(hours=1)):
        assert work_once() is not None


def test_followers_hear_of_it_in_the_same_transaction(register: Callable[..., None], asker: Any) -> None:
    heard = []
    register("letter.print", lambda progress: None)
    follow_jobs(lambda action, job, *, actor, reason: heard.append((action, job.uid, actor.uid)))

    asked = submit("letter.print", actor=asker)
    submit("letter.print", actor=None)

    assert heard == [("job.submit", asked.uid, asker.uid)]


def test_two_bodies_may_not_share_a_kind(register: Callable[..., None]) -> None:
    register("letter.print", lambda progress: None)

    with pytest.raises(ValueError, match="body already"):
        job("letter.print")(lambda progress: None)


def test_two_schedules_may_not_share_a_name() -> None:
    every("nightly", kind="letter.print", hours=24)

    with pytest.raises(ValueError, match="otherwise"):
        every("nightly", kind="letter.print", hours=12)


@pytest.mark.parametrize(
    "change",
    [{"state": "running"}, {"state": "done"}, {"state": "dead"}, {"state": "asleep"}, {"lease_until": NOON}],
)
def test_the_database_refuses_a_state_that_contradicts_itself(
    register: Callable[..., None], asker: Any, change: dict[str, Any]
) -> None:
    register("letter.print", lambda progress: None)
    asked = submit("letter.print", actor=asker)

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=asked.pk).update(**change)
