"""What the product does for its own history by the clock: it checks the whole of it every night, and notes when its settings change."""

from datetime import timedelta
from typing import Final

from backend.audit.sealed.verifying import verify_and_tell
from backend.config.configuration import note_settings
from backend.jobs.registry import Reports, every, job
from backend.people.actions import system_user

LONG: Final = timedelta(hours=1)  # a check of some ten million entries
EVERY: Final = 50_000  # entries between two signs of life


@job("audit.verify", lease=LONG, max_attempts=2)
def verify(progress: Reports) -> None:
    """Check the whole history, record the result, and raise the alarm when it does not hold."""

    def tell(done: int, total: int) -> None:
        if done // EVERY != (done - 1024) // EVERY:
            progress(done, total + 1)  # the rows are still to be compared

    verify_and_tell(actor=system_user(), progress=tell)


@job("config.note")
def note(progress: Reports) -> None:
    """Record the settings when they changed."""
    note_settings(actor=system_user())


every("audit-verify", kind="audit.verify", hours=24)
every("config-note", kind="config.note", hours=1)
