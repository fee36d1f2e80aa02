"""Reads of what providers reported: which report stands, what it says, and what of it counts."""

from datetime import date, timedelta

from django.db.models import QuerySet

from backend.referrals.compartment import opened
from backend.referrals.models import ProviderContact, ProviderFile, ProviderReport, Referral
from backend.referrals.reportable import Codes
from backend.referrals.vocabulary import FileState

SEALED = (FileState.OVER_DISCLOSURE, FileState.WRONG_PERSON)


def standing_reports(referral: Referral) -> QuerySet[ProviderReport]:
    """List the reports on a referral that no later one replaces, the newest first."""
    rows = ProviderReport.objects.filter(referral=referral, replaced_by=None)
    return rows.select_related("referral", "release", "author__provider").order_by("-sent_at", "-pk")


def latest_of(referral: Referral, kind: str) -> Codes | None:
    """Open the latest report of a kind that stands."""
    row = standing_reports(referral).filter(kind=kind).first()
    return codes_of(row) if row else None


def reported_since(referral: Referral) -> date | None:
    """Say from which day on a report may tell: nothing before the referral was sent, with a day to spare for other time zones."""
    return referral.sent_at.date() - timedelta(days=1) if referral.sent_at else None


def codes_of(report: ProviderReport) -> Codes:
    """Open what a report says; whoever calls this has asked for permission."""
    return opened(Codes, report.sealed, report.referral)


def sealed_file_of(report: ProviderReport) -> ProviderFile | None:
    """Find the file of a report that was sealed, and that its author was asked to hand in anew."""
    rows = ProviderFile.objects.filter(report=report, state__in=SEALED, replaced_by=None)
    return rows.order_by("pk").first()


def contacts_that_sign_in(referral: Referral) -> QuerySet[ProviderContact]:
    """List who takes referrals at the provider of a referral, and can sign in."""
    rows = ProviderContact.objects.filter(provider=referral.provider_id, ended_on=None, user__is_active=True)
    return rows.select_related("user__person", "provider").order_by("name")
