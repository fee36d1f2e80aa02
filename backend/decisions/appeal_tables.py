"""Appeals: records of their own beside the case, with what the other side said to them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from backend.cases.models import Case, PartOfCase
from backend.decisions.vocabulary import DECIDED_APPEALS, AppealGround, AppealSide, AppealState
from backend.files.models import StoredFile
from backend.people.models import Person, User


class Appeal(PartOfCase):
    """One side’s appeal against findings, the outcome, or both; somebody who took no part decides it."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    outcome = models.ForeignKey("decisions.Outcome", on_delete=models.PROTECT, related_name="appeals")
    state = models.CharField(max_length=20, choices=AppealState, default=AppealState.FILED)
    result = models.CharField(max_length=20, blank=True)
    appellant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appeals")
    side = models.CharField(max_length=20, choices=AppealSide)
    findings = models.JSONField(default=list, blank=True)  # the numbers of the allegations
    against_outcome = models.BooleanField(default=False)
    grounds = models.JSONField(default=list)
    text = models.TextField()
    material = models.TextField(blank=True)
    late_reason = models.TextField(blank=True)
    filed_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    reviewer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="appeals_reviewed")
    admission = models.TextField(blank=True)  # why it was admitted or not; a late one needs good cause
    stays_effects = models.BooleanField(default=False)
    material_told = models.TextField(blank=True)  # what of the new material the other side is shown
    comment_until = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)  # reasons by ground
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["appellant", "-filed_at"], name="decisions_appeal_of"),
            models.Index(fields=["state", "filed_at"], name="decisions_appeal_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="appeal_says_why"),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(reviewer__isnull=False), name="appeal_decided_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def ground_labels(self) -> list[str]:
        """Name the grounds, in words."""
        return [str(AppealGround(code).label) for code in self.grounds]

    @property
    def state_told(self) -> AppealState:
        """Tell the state as both sides know it: a result is theirs once it was sent to them."""
        state = AppealState(self.state)
        return AppealState.UNDER_REVIEW if state in DECIDED_APPEALS else state

    @property
    def owed_as(self) -> str:
        """Name what the case owes while the appeal is open."""
        return f"appeal.{self.uid.hex[:24]}"


class AppealComment(PartOfCase):
    """What the other side says to an appeal and to the new material in it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeal_comments")
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="comments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appeal_comments")
    text = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Comment on {self.appeal}"


class AppealFile(PartOfCase):
    """A file that an appellant adds to their appeal: the reviewer reads it, the other side only what the reviewer shows them."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeal_files")
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveIntegerField()
    description = models.TextField()
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="appeal_file")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)  # to the other side

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appeal", "number"], name="appeal_file_numbered_once"),
            models.CheckConstraint(condition=~Q(description=""), name="appeal_file_described"),
        ]

    def __str__(self) -> str:
        return f"{self.label} of {self.appeal}"

    @property
    def label(self) -> str:
        """Name the file within its appeal."""
        return f"F{self.number}"

    @property
    def download_name(self) -> str:
        """Name the file for its download, without telling what it is about."""
        return f"{self.appeal.reference}-{self.label}"


class AppealDraft(models.Model):
    """An appeal that a party has begun to write. It is theirs alone: no history keeps it, and sending or discarding removes it."""

    outcome = models.ForeignKey("decisions.Outcome", on_delete=models.CASCADE, related_name="appeal_drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appeal_drafts")
    given: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outcome", "person"], name="appeal_draft_one_per_person")
        ]

    def __str__(self) -> str:
        return f"Draft of {self.person}"
