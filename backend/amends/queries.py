"""Reads of accountability statements: what a decision allows, who may be asked, what waits, and what was shared."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet

from backend.access.policy import can, scope, scope_own
from backend.amends.models import (
    AccountabilityRound,
    AccountabilityShare,
    AccountabilityStatement,
    AccountabilityVersion,
    AccountabilityWish,
)
from backend.amends.vocabulary import RoundState, ShareState, StatementState, WishState
from backend.cases.models import Case, CaseGrant
from backend.cases.vocabulary import CaseRole
from backend.decisions.models import Appeal, Outcome
from backend.decisions.vocabulary import AppealState
from backend.people.models import User

ROUNDS = AccountabilityRound.objects.select_related(
    "statement__case", "statement__person", "version__statement", "reviewer__person"
)
SHARES = AccountabilityShare.objects.select_related(
    "statement__case", "statement__person", "version__statement", "wish"
)


def own_statement(person: User, case: Case) -> AccountabilityStatement | None:
    """Find somebody’s latest statement about a case."""
    rows = scope_own(person, "accountability.view", AccountabilityStatement.objects.filter(case=case))
    return rows.select_related("case", "person").order_by("-pk").first()


class HowFar(NamedTuple):
    """How far somebody's own statement has come, without a word of it."""

    reference: str
    state: str
    saved_at: datetime | None
    feedback_at: datetime | None
    shared_at: datetime | None


def how_far(person: User, case: Case) -> HowFar | None:
    """Tell somebody how far their own latest statement about a case has come, with one question."""
    rows = scope_own(person, "accountability.view", AccountabilityStatement.objects.filter(case=case))
    moments = {
        "saved": Max("versions__saved_at"),
        "feedback": Max("rounds__answered_at"),
        "shared": Max("shares__shared_at", filter=Q(shares__state=ShareState.SHARED)),
    }
    found = rows.order_by("-pk").annotate(**moments).values_list("reference", "state", *moments)
    return next((HowFar(*row) for row in found[:1]), None)


def outcome_to_write_about(person: User, case: Case) -> Outcome | None:
    """Find the decision about which somebody may begin a statement: their own, told to them, with a finding that stands."""
    rows = scope_own(person, "accountability.begin", Outcome.objects.filter(case=case))
    return rows.select_related("case").order_by("-pk").first()


def versions_of(statement: AccountabilityStatement) -> list[AccountabilityVersion]:
    """List the versions of a statement, the newest first."""
    return list(statement.versions.select_related("statement").order_by("-number"))


def rounds_of(statement: AccountabilityStatement) -> list[AccountabilityRound]:
    """List the rounds of feedback on a statement, the newest first."""
    return list(ROUNDS.filter(statement=statement).order_by("-number"))


def readers_for(case: Case) -> list[User]:
    """List those whom the employee may ask for feedback: they help in the case and do not decide in it."""
    held = CaseGrant.objects.filter(
        CaseGrant.live(), content_object=case, permission__codename=f"act_as_{CaseRole.HR_PARTNER}"
    )
    people = User.objects.filter(pk__in=held.values("user")).select_related("person").order_by("pk")
    return [each for each in people if can(each, "accountability.review", case)]


def rounds_waiting(person: User) -> QuerySet[AccountabilityRound]:
    """Give the rounds in which somebody was asked for feedback, the oldest first."""
    waiting = ROUNDS.filter(state=RoundState.ASKED, reviewer=person)
    return scope(person, "accountability_round.answer", waiting).order_by("asked_at", "pk")


def wishes_for(statement: AccountabilityStatement) -> QuerySet[AccountabilityWish]:
    """Give the wishes of complainants who would read this statement; its owner is told that there are some, not whose they are."""
    return AccountabilityWish.objects.filter(case=statement.case_id, state=WishState.ASKED).order_by("pk")


def shared_with(person: User, case: Case) -> list[AccountabilityShare]:
    """List the statements in a case that their owners let somebody read who had asked for it."""
    rows = scope_own(person, "accountability_share.view", SHARES.filter(statement__case=case))
    return list(rows.exclude(statement__person=person.person_id).order_by("pk"))


def has_open_appeal(case: Case) -> bool:
    """Tell whether an appeal in the case is open: nobody should write about it then without advice."""
    closed = [AppealState.FINAL, AppealState.INADMISSIBLE]
    return Appeal.objects.filter(case=case).exclude(state__in=closed).exists()


def is_open(statement: AccountabilityStatement) -> bool:
    """Tell whether a statement can still be written on."""
    return statement.state == StatementState.WRITING
