"""Asking for work, trying dead work again, and finding work that its worker lost."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from backend.jobs.delivery import fail, post, repost
from backend.jobs.models import Job, JobState, WorkerBeat
from backend.jobs.registry import ATTEMPTS, KINDS, Requester, announce
from backend.kernel import clock
from backend.kernel.canonical import Json, canonical
from backend.kernel.errors import Refused

KEEP_DONE: Final = timedelta(days=30)
KEEP_BEATS: Final = timedelta(days=1)


def submit(kind: str, *, actor: Requester | None, run_after: datetime | None = None, **params: Json) -> Job:
    """Ask for a job in the caller's transaction: it is there when, and only when, what asked for it is.

    Parameters are identifiers and plain facts: ValueError for one without canonical form, LookupError for the kind.
    """
    if kind not in KINDS:
        raise LookupError(f"No job is called {kind}; register it with @job.")
    canonical(params)
    with transaction.atomic():
        job = Job(
            kind=kind,
            params=params,
            requested_by=actor.uid if actor else None,
            run_after=run_after or clock.now(),
            max_attempts=KINDS[kind].max_attempts,
        )
        job.message = post(job)
        job.save(force_insert=True)
        if actor is not None:  # what the clock asks for every few minutes would drown the rest
            announce("job.submit", job, actor=actor)
    return job


def retry_dead(job: Job, *, actor: Requester, reason: str) -> Job:
    """Give a dead job a fresh set of attempts."""
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    fresh = KINDS[job.kind].max_attempts if job.kind in KINDS else ATTEMPTS
    with transaction.atomic():
        won = Job.objects.filter(pk=job.pk, state=JobState.DEAD).update(
            state=JobState.QUEUED, finished_at=None, run_after=clock.now(), max_attempts=F("attempts") + fresh
        )
        if not won:
            raise Refused("Only a dead job can be tried again.", code="job-not-dead")
        job.refresh_from_db()
        repost(job)
        announce("job.retry", job, actor=actor, reason=reason)
    return job


def sweep_lost(as_of: datetime) -> int:
    """Put back what a lost worker held, and post again what waits without a message; return how many were found."""
    found = 0
    for job in Job.objects.lost(as_of):
        fail(job, "WorkerLost: the lease ran out")
        found += 1
    waiting = DBTaskResult.objects.filter(pk=OuterRef("message"), status=TaskResultStatus.READY)
    for job in Job.objects.filter(~Exists(waiting), state=JobState.QUEUED, run_after__lte=as_of):
        repost(job)
        found += 1
    return found


def prune(as_of: datetime) -> int:
    """Forget finished jobs after a month, and workers that have not been seen for a day; dead jobs stay."""
    WorkerBeat.objects.filter(seen_at__lt=as_of - KEEP_BEATS).delete()
    return Job.objects.filter(state=JobState.DONE, finished_at__lt=as_of - KEEP_DONE).delete()[0]
