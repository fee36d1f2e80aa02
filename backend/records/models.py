"""Files that left the product, and reviews of who can see what: who made them, why, from what."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import Recorded
from backend.cases.models import Case
from backend.people.models import Person


class ExportState(models.TextChoices):
    """Where an export stands."""

    WAITING = "waiting", "Waits for approval"
    REFUSED = "refused", "Refused"
    REQUESTED = "requested", "Being written"
    READY = "ready", "Ready"
    EXPIRED = "expired", "Expired"


class Level(models.TextChoices):
    """How people appear in an export."""

    PSEUDONYMISED = "pseudonymised", "Pseudonymised"
    IDENTIFIED = "identified", "Identified"


class Decision(models.TextChoices):
    """What the second person said to an identified export."""

    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"


class Form(models.TextChoices):
    """What kind of file an export is; the first two were made before there were bundles."""

    NDJSON = "ndjson", "JSON lines"
    CSV = "csv", "CSV"
    BUNDLE = "bundle", "Audit bundle"


def everything() -> dict[str, str]:
    """Say what the exports of the time before scopes were of."""
    return {"kind": "everything"}


class Export(Recorded):
    """One export of the history: filter, reason, number of entries, digest and expiry stay in the register for good."""

    reference = models.CharField(max_length=30, unique=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    reason = models.TextField()
    filters = models.JSONField(default=dict, blank=True)
    fmt = models.CharField(max_length=10, choices=Form, default=Form.BUNDLE)
    scope = models.JSONField(default=everything)
    subject = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="exports_about"
    )
    level = models.CharField(max_length=20, choices=Level, default=Level.PSEUDONYMISED)
    request = models.CharField(max_length=200, blank=True)
    previous = models.JSONField(default=list, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="exports_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    claim = models.CharField(max_length=10, blank=True)
    withheld = models.JSONField(default=dict, blank=True)
    upto = models.BigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(null=True, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    untold = Recorded.untold | {"salt"}
    not_in_history: ClassVar[tuple[str, ...]] = ("salt",)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-requested_at"], name="records_export_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="export_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")), name="export_decided_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(level=Level.IDENTIFIED) | Q(ready_at=None) | Q(decision=Decision.APPROVED),
                name="export_identified_when_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stream(self) -> str:
        """Stand in the history of exports."""
        return "exports"

    @property
    def state(self) -> ExportState:
        """Tell where the export stands."""
        if self.removed_at:
            return ExportState.EXPIRED
        if self.decision == Decision.REFUSED:
            return ExportState.REFUSED
        if self.level == Level.IDENTIFIED and not self.decision:
            return ExportState.WAITING
        return ExportState.READY if self.ready_at else ExportState.REQUESTED

    @property
    def file_name(self) -> str:
        """Name the file after the export's reference."""
        return f"{self.reference}.{'zip' if self.is_bundle else self.fmt}"

    @property
    def is_bundle(self) -> bool:
        """Tell a bundle from the plain files of earlier times."""
        return self.fmt == Form.BUNDLE

    @property
    def is_own_data(self) -> bool:
        """Tell whether somebody asked for what the history holds about themselves."""
        return self.subject_id is not None and self.subject_id == self.requested_by.person_id


class AccessVerdict(models.TextChoices):
    """What came of looking at who can see something."""

    IN_ORDER = "in_order", "In order"
    TO_CHANGE = "to_change", "Something has to change"


class AccessReview(Recorded):
    """That somebody looked at who can see one case, or what one person can see: when, what was there, and what they found."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="access_reviews")
    subject = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="access_reviews")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    verdict = models.CharField(max_length=20, choices=AccessVerdict)
    findings = models.TextField(blank=True)
    note = models.TextField()
    seen = models.JSONField(default=dict)  # how many ways there were, of which kind, when it was reviewed

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-reviewed_at"], name="records_access_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(case=None, subject__isnull=False) | Q(case__isnull=False, subject=None),
                name="access_review_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(verdict="in_order") | ~Q(findings=""), name="access_review_says_what_to_change"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stream(self) -> str:
        """Stand in the history of reviews, which those who work on a case do not read."""
        return "access-reviews"


class LegalHold(Recorded):
    """That nothing may be erased of one case, of one person, or of anything, until the hold is released."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="legal_holds")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.TextField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-issued_at"], condition=Q(released_at=None), name="records_hold_in_force")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(case=None) | Q(person=None), name="legal_hold_one_scope"),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="legal_hold_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def covers(self) -> str:
        """Say what the hold keeps."""
        if self.case:
            return f"case {self.case.reference}"
        return f"person {self.person.reference}" if self.person else "everything"
