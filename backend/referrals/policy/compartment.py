"""Who may do what with a referral. The compartment has three doors: the coordinator's, the employee's own, and the provider's.

Whoever decides the case sees the gate (why, on which evidence, beside which safeguards) and then one word: complying, or not, or unknown.
"""

from django.db.models import F, Q

from backend.access.models import Role
from backend.access.policy import NONE, Policy, extend
from backend.access.roles import has_role
from backend.cases.barring import kept_from
from backend.cases.models import Case
from backend.cases.policy import acts_as, is_party_to_its_case
from backend.cases.vocabulary import CaseRole
from backend.kernel import clock
from backend.people.models import User
from backend.referrals.models import (
    BarrierQuery,
    ProviderContact,
    ProviderFile,
    ProviderReport,
    Referral,
    ReleaseAuthorization,
)
from backend.referrals.releases import in_force
from backend.referrals.vocabulary import UNTOLD, WITH_PROVIDER, ReferralState, ReleaseState

SECOND_STEP = "totp"  # a code from an authenticator app, as the sign-in framework calls it
PROVIDER_SEES = (*WITH_PROVIDER, ReferralState.COMPLIED, ReferralState.NOT_COMPLIED)
GATEKEEPERS = (CaseRole.DECISION_MAKER, CaseRole.COUNSEL)
TOLD_THE_STATUS = (CaseRole.DECISION_MAKER, CaseRole.APPROVER, CaseRole.HR_PARTNER, CaseRole.COUNSEL)


def coordinates(person: User) -> Q:
    """The person is the referral's coordinator, and still holds that role."""
    return Q(coordinator=person) if has_role(person, Role.REFERRAL_COORDINATOR) else NONE


def coordinates_its_referral(person: User) -> Q:
    """The person coordinates the referral that this belongs to."""
    return Q(referral__coordinator=person) if has_role(person, Role.REFERRAL_COORDINATOR) else NONE


def is_referred(person: User) -> Q:
    """The referral is the person's own; it exists for them once it is offered."""
    mine = Q(person=person.person_id, offered_at__isnull=False) & ~Q(state__in=UNTOLD)
    return mine if person.person_id else NONE


def is_its_referred(person: User) -> Q:
    """What belongs to the person's own referral."""
    mine = Q(referral__person=person.person_id, referral__offered_at__isnull=False)
    return mine & ~Q(referral__state__in=UNTOLD) if person.person_id else NONE


def takes_referrals_here(person: User) -> Q:
    """The person takes referrals at the provider that it was sent to, under a release that is in force today."""
    provider = practice_of(person)
    if provider is None:
        return NONE
    released = in_force().filter(provider=provider)
    return Q(provider=provider, state__in=PROVIDER_SEES, pk__in=released.values("referral"))


def took_referrals_here(person: User) -> Q:
    """The person's practice was sent the referral under a release that has ended: that it ended is all they still learn."""
    provider = practice_of(person)
    if provider is None:
        return NONE
    today = clock.today()
    sent = ReleaseAuthorization.objects.filter(provider=provider, signed_at__lte=F("referral__sent_at"))
    over = sent.filter(Q(ended_at__gte=F("referral__sent_at")) | Q(state=ReleaseState.ACTIVE, expires_on__lt=today))
    return Q(pk__in=over.values("referral")) & ~Q(pk__in=in_force().filter(provider=provider).values("referral"))


def practice_of(person: User) -> int | None:
    """Find the provider that somebody takes referrals for. Without a second step for signing in they take none."""
    if person.person_id is None:
        return None
    contacts = ProviderContact.objects.filter(user=person, ended_on=None, user__authenticator__type=SECOND_STEP)
    found: int | None = contacts.values_list("provider", flat=True).first()
    return found


def reported_it(person: User) -> Q:
    """The person wrote it, at a provider that may still report."""
    return Q(author__user=person, referral__in=Referral.objects.filter(takes_referrals_here(person)).values("pk"))


def is_party_to_the_case_behind_it(person: User) -> Q:
    """The person is a party to the case behind the referral, or a conflict of interest keeps them out of it."""
    return Q(referral__case__in=kept_from(person)) if person.person_id else NONE


