"""Interviews, and the record of what somebody said in one: checked, corrected and signed by whoever said it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.cases.models import Case, CaseParty, PartOfCase
from backend.documents.models import Document
from backend.investigation.inquiry_tables import SavedTogether
from backend.investigation.inquiry_vocabulary import (
    Confirmation,
    InterviewState,
    Medium,
    Recording,
    StatementState,
)
from backend.kernel import clock
from backend.people.models import Person, User


class Interview(PartOfCase, SavedTogether):
    """A conversation with one person: when and where, who was present, what was said beforehand, and the private notes."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interviews")
    party = models.ForeignKey(CaseParty, on_delete=models.PROTECT, related_name="interviews")
    state = models.CharField(max_length=20, choices=InterviewState, default=InterviewState.PLANNED)
    planned_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    medium = models.CharField(max_length=20, choices=Medium, default=Medium.IN_PERSON)
    topics = models.JSONField(
        default=list, blank=True
    )  # what it is about, one line each; for a witness the occasion alone
    prompts = models.JSONField(default=list, blank=True)
    present = models.JSONField(default=list, blank=True)  # {"name": ..., "role": ...}
    advisories = models.JSONField(default=list, blank=True)
    recording = models.CharField(max_length=20, choices=Recording, default=Recording.NOTES)
    notes = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    outcome_note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=InterviewState.values), name="interview_state_known"),
            models.CheckConstraint(
                condition=Q(state="held", held_at__isnull=False) | ~Q(state="held") & Q(held_at=None),
                name="interview_held_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class NoteDraft(models.Model):
    """Notes that somebody is writing and has not saved yet: nobody's record, and for their writer alone."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="note_drafts")
    writer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    notes = models.TextField(blank=True)
    seen = models.PositiveIntegerField()  # the edition of the notes that they were begun from
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "writer"], name="note_draft_once_each"),
        ]

    def __str__(self) -> str:
        return f"notes of {self.saved_at:%Y-%m-%d}"


class Statement(PartOfCase, SavedTogether):
    """What one person said, in passages: they alone correct it, and sign it or not. It is nobody else's."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    interview = models.OneToOneField(Interview, on_delete=models.PROTECT, related_name="statement")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statements")
    state = models.CharField(max_length=20, choices=StatementState, default=StatementState.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)  # of the words that were offered
    passages = models.JSONField(default=list, blank=True)  # {"speaker": ..., "words": ...}
    corrections = models.JSONField(
        default=list, blank=True
    )  # {"passage": 2, "before": ..., "after": ..., "asked": ...}
    offered_at = models.DateTimeField(null=True, blank=True)
    correct_until = models.DateField(null=True, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)  # of the words that were offered
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="statements")
    meaning = models.CharField(max_length=20, choices=Confirmation, blank=True)
    signed_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_on_paper = models.BooleanField(default=False)  # signed or declined on paper, as somebody recorded
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decline_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=StatementState.values), name="statement_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(offered_at__isnull=False) & ~Q(text_sha256=""),
                name="statement_offered_as_words",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(answered_at__isnull=False) & ~Q(signed_name="") & ~Q(meaning=""),
                name="statement_signed_by_name",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Tell whether the person may still correct, sign or decline it."""
        return self.state == StatementState.OFFERED

    @property
    def is_late(self) -> bool:
        """Tell whether the time to check it has passed; it is still taken."""
        return self.is_open and self.correct_until is not None and self.correct_until < clock.today()
