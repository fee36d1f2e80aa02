"""Temporary measures while the facts are established: neutral, paid in full, looked at again, open to challenge, and with an end."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from backend.cases.models import Case, CaseParty, PartOfCase
from backend.people.models import Person, User


class MeasureKind(models.TextChoices):
    """What a temporary measure is; the last four support whoever is affected."""

    NO_CONTACT = "no_contact", "No contact"
    LINE_CHANGE = "reporting_line_change", "Change of reporting line"
    AUTHORITY = "decision_authority_removed", "Decisions pass to somebody else"
    LOCATION = "location_separation", "Separate places of work"
    SCHEDULE = "schedule_separation", "Separate working times"
    REMOTE = "remote_work", "Work from home"
    TRAVEL = "event_travel_limit", "Limits on events and travel"
    ACCESS = "access_restriction", "Limits on access"
    DEVICE = "device_preservation", "Keeping devices as they are"
    PAID_LEAVE = "paid_leave", "Paid leave"
    SUPPORT_LEAVE = "support_leave", "Support: leave"
    SUPPORT_SCHEDULE = "support_schedule", "Support: working times"
    SUPPORT_ESCORT = "support_escort", "Support: company on the way"
    SUPPORT_COUNSELLING = "support_counselling", "Support: counselling"


SUPPORTIVE: Final = frozenset(kind for kind in MeasureKind.values if kind.startswith("support_"))


class MeasurePurpose(models.TextChoices):
    """Why there is a measure, as a category: all that the person bound is told of the reasons."""

    KEEP_APART = "keep_apart", "Keeping people apart while the facts are established"
    NO_INFLUENCE = "no_influence", "Keeping decisions free of influence while the facts are established"
    EVIDENCE = "evidence", "Keeping what may matter as it is"
    SAFETY = "safety", "Keeping everybody safe while the facts are established"
    SUPPORT = "support", "Support while the facts are established"


class MeasureState(models.TextChoices):
    """Where a measure stands; a challenge does not lift it."""

    PROPOSED = "proposed", "Proposed"
    IN_FORCE = "in_force", "In force"
    CHALLENGED = "challenged", "In force, under challenge"
    NOT_TAKEN = "not_taken", "Not taken"
    ENDED = "ended", "Ended"


HOLDS: Final = (MeasureState.IN_FORCE, MeasureState.CHALLENGED)


class ChallengeResult(models.TextChoices):
    """What an independent reviewer decided on a challenge."""

    UPHELD = "upheld", "The measure stays as it is"
    CHANGED = "changed", "The measure was changed"
    ENDED = "ended", "The measure ended meanwhile"


class InterimMeasure(PartOfCase):
    """One temporary measure on one party. It decides nothing, costs nobody pay, and never lasts longer than the case."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=40, choices=MeasureKind)
    state = models.CharField(max_length=20, choices=MeasureState, default=MeasureState.PROPOSED)
    on_whom = models.ForeignKey(CaseParty, on_delete=models.PROTECT, related_name="measures")
    affects = models.ForeignKey(
        CaseParty, null=True, blank=True, on_delete=models.PROTECT, related_name="measures_affecting"
    )
    requested_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=MeasurePurpose)
    means = models.TextField()  # what it asks of the person, as they read it
    told_affected = models.CharField(max_length=300, blank=True)  # what the other side is told: no reasons
    still_allowed = models.TextField(blank=True)
    necessary_contact = models.CharField(max_length=300, blank=True)
    grounds = models.TextField()  # for those who work on the case alone
    alternatives_considered = models.TextField()
    least_restrictive = models.TextField()
    own_request = models.TextField(blank=True)  # the complainant's signed wish, where a measure burdens them
    own_request_signed_on = models.DateField(null=True, blank=True)
    pay = models.CharField(max_length=10, default="full")
    instructed = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="instructions_for_now"
    )
    instruction = models.TextField(blank=True)  # what a manager is to arrange: no reason, no case
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "state"], name="measure_of_case")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pay="full"), name="measure_pay_kept"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "not_taken"])
                | Q(review_due_on__isnull=False, approved_by__isnull=False, approved_at__isnull=False),
                name="measure_reviewed_while_it_holds",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | ~Q(state="ended") & Q(ended_at=None),
                name="measure_ended_when_over",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="measure_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(kind="paid_leave") | Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                name="measure_leave_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_supportive(self) -> bool:
        """Tell whether it supports the person, and asks nothing of them."""
        return self.kind in SUPPORTIVE

    @property
    def holds(self) -> bool:
        """Tell whether it is in force now; a challenge does not lift it."""
        return self.state in HOLDS


class MeasureChallenge(PartOfCase):
    """What the person bound says against a measure, and what somebody who took no part in it answers."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measure_challenges")
    measure = models.ForeignKey(InterimMeasure, on_delete=models.PROTECT, related_name="challenges")
    grounds = models.TextField()
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=ChallengeResult, blank=True)
    answer = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure"], condition=Q(result=""), name="measure_challenge_open_once"),
            models.CheckConstraint(
                condition=Q(result="", reviewed_at=None) | ~Q(result="") & Q(reviewed_at__isnull=False),
                name="challenge_answered_or_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Challenge to {self.measure}"