REFERRALS = Policy(
    Referral,
    barred=[is_party_to_its_case],
    allow={
        "referral.view": [coordinates],
        "referral.see_gate": [acts_as(*GATEKEEPERS, path="case"), coordinates],
        "referral.see_status": [acts_as(*TOLD_THE_STATUS, path="case"), coordinates],
        "referral.see_as_provider": [takes_referrals_here],
        "referral.see_ended": [took_referrals_here],
        "referral.prepare": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        "referral.approve_memo": [acts_as(CaseRole.COUNSEL, path="case")],
        "referral.gate": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        "referral.withdraw": [acts_as(CaseRole.DECISION_MAKER, path="case"), coordinates],
        "referral.offer": [coordinates],
        "referral.lapse": [coordinates],
        "referral.hand_over": [coordinates],
        "referral.offer_release": [coordinates],
        "referral.send": [coordinates],
        "referral.unauthorize": [coordinates],
        "referral.take": [takes_referrals_here],
        "referral.turn_down": [takes_referrals_here],
        "referral.report": [takes_referrals_here],
        "referral.evaluate": [takes_referrals_here],
        "referral.recommend": [takes_referrals_here],
        "referral.begin": [takes_referrals_here],
        "referral.follow_up": [takes_referrals_here],
        "referral.conclude": [coordinates],
        "referral.conclude_unmet": [coordinates],
        "referral.close": [coordinates],
        "referral.void": [acts_as(CaseRole.DECISION_MAKER, CaseRole.APPEAL_REVIEWER, path="case")],
        "referral.see_disclosures": [coordinates],
    },
    own={
        "referral.view": [is_referred],
        "referral.accept": [is_referred],
        "referral.choose": [is_referred],
        "referral.authorize": [is_referred],
        "referral.unauthorize": [is_referred],
        "referral.decline": [is_referred],
        "referral.see_disclosures": [is_referred],
    },
)

RELEASES = Policy(
    ReleaseAuthorization,
    barred=[is_party_to_the_case_behind_it],
    allow={
        "release.view": [coordinates_its_referral],
        "release.expire": [coordinates_its_referral],
        "release.note_revoked": [coordinates_its_referral],
        "release.end": [],  # follows from the end of its referral
    },
    own={
        "release.view": [is_its_referred],
        "release.sign": [is_its_referred],
        "release.not_sign": [is_its_referred],
        "release.revoke": [is_its_referred],
    },
)

REPORTS = Policy(
    ProviderReport,
    barred=[is_party_to_the_case_behind_it],
    allow={
        "provider_report.view": [coordinates_its_referral, reported_it],
        "provider_report.replace": [reported_it],
        "provider_report.take_note": [coordinates_its_referral],
    },
    own={"provider_report.view": [is_its_referred]},
)

FILES = Policy(
    ProviderFile,
    barred=[is_party_to_the_case_behind_it],
    allow={
        "provider_file.view": [coordinates_its_referral],
        "provider_file.open": [coordinates_its_referral],
        "provider_file.clear": [coordinates_its_referral],
        "provider_file.seal": [coordinates_its_referral],
        "provider_file.misdirect": [coordinates_its_referral],
        "provider_file.replace": [reported_it],
    },
    own={},
)

QUERIES = Policy(
    BarrierQuery,
    barred=[is_party_to_the_case_behind_it],
    allow={
        "barrier.view": [coordinates_its_referral],
        "barrier.excuse": [coordinates_its_referral],
        "barrier.not_excuse": [coordinates_its_referral],
        "barrier.lapse": [],  # follows from time alone
        "barrier.drop": [],  # follows from the report or the referral
    },
    own={"barrier.view": [is_its_referred], "barrier.answer": [is_its_referred]},
)

extend(
    Case,
    allow={
        "referral.consider": [acts_as(CaseRole.DECISION_MAKER)],
        "referral.know": [acts_as(*GATEKEEPERS, *TOLD_THE_STATUS)],
        "outcome.follow_up": [acts_as(CaseRole.DECISION_MAKER)],
    },
)
