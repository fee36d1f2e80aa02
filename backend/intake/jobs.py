"""Work on reports that the clock asks for."""

from backend.intake.drafts import clear_expired
from backend.jobs.registry import Reports, every, job


@job("report.clear_drafts")
def clear_drafts(progress: Reports) -> None:
    """Remove the unsent reports whose thirty days are over."""
    clear_expired()


every("report-clear-drafts", kind="report.clear_drafts", hours=24)
