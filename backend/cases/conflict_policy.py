"""Who may see and decide what about conflicts of interest on a case."""

from typing import Any

from django.db.models import Q, QuerySet

from backend.access.models import Role
from backend.access.policy import NONE, Policy, extend
from backend.access.roles import has_role
from backend.cases.models import (
    Case,
    CaseBar,
    CaseGrant,
    CaseParty,
    CaseRoute,
    ConflictChallenge,
    ConflictDeclaration,
    ConflictWaiver,
    Handover,
)
from backend.cases.policy import CASE_WORKERS, acts_as, is_party_to_its_case
from backend.cases.vocabulary import ENDED, CaseRole, PartyRole, WaiverState
from backend.people.models import User

LEADS = (CaseRole.INTAKE, CaseRole.INVESTIGATOR)


def holds_channel(person: User) -> bool:
    """Tell whether somebody is the independent channel."""
    return has_role(person, Role.INDEPENDENT_CHANNEL)


def stands_in(person: User) -> Q:
    """The person is the independent channel, and nobody takes the case in: whoever did had to leave it, or it came to the channel."""
    if not holds_channel(person):
        return NONE
    return _nobody_takes_it_in()


def is_sent_the_case(person: User) -> Q:
    """The person is the independent channel, and the case came to it and was taken in by nobody yet."""
    return Q(pk__in=_waits_for_channel()) if holds_channel(person) else NONE


def stands_in_for(case: Case) -> bool:
    """Tell whether the independent channel stands in on a case, because nobody takes it in."""
    return Case.objects.filter(_nobody_takes_it_in(), pk=case.pk).exists()


def stands_in_for_its_case(person: User) -> Q:
    """The person is the independent channel for the case that this belongs to, which nobody takes in."""
    return Q(case__in=Case.objects.filter(stands_in(person))) if holds_channel(person) else NONE


def weighs_waivers(person: User) -> Q:
    """The person is the independent channel: they see what is asked of them, and no file."""
    return Q(state__in=WaiverState.values) if holds_channel(person) else NONE


def weighs_waivers_of_others(person: User) -> Q:
    """The person is the independent channel, did not ask themselves, and is not the one whom it is about."""
    if not holds_channel(person):
        return NONE
    return Q(state=WaiverState.ASKED) & ~Q(asked_by=person) & ~Q(person=person.person_id)


def is_told_of_waiver(person: User) -> Q:
    """The person is a party to whom a waiver is disclosed: the complainant, and the respondent after the notice."""
    if not person.person_id:
        return NONE
    return Q(state=WaiverState.GRANTED, case__in=_own_matters(person))


def made_it(person: User) -> Q:
    """The person made the challenge."""
    return Q(party=person.person_id) if person.person_id else NONE


def is_challenged(person: User) -> Q:
    """The challenge is about the person themself: somebody else answers it."""
    return Q(person=person.person_id) if person.person_id else NONE


def weighs_challenges(person: User) -> Q:
    """The person is the independent channel, and the challenge is about whoever takes the case in."""
    return Q(role=CaseRole.INTAKE) if holds_channel(person) else NONE


def may_challenge(person: User) -> Q:
    """The person is a party who was told of the case, and may say that somebody on it is not impartial."""
    return Q(pk__in=_own_matters(person)) if person.person_id else NONE


def declared_it(person: User) -> Q:
    """The declaration is the person's own."""
    return Q(person=person.person_id) if person.person_id else NONE


def _taken_in() -> "QuerySet[Any, Any]":
    held = CaseGrant.objects.filter(CaseGrant.live(), permission__codename=f"act_as_{CaseRole.INTAKE}")
    keys: QuerySet[Any, Any] = held.values("content_object_id")
    return keys


def _nobody_takes_it_in() -> Q:
    left = Handover.objects.filter(taken_at=None).exclude(case__in=_taken_in()).values("case_id")
    return Q(pk__in=left) | Q(pk__in=_waits_for_channel())


def _waits_for_channel() -> "QuerySet[Any, Any]":
    routed = CaseRoute.objects.exclude(case__state__in=ENDED).exclude(case__in=_taken_in())
    keys: QuerySet[Any, Any] = routed.values("case_id")
    return keys


def _own_matters(person: User) -> "QuerySet[Any, Any]":
    mine = CaseParty.objects.filter(person=person.person_id)
    told = Q(role__in=[PartyRole.COMPLAINANT, PartyRole.REPORTER]) | Q(
        role=PartyRole.RESPONDENT, notified_at__isnull=False
    )
    keys: QuerySet[Any, Any] = mine.filter(told).values("case_id")
    return keys


extend(
    Case,
    allow={
        "case.recuse": [acts_as(*CaseRole.values)],
        "case.declare": [acts_as(*CaseRole.values)],
        "case.ask_waiver": [acts_as(CaseRole.INTAKE), stands_in],
        "case.view": [stands_in],
        "case.appoint": [stands_in],
        "case.take_in": [is_sent_the_case],
        "case.see_conflicts": [acts_as(*CASE_WORKERS), stands_in],
    },
    own={"case.challenge": [may_challenge]},
)
BARS = Policy(
    CaseBar,
    barred=[is_party_to_its_case],
    allow={"case_bar.view": [acts_as(CaseRole.INTAKE, path="case"), stands_in_for_its_case]},
)
DECLARATIONS = Policy(
    ConflictDeclaration,
    barred=[is_party_to_its_case],
    allow={"declaration.view": [acts_as(*CASE_WORKERS, path="case"), declared_it]},
)
WAIVERS = Policy(
    ConflictWaiver,
    barred=[is_party_to_its_case],
    allow={
        "waiver.view": [acts_as(CaseRole.INTAKE, path="case"), weighs_waivers],
        "waiver.grant": [weighs_waivers_of_others],
        "waiver.refuse": [weighs_waivers_of_others],
    },
    own={"waiver.read": [is_told_of_waiver]},
)
CHALLENGES = Policy(
    ConflictChallenge,
    barred=[is_party_to_its_case, is_challenged],
    allow={
        "challenge.view": [acts_as(CaseRole.INTAKE, path="case"), weighs_challenges],
        "challenge.uphold": [acts_as(CaseRole.INTAKE, path="case"), weighs_challenges],
        "challenge.dismiss": [acts_as(CaseRole.INTAKE, path="case"), weighs_challenges],
    },
    own={"challenge.view": [made_it]},
)
HANDOVERS = Policy(
    Handover,
    barred=[is_party_to_its_case],
    allow={
        "handover.view": [acts_as(*LEADS, path="case"), stands_in_for_its_case],
        "case.take_over": [acts_as(*LEADS, path="case"), stands_in_for_its_case],
    },
)
