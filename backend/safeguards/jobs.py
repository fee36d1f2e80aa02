"""What the clock asks for every night: whether the last day of a safeguard has passed, and who leads the employees today."""

from backend.jobs.registry import Reports, every, job
from backend.safeguards.actions.expiring import end_safeguards_run_out
from backend.safeguards.actions.travelling import settle_managers


@job("safeguard.end_run_out")
def end_run_out(progress: Reports) -> None:
    """End the safeguards whose last day has passed."""
    end_safeguards_run_out()


@job("manager_extract.settle")
def settle(progress: Reports) -> None:
    """Tell new managers what they must know, and end what former ones could read."""
    settle_managers()


every("manager-extract-settle", kind="manager_extract.settle", hours=24)
every("safeguard-end-run-out", kind="safeguard.end_run_out", hours=24)
