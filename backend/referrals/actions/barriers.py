"""Before an absence counts for anything, the employee is asked what stood in the way. Only then can it be a suspected breach.

Nothing here says why somebody was away: that stays in the compartment. Whoever decides learns that the referral is kept to, or
that it is not, and that something is to be looked at.
"""

from typing import Final

from django.db import transaction

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import discharge, owe
from backend.cases.models import Case
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.jobs.queue import submit
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.models import User
from backend.referrals.actions.preparing import lifecycle as lifecycle_of_referrals
from backend.referrals.compartment import closed
from backend.referrals.contents import Answered
from backend.referrals.models import BarrierQuery, ProviderReport, Referral
from backend.referrals.vocabulary import WITH_PROVIDER, Compliance, Excuse, QueryState
from backend.workflow.lifecycle import Lifecycle

SUSPECTED_OWED: Final = "outcome.suspected_breach"  # it names no referral and no cause
SUSPECTED: Final = "Look at what was not kept to, and hear the employee before anything is decided"
LONGEST: Final = 4000
UNEXPLAINED: Final = (QueryState.UNANSWERED, QueryState.NOT_EXCUSED)
IN_THE_BALANCE: Final = (QueryState.ASKED, QueryState.ANSWERED)

lifecycle = Lifecycle(BarrierQuery, "barrier")

declare("barrier.ask", "asked what stood in the way of an appointment", kind="change", compartment="medical")
declare("barrier.view", "read what stood in the way of an appointment", kind="read", compartment="medical")
declare("barrier.list", "listed what stood in the way of appointments", kind="read", compartment="medical")
declare("barrier.note_followed_up", "noted that an absence was decided on", kind="change", compartment="medical")
declare("referral.reckon", "noted whether the referral is kept to", kind="change", compartment="medical")


def ask_barrier(report: ProviderReport, *, actor: User) -> BarrierQuery:
    """Ask the employee what stood in the way, after a report that they were away or take no part. This follows from the report.

    A report that replaces an earlier one takes its question's place. Until it is weighed, nobody says that the referral is
    not kept to: the answer to that is unknown.
    """
    found = BarrierQuery.objects.filter(report=report).first()
    if found is not None:
        return found
    drop_replaced(report)
    query = BarrierQuery(
        reference=new_reference("ASK", clock.today()),
        referral=report.referral,
        report=report,
        asked_at=clock.now(),
        answer_by=clock.now(),
    )
    with transaction.atomic():
        query.answer_by = start_for(query, "referral.barrier", actor=actor).due_at
        keep(query, "barrier.ask", actor=actor)
        _reckon(query, QueryState.ASKED, actor=actor)
        asked = User.objects.filter(person=report.referral.person_id, is_active=True).values_list("uid", flat=True)
        submit(
            "access.send_notices", actor=None, users=[str(uid) for uid in asked]
        )  # it says to sign in, and nothing else
    return query


def drop_replaced(report: ProviderReport) -> None:
    """Ask no longer about a report that its author replaced."""
    if report.replaces_id is None:
        return
    asked = BarrierQuery.objects.filter(report=report.replaces_id).exclude(state=QueryState.DROPPED).first()
    if asked is not None and asked.state != QueryState.EXCUSED:
        drop_query(asked, actor=system_user())


@lifecycle.move(
    "answer",
    {QueryState.ASKED, QueryState.UNANSWERED},
    QueryState.ANSWERED,
    past="answered what stood in the way",
    label="Send the answer",
    because="The employee answered.",
    compartment="medical",
)
def answer_query(query: BarrierQuery, *, actor: User, words: str) -> None:
    """Answer, as the employee. The words stay with the coordinator; an answer that comes late still counts."""
    said = words.strip()
    if not said:
        raise Invalid({"words": ["Write in a sentence what stood in the way. Nobody but your coordinator reads it."]})
    if len(said) > LONGEST:
        raise Invalid({"words": [f"Write at most {LONGEST:,} characters."]})
    query.sealed, query.answered_at = closed(Answered(words=said), query.referral), clock.now()
    meet_all(query, "referral.barrier", actor=actor)
    _reckon(query, QueryState.ANSWERED, actor=actor)


@lifecycle.move(
    "excuse",
    {QueryState.ASKED, QueryState.ANSWERED, QueryState.UNANSWERED, QueryState.NOT_EXCUSED},
    QueryState.EXCUSED,
    past="found that an absence has an excuse",
    label="Excuse the absence",
    because="There was an excuse.",
    compartment="medical",
)
def excuse_absence(query: BarrierQuery, *, actor: User, excuse: str) -> None:
    """Find that there was an excuse: no breach, and none is suspected any more. Which excuse it was stays in the compartment."""
    if excuse not in Excuse.values:
        raise Invalid({"excuse": ["Choose one of the excuses."]})
    query.excuse, query.weighed_by, query.weighed_at = excuse, actor, clock.now()
    cancel_all(query, actor=actor, reason="The question was answered.")
    _reckon(query, QueryState.EXCUSED, actor=actor)


