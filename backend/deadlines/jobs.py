"""The sweep as a job that the clock asks for."""

from backend.deadlines.clockwork import sweep
from backend.deadlines.warnings import warn_of_deadlines
from backend.jobs.registry import Reports, every, job
from backend.kernel import clock


@job("deadline.sweep")
def sweep_deadlines(progress: Reports) -> None:
    """Notice the deadlines that passed, and those that come near."""
    now = clock.now()
    sweep(as_of=now)
    warn_of_deadlines(as_of=now)


every("deadline-sweep", kind="deadline.sweep", minutes=5)
