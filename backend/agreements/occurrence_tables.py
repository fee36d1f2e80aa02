"""What is due when under an agreement, what stood in the way, and the links by which somebody's calendar learns of the days."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.agreements.obligation_vocabulary import DutyExcuse, ObstacleState, OccurrenceState
from backend.agreements.recurrence import by_when
from backend.audit.recorded import Recorded
from backend.cases.models import PartOfCase
from backend.files.models import StoredFile
from backend.people.models import User

HANDED_IN = ["submitted"]


class Occurrence(PartOfCase):
    """One date of an obligation: what happened by then. An obligation that is owed once has one.

    Until `grace_until` it counts as done in time; from then until `cure_until` it can be put right; only afterwards may it be
    referred to whoever decides.
    """

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="occurrences")
    duty = models.ForeignKey("agreements.AgreementObligation", on_delete=models.PROTECT, related_name="occurrences")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=OccurrenceState, default=OccurrenceState.SCHEDULED)
    opens_on = models.DateField()
    due_on = models.DateField()
    grace_until = models.DateField()
    cure_until = models.DateField()
    submitted_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)  # of whoever owes it
    proof_seen = models.TextField(blank=True)  # by whoever checks it
    missing = models.TextField(blank=True)  # what whoever checks it still has to see
    excuse = models.CharField(max_length=30, choices=DutyExcuse, blank=True)
    note = models.TextField(blank=True)  # of whoever decides; nothing about health
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["opens_on"], condition=Q(state="scheduled"), name="occurrence_to_open"),
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=["due", "rejected", "overdue", "grace", "submitted"]),
                name="occurrence_running",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["duty", "number"], name="occurrence_numbered_once"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on"))
                & Q(due_on__lte=F("grace_until"))
                & Q(grace_until__lte=F("cure_until")),
                name="occurrence_days_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HANDED_IN) | Q(submitted_on__isnull=False), name="occurrence_handed_in_on_a_day"
            ),
            models.CheckConstraint(
                condition=(Q(state="excused") & ~Q(excuse="")) | (~Q(state="excused") & Q(excuse="")),
                name="occurrence_excused_by_a_code",
            ),
            models.CheckConstraint(condition=~Q(excuse="medical") | Q(note=""), name="occurrence_without_health"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} ({self.due_on})"

    @property
    def stream(self) -> str:
        """Stand in the case's history."""
        return self.agreement.case.key

    @property
    def reference(self) -> str:
        """Name it within its agreement."""
        return f"{self.agreement.reference}-O{self.duty.seq}-{self.number}"

    @property
    def due_beside_day(self) -> str:
        """Give by when in the words of the agreement, where they say more than the day does."""
        words, is_once = self.duty.due, not self.duty.recurrence
        return "" if is_once and words == by_when("", self.due_on, self.agreement.language) else words

    def is_late(self, on: date) -> bool:
        """Tell whether what is handed in, or was, comes after the days in which it counts as done in time."""
        return (self.submitted_on or on) > self.grace_until


class HandedFile(PartOfCase):
    """A file that shows what was done by one date. Until it is handed in, it is there for whoever added it, and for nobody else.

    It stays with its date, whatever becomes of the agreement.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField()
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="handed_file")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    handed_in_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["occurrence", "number"], name="handed_file_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.label} of {self.occurrence}"

    @property
    def stream(self) -> str:
        """Stand in the case's history."""
        return self.occurrence.stream

    @property
    def label(self) -> str:
        """Name the file within its date."""
        return f"F{self.number}"

    @property
    def download_name(self) -> str:
        """Name the file for its download, without telling what it is about."""
        return f"{self.occurrence.reference}-{self.label}"


class Obstacle(PartOfCase):
    """The question to an employee what stood in the way of one date; it comes before anything may be referred.

    Whoever checks the date learns that it was asked and answered, never the words.
    """

    occurrence = models.OneToOneField(Occurrence, on_delete=models.PROTECT, related_name="obstacle")
    state = models.CharField(max_length=20, choices=ObstacleState, default=ObstacleState.ASKED)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["answer_by"], condition=Q(state="asked"), name="obstacle_unanswered"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(words="") & Q(answered_at__isnull=False)),
                name="obstacle_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"What stood in the way of {self.occurrence}"

    @property
    def stream(self) -> str:
        """Stand in the case's history."""
        return self.occurrence.stream


class CalendarLink(Recorded):
    """A secret address from which somebody's calendar reads on which days something is due, and nothing else."""

    not_in_history: ClassVar[frozenset[str]] = frozenset({"digest"})
    untold = Recorded.untold | {"digest"}

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="calendar_links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="calendar_link_expires"),
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="calendar_link_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
