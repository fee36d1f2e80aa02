"""The words of accountability statements: where a statement, a round of feedback, a wish and a sharing stand."""

from django.db.models import TextChoices


class StatementState(TextChoices):
    """Where an accountability statement stands. It is never due, never complete and never marked."""

    WRITING = "writing", "Yours to write"
    ENDED = "ended", "Closed: the decision behind it no longer holds"


class RoundState(TextChoices):
    """Where a round of feedback stands."""

    ASKED = "asked", "Waiting for feedback"
    ANSWERED = "answered", "Feedback given"
    TAKEN_BACK = "taken_back", "Taken back"


class WishState(TextChoices):
    """Where a complainant’s wish to read a statement stands."""

    ASKED = "asked", "Asked for"
    WITHDRAWN = "withdrawn", "No longer wanted"


class ShareState(TextChoices):
    """Where the sharing of one version with one complainant stands."""

    SHARED = "shared", "Shared"
    ENDED = "ended", "No longer shared"
