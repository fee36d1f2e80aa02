"""Where an organisation's own version of a letter stands, and which of its facts belong to it for good."""

from django.db import models


class VersionState(models.TextChoices):
    """From the first draft to the day when it is used no more."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "Waits for approval"
    APPROVED = "approved", "Approved"
    RETIRED = "retired", "Retired"
    REJECTED = "rejected", "Rejected"


SETTLED = (VersionState.APPROVED, VersionState.RETIRED)  # its words never change again
FROZEN = (
    *("reference", "kind", "template", "number", "language", "body", "sha256", "note", "based_on"),
    *("written_by_id", "written_at", "approved_by_id", "approved_at", "effective_from"),
)
