"""Work on documents that need not be done at once."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from backend.documents.actions.batching import issue_batch
from backend.documents.actions.delivering import send_notice
from backend.documents.actions.standing import note_opening, note_silence
from backend.documents.kinds import kinds_that_ask
from backend.documents.models import Batch, Delivery, Document
from backend.documents.vocabulary import DocumentState
from backend.jobs.registry import Reports, every, job
from backend.kernel import clock
from backend.people.actions import system_user

PATIENCE: Final = timedelta(days=14)
LONGEST_LETTER: Final = timedelta(
    minutes=10
)  # how long a batch may be silent: a report of hundreds of pages takes a minute


@job("document.notify")
def notify(progress: Reports, *, delivery: str) -> None:
    """Send the notice that a letter waits."""
    row = Delivery.objects.select_related("document__recipient").filter(uid=UUID(delivery)).first()
    if row is not None:
        send_notice(row)


@job("document.batch", lease=LONGEST_LETTER)
def batch(progress: Reports, *, batch: str) -> None:
    """Issue the letters of a batch that still wait."""
    issue_batch(Batch.objects.select_related("started_by").get(reference=batch), progress)


@job("document.follow_up")
def follow_up(progress: Reports) -> None:
    """Note which letters nobody answered in a fortnight, and bring the state of letters from before states were kept up to date."""
    actor = system_user()
    read = Document.objects.filter(state=DocumentState.ISSUED, opened_at__isnull=False)
    for document in read.iterator():
        note_opening(document, actor=actor, reason="Was opened before states were kept.")
    waiting = Document.objects.filter(
        kind__in=kinds_that_ask("receipt"),
        state__in=[DocumentState.SENT, DocumentState.DELIVERED, DocumentState.OPENED],
        recipient__isnull=False,
        issued_at__lt=clock.now() - PATIENCE,
    ).exclude(printed_sha256="")  # what was issued before states were kept asked for no answer
    for document in waiting.iterator():
        note_silence(document, actor=actor, reason="No answer within fourteen days.")


every("document-follow-up", kind="document.follow_up", hours=24)
