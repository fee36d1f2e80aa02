"""Controlled words about evidence."""

from typing import Final

from django.db.models import TextChoices

from backend.cases.vocabulary import ENDED, CaseState

# In these states the report is final or with counsel, and the evidence is locked with it.
LOCKED: Final = frozenset(
    {
        CaseState.LEGAL_REVIEW,
        CaseState.REPORT_FINAL,
        CaseState.FINDINGS_DECIDED,
        CaseState.OUTCOME_DECIDED,
        CaseState.IMPLEMENTING,
        CaseState.MONITORING,
        *ENDED,
    }
)


class Nature(TextChoices):
    """What was obtained: the thing itself, or something made from it."""

    ORIGINAL = "original", "The original"
    COPY = "copy", "A copy"
    EXTRACT = "extract", "A part of it, or a picture of it"


class Sensitivity(TextChoices):
    """How far an item may go as it is. What is not ordinary is shown to the parties as a redacted copy only."""

    ORDINARY = "ordinary", "Ordinary"
    IDENTIFYING = "identifying", "Shows somebody who is to be protected"
    SPECIAL = "special", "Health, belief, orientation or other special data"


class Bearing(TextChoices):
    """How an item bears on an allegation."""

    SUPPORTS = "supports", "Supports it"
    SPEAKS_AGAINST = "speaks_against", "Speaks against it"
    CONTEXT = "context", "Gives the context"


class HashCheck(TextChoices):
    """Whether the bytes were compared with what was taken in."""

    NONE = "none", "Not checked"
    MATCH = "match", "Unchanged"
    MISMATCH = "mismatch", "Not the same any more"
    MISSING = "missing", "The file is missing"
