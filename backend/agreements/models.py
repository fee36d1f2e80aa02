"""Accountability agreements: their clauses, the obligations that follow, and the signatures under the very bytes that were offered."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from backend.cases.models import Case, PartOfCase
from backend.decisions.models import Outcome
from backend.documents.models import Document
from backend.people.models import Person, User

ALTERNATIVE_OWED: Final = "outcome.alternative"  # what a case owes after an offer that was not accepted


class AgreementState(models.TextChoices):
    """Where an agreement stands. Declining and letting the offer lapse are ends of their own, and no breach."""

    DRAFTING = "drafting", "Being drafted"
    LEGAL_REVIEWED = "legal_reviewed", "Legally reviewed"
    APPROVED = "approved", "Approved"
    OFFERED = "offered", "Waiting for your answer"
    SIGNED = "signed_by_employee", "Signed, waiting for the countersignature"
    ACTIVE = "active", "In force"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired_offer", "Offer lapsed"
    COMPLETED = "completed", "Completed"


class AgreementKind(models.TextChoices):
    """What kind of agreement it is."""

    EXPECTATIONS = "expectations", "Expectations"
    ACCOUNTABILITY = "accountability", "Accountability"
    LAST_CHANCE = "last_chance", "Last chance"


LONGEST_MONTHS = 24  # policy cap; invariant I9


class Agreement(PartOfCase):
    """What an employee is asked to keep after a finding: dated, verifiable, always with an end."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agreements")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="agreements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, choices=AgreementKind, default=AgreementKind.ACCOUNTABILITY)
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=30, choices=AgreementState, default=AgreementState.DRAFTING)
    starts_on = models.DateField()
    review_on = models.DateField()
    ends_on = models.DateField()
    monitor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="agreements_monitored")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agreements_to_countersign")
    alternative = models.CharField(max_length=300)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(null=True, blank=True)
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements")
    offered_sha256 = models.CharField(max_length=64, blank=True)
    decline_reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-starts_on"], name="agreements_mine")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="agreement_has_an_end"),
            models.CheckConstraint(
                condition=Q(review_on__gte=F("starts_on")) & Q(review_on__lte=F("ends_on")),
                name="agreement_reviewed_in_between",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")), name="agreement_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafting", "legal_reviewed", "approved"]) | ~Q(offered_sha256=""),
                name="agreement_offered_as_bytes",
            ),
            models.CheckConstraint(condition=~Q(person=F("monitor")), name="agreement_not_self_monitored"),
        ]

    def __str__(self) -> str:
        return self.reference


class AgreementPart(PartOfCase):
    """A record that belongs to one agreement, and so to its case's history."""

    agreement: "models.ForeignKey[Agreement, Agreement]"

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """Stand in the case's history."""
        return self.agreement.case.key


class AgreementClause(AgreementPart):
    """One clause as it stands in one agreement, with its values filled in."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="clauses")
    seq = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4)
    part = models.CharField(max_length=80)
    heading = models.CharField(max_length=120)
    text = models.TextField()
    library_version = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "code"], name="clause_once_per_agreement")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.heading}"


class ObligationState(models.TextChoices):
    """Where an obligation of an agreement stands."""

    PLANNED = "planned", "Not in force yet"
    SCHEDULED = "scheduled", "In force"
    MET = "met", "Accepted"
    EXCUSED = "excused", "Excused"
    CANCELLED = "cancelled", "Ended with the agreement"


class AgreementObligation(AgreementPart):
    """One thing that the employee undertakes: what, by when, proved how, checked by whom."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="obligations")
    seq = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=ObligationState, default=ObligationState.PLANNED)
    kind = models.CharField(max_length=40)
    what = models.CharField(max_length=400)
    due = models.CharField(max_length=120)
    due_on = models.DateField()
    proof = models.CharField(max_length=200)
    verifier = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="obligations_verified")
    met_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "seq"], name="obligation_numbered_once")]

    def __str__(self) -> str:
        return self.what


class Meaning(models.TextChoices):
    """What a signature means."""

    AGREE = "agree", "I agree to this agreement"
    AGREE_UNDER_PROTEST = "agree_under_protest", "I sign under protest"
    DECLINE = "decline", "I decline this agreement"
    COUNTERSIGN = "countersign", "Signed for the organisation"


class Signature(AgreementPart):
    """One act of signing: who, what it means, over which bytes, when, and by which proofs of identity."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signatures")
    meaning = models.CharField(max_length=30, choices=Meaning)
    typed_name = models.CharField(max_length=200)
    intent = models.TextField()
    comment = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    factors = models.JSONField(default=list)
    signed_at = models.DateTimeField()
    zone = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "signer", "meaning"], name="signed_once")]

    def __str__(self) -> str:
        return f"{self.get_meaning_display()}: {self.signer}"
