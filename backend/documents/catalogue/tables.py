"""The tables of the catalogue: own versions of letters, the stationery of each jurisdiction, and the pictures on it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import Recorded, RecordedQuerySet
from backend.documents.catalogue.states import SETTLED, VersionState


class TemplateVersionQuerySet(RecordedQuerySet["TemplateVersion"]):
    """Questions about own versions."""

    def in_force(self, on: date) -> "TemplateVersionQuerySet":
        """Keep the approved versions whose time holds on a day, the one that counts first."""
        return self.filter(
            Q(effective_until=None) | Q(effective_until__gt=on), state=VersionState.APPROVED, effective_from__lte=on
        ).order_by("-effective_from", "-number")


class TemplateVersion(Recorded):
    """An organisation's own words of one letter in one language. Once it is approved, its words never change."""

    reference = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT, db_index=True)
    kind = models.CharField(max_length=8)
    template = models.CharField(max_length=120)  # the built-in version whose body it replaces
    number = models.PositiveSmallIntegerField()  # v2.3 is the third own version of v2 in its language
    language = models.CharField(max_length=12)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=300)  # what is different, in words
    based_on = models.CharField(max_length=120)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_until = models.DateField(null=True, blank=True)  # the first day on which it is not used any more

    objects: ClassVar[models.Manager["TemplateVersion"]] = models.Manager.from_queryset(TemplateVersionQuerySet)()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["template", "language", "state"], name="documents_template")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "language", "number"], name="template_number_once"),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="template_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=SETTLED)
                | Q(approved_by__isnull=False, approved_at__isnull=False, effective_from__isnull=False),
                name="template_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")), name="template_two_people"
            ),
            models.CheckConstraint(
                condition=Q(effective_until=None) | Q(effective_until__gte=F("effective_from")),
                name="template_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    @property
    def name(self) -> str:
        """Name the version as letters print it: cases/notice_of_allegations/v2.3."""
        return f"{self.template}.{self.number}"

    @property
    def short(self) -> str:
        """Name the version beside others of its letter: v2.3."""
        return self.name.rpartition("/")[2]


class Stationery(Recorded):
    """The organisation as its letters show it in one jurisdiction; the empty jurisdiction is the house's default."""

    reference = models.CharField(max_length=30, unique=True)
    jurisdiction = models.CharField(max_length=12, unique=True, blank=True)
    name = models.CharField(max_length=120)
    address = models.TextField(blank=True)  # a line each
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    lines = models.TextField(blank=True)  # further lines of contact
    registered = models.CharField(max_length=300, blank=True)
    colour = models.CharField(max_length=7, blank=True)
    logo = models.CharField(max_length=64, blank=True)  # the digest of a `Picture`
    support = models.JSONField(default=list, blank=True)  # [{name, role, phone, email}]
    legal_lines = models.JSONField(default=list, blank=True)  # [{text, kinds: [D10]}]; no kinds: on every letter

    class Meta:
        verbose_name_plural = "stationery"

    def __str__(self) -> str:
        return f"{self.name} ({self.jurisdiction or 'default'})"


class Picture(models.Model):
    """A picture on letters. Letters name it by its digest, so the table refuses every change."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256
