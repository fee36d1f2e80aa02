"""What was found, and what follows from it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.cases.models import Allegation, Case, PartOfCase
from backend.cases.vocabulary import Standard
from backend.people.models import Person, User


class Factual(models.TextChoices):
    """Whether it happened. Not substantiated means short of the standard; it does not mean that it did not happen."""

    SUBSTANTIATED = "substantiated", "Substantiated"
    PARTIALLY = "partially_substantiated", "Partially substantiated"
    NOT_SUBSTANTIATED = "not_substantiated", "Not substantiated"
    UNFOUNDED = "unfounded", "Unfounded"
    UNDETERMINED = "undetermined", "Could not be determined"


class PolicyResult(models.TextChoices):
    """Whether what happened broke a policy."""

    BREACH = "breach", "Breach of policy"
    NO_BREACH = "no_breach", "No breach of policy"
    OTHER_CONCERN = "other_concern", "Another concern"
    NOT_RECORDED = "not_recorded", "Not recorded"


STANDS = (Factual.SUBSTANTIATED, Factual.PARTIALLY)


class OutcomeKind(models.TextChoices):
    """What may follow, from the mildest to the gravest; then what the organisation itself owes."""

    NO_ACTION = "no_action", "No action"
    CLARIFICATION = "clarification", "Clarification"
    COACHING = "coaching", "Coaching"
    ACCOUNTABILITY_MEETING = "accountability_meeting", "Formal accountability meeting"
    EXPECTATIONS_MEMO = "expectations_memo", "Expectations memo"
    TRAINING = "training", "Training"
    WRITTEN_WARNING = "written_warning", "Written warning"
    FINAL_WARNING = "final_warning", "Final written warning"
    SUSPENSION = "suspension", "Suspension"
    DEMOTION = "demotion", "Demotion"
    TRANSFER = "transfer_respondent", "Transfer of the respondent"
    ACCOUNTABILITY_AGREEMENT = "accountability_agreement", "Accountability agreement"
    LAST_CHANCE = "last_chance_agreement", "Last-chance agreement"
    DISMISSAL = "dismissal", "Dismissal"
    RESIGNED = "resigned", "Resigned before the decision"
    ORG_REMEDY = "org_remedy", "Change in the organisation"
    UNKNOWN = "unknown", "Not recorded"


NEEDS_FINDING = frozenset(OutcomeKind.values) - {
    OutcomeKind.NO_ACTION,
    OutcomeKind.CLARIFICATION,
    OutcomeKind.ORG_REMEDY,
    OutcomeKind.UNKNOWN,
}


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
    reasons = models.TextField()  # the analysis, for the report
    summary = models.TextField(blank=True)  # the reasons as both sides are told them: no names, nobody's private data
    proposed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)
    adoption_reasons = models.TextField(blank=True)
    source_code = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(adopted_by=None) | Q(proposed_by=None) | ~Q(adopted_by=F("proposed_by")),
                name="finding_adopted_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_factual_display()}: {self.allegation}"

    @property
    def stands(self) -> bool:
        """Tell whether the finding was adopted and says that something happened."""
        return self.adopted_at is not None and self.factual in STANDS


class Outcome(PartOfCase):
    """What follows from the findings: decided by one person, approved by another, with reasons and comparators."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outcomes")
    respondent = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes")
    kinds = models.JSONField(default=list)
    reasons = models.TextField()
    factors = models.TextField(blank=True)
    comparators = models.TextField(blank=True)
    live_until = models.DateField(null=True, blank=True)
    suspension_days = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
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
        """Tell where the outcome stands: decided, approved or returned."""
        if self.approved_at:
            return "approved"
        return "returned" if self.returned_at else "decided"

    @property
    def labels(self) -> list[str]:
        """Name what follows, in words."""
        return [str(OutcomeKind(kind).label) for kind in self.kinds]
