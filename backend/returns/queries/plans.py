"""Reads of returns and their plans: those of a case, those that wait for somebody, and what an employee was told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from backend.access.policy import scope, scope_own
from backend.cases.models import Case
from backend.cases.policy import granted_cases
from backend.cases.vocabulary import ENDED, CaseRole
from backend.deadlines.profiles import place_of
from backend.deadlines.reckoning import day_of, due_after
from backend.decisions.queries.standing import approved_outcome
from backend.investigation.measure_tables import HOLDS, InterimMeasure, MeasureKind
from backend.kernel import clock
from backend.people.models import User
from backend.returns.models import FollowUpStep, ReturnAppeal, ReturnToWork
from backend.returns.policy import DECIDE, PREPARE
from backend.returns.vocabulary import (
    AWAY_MEASURES,
    AWAY_OUTCOMES,
    CONTESTED,
    LIVE,
    PLAN_RUNS,
    ReturnState,
    StepState,
    Trigger,
)

CHECK: Final = "rtw.check"
AGAIN: Final = "rtw.decide_again"
APPEAL: Final = "rtw.appeal"
DUE: Final = "follow_up.due"
SATURDAY: Final = 5  # as Python counts the days of a week
OPEN_STEPS: Final = (StepState.PLANNED, StepState.MISSED)
ROWS: Final = ReturnToWork.objects.select_related(
    "case", "person__site", "person__unit", "decided_by__person", "begun_by__person", "document"
)
STEP_ROWS: Final = FollowUpStep.objects.select_related("rtw__case", "rtw__person", "holder")


def returns_in(case: Case, person: User) -> QuerySet[ReturnToWork]:
    """Give the returns of a case that somebody may read about, the newest first."""
    rows: QuerySet[ReturnToWork] = scope(person, "rtw.view", ROWS.filter(case=case).exclude(person=person.person_id))
    return rows.order_by("-pk")


def own_returns(person: User) -> QuerySet[ReturnToWork]:
    """Give what was decided on somebody's own return, or what they asked for, the newest first."""
    rows: QuerySet[ReturnToWork] = scope_own(person, "rtw.view", ROWS.all())
    return rows.order_by("-pk")


def cases_to_ask_in(person: User) -> list[Case]:
    """List the cases in which somebody is kept away and has not asked to come back yet."""
    cases = scope_own(person, "rtw.ask", Case.objects.all())
    asked = ReturnToWork.objects.filter(person=person.person_id, state__in=LIVE).values("case_id")
    return [case for case in cases.exclude(pk__in=asked).order_by("pk") if keeps_away(case)]


def keeps_away(case: Case) -> Trigger | None:
    """Tell what in a case keeps its respondent away from their post now."""
    if InterimMeasure.objects.filter(case=case, kind__in=AWAY_MEASURES, state__in=HOLDS).exists():
        return Trigger.MEASURE
    outcome = approved_outcome(case)
    return Trigger.OUTCOME if outcome and AWAY_OUTCOMES & set(outcome.kinds) else None


def kept_away_unplanned(person: User) -> QuerySet[Case]:
    """Give the cases of an HR partner in which paid leave keeps somebody away, and nobody has planned or decided how they come back."""
    away = InterimMeasure.objects.filter(kind=MeasureKind.PAID_LEAVE, state__in=HOLDS).values("case_id")
    thought_of = ReturnToWork.objects.filter(state__in=[*LIVE, ReturnState.REFUSED]).values("case_id")
    rows: QuerySet[Case] = Case.objects.filter(pk__in=granted_cases(person, CaseRole.HR_PARTNER)).filter(pk__in=away)
    return rows.exclude(pk__in=thought_of).exclude(state__in=ENDED).order_by("pk")


def returns_waiting(person: User) -> list[ReturnToWork]:
    """List the returns on which somebody acts next: to check, to decide, or to note that the day has come."""
    preparing = Q(case__in=granted_cases(person, *PREPARE)) & (
        Q(state__in=[ReturnState.REQUESTED, ReturnState.SCHEDULED])
        | Q(state=ReturnState.DEFERRED, decided_again_on__lte=clock.today())
        | Q(state=ReturnState.APPROVED, returns_on__lte=clock.today())
        | Q(state__in=[ReturnState.RETURNED, ReturnState.FOLLOW_UP], plan_ends_on__lte=clock.today())
    )
    contested = ReturnAppeal.objects.filter(decision_by=person, state__in=CONTESTED).values("rtw_id")
    deciding = Q(case__in=granted_cases(person, *DECIDE, *PREPARE), state=ReturnState.CHECKING)
    deciding &= ~Q(pk__in=contested)  # whoever decided before decides no more
    rows = scope(person, "rtw.view", ROWS.filter(preparing | deciding).exclude(person=person.person_id))
    return list(rows.order_by("pk")[:20])


def follow_ups_held(person: User) -> QuerySet[FollowUpStep]:
    """Give the steps of running plans that somebody holds, the soonest first; what is over comes last."""
    rows = STEP_ROWS.filter(holder=person.person_id) if person.person_id else STEP_ROWS.none()
    found: QuerySet[FollowUpStep] = scope(person, "follow_up.view", rows)
    return found.order_by("settled_on", "due_on", "seq")


def follow_ups_waiting(person: User, *, until: date) -> list[FollowUpStep]:
    """List the steps that somebody is to hold by a day, or plans again because they were missed."""
    rows = follow_ups_held(person).filter(rtw__state__in=PLAN_RUNS, state__in=[StepState.PLANNED, StepState.MISSED])
    return list(rows.filter(due_on__lte=until)[:20])


def plans_travelling(people: Sequence[int]) -> QuerySet[ReturnToWork]:
    """Give the running plans of people: a plan goes along when somebody is transferred, leaves, or is hired again."""
    rows: QuerySet[ReturnToWork] = ROWS.filter(person__in=people, state__in=PLAN_RUNS)
    return rows.order_by("pk")


def returns_concerning(person: User) -> QuerySet[ReturnToWork]:
    """Give every return that could wait for somebody; what they see goes through `scope`."""
    concerns = Q(case__in=granted_cases(person, *DECIDE, *PREPARE))
    if person.person_id:
        concerns |= Q(steps__holder=person.person_id)
    return ReturnToWork.objects.filter(concerns, state__in=LIVE)


def latest_after(case: Case, event: str, day: date) -> date:
    """Tell the last day that a timer of the case's profile allows from a day on."""
    place = place_of(case)
    noon = datetime.combine(day, time(12), UTC)
    due = due_after(place.held.timer(event).rule, noon, zone=place.clock, calendar=place.working_days)
    return day_of(due.at, place.clock)


def is_run_out(rtw: ReturnToWork) -> bool:
    """Tell whether a plan reached its end with every step settled, so that it can be closed."""
    is_over = rtw.plan_ends_on is None or rtw.plan_ends_on <= clock.today()
    return is_over and not rtw.steps.filter(state__in=OPEN_STEPS).exists()


def usual_steps(returns_on: date) -> list[tuple[date, str]]:
    """Propose six talks within the first six months, the first of them within a week, none of them at a weekend."""
    talks = (
        (4, "First talk: how the start went"),
        (28, "Check-in: conditions and barriers"),
        (56, "Check-in: conditions and barriers"),
        (91, "Check-in: conditions and barriers"),
        (140, "Review of the safeguards"),
        (175, "Last talk: end of the plan"),
    )
    return [(_weekday(returns_on + timedelta(days=days)), what) for days, what in talks]


def _weekday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day
