"""The work of an investigation: its plan and tasks, why a notice waits, what stood still, and what the parties were told."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.cases.models import Allegation, Case, CaseParty, PartOfCase
from backend.cases.vocabulary import ENDED
from backend.investigation.inquiry_vocabulary import (
    Bearing,
    DeferralGround,
    Factor,
    PlanState,
    StayBasis,
    TaskSource,
)
from backend.kernel import clock
from backend.people.models import User


class SavedTogether(models.Model):
    """A text that several people write: each save counts the edition up, so that nobody overwrites what they did not read."""

    edition = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        abstract = True


class InvestigationPlan(PartOfCase, SavedTogether):
    """What is to be found out, from whom and in which order; somebody else than the investigator approves it."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="plan")
    state = models.CharField(max_length=20, choices=PlanState, default=PlanState.DRAFT)
    scope = models.TextField()
    issues = models.TextField()
    sources = models.TextField()
    sequence = models.TextField()
    interviews_until = models.DateField()
    report_by = models.DateField()
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    return_note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_known"),
            models.CheckConstraint(condition=Q(report_by__gte=F("interviews_until")), name="plan_days_in_order"),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("submitted_by")),
                name="plan_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan of {self.case}"


class Task(PartOfCase):
    """One thing to do in an investigation: who does it, until when, and whether it is done."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="inquiry_tasks")
    due_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=20, choices=TaskSource, default=TaskSource.HAND)
    template = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "due_on"], condition=Q(done_at=None), name="inquiry_task_open"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_by_somebody",
            ),
            models.UniqueConstraint(fields=["case", "template"], condition=~Q(template=""), name="task_template_once"),
        ]

    def __str__(self) -> str:
        return self.what


class NoticeDeferral(PartOfCase):
    """That the respondent is given notice later: why, until when at the latest, and what ended it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notice_deferrals")
    ground = models.CharField(max_length=30, choices=DeferralGround)
    why = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("starts_at")), name="deferral_has_an_end"),
            models.CheckConstraint(condition=~Q(why=""), name="deferral_has_reason"),
        ]

    def __str__(self) -> str:
        return f"Deferral of the notice in {self.case}"

    @property
    def is_live(self) -> bool:
        """Tell whether it lets the notice wait now."""
        return self.lapsed_at is None and clock.now() < self.expires_at


class Stay(PartOfCase):
    """A time in which an investigation stood still: on which basis, and when that is looked at again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stays")
    basis = models.CharField(max_length=30, choices=StayBasis)
    details = models.TextField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    review_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="stay_one_at_a_time"),
            models.CheckConstraint(condition=Q(review_at__gt=F("started_at")), name="stay_reviewed_after_start"),
            models.CheckConstraint(condition=~Q(details=""), name="stay_has_reason"),
        ]

    def __str__(self) -> str:
        return f"Stay of {self.case}"


class CaseUpdate(PartOfCase):
    """What both sides were told of the progress, without any detail."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="updates")
    text = models.TextField()
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Update in {self.case}"


class ConfidentialityRequest(PartOfCase):
    """That one person was asked to keep something narrow to themselves: why in this very case, and until when at the latest."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confidentiality_requests")
    party = models.ForeignKey(CaseParty, on_delete=models.PROTECT, related_name="confidentiality_requests")
    about = models.CharField(max_length=300)
    why = models.TextField()
    ends_on = models.DateField(null=True, blank=True)  # at the latest with the case
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(about="") & ~Q(why=""), name="confidentiality_narrow_with_reason"),
        ]

    def __str__(self) -> str:
        return f"Request to {self.party}"

    @property
    def holds(self) -> bool:
        """Tell whether the request still holds: never longer than its day or its case."""
        over = self.ends_on is not None and self.ends_on < clock.today()
        return self.ended_at is None and not over and self.case.state not in ENDED

    @property
    def over_at(self) -> datetime | None:
        """Tell when it ended."""
        return self.ended_at or self.case.closed_at


class CredibilityAssessment(PartOfCase, SavedTogether):
    """What one factor says about one contested fact, in words. No number, and nothing about a person as such."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="credibility_assessments")
    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="credibility_assessments")
    fact = models.CharField(max_length=300)
    factor = models.CharField(max_length=20, choices=Factor)
    text = models.TextField()
    bearing = models.CharField(max_length=10, choices=Bearing)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(factor__in=Factor.values), name="credibility_factor_known"),
            models.CheckConstraint(condition=Q(bearing__in=Bearing.values), name="credibility_bearing_known"),
            models.CheckConstraint(condition=~Q(fact="") & ~Q(text=""), name="credibility_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_factor_display()} on {self.allegation}"
