"""What comes back from a provider: coded reports, files in quarantine, and the question to the employee before anything follows."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.documents.models import Document
from backend.people.models import User
from backend.referrals.door_tables import ProviderContact
from backend.referrals.referral_tables import Referral, ReferralPart
from backend.referrals.release_tables import ReleaseAuthorization
from backend.referrals.vocabulary import Excuse, FileState, QueryState, ReportKind


class ProviderReport(ReferralPart):
    """One report by codes and dates. Nobody changes it but its author, by a new report that takes its place (49 CFR 40.297)."""

    reference = models.CharField(max_length=30, unique=True)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="reports")
    release = models.ForeignKey(ReleaseAuthorization, on_delete=models.PROTECT, related_name="reports")
    author = models.ForeignKey(ProviderContact, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=30, choices=ReportKind)
    sealed = models.TextField()
    sent_at = models.DateTimeField()
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="provider_reports"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["referral", "-sent_at"], name="referrals_reported")]

    def __str__(self) -> str:
        return self.reference


class ProviderFile(ReferralPart):
    """A file that a provider handed in. It waits in quarantine until the custodian has looked whether it tells too much."""

    reference = models.CharField(max_length=30, unique=True)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="files")
    author = models.ForeignKey(ProviderContact, on_delete=models.PROTECT, related_name="files")
    report = models.ForeignKey(ProviderReport, null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    state = models.CharField(max_length=20, choices=FileState, default=FileState.QUARANTINED)
    sealed = models.TextField()  # its name; the bytes lie closed on disk
    sha256 = models.CharField(max_length=64)  # of the bytes before they were closed
    size = models.PositiveIntegerField()
    mime = models.CharField(max_length=100)
    received_at = models.DateTimeField()
    screened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    screened_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="quarantined", screened_by=None)
                | ~Q(state="quarantined") & Q(screened_by__isnull=False),
                name="provider_file_screened_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class BarrierQuery(ReferralPart):
    """What the employee is asked before an absence counts for anything: what stood in the way? Silence is no confession."""

    reference = models.CharField(max_length=30, unique=True)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="queries")
    report = models.OneToOneField(ProviderReport, on_delete=models.PROTECT, related_name="query")
    state = models.CharField(max_length=20, choices=QueryState, default=QueryState.ASKED)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    sealed = models.TextField(blank=True)  # the answer
    answered_at = models.DateTimeField(null=True, blank=True)
    excuse = models.CharField(max_length=30, choices=Excuse, blank=True)
    weighed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    weighed_at = models.DateTimeField(null=True, blank=True)
    followed_up_at = models.DateTimeField(null=True, blank=True)  # whoever decides the case said what follows from it

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="excused") & ~Q(excuse="") | ~Q(state="excused") & Q(excuse=""),
                name="query_excused_by_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.reference
