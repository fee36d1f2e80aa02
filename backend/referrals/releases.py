"""Reads of releases: which are in force today. Whether a provider may report, and whether anybody may know of it, hangs on that alone."""

from django.db.models import QuerySet

from backend.kernel import clock
from backend.referrals.models import Referral, ReleaseAuthorization
from backend.referrals.vocabulary import ReleaseState


def in_force() -> QuerySet[ReleaseAuthorization]:
    """Give the releases that were signed, not ended, and not past their last day."""
    return ReleaseAuthorization.objects.filter(state=ReleaseState.ACTIVE, expires_on__gte=clock.today())


def active_release(referral: Referral) -> ReleaseAuthorization | None:
    """Find the release of a referral that is in force today for the provider whom the employee chose."""
    rows = in_force().filter(referral=referral, provider=referral.provider)
    return rows.select_related("document", "provider", "receiver__person").first()
