"""Return to work: a decision of its own by somebody outside the line, what was overridden, who was told, and the plan after it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.cases.models import Case, PartOfCase
from backend.documents.models import Document
from backend.people.models import Person, User
from backend.returns.vocabulary import Precondition, ReturnAppealState, ReturnState, StepState, Trigger


class ReturnToWork(PartOfCase):
    """One return of one employee. The employer decides it; no provider's word does, and nothing about it clears anybody."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="returns")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="returns")
    state = models.CharField(max_length=30, choices=ReturnState, default=ReturnState.SCHEDULED)
    trigger = models.CharField(max_length=20, choices=Trigger)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    returns_on = models.DateField(null=True, blank=True)  # the day aimed at; the one that was told, once it is decided
    place = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    despite = models.TextField(blank=True)  # why in spite of the one word on a referral; for those who decide alone
    conditions = models.JSONField(default=list, blank=True)
    needed = models.JSONField(default=list, blank=True)
    decided_again_on = models.DateField(null=True, blank=True)
    plan_ends_on = models.DateField(null=True, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    appeal_to = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    arrived_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "return to work"
        verbose_name_plural = "returns to work"
        indexes: ClassVar = [models.Index(fields=["person", "-begun_at"], name="returns_of_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(
                    state__in=[
                        "requested",
                        "scheduled",
                        "preconditions_check",
                        "deferred",
                        "approved_with_plan",
                        "returned",
                        "follow_up",
                    ]
                ),
                name="return_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved_with_plan", "returned", "follow_up"])
                | Q(
                    returns_on__isnull=False,
                    plan_ends_on__isnull=False,
                    decided_by__isnull=False,
                    document__isnull=False,
                ),
                name="return_approved_with_plan",
            ),
            models.CheckConstraint(
                condition=~Q(state="deferred") | Q(decided_again_on__isnull=False), name="return_deferred_to_a_day"
            ),
            models.CheckConstraint(
                condition=Q(plan_ends_on=None) | Q(plan_ends_on__gt=F("returns_on")), name="return_plan_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def owed_as(self) -> str:
        """Name what the case owes by this return."""
        return f"rtw.{self.uid.hex[:24]}"


class PartOfReturn(PartOfCase):
    """A record that belongs to one return, and so to its case's history."""

    rtw: "models.ForeignKey[ReturnToWork, ReturnToWork]"

    class Meta:
        abstract = True

    @property
    def case(self) -> Case:
        """Count its times as those of the case are counted."""
        return self.rtw.case


class PreconditionOverride(PartOfReturn):
    """Why a return may be approved although something is missing: written by one person, and read and agreed to by another."""

    rtw = models.ForeignKey(ReturnToWork, on_delete=models.PROTECT, related_name="overrides")
    code = models.CharField(max_length=20, choices=Precondition)
    missing = models.CharField(max_length=300)  # what was missing then; it covers nothing else
    why = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    seconded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seconded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rtw", "code", "missing"], name="override_once_per_gap"),
            models.CheckConstraint(
                condition=Q(seconded_by=None) | ~Q(seconded_by=F("written_by")), name="override_by_two"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="override_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.rtw}"


class ReturnNotice(PartOfReturn):
    """That somebody affected was told by letter from which day the other is at work, where, and what protects them."""

    rtw = models.ForeignKey(ReturnToWork, on_delete=models.PROTECT, related_name="safety_notices")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="return_notices")
    returns_on = models.DateField()
    place = models.CharField(max_length=300)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rtw", "to"], condition=Q(withdrawn_at=None), name="return_notice_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"Notice of {self.rtw}"


class FollowUpStep(PartOfReturn):
    """One talk or check of the plan after a return: when, about what, and who holds it."""

    reference = models.CharField(max_length=30, unique=True)
    rtw = models.ForeignKey(ReturnToWork, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=StepState, default=StepState.PLANNED)
    due_on = models.DateField()
    what = models.CharField(max_length=200)
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="follow_ups_held")
    settled_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    times_missed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["holder", "state", "due_on"], name="follow_up_held")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rtw", "seq"], name="follow_up_numbered_once"),
            models.CheckConstraint(
                condition=Q(state="done", settled_on__isnull=False) | ~Q(state="done") & Q(settled_on=None),
                name="follow_up_settled_when_done",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ReturnAppeal(PartOfReturn):
    """The employee’s appeal against one decision that deferred or refused their return; somebody who took no part answers it."""

    reference = models.CharField(max_length=30, unique=True)
    rtw = models.ForeignKey(ReturnToWork, on_delete=models.PROTECT, related_name="appeals")
    state = models.CharField(max_length=20, choices=ReturnAppealState, default=ReturnAppealState.FILED)
    decision = models.CharField(max_length=30, choices=ReturnState)  # the decision as it was made: the return may go on
    decision_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decision_letter = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    grounds = models.JSONField()
    words = models.TextField()
    filed_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    late_reason = models.TextField(blank=True)
    reviewer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    good_cause = models.TextField(blank=True)
    comment_until = models.DateField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "filed_at"], name="return_appeal_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rtw"], condition=Q(state__in=["filed", "under_review"]), name="return_appeal_open_once"
            ),
            models.UniqueConstraint(fields=["decision_letter"], name="return_appeal_once_per_decision"),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("decision_by")), name="return_appeal_answered_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_admitted", "dismissed", "overturned"])
                | Q(reviewer__isnull=False, answered_at__isnull=False) & ~Q(reasons=""),
                name="return_appeal_answered_with_reasons",
            ),
            models.CheckConstraint(condition=Q(is_late=False) | ~Q(late_reason=""), name="return_appeal_late_says_why"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def owed_as(self) -> str:
        """Name what the case owes while it is open."""
        return f"rtw_appeal.{self.uid.hex[:20]}"
