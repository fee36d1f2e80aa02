"""What follows a decision: links between cases, the closing, and the watch for retaliation."""

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import Recorded
from backend.cases.aftermath_vocabulary import (
    CheckInState,
    ConcernState,
    LinkKind,
    RetentionClass,
    WatchState,
)
from backend.cases.parts import PartOfCase
from backend.cases.vocabulary import ClosureReason

USER: Final = settings.AUTH_USER_MODEL
QUESTIONS: Final = ("schedule", "pay", "rating", "exclusion", "contact", "comments")


class CaseLink(PartOfCase):
    """One case stands to another; only whoever may see both learns of it, so it has a history of its own."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=30, choices=LinkKind)
    linked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "other", "kind"], name="cases_linked_once"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="case_not_linked_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.case} to {self.other}"

    @property
    def stream(self) -> str:
        """Stand alone: the history of neither case tells of the other."""
        return self.key


class CaseClosure(PartOfCase):
    """What the organisation learns from a case, and how long its file is kept; recorded before it closes."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="closures")
    root_cause = models.TextField()  # causes in the organisation, one a line
    lessons = models.TextField()
    org_remedies = models.TextField(blank=True)
    retention_class = models.CharField(max_length=20, choices=RetentionClass)
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)  # the case was taken up again

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(superseded_at=None), name="closure_counts_once")
        ]

    def __str__(self) -> str:
        return f"Lessons of {self.case}"


class EarlyClosing(PartOfCase):
    """A proposal to end a case without a decision: why, and how the employer's duty was weighed. A second person decides."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="early_closings")
    closure_reason = models.CharField(max_length=40, choices=ClosureReason)
    duty_check = models.TextField()
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_agreed = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(decided_at=None), name="early_closing_open_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="early_closing_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"Proposal to close {self.case}"


class RetaliationWatch(Recorded):
    """Twelve months in which somebody outside the respondent's line asks the people protected how things are."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="watch")
    state = models.CharField(max_length=20, choices=WatchState, default=WatchState.WATCHING)
    watcher = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="watches")
    reviewer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")  # looks first at watched decisions
    events = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "retaliation watches"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="watch_days_in_order"),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | ~Q(state="ended") & Q(ended_at=None),
                name="watch_ended_when_over",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PartOfWatch(Recorded):
    """A record that lives in the history of a watch, which the readers of the case don't read."""

    watch: "models.ForeignKey[RetaliationWatch, RetaliationWatch]"

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """Stand in the history of the watch."""
        return self.watch.key


class WatchedPerson(PartOfWatch):
    """Somebody protected: who they are to the case, and whether they want to be asked at all."""

    watch = models.ForeignKey(RetaliationWatch, on_delete=models.PROTECT, related_name="people")
    party = models.ForeignKey("cases.CaseParty", on_delete=models.PROTECT, related_name="watched")
    no_contact = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "watched people"
        constraints: ClassVar = [models.UniqueConstraint(fields=["watch", "party"], name="watched_once")]

    def __str__(self) -> str:
        return f"{self.party}, {self.watch}"


class CheckIn(PartOfWatch):
    """One time at which a protected person is asked how things are; the answers are coded, and theirs."""

    reference = models.CharField(max_length=30, unique=True)
    watch = models.ForeignKey(RetaliationWatch, on_delete=models.PROTECT, related_name="check_ins")
    person = models.ForeignKey(WatchedPerson, on_delete=models.PROTECT, related_name="check_ins")
    event = models.CharField(max_length=80)  # the timer that it is planned by
    state = models.CharField(max_length=20, choices=CheckInState, default=CheckInState.PLANNED)
    due_on = models.DateField()
    answers = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    times_missed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="check_in_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="held", held_at__isnull=False) | ~Q(state="held") & Q(held_at=None),
                name="check_in_held_when_told",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Concern(PartOfWatch):
    """What somebody protected tells may be retaliation; nobody is taken to have done it."""

    reference = models.CharField(max_length=30, unique=True)
    watch = models.ForeignKey(RetaliationWatch, on_delete=models.PROTECT, related_name="concerns")
    person = models.ForeignKey(WatchedPerson, on_delete=models.PROTECT, related_name="concerns")
    check_in = models.ForeignKey(CheckIn, null=True, blank=True, on_delete=models.PROTECT, related_name="concerns")
    state = models.CharField(max_length=20, choices=ConcernState, default=ConcernState.OPEN)
    told = models.TextField()
    raised_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer = models.TextField(blank=True)  # what the person is told where no case follows
    led_to = models.ForeignKey("cases.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="case_opened", led_to__isnull=False)
                | Q(state="open", led_to=None)
                | Q(state="settled", led_to=None) & ~Q(answer=""),
                name="concern_led_somewhere",
            )
        ]

    def __str__(self) -> str:
        return self.reference
