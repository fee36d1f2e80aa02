"""How a job gets from its row to its body and back: claim, lease, finish, back off, give up.

The row in `Job` is the truth. The transport (django-tasks) only carries "look at this job after that time"; a message
that comes twice, late or for a finished job does nothing. Fencing is by the number of the attempt: a worker that lost
its lease can't write any more.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from backend.jobs.faults import describe_error, is_final
from backend.jobs.models import Job, JobState
from backend.jobs.registry import KINDS, LEASE, Kind, announce, surroundings
from backend.kernel import clock

logger = logging.getLogger(__name__)

FIRST_WAIT: Final = timedelta(seconds=10)
LONGEST_WAIT: Final = timedelta(hours=1)


class LeaseLostError(Exception):
    """Another worker has taken this job over; stop without writing."""


class HandedBackError(Exception):
    """This worker is asked to stop; the job goes back to the queue and the attempt isn't counted."""


class UnknownKindError(Exception):
    """This version of the program has no body for the job; another worker may."""


def carry_on() -> bool:
    """Be asked at each report whether to stop: no."""
    return False


class Progress:
    """What a body is given: it reports how far it is, and thereby keeps its lease."""

    def __init__(self, job: Job, must_stop: Callable[[], bool]) -> None:
        """Remember the attempt that may report, and whom to ask whether to stop."""
        self.job, self.must_stop = job, must_stop

    def __call__(self, done: int, total: int) -> None:
        """Report progress and renew the lease; raise LeaseLostError or HandedBackError when the body has to stop."""
        if self.must_stop() and done < total:
            raise HandedBackError
        if not _mine(self.job).update(done=done, total=total, lease_until=clock.now() + _lease_of(self.job.kind)):
            raise LeaseLostError


@task()
def run_job(uid: str) -> None:
    """Run one job (this is what the transport carries; its own worker could run it too)."""
    claimed = claim(UUID(uid), as_of=clock.now())
    if claimed is not None:
        execute(claimed)


def post(job: Job) -> UUID:
    """Send a message that makes a worker look at the job when it is due, and return what identifies the message."""
    return UUID(run_job.using(run_after=job.run_after).enqueue(str(job.uid)).id)


def repost(job: Job) -> None:
    """Send a new message for a job that waits again."""
    Job.objects.filter(pk=job.pk).update(message=post(job))


def take(as_of: datetime) -> Job | None:
    """Take the next due message and claim its job in one transaction, so that neither is lost without the other."""
    if not _due(as_of).exists():
        return None
    with transaction.atomic():
        rows = _due(as_of)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        while (message := rows.first()) is not None:
            uid = UUID(message.args_kwargs["args"][0])
            message.delete()
            if (claimed := claim(uid, as_of=as_of)) is not None:
                return claimed
    return None


def claim(uid: UUID, *, as_of: datetime) -> Job | None:
    """Ask the database whether this worker wins the job; None means that somebody else has it or that it is over."""
    found = Job.objects.filter(uid=uid).values_list("kind", flat=True).first()
    if found is None:
        return None
    won = Job.objects.filter(uid=uid, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, lease_until=as_of + _lease_of(found)
    )
    return Job.objects.get(uid=uid) if won else None


def execute(job: Job, *, must_stop: Callable[[], bool] = carry_on) -> None:
    """Run the body of a claimed job outside any transaction, and write down how it ended."""
    try:
        with surroundings(job):
            _kind_of(job).body(Progress(job, must_stop), **job.params)
    except LeaseLostError:
        logger.warning("Job %s was taken over by another worker.", job.uid)
    except HandedBackError:
        _requeue(job, run_after=clock.now(), error="", refund=1)
    except Exception as error:  # noqa: BLE001 - whatever a body raises is an outcome of the job
        text = describe_error(error)
        logger.warning("Job %s of kind %s failed: %s", job.uid, job.kind, text)
        fail(job, text, final=is_final(error))
    else:
        _mine(job).update(state=JobState.DONE, lease_until=None, finished_at=clock.now(), error="")


def fail(job: Job, error: str, *, final: bool = False) -> None:
    """Put a failed attempt back with a growing wait, or on the dead-letter list when there is none left."""
    if not final and job.attempts < job.max_attempts:
        _requeue(job, run_after=clock.now() + wait_after(job.attempts), error=error)
        return
    with transaction.atomic():
        if _mine(job).update(state=JobState.DEAD, lease_until=None, finished_at=clock.now(), error=error):
            announce("job.die", Job.objects.get(pk=job.pk), actor=None)


def wait_after(attempts: int) -> timedelta:
    """Tell how long to wait after so many failed attempts: ten seconds, doubling up to an hour."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 16)), LONGEST_WAIT)


def _requeue(job: Job, *, run_after: datetime, error: str, refund: int = 0) -> None:
    with transaction.atomic():
        changed = _mine(job).update(
            state=JobState.QUEUED,
            lease_until=None,
            run_after=run_after,
            error=error,
            max_attempts=F("max_attempts") + refund,
        )
        if changed:
            repost(Job.objects.get(pk=job.pk))


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def _due(as_of: datetime) -> QuerySet[DBTaskResult[..., None]]:
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=run_job.module_path)
    return ready.filter(Q(run_after=get_date_max()) | Q(run_after__lte=as_of))


def _kind_of(job: Job) -> Kind:
    try:
        return KINDS[job.kind]
    except KeyError:
        raise UnknownKindError from None


def _lease_of(kind: str) -> timedelta:
    known: Kind | None = KINDS.get(kind)
    return known.lease if known else LEASE
