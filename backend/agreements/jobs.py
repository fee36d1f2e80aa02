"""What the clock asks for under agreements in force."""

from backend.agreements.actions.calendar_sweep import sweep_occurrences
from backend.jobs.registry import Reports, every, job
from backend.kernel import clock


@job("agreements.sweep_occurrences")
def sweep_what_is_due(progress: Reports) -> None:
    """Move every date of an obligation to where it stands now."""
    sweep_occurrences(as_of=clock.now())


every("agreement-dates", kind="agreements.sweep_occurrences", minutes=60)
