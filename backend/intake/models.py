"""Reports of conduct."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.audit.recorded import Recorded
from backend.intake.vocabulary import Certainty, Channel, DeclineCode, PowerRelation, Priority
from backend.people.models import Person, User


class ReportState(models.TextChoices):
    """Where a report stands."""

    SUBMITTED = "submitted", "Sent"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    IN_TRIAGE = "in_triage", "Being assessed"
    DECLINE_PROPOSED = "decline_proposed", "Second person to review"
    ACCEPTED = "accepted", "Case opened"
    DECLINED = "declined", "Closed without a case"


class Report(Recorded):
    """What somebody told the organisation, as they told it; the words are never changed."""

    reference = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=20, choices=ReportState, default=ReportState.SUBMITTED)
    channel = models.CharField(max_length=20, choices=Channel, default=Channel.WEB)
    reporter = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="reports_made")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reports_filed")
    affected = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="reports_affecting"
    )
    respondent = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="reports_naming"
    )
    respondent_as_told = models.CharField(max_length=200, blank=True)
    narrative = models.TextField()
    conduct = models.JSONField(default=list, blank=True)
    settings = models.JSONField(default=list, blank=True)
    power_relation = models.CharField(max_length=30, choices=PowerRelation, blank=True)
    occurred_on = models.DateField(null=True, blank=True)
    occurred_certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.NOT_SURE)
    wishes = models.TextField(blank=True)
    no_action_asked = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    first_known_on = models.DateField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    priority = models.CharField(max_length=2, choices=Priority, blank=True)
    flags = models.JSONField(default=list, blank=True)
    triage_note = models.TextField(blank=True)
    decline_code = models.CharField(max_length=40, choices=DeclineCode, blank=True)
    decline_grounds = models.TextField(blank=True)
    decline_proposed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="declines_proposed"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "received_at"], name="intake_report_queue")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["decline_proposed", "declined"])
                | (~Q(decline_code="") & ~Q(decline_grounds="")),
                name="report_declined_with_grounds",
            ),
            models.CheckConstraint(
                condition=Q(state="submitted") | Q(acknowledged_at__isnull=False), name="report_acknowledged_first"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
