"""Where two apps meet that may not know each other: the history tells of jobs, and the worker is the origin of what they do."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Signal

from backend.audit.actions import declare
from backend.audit.events import LOG, Actor, record
from backend.audit.origin import coming_from
from backend.audit.sealed.sealer import Sealer
from backend.jobs.models import Job
from backend.jobs.registry import accompany, follow_jobs, surround

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


accompany("sealer", seal_beside)
follow_jobs(note_job)
surround(by_worker)
