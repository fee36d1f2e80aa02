"""What somebody may name or choose: providers, contacts at them, and the referrals of others that they know of."""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from backend.access.policy import scope, scope_own
from backend.cases.models import Allegation, Case
from backend.cases.vocabulary import Response, Track
from backend.decisions.models import Finding
from backend.decisions.queries.standing import standing_findings
from backend.people.models import User
from backend.referrals.models import (
    DisclosureLine,
    EvidenceGrade,
    Intervention,
    OfferedProvider,
    Provider,
    ProviderContact,
    ProviderReport,
    Referral,
    ReleaseAuthorization,
    Safeguard,
)
from backend.referrals.vocabulary import OVER, ReferralState, ReleaseState


def providers_in_reach(person: User) -> QuerySet[Provider]:
    """Give the providers that somebody may name: those of the directory that they read, and those that they were offered."""
    listed = scope(person, "provider.view", Provider.objects.all())
    mine = OfferedProvider.objects.filter(referral__in=own_referrals(person))
    return Provider.objects.filter(Q(pk__in=listed.values("pk")) | Q(pk__in=mine.values("provider")))


def contacts_in_reach(person: User) -> QuerySet[ProviderContact]:
    """Give the contacts at the providers of the directory that somebody reads, as long as they take referrals."""
    listed = scope(person, "provider.view", Provider.objects.all())
    return ProviderContact.objects.filter(provider__in=listed, ended_on=None).order_by("name")


def safeguards_in_reach(person: User) -> QuerySet[Safeguard]:
    """Give the safeguards of the referrals whose gate somebody sees."""
    seen = scope(person, "referral.see_gate", Referral.objects.all())
    return Safeguard.objects.filter(referral__in=seen).order_by("pk")


def own_referrals(person: User) -> QuerySet[Referral]:
    """Give somebody's own referrals, from the day on which they were offered."""
    return scope_own(person, "referral.view", Referral.objects.all())


def coordinated(person: User) -> QuerySet[Referral]:
    """Give the referrals whose compartment somebody keeps."""
    return scope(person, "referral.send", Referral.objects.all())


def coordinates_it(person: User, referral: Referral) -> bool:
    """Tell whether somebody keeps the compartment of a referral."""
    return coordinated(person).filter(pk=referral.pk).exists()


def own_releases(person: User) -> QuerySet[ReleaseAuthorization]:
    """Give the releases that somebody was offered."""
    return scope_own(person, "release.view", ReleaseAuthorization.objects.all())


def own_reports_on(person: User, referral: Referral) -> QuerySet[ProviderReport]:
    """List what was reported on somebody's own referral, newest first."""
    rows: QuerySet[ProviderReport] = scope_own(person, "provider_report.view", referral.reports.all())
    return rows.select_related("author__provider").order_by("-sent_at", "-pk")


def disclosures_of(person: User, referral: Referral) -> QuerySet[DisclosureLine]:
    """List what was disclosed of a referral, newest first, to those who may know it."""
    seen = scope(person, "referral.see_disclosures", Referral.objects.filter(pk=referral.pk))
    return DisclosureLine.objects.filter(referral__in=seen).order_by("-at", "-pk")


def offerable_interventions() -> QuerySet[Intervention]:
    """Give the services that somebody can be referred to: graded for this conduct, still offered, and without anybody else in them."""
    graded = EvidenceGrade.objects.filter(track=Track.AFFECTS_OTHERS)
    rows = Intervention.objects.filter(retired_on=None, involves_others=False, pk__in=graded.values("intervention"))
    return rows.order_by("name")


def reasons_open_in(case: Case) -> list[Allegation]:
    """List the allegations that a referral can rest on: found to have happened and affecting others, or admitted in writing."""
    found = {row.allegation for row in standing_findings(case) if row.allegation.track == Track.AFFECTS_OTHERS}
    told = Allegation.objects.filter(case=case, track=Track.AFFECTS_OTHERS, response=Response.ADMIT)
    decided = Finding.objects.filter(allegation__in=told, adopted_at__isnull=False)
    admitted = set(told.exclude(pk__in=decided.values("allegation")))
    return sorted(found | admitted, key=lambda allegation: allegation.seq)


def waiting_referrals(person: User) -> list[Referral]:
    """List the referrals that wait for somebody as one who prepares, approves or coordinates them, or who is to learn of a revocation."""
    rows = Referral.objects.select_related("case", "memo").exclude(state__in=OVER)
    ways = (
        scope(person, "referral.prepare", rows.filter(state=ReferralState.CONSIDERED)),
        scope(person, "referral.approve_memo", rows.filter(memo__isnull=False, memo__approved_at=None)),
        scope(person, "referral.send", rows),
        scope(person, "referral.prepare", _revoked(rows)),
    )
    keys = [way.order_by().values("pk") for way in ways]
    return list(rows.filter(pk__in=keys[0].union(*keys[1:])).order_by("begun_at", "pk"))


def _revoked(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Cut referrals down to those whose release was revoked, and for which no other one is open."""
    live = ReleaseAuthorization.objects.filter(state__in=[ReleaseState.OFFERED, ReleaseState.ACTIVE])
    revoked = ReleaseAuthorization.objects.filter(state=ReleaseState.REVOKED)
    rows = rows.filter(state=ReferralState.ACCEPTED, pk__in=revoked.values("referral"))
    return rows.exclude(pk__in=live.values("referral"))


def own_waiting(person: User) -> list[Referral]:
    """List somebody's own referrals that are open, each with the release that waits for an answer (`release_asked`); one query."""
    asked = own_releases(person).filter(referral=OuterRef("pk"), state=ReleaseState.OFFERED).order_by("-pk")
    rows = own_referrals(person).exclude(state__in=OVER).annotate(release_asked=Subquery(asked.values("reference")[:1]))
    return list(rows.order_by("answer_by", "pk"))
