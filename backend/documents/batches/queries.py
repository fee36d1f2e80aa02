"""Reads of letters that are issued together: what could be, how far a batch is, and what became of each letter."""

from collections import Counter
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from backend.access.policy import scope
from backend.documents.models import Batch, BatchItem, LetterDraft
from backend.documents.vocabulary import DraftState, ItemState
from backend.jobs.models import Job
from backend.people.models import User

FAILURES: Final = {  # what to do, by the code of what stopped a letter; none of these sentences names anyone
    "wrong-state": "It is not approved any more: somebody changed it, discarded it, or issued it alone.",
    "document-changed": "It was changed while it was printed. Have it approved again.",
    "words-changed": "Another version of its words is in force since it was approved. Return it, and have it approved anew.",
    "document-over": "The document that it replaces, or is a version of, does not stand any more.",
    "forbidden": "Whoever started the batch may not issue it any more.",
    "invalid": "It holds characters that can’t be printed. Change its words.",
    "letter-words": "It holds words that such a letter must not hold. Change them.",
    "letter-unprintable": "The finished file would not keep the standards. Tell an administrator.",
    "printer-lost": "The printing process ended on it. It may be too long: split it, or try again.",
}
OTHERWISE: Final = "Something went wrong that is not its own fault. Try again; if it stays so, tell an administrator."


def letters_to_issue(person: User, matter: str = "") -> QuerySet[LetterDraft]:
    """List the approved letters that somebody may issue and that wait in no batch, the oldest first; `matter` names one case."""
    waits = BatchItem.objects.filter(draft=OuterRef("pk"), state=ItemState.WAITING)
    rows = scope(person, "draft.issue", LetterDraft.objects.filter(~Exists(waits), state=DraftState.APPROVED))
    return (
        (rows.filter(matter=matter) if matter else rows)
        .select_related("recipient", "approved_by__person")
        .order_by("pk")
    )


def batches_of(person: User) -> QuerySet[Batch]:
    """List the batches that somebody may look at, the newest first."""
    return scope(person, "batch.view", Batch.objects.all()).order_by("-started_at", "-pk")


def count_of(batch: Batch) -> dict[str, int]:
    """Count the letters of a batch by what became of them."""
    found = Counter(BatchItem.objects.filter(batch=batch).values_list("state", flat=True))
    return {state: found[state] for state in ItemState.values}


def letters_of(batch: Batch, person: User) -> QuerySet[BatchItem]:
    """List the letters of a batch that somebody may see, with the document that each became."""
    mine = scope(person, "draft.view", LetterDraft._base_manager.all()).values("pk")
    rows = BatchItem.objects.filter(batch=batch, draft__in=mine)
    return rows.select_related("draft__recipient", "draft__document").order_by("number")


def job_of(batch: Batch) -> Job | None:
    """Find the work on a batch that was asked for last."""
    return Job.objects.filter(kind="document.batch", params__batch=batch.reference).order_by("-pk").first()


def failure_words(code: str) -> str:
    """Say what stopped a letter, and what to do."""
    return FAILURES.get(code, OTHERWISE) if code else ""
