"""All that leaves the compartment: whether a referral is kept to, since when that is known, and limits on work. Nothing else does.

29 CFR 1630.14(c)(1)(i): supervisors may be told of necessary restrictions. Why, by whom and how often stays where it is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from backend.access.policy import require, scope
from backend.cases.models import Case
from backend.kernel import clock
from backend.people.models import User
from backend.referrals.models import Referral
from backend.referrals.queries.reports import codes_of, standing_reports
from backend.referrals.releases import in_force
from backend.referrals.vocabulary import UNTOLD, Compliance, ReportKind, Restriction

BEARS_LIMITS = (ReportKind.INITIAL, ReportKind.STATUS, ReportKind.FOLLOW_UP, ReportKind.COMPLETION)


@dataclass(frozen=True)
class Limit:
    """A limit on tasks at work, as a code of the list, and the last day on which it holds."""

    restriction: str
    until: date

    @property
    def label(self) -> str:
        """Say the limit in words."""
        return str(Restriction(self.restriction).label)


@dataclass(frozen=True)
class Extract:
    """What a monitor or decision maker may know of a referral: three facts, each from a closed list or a day."""

    complying: str
    since: date | None
    restrictions: tuple[Limit, ...]

    @property
    def label(self) -> str:
        """Say the word: yes, no or unknown."""
        return str(Compliance(self.complying).label)


def extracts_for(person: User, case: Case) -> list[Extract]:
    """Give the extracts of a case's referrals to somebody who may know the status; whoever asks notes the reading."""
    rows: QuerySet[Referral] = scope(person, "referral.see_status", Referral.objects.filter(case=case))
    return [extract_of(referral) for referral in rows.exclude(state__in=UNTOLD).order_by("pk")]


def extracts_in_agreements(person: User, cases: Collection[int]) -> list[tuple[Referral, Extract]]:
    """Give whose referral in these cases is kept to or not, to somebody who may know the status; whoever asks notes the reading."""
    rows = scope(person, "referral.see_status", Referral.objects.filter(case__in=cases)).exclude(state__in=UNTOLD)
    return [
        (referral, extract_of(referral)) for referral in rows.select_related("person").order_by("person__name", "pk")
    ]


def extract_for(person: User, referral: Referral) -> Extract:
    """Give the extract of one referral to somebody who may know its status. Raises Forbidden for anybody else."""
    require(person, "referral.see_status", referral)
    return extract_of(referral)


def extract_of(referral: Referral) -> Extract:
    """Make the extract: the word that stands, and the limits of the latest report that tells of any, while a release is in force."""
    known = referral.compliance != Compliance.UNKNOWN
    return Extract(
        complying=Compliance(referral.compliance).value,
        since=referral.compliance_on if known else None,
        restrictions=_limits(referral)
        if in_force().filter(referral=referral).exists()
        else (),  # what came under one that ended tells nothing more
    )


def _limits(referral: Referral) -> tuple[Limit, ...]:
    """Read the limits that still hold from the latest report that may tell of them: a later one takes an earlier one's place."""
    latest = standing_reports(referral).filter(kind__in=BEARS_LIMITS).first()
    if latest is None:
        return ()
    today = clock.today()
    return tuple(
        Limit(restriction=limit.restriction, until=limit.until)
        for limit in codes_of(latest).limits
        if limit.until >= today
    )
