"""What was found, and what follows from it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.cases.models import Allegation, Case, PartOfCase
from backend.cases.vocabulary import Standard
from backend.decisions.appeal_tables import Appeal, AppealComment, AppealDraft, AppealFile
from backend.decisions.finding_tables import FindingExhibit, FindingVersion, SimilarFactRequest
from backend.decisions.outcome_tables import Comparator, Disclosure, OutcomeFactor, Remedy
from backend.decisions.vocabulary import (
    NEEDS_FINDING,
    STANDS,
    Factual,
    OutcomeKind,
    PolicyResult,
    Severity,
)
from backend.kernel import clock
from backend.people.models import Person, User

__all__ = [  # some tables and words lie in modules of their own
    "NEEDS_FINDING",
    "STANDS",
    "Appeal",
    "AppealComment",
    "AppealDraft",
    "AppealFile",
    "Comparator",
    "Disclosure",
    "Factual",
    "Finding",
    "FindingExhibit",
    "FindingVersion",
    "Outcome",
    "OutcomeFactor",
    "OutcomeKind",
    "PolicyResult",
    "Remedy",
    "SimilarFactRequest",
]

STANDING = Q(adopted_at__isnull=False, overturned_at=None, factual__in=STANDS)  # of findings


class PartOfAllegation(PartOfCase):
    """A record that belongs to one allegation, and so to its case's history."""

    allegation: "models.OneToOneField[Allegation, Allegation]"

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """Stand in the case's history."""
        return self.allegation.case.key


class Finding(PartOfAllegation):
    """The finding on one allegation: proposed by the investigator, adopted by another."""

    allegation = models.OneToOneField(Allegation, on_delete=models.PROTECT, related_name="finding")
    factual = models.CharField(max_length=30, choices=Factual)
    policy = models.CharField(max_length=20, choices=PolicyResult)
    standard = models.CharField(max_length=30, choices=Standard)
    severity_anchor = models.PositiveSmallIntegerField(null=True, blank=True, choices=Severity)
    why_undetermined = models.TextField(blank=True)
    reasons = models.TextField()  # the analysis, for the report
    summary = models.TextField(blank=True)  # the reasons as both sides are told them: no names, nobody's private data
    proposed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)
    adoption_reasons = models.TextField(blank=True)
    overturned_at = models.DateTimeField(null=True, blank=True)
    source_code = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(adopted_by=None) | Q(proposed_by=None) | ~Q(adopted_by=F("proposed_by")),
                name="finding_adopted_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_factual_display()}: {self.allegation}"

    @property
    def stands(self) -> bool:
        """Tell whether the finding was adopted, says that something happened, and was not set aside."""
        return self.adopted_at is not None and self.overturned_at is None and self.factual in STANDS


class Outcome(PartOfCase):
    """What follows from the findings: decided by one person, approved by another, with reasons and comparators."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outcomes")
    respondent = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes")
    kinds = models.JSONField(default=list)
    reasons = models.TextField()
    factors = models.TextField(blank=True)
    comparators = models.TextField(blank=True)
    live_until = models.DateField(null=True, blank=True)
    skip_reason = models.TextField(blank=True)  # why a rung of the ladder was left out
    legal_review = models.TextField(blank=True)  # asked where earlier discipline still counts: by whom, when, and that
    suspension_days = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    overturned_at = models.DateTimeField(null=True, blank=True)  # set aside or replaced on appeal
    source_code = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(decided_by=None) | ~Q(approved_by=F("decided_by")),
                name="outcome_approved_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"Outcome of {self.case}"

    @property
    def state(self) -> str:
        """Tell where the outcome stands: decided, approved, returned or set aside."""
        if self.overturned_at:
            return "overturned"
        if self.approved_at:
            return "approved"
        return "returned" if self.returned_at else "decided"

    @property
    def counts_now(self) -> bool:
        """Tell whether it still counts as earlier discipline: approved, not set aside, and not past its day."""
        return self.state == "approved" and self.live_until is not None and self.live_until >= clock.today()

    @property
    def labels(self) -> list[str]:
        """Name what follows, in words."""
        return [str(OutcomeKind(kind).label) for kind in self.kinds]
