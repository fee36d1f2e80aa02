"""Controlled words about check-ins, suspected breaches and easing."""

from typing import Final

from django.db.models import TextChoices


class CheckInState(TextChoices):
    """Where a check-in under an agreement stands."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    MISSED = "missed", "Missed"
    ESCALATED = "escalated", "Passed to the HR partner"
    CANCELLED = "cancelled", "Not needed any more"


CHECK_INS_OPEN: Final = (CheckInState.PLANNED, CheckInState.MISSED, CheckInState.ESCALATED)


class MissedBy(TextChoices):
    """Who kept a check-in from taking place; what the organisation or its monitor missed counts against nobody else."""

    EMPLOYEE = "employee", "The employee was not there"
    MONITOR = "monitor", "The monitor was not there"
    ORGANISATION = "organisation", "We did not hold it"


class InTheWay(TextChoices):
    """What stood in the way, as a code. Illness and leave are one answer, so that nobody says which."""

    EXCUSED = "approved_absence", "I was away: leave or illness"
    NO_TIME = "no_working_time", "I was given no time for it"
    NOT_TOLD = "not_told", "I was not told of it, or not in time"
    TRAVEL = "travel", "Travel, distance or cost"
    CARE = "care", "Caring for somebody"
    ACCESS = "access", "Something was not accessible for me"
    OTHERS = "others", "It depended on somebody else"
    OTHER = "other", "Something else"


class BreachState(TextChoices):
    """Where a suspected breach stands. Nothing is decided before it was noticed and answered, or left unanswered."""

    SUSPECTED = "suspected", "Waits for the notice"
    NOTICED = "noticed", "Waits for the answer"
    RESPONDED = "responded", "Answered, waits for the decision"
    NO_RESPONSE = "no_response", "Not answered in time, waits for the decision"
    DETERMINED = "determined", "Decided"
    CONSEQUENCE = "consequence_decided", "Consequence decided"
    CLOSED = "closed", "Closed"
    DROPPED = "dropped", "Not followed up"
    ENDED = "ended", "Ended with the agreement"


BREACH_OPEN: Final = (
    BreachState.SUSPECTED,
    BreachState.NOTICED,
    BreachState.RESPONDED,
    BreachState.NO_RESPONSE,
    BreachState.DETERMINED,
    BreachState.CONSEQUENCE,
)
TO_BE_DETERMINED: Final = (BreachState.RESPONDED, BreachState.NO_RESPONSE)
DECIDED: Final = (BreachState.DETERMINED, BreachState.CONSEQUENCE, BreachState.CLOSED)


class Result(TextChoices):
    """What a suspected breach turned out to be."""

    NONE = "none", "No breach"
    EXCUSED = "excused", "Not kept, and excused"
    MINOR = "minor", "A minor breach"
    MATERIAL = "material", "A material breach"


COUNTS: Final = (Result.MINOR, Result.MATERIAL)


class BreachAppealState(TextChoices):
    """Where the employee’s appeal against a determination stands."""

    NONE = "", "None"
    FILED = "filed", "Filed"
    NOT_ADMITTED = "not_admitted", "Not admitted"
    CONFIRMED = "confirmed", "Decision confirmed"
    VARIED = "varied", "Decision changed"
    OVERTURNED = "overturned", "Decision set aside"


class EasingKind(TextChoices):
    """What becomes easier for somebody who keeps an agreement."""

    FEWER_CHECK_INS = "fewer_check_ins", "Check-ins less often"
    SAFEGUARD_REVIEW = "safeguard_review", "A safeguard is looked at earlier"


class EasingState(TextChoices):
    """Where an easing stands: proposed as a fact, and decided by a person."""

    PROPOSED = "proposed", "Waits for a decision"
    GRANTED = "granted", "Granted"
    NOT_NOW = "not_now", "Not now"
    ENDED = "ended", "Ended with the agreement"
