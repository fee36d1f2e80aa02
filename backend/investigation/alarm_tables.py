"""Alarms: the file of a piece of evidence is not what was taken in, what was found instead, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.investigation.evidence_tables import EvidenceItem, PartOfEvidence
from backend.investigation.evidence_words import HashCheck
from backend.people.models import User


class AlarmState(models.TextChoices):
    """Where an alarm stands."""

    RAISED = "raised", "To be looked into"
    RESTORED = "restored", "The file is restored"
    LOST = "lost", "The file can’t be restored"


class FileAlarm(PartOfEvidence):
    """A check found the file of an item changed or gone; whoever leads the case has it restored, or says what its loss means."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="alarms")
    state = models.CharField(max_length=20, choices=AlarmState, default=AlarmState.RAISED)
    found = models.CharField(max_length=10, choices=HashCheck)
    expected_sha256 = models.CharField(max_length=64)
    expected_size = models.PositiveBigIntegerField()
    found_sha256 = models.CharField(max_length=64, blank=True)
    found_size = models.PositiveBigIntegerField(null=True, blank=True)
    raised_at = models.DateTimeField()
    answer = models.TextField(blank=True)  # what the loss means for the case
    resolved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item"], condition=Q(state="raised"), name="file_alarm_open_once"),
            models.CheckConstraint(
                condition=Q(state="raised", resolved_at=None)
                | (~Q(state="raised") & Q(resolved_at__isnull=False, resolved_by__isnull=False)),
                name="file_alarm_resolved_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="lost") | ~Q(answer=""), name="file_alarm_loss_explained"),
        ]

    def __str__(self) -> str:
        return f"Alarm about {self.item}"
