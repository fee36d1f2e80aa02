"""A deadline with its basis, its reckoning and its end, and the pauses in it."""

from datetime import date, datetime
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import Recorded, RecordedQuerySet
from backend.deadlines.calendars import working_calendar
from backend.deadlines.profiles import Sense
from backend.deadlines.reckoning import Due, day_of
from backend.deadlines.rules import Rule

PENDING: Final = Q(met_at=None, missed_at=None, cancelled_at=None)
UNFINISHED: Final = Q(met_at=None, cancelled_at=None)


class DeadlineQuerySet(RecordedQuerySet["Deadline"]):
    """Deadlines as somebody looks for them."""

    def of_matter(self, matter: str) -> Self:
        """Deadlines of a report or a case, by the key of its history (`case:018f...`)."""
        return self.filter(matter=matter)

    def about(self, row: Recorded) -> Self:
        """Deadlines about one record."""
        return self.filter(subject=row.key)

    def pending(self) -> Self:
        """Deadlines that still run."""
        return self.filter(PENDING)

    def unfinished(self) -> Self:
        """Deadlines that still run, or that passed and were not met since."""
        return self.filter(UNFINISHED)

    def passed(self, as_of: datetime) -> Self:
        """Running deadlines whose last moment is over."""
        return self.pending().filter(due_at__lt=as_of)


class Deadline(Recorded):
    """What is due until when, on which basis. The due date is stored, never reckoned anew from a changed rule."""

    kind = models.CharField(max_length=80)  # the event that is due, for example report.acknowledge
    matter = models.CharField(max_length=120)  # the key of the report or case, whose history tells of it
    subject = models.CharField(max_length=120)  # the key of the record that it is about
    sense = models.CharField(
        max_length=10, choices=[(sense, sense.capitalize()) for sense in Sense], default=Sense.LIMIT
    )
    is_hard = models.BooleanField(default=False)  # a statute's, not only a policy's
    rule = models.CharField(max_length=10, blank=True)  # empty when somebody named the day
    basis = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    profile = models.CharField(max_length=20)
    profile_version = models.CharField(max_length=20)
    calendar = models.CharField(max_length=20, blank=True)
    zone = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    first_due_at = models.DateTimeField()  # before any pause
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(DeadlineQuerySet)()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=PENDING, name="deadline_pending"),
            models.Index(fields=["matter", "due_at"], condition=UNFINISHED, name="deadline_unfinished_matter"),
            models.Index(fields=["subject", "kind"], name="deadline_subject"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "kind"], condition=PENDING, name="deadline_runs_once"),
            models.CheckConstraint(condition=Q(first_due_at__gte=F("started_at")), name="deadline_after_start"),
            models.CheckConstraint(condition=Q(due_at__gte=F("first_due_at")), name="deadline_never_shortened"),
            models.CheckConstraint(condition=Q(met_at=None) | Q(cancelled_at=None), name="deadline_met_or_cancelled"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.due_on}"

    @property
    def stream(self) -> str:
        """Stand in the history of the report or case."""
        return self.matter

    @property
    def due_on(self) -> date:
        """Give the calendar day on which it is due, where the work is."""
        return day_of(self.due_at, self.zone)

    @property
    def act_by(self) -> date:
        """Give the last working day on which it can still be done in time."""
        return working_calendar(self.calendar).last_working(self.due_on)

    @property
    def words(self) -> str:
        """Say how it was counted: 7 days, counts weekends."""
        if not self.rule:
            return "on a day that was named"
        return Due(self.due_at, self.zone, Rule.parse(self.rule), working_calendar(self.calendar)).words

    @property
    def is_pending(self) -> bool:
        """Tell whether it still runs."""
        return self.met_at is None and self.missed_at is None and self.cancelled_at is None

    @property
    def can_pause(self) -> bool:
        """Tell whether a pause may move it: the law's own limit on the organisation never waits."""
        return self.is_pending and not (self.is_hard and self.sense != Sense.FLOOR)


class DeadlineNotice(Recorded):
    """What was told about a deadline, once each: that it comes near, or that it passed and somebody else has to know."""

    MISSED: ClassVar[str] = "missed"

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="notices")
    about = models.CharField(max_length=10)  # the rule of the warning (P3D), or that it passed
    role = models.CharField(max_length=30, blank=True)  # whose holders have to know
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = "notice about a deadline"
        verbose_name_plural = "notices about deadlines"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deadline", "about"], name="deadline_notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.about} of {self.deadline}"

    @property
    def stream(self) -> str:
        """Stand in the history of the report or case."""
        return self.deadline.stream


class DeadlinePause(Recorded):
    """A stretch of time in which a deadline doesn't run: by whom, why, and until when."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="pauses")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.TextField()
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="pause_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="pause_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d} to {self.ends_at:%Y-%m-%d}"

    @property
    def stream(self) -> str:
        """Stand in the history of the report or case."""
        return self.deadline.stream
