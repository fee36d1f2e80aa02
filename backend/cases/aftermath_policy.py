"""Who links, closes and reopens cases, who watches for retaliation, and who reads what protected people tell."""

from django.db.models import Q

from backend.access.policy import NONE, Policy, extend, scope
from backend.cases.barring import kept_from
from backend.cases.models import (
    Case,
    CaseLink,
    CheckIn,
    Concern,
    EarlyClosing,
    RetaliationWatch,
    WatchedPerson,
)
from backend.cases.policy import EVERYBODY, acts_as, granted_cases
from backend.cases.vocabulary import CaseRole
from backend.people.models import User

WATCHERS = (CaseRole.WATCHER, CaseRole.INTAKE, CaseRole.COUNSEL)
SECOND_PERSONS = (CaseRole.INTAKE, CaseRole.DECISION_MAKER, CaseRole.APPROVER)

extend(
    Case,
    allow={
        "case.link": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR, CaseRole.DECISION_MAKER)],
        "case.open_linked": [acts_as(CaseRole.INTAKE)],
        "case.see_closing": [acts_as(*EVERYBODY)],
        "case.record_closure": [acts_as(CaseRole.INTAKE, CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER)],
        "case.propose_early_close": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR, CaseRole.DECISION_MAKER)],
        "case.close_without_decision": [acts_as(*SECOND_PERSONS)],
        "case.return_early_close": [acts_as(*SECOND_PERSONS)],
        "case.reopen": [acts_as(CaseRole.INTAKE, CaseRole.DECISION_MAKER, CaseRole.APPEAL_REVIEWER)],
        "watch.start": [acts_as(CaseRole.INTAKE)],
    },
)


def sees_both_cases(person: User) -> Q:
    """The person may see both cases: of a link, nobody else learns anything."""
    cases = scope(person, "case.view", Case.objects.all()).values("pk")
    return Q(case__in=cases, other__in=cases)


def linked_and_works_on_one(person: User) -> Q:
    """The person may see both cases, and may link one of them."""
    mine = granted_cases(person, CaseRole.INTAKE, CaseRole.INVESTIGATOR, CaseRole.DECISION_MAKER)
    return sees_both_cases(person) & (Q(case__in=mine) | Q(other__in=mine))


LINKS = Policy(CaseLink, allow={"link.view": [sees_both_cases], "link.remove": [linked_and_works_on_one]})


def is_party_to_watched_case(person: User) -> Q:
    """The person is a party to the case that the watch follows, or a conflict keeps them out of it: no staff right on it."""
    return _watched_by_party(person, "case")


def is_party_to_case_of_watch(person: User) -> Q:
    """The person is a party to the case that the watch follows, or a conflict keeps them out of it: no staff right on what is its own."""
    return _watched_by_party(person, "watch__case")


def _watched_by_party(person: User, path: str) -> Q:
    if not person.person_id:
        return NONE
    return Q(**{f"{path}__in": kept_from(person)})


def is_watched(person: User) -> Q:
    """The watch protects the person."""
    return Q(party__person=person.person_id) if person.person_id else NONE


def is_asked(person: User) -> Q:
    """The check-in is with the person."""
    return Q(person__party__person=person.person_id) if person.person_id else NONE


EARLY_CLOSINGS = Policy(EarlyClosing, allow={"early_closing.view": [acts_as(*EVERYBODY, path="case")]})

WATCHES = Policy(
    RetaliationWatch,
    barred=[is_party_to_watched_case],
    allow={
        "watch.view": [acts_as(*WATCHERS, path="case")],
        "watch.tell": [acts_as(CaseRole.INTAKE, CaseRole.WATCHER, path="case")],
        "watch.hand_over": [acts_as(CaseRole.INTAKE, path="case")],
        "watch.end": [acts_as(CaseRole.INTAKE, path="case")],
    },
)

WATCHED = Policy(
    WatchedPerson,
    barred=[is_party_to_case_of_watch],
    allow={"watch.note_wish": [acts_as(CaseRole.WATCHER, CaseRole.INTAKE, path="watch__case")]},
    own={"watch.see_own": [is_watched], "watch.note_wish": [is_watched], "watch.raise_concern": [is_watched]},
)

CHECK_INS = Policy(
    CheckIn,
    barred=[is_party_to_case_of_watch],
    allow={
        "check_in.view": [acts_as(*WATCHERS, path="watch__case")],
        "check_in.hold": [acts_as(CaseRole.WATCHER, path="watch__case")],
        "check_in.miss": [acts_as(CaseRole.WATCHER, path="watch__case")],
        "check_in.reschedule": [acts_as(CaseRole.WATCHER, CaseRole.INTAKE, path="watch__case")],
        "check_in.escalate": [acts_as(CaseRole.WATCHER, CaseRole.INTAKE, path="watch__case")],
        "check_in.take_over": [acts_as(CaseRole.INTAKE, path="watch__case")],
    },
    own={"check_in.view": [is_asked], "check_in.answer": [is_asked], "check_in.leave_out": [is_asked]},
)

CONCERNS = Policy(
    Concern,
    barred=[is_party_to_case_of_watch],
    allow={
        "concern.view": [acts_as(*WATCHERS, path="watch__case")],
        "concern.settle": [acts_as(CaseRole.INTAKE, path="watch__case")],
        "concern.open_case": [acts_as(CaseRole.INTAKE, path="watch__case")],
    },
    own={"concern.view": [is_asked]},
)
