"""What those who decide the case are told of a referral: where it stands in a few words, and one word on how it is kept to."""

from dataclasses import dataclass
from datetime import date

from backend.access.policy import scope
from backend.cases.models import Case
from backend.people.models import User
from backend.referrals.models import Referral, ReleaseAuthorization
from backend.referrals.queries.extract import Limit, extract_of
from backend.referrals.vocabulary import TOLD, Compliance, ReferralState, ReleaseState, ToldState


@dataclass(frozen=True)
class Standing:
    """One referral as it is told to those who decide the case: no provider, no course, no cause."""

    reference: str
    state: ToldState
    complying: Compliance
    as_of: date | None
    is_revoked: bool  # the employee revoked the permission to report: the fact, and no more
    limits: tuple[Limit, ...] = ()  # on tasks at work, without a cause


def told_state(referral: Referral) -> ToldState:
    """Say where a referral stands, in the words of those who must not know its course."""
    return TOLD.get(ReferralState(referral.state), ToldState.UNDER_WAY)


def standings_in(case: Case, person: User) -> list[Standing]:
    """Say how the referrals of a case stand, to those who may know it."""
    rows = scope(person, "referral.see_status", Referral.objects.filter(case=case)).order_by("-begun_at", "-pk")
    found = list(rows)
    revoked = _revoked(case) if found else set()
    return [standing_of(row, is_revoked=row.pk in revoked) for row in found]


def standing_of(referral: Referral, *, is_revoked: bool) -> Standing:
    """Write the standing of one referral: what its extract tells, and whether the release was revoked."""
    extract = extract_of(referral)
    return Standing(
        reference=referral.reference,
        state=told_state(referral),
        complying=Compliance(extract.complying),
        as_of=extract.since,
        is_revoked=is_revoked,
        limits=extract.restrictions,
    )


def _revoked(case: Case) -> set[int]:
    """Find the referrals whose latest release was revoked."""
    latest: dict[int, str] = dict(
        ReleaseAuthorization.objects.filter(referral__case=case).order_by("pk").values_list("referral", "state")
    )
    return {referral for referral, state in latest.items() if state == ReleaseState.REVOKED}
