"""What a finding leaves behind: its earlier versions, and earlier matters that an investigator asked to know of."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.cases.models import Case, PartOfCase
from backend.cases.vocabulary import Standard
from backend.decisions.vocabulary import Factual, PolicyResult, Severity, SimilarFactState, VersionOf
from backend.investigation.models import EvidenceItem
from backend.people.models import User


class FindingVersion(PartOfCase):
    """A finding as it once stood: proposed, changed at the adoption, changed or sent back on appeal. It is never written over."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="finding_versions")
    finding = models.ForeignKey("decisions.Finding", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=20, choices=VersionOf)
    factual = models.CharField(max_length=30, choices=Factual)
    policy = models.CharField(max_length=20, choices=PolicyResult)
    standard = models.CharField(max_length=30, choices=Standard)
    severity_anchor = models.PositiveSmallIntegerField(null=True, blank=True, choices=Severity)
    reasons = models.TextField()
    summary = models.TextField(blank=True)
    why = models.TextField(blank=True)  # why it was changed
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["finding", "number"], name="finding_version_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.get_factual_display()}"


class FindingExhibit(PartOfCase):
    """One piece of evidence that a finding cites."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="finding_exhibits")
    finding = models.ForeignKey("decisions.Finding", on_delete=models.PROTECT, related_name="exhibits")
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="cited_in")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["finding", "item"], name="exhibit_cited_once")]

    def __str__(self) -> str:
        return f"{self.item} in {self.finding}"


class SimilarFactRequest(PartOfCase):
    """An investigator’s request to know of an earlier matter: what, why, and two others who grant it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="similar_facts")
    state = models.CharField(max_length=20, choices=SimilarFactState, default=SimilarFactState.REQUESTED)
    what = models.TextField()
    why = models.TextField()
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    supported_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    told = models.TextField(blank=True)  # what the investigator is told of the earlier matter
    disclosed_at = models.DateTimeField(null=True, blank=True)
    disclosed_how = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "state"], name="decisions_similar_of")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "disclosed", "set_aside"])
                | Q(supported_by__isnull=False, granted_by__isnull=False) & ~Q(told=""),
                name="similar_fact_granted_by_two",
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=models.F("supported_by")),
                name="similar_fact_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"Request about an earlier matter in {self.case}"
