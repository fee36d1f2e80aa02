"""The words of setting safeguards: where one stands, on whom it falls, and what a review of it says."""

from typing import Final

from django.db.models import TextChoices

from backend.intake.vocabulary import Setting


class Gap(TextChoices):
    """Situations that no place describes: who is missing, and who holds power over whom."""

    SUPERVISION = "supervision_gap", "Nobody there to lead or supervise"
    POWER = "power_gap", "One person decides alone about others"
    STRESS = "stress_period", "Times of pressure"
    NEW_STAFF = "new_or_temporary_staff", "New, young or temporary staff"


SITUATIONS: Final[tuple[TextChoices, ...]] = (*Setting, *Gap)
SITUATION_LABELS: Final[dict[str, str]] = {str(each.value): str(each.label) for each in SITUATIONS}


class Falls(TextChoices):
    """On whom a safeguard falls. Never on whoever was affected."""

    ORGANISATION = "organisation", "The organisation"
    EMPLOYEE = "employee", "The employee"


class SafeguardState(TextChoices):
    """Where a safeguard stands. One about which a change is suggested stays in place until somebody decides."""

    PROPOSED = "proposed", "Waits for its owner"
    IN_PLACE = "in_place", "In place"
    SUGGESTED = "change_suggested", "In place, a change is suggested"
    NOT_TAKEN = "not_taken", "Not taken"
    ENDED = "ended", "Ended"


HOLDS: Final = (SafeguardState.IN_PLACE, SafeguardState.SUGGESTED)
LIVE: Final = (SafeguardState.PROPOSED, *HOLDS)


class ReviewResult(TextChoices):
    """What a review of a safeguard says."""

    KEPT = "kept", "Kept as it is"
    CHANGED = "changed", "Changed"
    EASED = "eased", "Eased"
    ENDED = "ended", "Ended"
