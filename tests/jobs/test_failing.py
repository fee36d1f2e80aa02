"""What happens when work fails, or its worker is lost."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django_tasks_db.models import DBTaskResult

from backend.jobs.delivery import FIRST_WAIT, LONGEST_WAIT, LeaseLostError, Progress, claim, take, wait_after
from backend.jobs.faults import describe_error
from backend.jobs.models import Job, JobState
from backend.jobs.queue import prune, retry_dead, submit, sweep_lost
from backend.jobs.registry import LEASE, follow_jobs
from backend.jobs.worker import work_once
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Refused

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def fails(error: Exception) -> Callable[..., None]:
    def body(progress: Progress, **params: Any) -> None:
        raise error

    return body


def dead_job(register: Callable[..., None], asker: Any) -> Job:
    register("letter.print", fails(ValueError("no")), max_attempts=1)
    submit("letter.print", actor=asker)
    work_once()
    return Job.objects.dead().get()


def test_a_failed_attempt_is_tried_again_after_a_growing_wait(register: Callable[..., None], asker: Any) -> None:
    times: list[datetime] = []

    def body(progress: Progress) -> None:
        times.append(clock.now())
        if len(times) < 3:
            raise ValueError("try again")

    register("letter.print", body)
    moment = NOON
    with clock.at(NOON):
        submit("letter.print", actor=asker)
    for _ in range(60):
        with clock.at(moment):
            work_once()
        moment += timedelta(seconds=1)

    assert [later - NOON for later in times] == [timedelta(0), FIRST_WAIT, FIRST_WAIT * 3]
    assert (Job.objects.get().state, Job.objects.get().attempts) == (JobState.DONE, 3)


def test_the_wait_doubles_up_to_an_hour() -> None:
    waits = [wait_after(attempts) for attempts in range(1, 40)]

    assert waits[:3] == [FIRST_WAIT, FIRST_WAIT * 2, FIRST_WAIT * 4]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_a_job_out_of_attempts_stands_on_the_dead_letter_list(register: Callable[..., None], asker: Any) -> None:
    heard = []
    follow_jobs(lambda action, job, *, actor, reason: heard.append((action, actor and actor.uid)))

    dead = dead_job(register, asker)

    assert (dead.attempts, dead.finished_at is not None, dead.lease_until) == (1, True, None)
    assert dead.error.startswith("ValueError")
    assert heard == [("job.submit", asker.uid), ("job.die", None)]
    assert work_once() is None


def test_what_another_attempt_cannot_mend_is_not_tried_again(register: Callable[..., None], asker: Any) -> None:
    register("letter.print", fails(Forbidden()))
    submit("letter.print", actor=asker)

    work_once()

    assert Job.objects.dead().get().attempts == 1


def test_a_guard_that_says_not_now_is_asked_again(register: Callable[..., None], asker: Any) -> None:
    register("letter.print", fails(Refused("Not yet.", code="obligations-open")))
    submit("letter.print", actor=asker)

    work_once()

    assert Job.objects.get().state == JobState.QUEUED
    assert "[obligations-open]" in Job.objects.get().error


def test_a_dead_job_gets_a_fresh_set_of_attempts(register: Callable[..., None], asker: Any) -> None:
    dead = dead_job(register, asker)
    with pytest.raises(Refused, match="reason"):
        retry_dead(dead, actor=asker, reason=" ")
    register("letter.print", lambda progress: None, max_attempts=2)

    again = retry_dead(dead, actor=asker, reason="The printer is back")

    assert (again.state, again.attempts, again.max_attempts) == (JobState.QUEUED, 1, 3)
    work_once()
    again.refresh_from_db()
    assert (again.state, again.attempts, again.error) == (JobState.DONE, 2, "")
    with pytest.raises(Refused, match="dead"):
        retry_dead(again, actor=asker, reason="Once more")


def test_an_error_is_kept_without_what_people_wrote(register: Callable[..., None], asker: Any) -> None:
    def body(progress: Progress, person: str) -> None:
        known: dict[str, str] = {}
        try:
            known[person]
        except KeyError as missing:
            raise ValueError(f"Nobody is called Erin Lindqvist <erin@larkfield.example> ({person})") from missing

    register("letter.print", body)
    submit("letter.print", actor=asker, person="0190-secret")

    work_once()

    error = Job.objects.get().error
    assert re.fullmatch(r"ValueError at \S+ in execute, caused by KeyError", error)


def test_an_error_names_the_line_of_ours(register: Callable[..., None]) -> None:
    with pytest.raises(LookupError) as caught:
        submit("letter.burn", actor=None)

    assert "at backend/jobs/queue.py:" in describe_error(caught.value)
    assert describe_error(IntegrityError("UNIQUE: erin@larkfield.example")) == "django.db.utils.IntegrityError"


def test_progress_is_seen_and_renews_the_lease(register: Callable[..., None], asker: Any) -> None:
    seen = []

    def body(progress: Progress) -> None:
        progress(3, 10)
        seen.append(Job.objects.get())

    register("export.build", body, lease=timedelta(minutes=1))
    with clock.at(NOON):
        submit("export.build", actor=asker)
        work_once()

    assert (seen[0].done, seen[0].total, seen[0].percent) == (3, 10, 30)
    assert seen[0].lease_until == NOON + timedelta(minutes=1)


def test_a_lost_worker_s_job_is_found_and_done_by_another(register: Callable[..., None], asker: Any) -> None:
    register("export.build", lambda progress: None)
    with clock.at(NOON):
        submit("export.build", actor=asker)
        lost = take(NOON)
        assert sweep_lost(NOON + LEASE) == 0
    assert lost is not None
    later = NOON + LEASE + timedelta(seconds=1)
    with clock.at(later):
        assert sweep_lost(later) == 1
        assert sweep_lost(later) == 0
        assert Job.objects.get().error.startswith("WorkerLost")
    with clock.at(later + FIRST_WAIT):
        assert work_once() is not None
    assert (Job.objects.get().state, Job.objects.get().attempts) == (JobState.DONE, 2)

    with pytest.raises(LeaseLostError):  # the first worker wakes up
        Progress(lost, lambda: False)(1, 2)
    assert Job.objects.get().done == 0


def test_a_job_whose_message_is_gone_gets_a_new_one(register: Callable[..., None], asker: Any) -> None:
    register("export.build", lambda progress: None)
    submit("export.build", actor=asker)
    DBTaskResult.objects.all().delete()
    assert work_once() is None

    assert sweep_lost(clock.now()) == 1

    assert work_once() is not None
    assert Job.objects.get().state == JobState.DONE


def test_a_second_message_does_nothing(register: Callable[..., None], asker: Any) -> None:
    runs = []
    register("export.build", lambda progress: runs.append(1))
    asked = submit("export.build", actor=asker)
    DBTaskResult.objects.all().delete()
    sweep_lost(clock.now())

    work_once()

    assert claim(asked.uid, as_of=clock.now()) is None
    assert work_once() is None
    assert runs == [1]


def test_a_stopping_worker_hands_its_job_back_without_counting_the_attempt(
    register: Callable[..., None], asker: Any
) -> None:
    register("export.build", lambda progress: progress(1, 2), max_attempts=1)
    submit("export.build", actor=asker)

    work_once(must_stop=lambda: True)

    handed_back = Job.objects.get()
    assert (handed_back.state, handed_back.attempts, handed_back.max_attempts) == (JobState.QUEUED, 1, 2)
    assert work_once() is not None
    assert Job.objects.get().state == JobState.DONE


def test_the_last_report_is_never_handed_back(register: Callable[..., None], asker: Any) -> None:
    register("export.build", lambda progress: progress(2, 2))
    submit("export.build", actor=asker)

    work_once(must_stop=lambda: True)

    assert Job.objects.get().state == JobState.DONE


def test_a_kind_that_only_a_newer_program_knows_waits(register: Callable[..., None], asker: Any) -> None:
    register("export.build", lambda progress: None)
    submit("export.build", actor=asker)
    Job.objects.update(kind="export.newer")

    work_once()

    assert Job.objects.get().state == JobState.QUEUED
    assert "UnknownKindError" in Job.objects.get().error


def test_finished_jobs_are_forgotten_after_a_month_and_dead_ones_never(
    register: Callable[..., None], asker: Any
) -> None:
    dead_job(register, asker)
    register("export.build", lambda progress: None)
    submit("export.build", actor=asker)
    work_once()

    assert prune(clock.now() + timedelta(days=29)) == 0
    assert prune(clock.now() + timedelta(days=31)) == 1
    assert [job.state for job in Job.objects.all()] == [JobState.DEAD]
