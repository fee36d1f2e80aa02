"""The sweep as a job that the clock asks for."""

from backend.deadlines.clockwork import sweep
from backend.jobs.registry import Reports, every, job
from backend.kernel import clock


@job("deadline.sweep")
def sweep_deadlines(progress: Reports) -> None:
    """Notice the deadlines that passed."""
    sweep(as_of=clock.now())


every("deadline-sweep", kind="deadline.sweep", minutes=5)
