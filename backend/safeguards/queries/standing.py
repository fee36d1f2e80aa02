"""Reads of safeguards: those of a case, those that somebody sees to, and what changed around an employee."""

from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from backend.access.policy import scope, scope_own
from backend.cases.models import Case
from backend.cases.policy import granted_cases
from backend.deadlines.profiles import place_of
from backend.deadlines.reckoning import day_of, due_after
from backend.kernel import clock
from backend.people.models import User
from backend.safeguards.models import SettingSafeguard
from backend.safeguards.policy import DECIDE
from backend.safeguards.vocabulary import HOLDS, LIVE, SafeguardState

CONFIRM: Final = "safeguard.confirm"
REVIEW: Final = "safeguard.review"
STILL_SHOWN: Final = timedelta(days=30)  # after its end
ROWS: Final = SettingSafeguard.objects.select_related("case", "person", "owner", "agreement", "proposed_by__person")


def safeguards_of(case: Case, person: User) -> QuerySet[SettingSafeguard]:
    """Give the safeguards of a case that somebody may see, those that run first."""
    rows: QuerySet[SettingSafeguard] = scope(person, "safeguard.view", ROWS.filter(case=case))
    return rows.order_by("ended_at", "review_on", "pk")


def safeguards_seen_to(person: User) -> QuerySet[SettingSafeguard]:
    """Give the safeguards that somebody sees to, the soonest to review first; one that ended is still told for a month."""
    recent = Q(state__in=LIVE) | Q(state=SafeguardState.ENDED, ended_at__gte=clock.now() - STILL_SHOWN)
    rows = ROWS.filter(recent, owner=person.person_id) if person.person_id else ROWS.none()
    found: QuerySet[SettingSafeguard] = scope(person, "safeguard.view", rows)
    return found.order_by("ended_at", "review_on", "pk")


def safeguards_around(person: User) -> QuerySet[SettingSafeguard]:
    """Give what changed in the settings around a person, those in place first."""
    rows: QuerySet[SettingSafeguard] = scope_own(person, "safeguard.see_own", ROWS.all())
    return rows.order_by("ended_at", "starts_on", "pk")


def safeguards_to_decide(person: User, *, until: date) -> QuerySet[SettingSafeguard]:
    """Give the safeguards on which somebody decides now: a change is suggested, a review is overdue, or the last day has passed."""
    late = Q(review_on__lt=until) | Q(ends_on__lt=until)
    waiting = Q(state=SafeguardState.SUGGESTED) | Q(state=SafeguardState.IN_PLACE) & late
    rows = ROWS.filter(waiting, case__in=granted_cases(person, *DECIDE))
    found: QuerySet[SettingSafeguard] = scope(person, "safeguard.end", rows)
    return found.order_by("review_on", "pk")


def safeguards_concerning(person: User) -> QuerySet[SettingSafeguard]:
    """Give every running safeguard that could wait for somebody; what they see goes through `scope`."""
    concerns = Q(case__in=granted_cases(person, *DECIDE))
    if person.person_id:
        concerns |= Q(owner=person.person_id)
    ended = Q(state=SafeguardState.ENDED, ended_at__gte=clock.now() - STILL_SHOWN)
    return SettingSafeguard.objects.filter(concerns, Q(state__in=LIVE) | ended)


def in_place_for(case: Case, *, on: date | None = None) -> QuerySet[SettingSafeguard]:
    """Give the safeguards of a case that are in place now, or those of them that last until a day."""
    lasts = Q(ends_on=None) | Q(ends_on__gte=on or clock.today())
    rows: QuerySet[SettingSafeguard] = ROWS.filter(lasts, case=case, state__in=HOLDS)
    return rows.order_by("starts_on", "pk")


def latest_review(case: Case, start: date) -> date:
    """Tell by which day a safeguard of a case must be looked at again, when it begins on a day or was looked at on it."""
    place = place_of(case)
    begins = max(start, clock.today())
    held, now = place.held.timer(REVIEW).rule, clock.now()
    due = due_after(held, now + (begins - clock.today()), zone=place.clock, calendar=place.working_days)
    return day_of(due.at, place.clock)
