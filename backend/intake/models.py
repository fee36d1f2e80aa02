"""Reports of conduct."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.audit.recorded import Recorded
from backend.deadlines.profiles import Place, place_at, profile_for
from backend.intake.attachment_tables import ReportFile
from backend.intake.bar_tables import ReportBar, ReportRoute
from backend.intake.draft_tables import DraftFile, ReportDraft, ReportReceipt
from backend.intake.mailbox_tables import MailboxMessage
from backend.intake.triage_tables import Prompt, SamePerson, Triage
from backend.intake.vault_tables import IdentityOpening, VaultIdentity
from backend.intake.vocabulary import Certainty, Channel, DeclineCode, Mode, PowerRelation, Priority
from backend.people.models import Person, User

__all__ = [  # some tables lie in a module of their own
    "SETTLED",
    "UNDECIDED",
    "DraftFile",
    "IdentityOpening",
    "MailboxMessage",
    "Prompt",
    "Report",
    "ReportBar",
    "ReportDraft",
    "ReportFile",
    "ReportReceipt",
    "ReportRoute",
    "ReportState",
    "SamePerson",
    "Triage",
    "VaultIdentity",
]


class ReportState(models.TextChoices):
    """Where a report stands."""

    SUBMITTED = "submitted", "Sent"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    IN_TRIAGE = "in_triage", "Being assessed"
    DECLINE_PROPOSED = "decline_proposed", "Second person to review"
    ACCEPTED = "accepted", "Case opened"
    DECLINED = "declined", "Closed without a case"
    MERGED = "merged", "Joined to another report"
    REDIRECTED = "redirected", "Passed to another place"
    FEEDBACK_GIVEN = "feedback_given", "Feedback given"
    CLOSED = "closed", "Closed"


UNDECIDED = (ReportState.SUBMITTED, ReportState.ACKNOWLEDGED, ReportState.IN_TRIAGE, ReportState.DECLINE_PROPOSED)
SETTLED = (
    ReportState.ACCEPTED,
    ReportState.DECLINED,
    ReportState.MERGED,
    ReportState.REDIRECTED,
    ReportState.FEEDBACK_GIVEN,
    ReportState.CLOSED,
)


class Report(Recorded):
    """What somebody told the organisation, as they told it; the words are never changed."""

    reference = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=20, choices=ReportState, default=ReportState.SUBMITTED)
    channel = models.CharField(max_length=20, choices=Channel, default=Channel.WEB)
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.NAMED)
    language = models.CharField(max_length=12, default="en")
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
    occurred_as_told = models.CharField(max_length=200, blank=True)  # “about March”, when no day is known
    occurred_certainty = models.CharField(max_length=10, choices=Certainty, default=Certainty.NOT_SURE)
    wishes = models.TextField(blank=True)
    no_action_asked = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    first_known_on = models.DateField(null=True, blank=True)
    first_known_by = models.CharField(max_length=200, blank=True)  # who in the organisation knew first, as told
    safety = models.JSONField(
        default=dict, blank=True
    )  # answers about the situation: question code to yes, no, not_sure
    not_sure = models.JSONField(default=list, blank=True)  # the parts that the reporter could not or would not tell
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    priority = models.CharField(max_length=2, choices=Priority, blank=True)
    flags = models.JSONField(default=list, blank=True)
    triage_note = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_here")
    redirected_to = models.CharField(max_length=200, blank=True)
    feedback = models.TextField(blank=True)  # the latest that the reporter was told
    feedback_at = models.DateTimeField(null=True, blank=True)
    retraction = models.TextField(blank=True)  # what the reporter said on withdrawing it; the report stays
    retracted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
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

    @property
    def place(self) -> Place:
        """Tell whose law and clock hold for the report: of the person affected, else of the respondent, else of whoever told it."""
        for person in (self.affected, self.respondent, self.reporter):
            if person is not None and person.site is not None:
                return place_at(person.jurisdiction, person.site.calendar, person.site.zone)
        return Place(profile_for(""))

    @property
    def state_as_told(self) -> ReportState:
        """Give the state as the reporter may know it: nothing shows of a proposal to decline, or that there is another report."""
        if self.state == ReportState.MERGED:
            return ReportState.ACCEPTED if hasattr(self, "case_link") else ReportState.IN_TRIAGE
        return ReportState.IN_TRIAGE if self.state == ReportState.DECLINE_PROPOSED else ReportState(self.state)

    @property
    def state_shown(self) -> str:
        """Give the state as whoever asked for the row may know it, where the query told that; else as it is."""
        return str(self.__dict__.get("told") or self.state)

    @property
    def days_known(self) -> int | None:
        """Count the days between the day when the organisation first knew and the day when the report came in."""
        if self.first_known_on is None:
            return None
        return (self.received_at.date() - self.first_known_on).days
