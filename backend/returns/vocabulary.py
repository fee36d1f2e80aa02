"""The words of a return to work: where it stands, what it follows on, and what must be so before."""

from typing import Final

from django.db.models import TextChoices

from backend.decisions.vocabulary import OutcomeKind
from backend.investigation.measure_tables import MeasureKind


class ReturnState(TextChoices):
    """Where a return to work stands."""

    REQUESTED = "requested", "Asked for by the employee"
    SCHEDULED = "scheduled", "Planned"
    CHECKING = "preconditions_check", "Being checked"
    APPROVED = "approved_with_plan", "Approved, with a plan"
    DEFERRED = "deferred", "Deferred to a later day"
    REFUSED = "refused", "Refused"
    RETURNED = "returned", "Back at work"
    FOLLOW_UP = "follow_up", "Back at work, followed up"
    CLOSED = "closed", "Plan closed"
    VOIDED = "voided", "Ended"


TO_DECIDE: Final = (ReturnState.REQUESTED, ReturnState.SCHEDULED, ReturnState.CHECKING, ReturnState.DEFERRED)
PLAN_RUNS: Final = (ReturnState.APPROVED, ReturnState.RETURNED, ReturnState.FOLLOW_UP)
LIVE: Final = (*TO_DECIDE, *PLAN_RUNS)
TOLD: Final = (
    ReturnState.APPROVED,
    ReturnState.DEFERRED,
    ReturnState.REFUSED,
    ReturnState.RETURNED,
    ReturnState.FOLLOW_UP,
    ReturnState.CLOSED,
)


class Trigger(TextChoices):
    """What keeps, or kept, somebody away, so that their return has to be decided."""

    MEASURE = "interim_measure", "A temporary measure"
    OUTCOME = "outcome", "The outcome of the case"
    AGREEMENT = "agreement", "An agreement"
    REQUEST = "request", "On request"


AWAY_MEASURES: Final = (MeasureKind.PAID_LEAVE, MeasureKind.REMOTE, MeasureKind.LOCATION)
AWAY_OUTCOMES: Final = frozenset({OutcomeKind.SUSPENSION, OutcomeKind.TRANSFER})


class Precondition(TextChoices):
    """What must be so before a return is approved, each told from the records."""

    OBLIGATIONS = "obligations", "What the agreement asked for by now is done"
    SAFEGUARDS = "safeguards", "Safeguards are in place"
    TOLD = "told", "Whoever was affected knows the day and what protects them"
    NO_RETALIATION = "no_retaliation", "No matter about retaliation is open"


NEVER_OVERRIDDEN: Final = frozenset({Precondition.TOLD})  # the order of telling is nobody's to waive


class StepState(TextChoices):
    """Where one step of a follow-up plan stands."""

    PLANNED = "planned", "Planned"
    DONE = "done", "Done"
    MISSED = "missed", "Missed"
    CANCELLED = "cancelled", "Ended with the plan"


class ReturnAppealState(TextChoices):
    """Where the employee’s appeal against a decision on their return stands."""

    FILED = "filed", "Filed"
    UNDER_REVIEW = "under_review", "Under review"
    NOT_ADMITTED = "not_admitted", "Not admitted"
    DISMISSED = "dismissed", "Decision confirmed"
    OVERTURNED = "overturned", "Decision set aside"
    OVERTAKEN = "overtaken", "Overtaken by a new decision"


APPEAL_OPEN: Final = (ReturnAppealState.FILED, ReturnAppealState.UNDER_REVIEW)
CONTESTED: Final = (*APPEAL_OPEN, ReturnAppealState.OVERTURNED)  # whoever made the decision decides no more
MAY_BE_APPEALED: Final = (ReturnState.DEFERRED, ReturnState.REFUSED)
