"""The employee's own permission for a provider to report, and what was disclosed under it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.documents.models import Document
from backend.people.models import User
from backend.referrals.referral_tables import Referral, ReferralPart
from backend.referrals.register_tables import Provider
from backend.referrals.vocabulary import ReleaseState


class ReleaseAuthorization(ReferralPart):
    """One release of information: by whom, to whom, which of the short list, for what, until when; revocable at any time.

    Its elements are those of 45 CFR 164.508(c) and 42 CFR 2.31; `sealed` holds them. It is signed apart from any other
    paper, over the bytes of its document.
    """

    reference = models.CharField(max_length=30, unique=True)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="releases")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="releases")
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=ReleaseState, default=ReleaseState.OFFERED)
    sealed = models.TextField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="releases")
    offered_sha256 = models.CharField(max_length=64)
    offered_at = models.DateTimeField()
    expires_on = models.DateField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)
    typed_name = models.CharField(max_length=200, blank=True)
    factors = models.JSONField(default=list)
    zone = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["active", "revoked", "expired"])
                | Q(signed_at__isnull=False, signed_sha256=models.F("offered_sha256")),
                name="release_signed_as_offered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "active"], ended_at=None)
                | Q(state__in=["not_signed", "revoked", "expired", "ended"], ended_at__isnull=False),
                name="release_ended_at_its_end",
            ),
            models.UniqueConstraint(
                fields=["referral"], condition=Q(state__in=["offered", "active"]), name="release_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class DisclosureLine(ReferralPart):
    """One line of the accounting of disclosures: when, from whom to whom, what, for what, by which authority (45 CFR 164.528)."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="disclosures")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    to = models.CharField(max_length=300)
    what = models.CharField(max_length=300)  # kinds of facts, never the facts
    purpose = models.CharField(max_length=300)
    authority = models.CharField(max_length=300)
    beyond = models.BooleanField(default=False)  # told more than the release allowed

    class Meta:
        indexes: ClassVar = [models.Index(fields=["referral", "-at"], name="referrals_disclosed")]

    def __str__(self) -> str:
        return f"{self.what} to {self.to}"
