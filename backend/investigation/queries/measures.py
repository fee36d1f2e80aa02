"""Reads of temporary measures: what waits for somebody, what binds them, what protects them, what they were asked to arrange."""

from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from backend.access.policy import scope, scope_own
from backend.cases.models import Case
from backend.cases.policy import granted_cases
from backend.cases.queries import live_grants
from backend.cases.vocabulary import CaseRole
from backend.deadlines.profiles import Timer, place_of
from backend.deadlines.reckoning import day_of, due_after
from backend.investigation.measure_tables import HOLDS, InterimMeasure, MeasureState
from backend.investigation.policy.measures import REVIEWERS, is_affected, is_bound
from backend.kernel import clock
from backend.people.models import User

REVIEW: Final = "measure.review"
ANSWER: Final = "measure.answer_challenge"


def measures_of(case: Case) -> QuerySet[InterimMeasure]:
    """Give the measures of a case, those in force first."""
    rows = InterimMeasure.objects.filter(case=case).select_related(
        "case", "on_whom__person", "affects__person", "proposed_by__person", "approved_by__person", "instructed"
    )
    return rows.order_by("ended_at", "-pk")


def measures_concerning(person: User) -> QuerySet[InterimMeasure]:
    """Give every measure that holds or is proposed and could concern somebody, in whichever part; what they see goes through `scope`."""
    concerns = Q(case__in=granted_cases(person, *CaseRole.values))
    if person.person_id:
        me = person.person_id
        concerns |= Q(on_whom__person=me) | Q(affects__person=me) | Q(instructed=me)
    return InterimMeasure.objects.filter(concerns, state__in=[MeasureState.PROPOSED, *HOLDS])


def measures_waiting(person: User, *, until: date) -> list[InterimMeasure]:
    """List what waits for somebody: measures to approve, challenges to answer, and those to be looked at again by a day."""
    rows = InterimMeasure.objects.select_related("case", "on_whom__person")
    due = rows.filter(state=MeasureState.IN_FORCE, review_due_on__lte=until)
    waiting = (
        scope(person, "measure.approve", rows.filter(state=MeasureState.PROPOSED)),
        scope(person, "measure.uphold", rows.filter(state=MeasureState.CHALLENGED)),
        scope(person, "measure.review", due),
    )
    return [row for found in waiting for row in found.order_by("review_due_on", "pk")[:20]]


def own_measures(person: User) -> QuerySet[InterimMeasure]:
    """Give the measures that bind or support a person, the newest first."""
    rows = InterimMeasure.objects.filter(is_bound(person)).select_related("case", "on_whom__person")
    return scope_own(person, "measure.view", rows).order_by("ended_at", "-pk")


def protecting_measures(person: User) -> QuerySet[InterimMeasure]:
    """Give the measures in force on others that concern a person; they are told what others were asked, and no reason."""
    rows = InterimMeasure.objects.filter(is_affected(person), state__in=HOLDS).filter(~is_bound(person))
    return scope(person, "measure.read_protection", rows).order_by("pk")


def own_instructions(person: User) -> QuerySet[InterimMeasure]:
    """Give what a person is to arrange for somebody, without the reason."""
    rows = InterimMeasure.objects.filter(~Q(instruction=""), state__in=HOLDS).select_related("on_whom__person")
    return scope(person, "measure.read_instruction", rows).order_by("starts_on", "pk")


def timer_of(measure: InterimMeasure, event: str) -> Timer:
    """Give the timer that the profile of the measure's case has."""
    return place_of(measure).held.timer(event)


def latest_review(measure: InterimMeasure) -> date:
    """Tell by which day a measure must be looked at again."""
    place = place_of(measure)
    rule = place.held.timer(REVIEW).rule
    return day_of(due_after(rule, clock.now(), zone=place.clock, calendar=place.working_days).at, place.clock)


def independent_of(measure: InterimMeasure) -> str:
    """Name somebody who could answer a challenge: who reviews for the case and took no part in the measure; empty for nobody."""
    part = {measure.proposed_by_id, measure.approved_by_id}
    found = (
        grant.user.name for grant in live_grants(measure.case) if grant.role in REVIEWERS and grant.user_id not in part
    )
    return next(found, "")
