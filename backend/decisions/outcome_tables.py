"""What belongs to an outcome: the points it was weighed by, what it was compared with, what is put right, and who may be told more."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.cases.models import Case, PartOfCase
from backend.decisions.vocabulary import DisclosureState, Factor, RemedyKind, RemedyState
from backend.documents.models import Document
from backend.people.models import Person, User


class OutcomeFactor(PartOfCase):
    """One point that an outcome was weighed by, in words."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outcome_factors")
    outcome = models.ForeignKey("decisions.Outcome", on_delete=models.PROTECT, related_name="weighed")
    code = models.CharField(max_length=30, choices=Factor)
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["outcome", "code"], name="factor_once_per_outcome")]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.text}"


class Comparator(PartOfCase):
    """A similar matter, what followed in it, and why this one is like it or not. It names nobody."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comparators")
    outcome = models.ForeignKey("decisions.Outcome", on_delete=models.PROTECT, related_name="compared")
    matter = models.CharField(max_length=60)
    followed = models.CharField(max_length=300)
    difference = models.TextField()

    def __str__(self) -> str:
        return f"{self.matter}: {self.followed}"


class Remedy(PartOfCase):
    """What the organisation puts right for one person: what, until when, and that it was done."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remedies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="remedies")
    state = models.CharField(max_length=20, choices=RemedyState, default=RemedyState.OWED)
    kind = models.CharField(max_length=30, choices=RemedyKind)
    what = models.CharField(max_length=300)
    due_on = models.DateField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-due_on"], name="decisions_remedy_of")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) & ~Q(done_note="")
                | ~Q(state="done") & Q(done_at__isnull=True),
                name="remedy_done_with_note",
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def owed_as(self) -> str:
        """Name what the case owes by this remedy."""
        return f"remedy.{self.uid.hex[:24]}"


class Disclosure(PartOfCase):
    """A decision that a complainant may know more of the outcome than the findings: what, why, and by whom."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disclosures")
    outcome = models.ForeignKey("decisions.Outcome", on_delete=models.PROTECT, related_name="disclosures")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disclosures")
    state = models.CharField(max_length=20, choices=DisclosureState, default=DisclosureState.PROPOSED)
    points = models.TextField()  # one a line; the letter holds these and nothing else
    reasons = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="disclosures")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("decided_by")), name="disclosure_approved_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "told"]) | Q(approved_by__isnull=False),
                name="disclosure_approved_before_told",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def lines(self) -> tuple[str, ...]:
        """Give what may be told, point by point."""
        return tuple(line.strip() for line in self.points.splitlines() if line.strip())
