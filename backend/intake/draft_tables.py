"""What is written and not sent yet, and the code by which somebody without a name comes back to what they sent."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.audit.recorded import Recorded
from backend.kernel.references import new_uid
from backend.people.models import User


class ReportDraft(models.Model):
    """A report that somebody still writes. It is nobody's record yet: only its author can open the words, and it ends by itself."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)  # the report that is sent bears it too
    owner = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="report_draft"
    )  # nobody, when it is held by a code
    digest = models.CharField(max_length=64, blank=True)  # of the code
    words = models.TextField()  # the answers, closed with a key that the code or the owner gives
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="report_draft_code_once"),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, digest="") | (Q(owner=None) & ~Q(digest="")),
                name="report_draft_held_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.saved_at:%Y-%m-%d}"


class DraftFile(models.Model):
    """A file of a report that somebody still writes. What it is, and its bytes on disk, are closed like the words."""

    draft = models.ForeignKey(ReportDraft, on_delete=models.CASCADE, related_name="files")
    uid = models.UUIDField(unique=True, default=new_uid, editable=False)  # under which its bytes lie
    number = models.PositiveIntegerField()
    facts = models.TextField()  # name, type, size and hash, closed with the key of the draft

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_file_number_once"),
        ]

    def __str__(self) -> str:
        return f"file {self.number}"


class ReportReceipt(Recorded):
    """The code that a reporter without a name was given, as a digest; the code itself stands nowhere."""

    report = models.OneToOneField("intake.Report", on_delete=models.PROTECT, related_name="receipt")
    digest = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()

    not_in_history: ClassVar[tuple[str, ...]] = ("digest",)
    untold = Recorded.untold | {"digest"}

    def __str__(self) -> str:
        return f"receipt of {self.report}"

    @property
    def stream(self) -> str:
        """Stand in the report's history."""
        return self.report.key
