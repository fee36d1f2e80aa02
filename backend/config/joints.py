"""Where two apps meet that may not know each other: the history tells of jobs, and the worker is the origin of what they do."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Event as Signal
from typing import Final

from django.conf import settings

from backend.audit.actions import action_named, declare
from backend.audit.events import LOG, Actor, Line, record, when_written
from backend.audit.origin import coming_from
from backend.audit.sealed.anchors.publishing import AnchorsFailed, configured_anchors, publish_due
from backend.audit.sealed.sealer import Sealer
from backend.jobs.models import Job, JobState
from backend.jobs.queue import submit
from backend.jobs.registry import Reports, accompany, every, follow_jobs, job, surround
from backend.kernel import clock

ANCHOR_ATTEMPTS: Final = 30_000  # in effect: until it succeeds, with a growing wait
SIGNED_WITHIN: Final = timedelta(seconds=3)  # by then the sealer has signed, if the request itself did not

declare("job.submit", "asked for a job", kind="job")
declare("job.retry", "tried a job again", kind="job")
declare("job.die", "gave a job up", kind="job")


def note_job(action: str, job: Job, /, *, actor: Actor | None, reason: str) -> None:
    """Record what became of a job."""
    record(action, None, actor=actor, reason=reason, ctx={"job": str(job.uid), "kind": job.kind}, stream=LOG)


@contextmanager
def by_worker(job: Job) -> Iterator[None]:
    """Name the worker as the origin of everything that the job records."""
    with coming_from("worker", request_id=job.uid.hex):
        yield


def seal_beside(stopping: Signal) -> None:
    """Seal the history beside the work, in the same process."""
    with coming_from("worker"):
        Sealer(stopping).run()


@job(
    "log.anchor", lease=timedelta(hours=6), max_attempts=ANCHOR_ATTEMPTS
)  # a first copy of a long history takes a while
def anchor_newest(_report: Reports) -> None:
    """Bring the newest checkpoint outside; of several turns that fail, one is tried again and the others end."""
    outcome = publish_due(clock.now())
    tried_again = Job.objects.filter(kind="log.anchor", state=JobState.QUEUED, attempts__gt=0).exists()
    if outcome.failed and not tried_again:
        raise AnchorsFailed


def anchor_signatures(lines: Sequence[Line]) -> None:
    """Have the checkpoint that covers a signature brought outside as soon as it is signed, and not at the next turn."""
    if settings.ANCHORS and any(action_named(line.action).kind == "signature" for line in lines):
        submit("log.anchor", actor=None, run_after=clock.now() + SIGNED_WITHIN)


configured_anchors()  # a setting that makes no sense stops the program here, and not at the first checkpoint
every("log-anchor", kind="log.anchor", minutes=settings.ANCHOR_MINUTES)
if settings.AUDIT_SEAL_IN_WORKER:
    accompany("sealer", seal_beside)
follow_jobs(note_job)
surround(by_worker)
when_written(anchor_signatures)
