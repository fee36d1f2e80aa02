"""Controlled words about links between cases, their closing, and the watch for retaliation."""

from typing import Final

from django.db.models import TextChoices

from backend.cases.vocabulary import ClosureReason


class LinkKind(TextChoices):
    """How one case stands to another."""

    RELATED = "related", "Related"
    CROSS_COMPLAINT = "cross_complaint", "Complaint of the other side"
    PATTERN = "pattern", "Same pattern"
    REOPENED_FROM = "reopened_from", "Takes up again"
    RETALIATION_OF = "retaliation_of", "Retaliation after"
    MGMT_FAILURE_OF = "mgmt_failure_of", "Failure to act on"


class RetentionClass(TextChoices):
    """For how long the file of a closed case is kept; the profile says how long that is."""

    DECIDED = "decided", "Something was found: the ordinary time"
    UNSUBSTANTIATED = "unsubstantiated", "Nothing was substantiated: the short time"
    AGREEMENT = "agreement", "With an agreement: counted from its end"
    PROCEEDINGS = "proceedings", "Proceedings are to be expected: until they end"


class ReopenBasis(TextChoices):
    """Why a closed case is taken up again."""

    NEW_EVIDENCE = "new_evidence", "New evidence"
    APPEAL = "appeal", "An appeal"
    REMIT = "remit", "Sent back by a reviewer"
    NOT_KEPT = "not_kept", "What was promised was not done"


# Why a case may end without a decision; that the respondent left is no reason by itself.
WITHOUT_DECISION: Final = (
    ClosureReason.WITHDRAWN,
    ClosureReason.INFORMALLY,
    ClosureReason.INSUFFICIENT,
    ClosureReason.NO_NEXUS,
    ClosureReason.OUT_OF_POLICY,
    ClosureReason.UNIDENTIFIED,
    ClosureReason.TRANSFERRED,
    ClosureReason.DUPLICATE,
)


class WatchState(TextChoices):
    """Whether the watch goes on."""

    WATCHING = "watching", "Watching"
    ENDED = "ended", "Ended"


class WatchedEvent(TextChoices):
    """What is looked at twice during the watch, because it could be retaliation."""

    RATING = "rating", "Ratings"
    PAY = "pay", "Pay"
    SHIFT = "shift", "Shifts and working times"
    DISCIPLINE = "discipline", "Discipline"
    TERMINATION = "termination", "Ending of employment"
    EXCLUSION = "exclusion", "Exclusion from meetings or work"


class CheckInState(TextChoices):
    """Where a check-in with a protected person stands."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    MISSED = "missed", "Missed"
    ESCALATED = "escalated", "Passed to intake"
    LEFT_OUT = "left_out", "Not wanted"


class Level(TextChoices):
    """A coded answer: no judgement of a person, only whether something changed."""

    NONE = "none", "No"
    SOME = "some", "Something, yes"
    SERIOUS = "serious", "Yes, seriously"


class ConcernState(TextChoices):
    """Where a concern about retaliation stands."""

    OPEN = "open", "Waits for intake"
    CASE_OPENED = "case_opened", "Case opened"
    SETTLED = "settled", "Settled without a case"
