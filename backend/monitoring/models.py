"""What follows an agreement in force: the monitor's undertaking, check-ins, suspected breaches and their determination, easing."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.agreements.models import Agreement, AgreementObligation, PartOfAgreement
from backend.cases.models import Case
from backend.documents.models import Document
from backend.monitoring.vocabulary import (
    BreachAppealState,
    BreachState,
    CheckInState,
    EasingKind,
    EasingState,
    InTheWay,
    MissedBy,
    Result,
)
from backend.people.models import Person, User


class MonitoringPart(PartOfAgreement):
    """A record of what follows one agreement; it stands in the case's history, which a monitor does not read."""

    class Meta:
        abstract = True

    @property
    def case(self) -> Case:
        """Give the case behind the agreement: its profile is that of every deadline here."""
        found: Case = self.agreement.case
        return found


class MonitorUndertaking(MonitoringPart):
    """A monitor was briefed (D14), and undertook to tell nobody what they learn; each monitor of an agreement once."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="undertakings")
    monitor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="undertakings")
    briefing = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "monitor"], name="undertaking_once_per_monitor")
        ]

    def __str__(self) -> str:
        return f"Undertaking of {self.monitor}"


class AgreementCheckIn(MonitoringPart):
    """One planned meeting of monitor and employee: coded answers, a short line beside each, and the employee's own words apart."""

    reference = models.CharField(max_length=30, unique=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="check_ins")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=CheckInState, default=CheckInState.PLANNED)
    planned_on = models.DateField()  # as the rhythm had it
    due_on = models.DateField()
    rhythm = models.CharField(max_length=20)  # the version of the rhythm, or the distance that easing set
    questions = models.CharField(max_length=20, blank=True)  # the version that the answers belong to
    answers = models.JSONField(default=dict, blank=True)
    lines = models.JSONField(default=dict, blank=True)
    held_on = models.DateField(null=True, blank=True)
    held_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    own_words = models.TextField(blank=True)  # the employee's, before or after; only the two who meet read them
    own_words_at = models.DateTimeField(null=True, blank=True)
    missed_by = models.CharField(max_length=20, choices=MissedBy, blank=True)
    times_missed = models.PositiveSmallIntegerField(default=0)
    in_the_way = models.CharField(max_length=30, choices=InTheWay, blank=True)
    in_the_way_at = models.DateTimeField(null=True, blank=True)

    not_in_history: ClassVar[tuple[str, ...]] = ("own_words",)  # they can be changed, and no copy stays
    untold = MonitoringPart.untold | {"own_words"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="agreement_check_in_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_check_in_numbered_once"),
            models.CheckConstraint(
                condition=Q(state="held", held_on__isnull=False, held_by__isnull=False) & ~Q(questions="")
                | ~Q(state="held") & Q(held_on=None),
                name="agreement_check_in_held_when_told",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["missed", "escalated"]) | ~Q(missed_by=""),
                name="agreement_check_in_missed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Breach(MonitoringPart):
    """One obligation that may not have been kept: facts, the notice, the answer, and the decision of somebody else."""

    reference = models.CharField(max_length=30, unique=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="breaches")
    obligation = models.ForeignKey(AgreementObligation, on_delete=models.PROTECT, related_name="breaches")
    due_on = models.DateField()
    state = models.CharField(max_length=30, choices=BreachState, default=BreachState.SUSPECTED)
    facts = models.JSONField()  # [{"when": ..., "what": ...}]
    exhibits = models.JSONField(default=list, blank=True)  # [{"reference": ..., "what": ..., "where": ...}]
    asked_on = models.DateField()  # when the employee was asked what got in the way
    was_answered = models.BooleanField()
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="breaches_reported")
    reported_at = models.DateTimeField()
    noticed_at = models.DateTimeField(null=True, blank=True)
    notice = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    respond_by = models.DateTimeField(null=True, blank=True)
    response = models.TextField(blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=20, choices=Result, blank=True)
    weighed = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    step = models.PositiveSmallIntegerField(null=True, blank=True)  # of this agreement's ladder, from 1
    step_reason = models.TextField(blank=True)
    determined_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    determined_at = models.DateTimeField(null=True, blank=True)
    determination = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appeal_to = models.CharField(max_length=200, blank=True)
    appeal_until = models.DateTimeField(null=True, blank=True)
    consequence = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    appeal_state = models.CharField(
        max_length=20, choices=BreachAppealState, default=BreachAppealState.NONE, blank=True
    )
    appeal_grounds = models.JSONField(default=list, blank=True)
    appeal_words = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_is_late = models.BooleanField(default=False)
    appeal_late_reason = models.TextField(blank=True)
    appeal_good_cause = models.TextField(blank=True)
    appeal_reasons = models.TextField(blank=True)
    appeal_decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appeal_decided_at = models.DateTimeField(null=True, blank=True)
    appeal_answer = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "breaches"
        indexes: ClassVar = [models.Index(fields=["state", "reported_at"], name="breach_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["obligation", "due_on"],
                condition=Q(state__in=["suspected", "noticed", "responded", "no_response"]),
                name="breach_open_once",
            ),
            models.CheckConstraint(
                condition=Q(determined_at=None) | Q(responded_at__isnull=False) | Q(lapsed_at__isnull=False),
                name="breach_heard_before_decided",
            ),
            models.CheckConstraint(
                condition=Q(determined_by=None) | ~Q(determined_by=F("reported_by")), name="breach_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(result="", determined_at=None)
                | ~Q(result="") & Q(determined_at__isnull=False, determined_by__isnull=False) & ~Q(reasons=""),
                name="breach_decided_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(appeal_decided_by=None)
                | ~Q(appeal_decided_by=F("determined_by")) & ~Q(appeal_decided_by=F("reported_by")),
                name="breach_appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(appeal_is_late=False) | ~Q(appeal_late_reason=""), name="breach_appeal_late_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def owed_as(self) -> str:
        """Name what the case owes while it is open."""
        return f"agreement.breach.{self.uid.hex[:12]}"

    @property
    def outcome_owed_as(self) -> str:
        """Name the new decision on the outcome that a material breach leads to."""
        return f"agreement.after.{self.uid.hex[:12]}"

    @property
    def appeal_owed_as(self) -> str:
        """Name what the case owes while the appeal against its determination is open."""
        return f"agreement.appeal.{self.uid.hex[:12]}"


class Easing(MonitoringPart):
    """What becomes easier after a stretch that was kept: a fact put before the decision maker, who decides. It rates nobody."""

    reference = models.CharField(max_length=30, unique=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="easings")
    state = models.CharField(max_length=20, choices=EasingState, default=EasingState.PROPOSED)
    kept = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    since_on = models.DateField()
    proposed_at = models.DateTimeField()
    kind = models.CharField(max_length=30, choices=EasingKind, blank=True)
    every = models.CharField(max_length=10, blank=True)  # the new distance between check-ins
    what = models.CharField(max_length=300, blank=True)  # the safeguard
    review_on = models.DateField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement"], condition=Q(state="proposed"), name="easing_proposed_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "not_now"])
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reasons=""),
                name="easing_decided_with_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | ~Q(every="") | Q(review_on__isnull=False) & ~Q(what=""),
                name="easing_eases_something",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
