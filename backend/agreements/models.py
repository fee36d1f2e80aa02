"""Accountability agreements: their clauses, the obligations that follow, and the signatures under the very bytes that were offered."""

from datetime import date
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from backend.agreements.obligation_vocabulary import Bearer, ObligationKind, ObligationState
from backend.agreements.occurrence_tables import CalendarLink, HandedFile, Obstacle, Occurrence
from backend.agreements.signing_tables import (
    AgreementAmendment,
    AgreementComment,
    AgreementSuspension,
    AgreementTranslation,
    CarriedObligation,
    ChangeRequest,
    PaperRecord,
    PartOfAgreement,
)
from backend.cases.models import Case, PartOfCase
from backend.clauses.models import ClauseVersion
from backend.clauses.vocabulary import AgreementKind as AgreementKind
from backend.clauses.vocabulary import Language as Language
from backend.decisions.models import Outcome
from backend.documents.models import Document
from backend.kernel import clock
from backend.people.models import Person, User

__all__ = [
    "Agreement",
    "AgreementAmendment",
    "AgreementClause",
    "AgreementComment",
    "AgreementKind",
    "AgreementObligation",
    "AgreementSketch",
    "AgreementState",
    "AgreementSuspension",
    "AgreementTranslation",
    "CalendarLink",
    "CarriedObligation",
    "ChangeRequest",
    "HandedFile",
    "Language",
    "Meaning",
    "ObligationState",
    "Obstacle",
    "Occurrence",
    "PaperRecord",
    "PartOfAgreement",
    "Signature",
]

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
    VOIDED = "voided", "Ended: the decision behind it no longer holds"
    REVOKED = "revoked", "Signature taken back in time"
    SUSPENDED = "suspended", "Suspended"
    SUPERSEDED = "superseded", "Replaced by a later version"


# Signed by the employee and not over: such an agreement goes along when somebody changes place.
TRAVELS: Final = (AgreementState.SIGNED, AgreementState.ACTIVE, AgreementState.SUSPENDED)
USUAL_MONTHS: Final = 24  # policy cap; invariant I9
LONGEST_MONTHS: Final = 60  # with reasons of the drafter and of the approver


class Agreement(PartOfCase):
    """What an employee is asked to keep after a finding: dated, verifiable, always with an end."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agreements")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="agreements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, choices=AgreementKind, default=AgreementKind.ACCOUNTABILITY)
    language = models.CharField(max_length=12, choices=Language, default=Language.ENGLISH)  # of all its words
    version = models.PositiveSmallIntegerField(default=1)
    drafts = models.PositiveSmallIntegerField(default=1)  # how often it was drawn up before its offer
    state = models.CharField(max_length=30, choices=AgreementState, default=AgreementState.DRAFTING)
    starts_on = models.DateField()
    review_on = models.DateField()
    ends_on = models.DateField()
    monitor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="agreements_monitored")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agreements_to_countersign")
    alternative = models.CharField(max_length=300)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    longer_because = models.TextField(blank=True)  # why it needs more than the usual time, as the drafter says
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_note = models.TextField(blank=True)  # what counsel checked; clauses behind the gate need it
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    longer_approved = models.TextField(blank=True)  # why the approver agrees to the longer time
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
                condition=Q(state__in=["drafting", "legal_reviewed", "approved", "voided"]) | ~Q(offered_sha256=""),
                name="agreement_offered_as_bytes",
            ),
            models.CheckConstraint(condition=~Q(person=F("monitor")), name="agreement_not_self_monitored"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def today(self) -> date:
        """Tell which day it is where the employee works: by that calendar what is due falls due, and nothing is late before."""
        return clock.today(self.person.zone)


class AgreementClause(PartOfAgreement):
    """One clause as it stands in one agreement, with its values filled in."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="clauses")
    seq = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4)
    part = models.CharField(max_length=80)
    heading = models.CharField(max_length=120)
    text = models.TextField()
    library_version = models.CharField(max_length=20)  # en-GB/C20.3
    library_sha256 = models.CharField(max_length=64, blank=True)  # of the words before any value was filled in
    version = models.ForeignKey(ClauseVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given = models.JSONField(default=dict, blank=True)  # the values, so that a draft can be opened again

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "code"], name="clause_once_per_agreement")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.heading}"


class AgreementSketch(PartOfCase):
    """What somebody typed of an agreement that is not drawn up yet: kept as it is, finished or not."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agreement_sketches")
    typed = models.JSONField(default=dict)
    saves = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case"], name="one_sketch_for_a_case")]

    def __str__(self) -> str:
        return self.reference


class AgreementObligation(PartOfAgreement):
    """One thing that the employee, or the organisation, undertakes: what, by when or how often, proved how, checked by whom.

    `clause` names the clause to which it belongs, and `sha256` is the digest of its line as the agreement prints it.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="obligations")
    seq = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=ObligationState, default=ObligationState.PLANNED)
    kind = models.CharField(max_length=40, choices=ObligationKind)
    clause = models.CharField(max_length=4, default="C06")
    bearer = models.CharField(max_length=20, choices=Bearer, default=Bearer.EMPLOYEE)
    owed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="obligations_for_the_organisation"
    )
    what = models.CharField(max_length=400)
    due = models.CharField(max_length=120)
    due_on = models.DateField()
    recurrence = models.CharField(max_length=200, blank=True)
    grace_days = models.PositiveSmallIntegerField(default=0)
    cure_days = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    proof = models.CharField(max_length=200)
    verifier = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="obligations_verified")
    met_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "seq"], name="obligation_numbered_once"),
            models.CheckConstraint(
                condition=(Q(bearer=Bearer.EMPLOYEE) & Q(owed_by=None))
                | (Q(bearer=Bearer.ORGANISATION) & Q(owed_by__isnull=False) & ~Q(owed_by=F("verifier"))),
                name="obligation_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def obligor(self) -> Person:
        """Name who has to do it."""
        return self.owed_by or self.agreement.person


class Meaning(models.TextChoices):
    """What a signature means."""

    AGREE = "agree", "I agree to this agreement"
    AGREE_UNDER_PROTEST = "agree_under_protest", "I sign under protest"
    DECLINE = "decline", "I decline this agreement"
    COUNTERSIGN = "countersign", "Signed for the organisation"
    REVOKE = "revoke", "I take my signature back"


class Signature(PartOfAgreement):
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
