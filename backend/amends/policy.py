"""Who may do what with an accountability statement: its owner everything, the reader of a round that round, and hardly anybody else."""

from django.db.models import Q

from backend.access.policy import NONE, Policy, extend, scope
from backend.amends.models import (
    AccountabilityRound,
    AccountabilityShare,
    AccountabilityStatement,
    AccountabilityVersion,
    AccountabilityWish,
)
from backend.amends.vocabulary import RoundState, ShareState, WishState
from backend.audit.actions import withhold_matter
from backend.cases.barring import kept_from
from backend.cases.models import Case
from backend.cases.policy import acts_as, is_party_to_its_case
from backend.cases.vocabulary import CaseRole
from backend.decisions.models import STANDING, Finding, Outcome
from backend.decisions.policy import is_told_of_it
from backend.people.models import User

# Whoever decides, looks into the matter or works with the complainant must not hold what its respondent writes.
NEVER_READ = (
    CaseRole.DECISION_MAKER,
    CaseRole.APPROVER,
    CaseRole.APPEAL_REVIEWER,
    CaseRole.INVESTIGATOR,
    CaseRole.INTAKE,
    CaseRole.WATCHER,
)
WITH_COMPLAINANT = (CaseRole.INTAKE, CaseRole.WATCHER)

for noun in ("accountabilitystatement", "accountabilitywish"):
    withhold_matter(noun, "private")


def may_write_about_it(person: User) -> Q:
    """The outcome is the person’s own, they were told of it, and a finding about them stands."""
    if not person.person_id:
        return NONE
    mine = Q(allegation__respondent=None) | Q(allegation__respondent=person.person_id)
    found = Finding.objects.filter(STANDING, mine).values("allegation__case_id")
    return is_told_of_it(person) & Q(respondent=person.person_id, case__in=found)


def helps_and_does_not_decide(person: User) -> Q:
    """The person is HR business partner on the case, and neither decides, nor investigates, nor works with the complainant there."""
    return acts_as(CaseRole.HR_PARTNER)(person) & ~acts_as(*NEVER_READ)(person)


def wrote_it(person: User) -> Q:
    """The statement is the person’s own."""
    return Q(person=person.person_id) if person.person_id else NONE


def wrote_its_statement(person: User) -> Q:
    """It belongs to the person’s own statement."""
    return Q(statement__person=person.person_id) if person.person_id else NONE


def was_asked_to_read_it(person: User) -> Q:
    """The employee chose the person for this round, it still waits for them, and nothing has come between."""
    cases = scope(person, "accountability.review", Case.objects.all()).values("pk")
    return Q(reviewer=person, state=RoundState.ASKED, statement__case__in=cases)


def is_party_to_its_statement(person: User) -> Q:
    """The person is a party to the case behind the statement, or a conflict of interest keeps them out of it."""
    return Q(statement__case__in=kept_from(person)) if person.person_id else NONE


def asked_for_it(person: User) -> Q:
    """The wish is the person’s own."""
    return Q(person=person.person_id) if person.person_id else NONE


def asked_to_read_it(person: User) -> Q:
    """The person complained, asked to read a statement and still wants to, and its owner shared it with them."""
    if not person.person_id:
        return NONE
    return Q(wish__person=person.person_id, wish__state=WishState.ASKED, state=ShareState.SHARED)


STATEMENTS = Policy(
    AccountabilityStatement,
    allow={"accountability.end": []},  # follows from a decision that is set aside
    own={
        f"accountability.{verb}": [wrote_it] for verb in ("view", "save", "ask_feedback", "share", "unshare", "discard")
    },
)

VERSIONS = Policy(AccountabilityVersion, own={"accountability.view_version": [wrote_its_statement]})

ROUNDS = Policy(
    AccountabilityRound,
    barred=[is_party_to_its_statement],
    allow={
        "accountability_round.view": [was_asked_to_read_it],
        "accountability_round.answer": [was_asked_to_read_it],
    },
    own={
        "accountability_round.view": [wrote_its_statement],
        "accountability_round.take_back": [wrote_its_statement],
    },
)

WISHES = Policy(
    AccountabilityWish,
    barred=[is_party_to_its_case],
    allow={
        "accountability_wish.view": [acts_as(*WITH_COMPLAINANT, path="case")],
        "accountability_wish.withdraw": [acts_as(*WITH_COMPLAINANT, path="case")],
    },
    own={"accountability_wish.view": [asked_for_it], "accountability_wish.withdraw": [asked_for_it]},
)

SHARES = Policy(
    AccountabilityShare,
    allow={"accountability_share.end": []},  # follows from its owner, from the wish, or from the decision
    own={"accountability_share.view": [wrote_its_statement, asked_to_read_it]},
)

extend(Outcome, own={"accountability.begin": [may_write_about_it]})
extend(
    Case,
    allow={
        "accountability.review": [helps_and_does_not_decide],
        "accountability_wish.record": [acts_as(*WITH_COMPLAINANT)],
    },
)
