"""The words of obligations: their kinds, who owes them, where each date stands, and why one may be excused."""

from typing import Final

from django.db import models


class ObligationState(models.TextChoices):
    """Where an obligation of an agreement stands; while it is in force, its dates tell more."""

    PLANNED = "planned", "Not in force yet"
    SCHEDULED = "scheduled", "In force"
    MET = "met", "Accepted"
    EXCUSED = "excused", "Excused"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Ended with the agreement"


class ObligationKind(models.TextChoices):
    """What an obligation is about."""

    EDUCATION = "education", "Education"
    SERVICE = "service", "Sessions with a provider"
    CHECK_IN = "check_in", "Check-in"
    POLICY = "policy", "Policy read and confirmed"
    REFLECTION = "reflection", "Written reflection"
    REPAIR = "repair", "Repair or restitution"
    SAFEGUARD = "safeguard", "Safeguard"
    ABSTAIN = "abstain", "Something not to be done"
    HANDOVER = "handover", "Handover"
    ORGANISATION = "organisation", "Something that the organisation does"
    OTHER = "other", "Something else"


class Bearer(models.TextChoices):
    """Who owes an obligation."""

    EMPLOYEE = "employee", "The employee"
    ORGANISATION = "organisation", "The organisation"


class OccurrenceState(models.TextChoices):
    """Where one date of an obligation stands."""

    SCHEDULED = "scheduled", "Planned"
    DUE = "due", "To do now"
    SUBMITTED = "submitted", "Handed in, waiting for the check"
    REJECTED = "rejected", "Something is still missing"
    OVERDUE = "overdue", "Late"
    GRACE = "grace", "Late, can still be put right"
    VERIFIED = "verified", "Accepted"
    CURED = "cured", "Accepted, put right later"
    EXCUSED = "excused", "Excused"
    WAIVED = "waived", "No longer asked"
    REFERRED = "referred_as_breach", "With whoever decides"
    CANCELLED = "cancelled", "Ended with the agreement"


TO_DO: Final = (OccurrenceState.DUE, OccurrenceState.REJECTED, OccurrenceState.OVERDUE, OccurrenceState.GRACE)
LATE: Final = (OccurrenceState.OVERDUE, OccurrenceState.GRACE)
OPEN: Final = (OccurrenceState.SCHEDULED, OccurrenceState.SUBMITTED, *TO_DO)
KEPT: Final = (OccurrenceState.VERIFIED, OccurrenceState.CURED)
FORGIVEN: Final = (OccurrenceState.EXCUSED, OccurrenceState.WAIVED)


class DutyExcuse(models.TextChoices):
    """Why something that was not done is no breach. What lies behind a medical one is not kept here."""

    LEAVE = "approved_leave", "Approved leave"
    MEDICAL = "medical", "Health (no details)"
    PROVIDER = "provider_failure", "The provider’s failure"
    ORGANISATION = "organisation_failure", "The organisation’s failure"
    ACCOMMODATION = "accommodation", "An adjustment that was still open"


class ObstacleState(models.TextChoices):
    """Where the question stands what was in the way."""

    ASKED = "asked", "Waiting for an answer"
    ANSWERED = "answered", "Answered"
    UNANSWERED = "unanswered", "The time to answer passed"
    DROPPED = "dropped", "No longer asked"


class RequestState(models.TextChoices):
    """Where an employee's request to change their agreement stands."""

    ASKED = "asked", "Waiting for an answer"
    ANSWERED = "answered", "Answered"
    TAKEN_UP = "taken_up", "Taken up in a change"
    ENDED = "ended", "Ended with the agreement"
