"""A referral and what must stand before it is offered: memo, evidence read, safeguards in the setting, a choice of providers."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import Recorded
from backend.cases.models import Case
from backend.decisions.models import Outcome
from backend.documents.models import Document
from backend.people.models import Person, User
from backend.referrals.compartment import opened
from backend.referrals.contents import Control, Remark
from backend.referrals.register_tables import EvidenceGrade, Intervention, Provider
from backend.referrals.vocabulary import (
    OVER,
    UNTOLD,
    Compliance,
    EndedAs,
    ProviderPart,
    ReferralKind,
    ReferralState,
)


class Referral(Recorded):
    """One request to an employee to see a provider. It lies in a compartment of its own: no role in the case reads it.

    `sealed` holds what is confidential of it, closed with a key of its own (see `compartment`). What is left open is what
    the product must compute with: states, dates, and the one word that a monitor may know.
    """

    reference = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=20, choices=ReferralKind, default=ReferralKind.MANDATORY)
    state = models.CharField(max_length=30, choices=ReferralState, default=ReferralState.CONSIDERED)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    outcome = models.ForeignKey(Outcome, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="referrals")
    grade = models.ForeignKey(EvidenceGrade, on_delete=models.PROTECT, related_name="referrals")
    coordinator = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals_coordinated"
    )
    provider = models.ForeignKey(Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")
    wrapped_key = models.TextField()  # this referral's own key, closed with the key of the compartment
    sealed = models.TextField(blank=True)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ends_on = models.DateField()
    offered_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    next_report_on = models.DateField(null=True, blank=True)
    compliance = models.CharField(max_length=10, choices=Compliance, default=Compliance.UNKNOWN)
    compliance_on = models.DateField(null=True, blank=True)
    letter = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=20, choices=EndedAs, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["coordinator", "state"], name="referrals_of_coordinator"),
            models.Index(fields=["provider", "state"], name="referrals_of_provider"),
            models.Index(fields=["person", "-begun_at"], name="referrals_of_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(wrapped_key=""), name="referral_has_a_key"),
            models.CheckConstraint(
                condition=~Q(kind="mandatory") | Q(outcome__isnull=False), name="referral_required_by_outcome"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*UNTOLD, ReferralState.VOIDED, ReferralState.CLOSED])
                | Q(offered_at__isnull=False, answer_by__isnull=False, coordinator__isnull=False),
                name="referral_offered_by_coordinator",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_at__isnull=False) | ~Q(state__in=OVER) & Q(ended_at=None),
                name="referral_ended_at_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ReferralPart(Recorded):
    """A record that belongs to one referral, in that referral's own history."""

    referral: "models.ForeignKey[Referral, Referral]"

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """Stand in the referral's history, which no role in the case reads."""
        return self.referral.key


class NecessityMemo(ReferralPart):
    """Why the referral is related to the job and needed, on objective facts; counsel approves it before anything is offered.

    Counselling that an employer requires can be a medical examination: 42 USC 12112(d)(4)(A), Kroll v. White Lake
    Ambulance Authority, 691 F.3d 809 (6th Cir. 2012).
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="memo")
    sealed = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")), name="memo_approved_by_another"
            )
        ]

    def __str__(self) -> str:
        return f"Memo on {self.referral}"


class EvidenceReading(ReferralPart):
    """That whoever decides read the evidence grade before they referred: which one, as it stood then, and what they said to it."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="readings")
    grade = models.ForeignKey(EvidenceGrade, on_delete=models.PROTECT, related_name="readings")
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    sealed = models.TextField()  # why this, although the evidence is weak

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "grade", "read_by"], name="grade_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.read_by} read {self.grade}"

    @property
    def why(self) -> str:
        """Open what they said to it; whoever calls this has asked for permission."""
        return opened(Remark, self.sealed, self.referral).why


class Safeguard(ReferralPart):
    """What changes in the setting, whatever becomes of the referral: a situation, its control, who sees to it, when it is reviewed."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="safeguards")
    setting = models.CharField(max_length=40)
    sealed = models.TextField()  # what is done about it, which can name people and places
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="safeguards_owned")
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.setting}, {self.owner}"

    @property
    def control(self) -> str:
        """Open what is done about it; whoever calls this has asked for permission."""
        return opened(Control, self.sealed, self.referral).control


class OfferedProvider(ReferralPart):
    """One provider in the choice that an employee is given."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="offered")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="offered_in")
    part = models.CharField(max_length=20, choices=ProviderPart, default=ProviderPart.TREATS)
    chosen_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)  # by the provider

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "provider", "part"], name="provider_offered_once")
        ]

    def __str__(self) -> str:
        return f"{self.provider} ({self.get_part_display()})"
