"""Files that left the product: who made them, why, from what, and their digest."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.audit.recorded import Recorded
from backend.cases.models import Case
from backend.people.models import Person


class ExportState(models.TextChoices):
    """Where an export stands."""

    REQUESTED = "requested", "Being written"
    READY = "ready", "Ready"
    EXPIRED = "expired", "Expired"


class Export(Recorded):
    """One export of the history: filter, reason, number of entries, digest and expiry stay in the register for good."""

    reference = models.CharField(max_length=30, unique=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    reason = models.TextField()
    filters = models.JSONField(default=dict, blank=True)
    fmt = models.CharField(max_length=10, choices=[("ndjson", "JSON lines"), ("csv", "CSV")])
    upto = models.BigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(null=True, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-requested_at"], name="records_export_newest")]

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
        return ExportState.READY if self.ready_at else ExportState.REQUESTED

    @property
    def file_name(self) -> str:
        """Name the file after the export's reference."""
        return f"{self.reference}.{self.fmt}"


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