@lifecycle.move(
    "not_excuse",
    {QueryState.ANSWERED},
    QueryState.NOT_EXCUSED,
    past="found no excuse for an absence",
    label="Find no excuse",
    because="The answer names no excuse.",
    compartment="medical",
)
def find_no_excuse(query: BarrierQuery, *, actor: User) -> None:
    """Find that the answer names no excuse. That is a suspicion and no more: the employee is heard before anything is decided."""
    query.weighed_by, query.weighed_at = actor, clock.now()
    _reckon(query, QueryState.NOT_EXCUSED, actor=actor)


@lifecycle.move(
    "lapse",
    {QueryState.ASKED},
    QueryState.UNANSWERED,
    past="noted that the question was not answered",
    because="The time to answer passed.",
    compartment="medical",
)
def lapse_query(query: BarrierQuery, *, actor: User) -> None:
    """Note that the time to answer passed. Silence is no confession: it makes a suspicion, which an answer can still end."""
    if clock.now() <= query.answer_by:
        raise Refused("The time to answer has not passed yet.", code="answer-open")
    _reckon(query, QueryState.UNANSWERED, actor=actor)


@lifecycle.move(
    "drop",
    {QueryState.ASKED, QueryState.ANSWERED, *UNEXPLAINED},
    QueryState.DROPPED,
    past="asked no longer what stood in the way",
    because="The report behind it was replaced, or the referral ended.",
    compartment="medical",
)
def drop_query(query: BarrierQuery, *, actor: User) -> None:
    """Ask no longer: the report behind the question no longer stands."""
    cancel_all(query, actor=actor, reason="It is no longer asked.")
    _reckon(query, QueryState.DROPPED, actor=actor)


def note_followed_up(case: Case, *, actor: User) -> None:
    """Note that whoever decides said what follows from the absences without an excuse: none is held against anybody twice."""
    rows = BarrierQuery.objects.select_for_update(of=("self",)).filter(
        referral__case=case, state__in=UNEXPLAINED, followed_up_at=None
    )
    for query in rows.select_related("referral"):
        query.followed_up_at = clock.now()
        keep(query, "barrier.note_followed_up", actor=actor)


def word_after_report(referral: Referral, said: Compliance) -> Compliance:
    """Tell what may be said of the course after a report, beside what is open of earlier absences.

    A provider reports attendance and weighs no absence. So a report that all is well leaves a “no” as it is until the absence
    behind it has an excuse, or whoever decides said what follows; while an answer is not weighed, nothing is known.
    """
    return _word_beside(_counting(referral), said)


def drop_queries(referral: Referral) -> None:
    """Ask nothing any more, and suspect nothing: the referral ended with nothing held against the employee."""
    for query in BarrierQuery.objects.filter(referral=referral, state__in=[*IN_THE_BALANCE, *UNEXPLAINED]):
        drop_query(query, actor=system_user())


def _reckon(query: BarrierQuery, state: QueryState, *, actor: User) -> None:
    """Say anew whether the referral is kept to, now that one question comes to stand so, and what the case owes for it."""
    referral = lifecycle_of_referrals.locked(query.referral)
    states = {*_counting(referral, beside=query), *(() if query.followed_up_at else (state,))}
    if referral.state in WITH_PROVIDER:  # without a release in force it stays unknown
        referral.compliance, referral.compliance_on = _kept_to(states, state), clock.today()
        keep(referral, "referral.reckon", actor=actor)
    owed = referral.case.obligations.filter(kind=SUSPECTED_OWED, discharged_at=None).exists()
    suspected = bool(states & set(UNEXPLAINED)) and (owed or referral.state in WITH_PROVIDER)
    if suspected and not owed:
        owe(referral.case, SUSPECTED_OWED, SUSPECTED, actor=system_user(), reason="Something was not kept to.")
    elif owed and not suspected:
        discharge(referral.case, SUSPECTED_OWED, actor=system_user(), note="It is explained.")


def _kept_to(states: set[str], latest: QueryState) -> Compliance:
    return _word_beside(states, Compliance.UNKNOWN if latest == QueryState.DROPPED else Compliance.YES)


def _word_beside(states: set[str], said: Compliance) -> Compliance:
    if states & set(UNEXPLAINED):
        return Compliance.NO
    return Compliance.UNKNOWN if states & set(IN_THE_BALANCE) else said


def _counting(referral: Referral, *, beside: BarrierQuery | None = None) -> set[str]:
    rows = BarrierQuery.objects.filter(referral=referral, followed_up_at=None)
    return set((rows.exclude(pk=beside.pk) if beside else rows).values_list("state", flat=True))
