"""What is due, for the employee as progress, for whoever checks as this week's list, and for a calendar as bare days."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet

from backend.access.policy import scope, scope_own
from backend.agreements.models import Agreement, AgreementState, Obstacle, Occurrence
from backend.agreements.obligation_vocabulary import (
    KEPT,
    OPEN,
    TO_DO,
    Bearer,
    ObligationKind,
    ObstacleState,
    OccurrenceState,
)
from backend.kernel import clock
from backend.people.models import User

ATTENDED: Final = frozenset({ObligationKind.EDUCATION, ObligationKind.SERVICE, ObligationKind.CHECK_IN})
NOT_ASKED: Final = frozenset({OccurrenceState.EXCUSED, OccurrenceState.WAIVED, OccurrenceState.CANCELLED})
WEEK: Final = timedelta(days=7)
WITH_ALL: Final = ("agreement__person", "duty__verifier", "duty__owed_by", "obstacle")
SHOWN: Final = 5  # of what comes later, and of what was closed last
PAST: Final = timedelta(days=90)  # so long a calendar keeps showing what is still open


@dataclass(frozen=True)
class Progress:
    """One agreement in force as a task list: what now, what waits for somebody else, what next, what is done, what we promised."""

    now: list[Occurrence] = field(default_factory=list)
    waiting: list[Occurrence] = field(default_factory=list)
    coming: list[Occurrence] = field(default_factory=list)
    done: list[Occurrence] = field(default_factory=list)
    promises: list[Occurrence] = field(default_factory=list)

    @property
    def of(self) -> int:
        """Count what the employee owes over the whole time."""
        return sum(map(len, (self.now, self.waiting, self.coming, self.done)))

    @property
    def attendance(self) -> tuple[int, int]:
        """Count the dates on which somebody had to be somewhere: those kept, and all. It says nothing about conduct."""
        rows = [row for row in (*self.now, *self.waiting, *self.coming, *self.done) if row.duty.kind in ATTENDED]
        asked = [row for row in rows if row.state not in NOT_ASKED]
        return sum(row.state in KEPT for row in asked), len(asked)

    @property
    def next_few(self) -> list[Occurrence]:
        """Give the nearest of what comes later."""
        return self.coming[:SHOWN]

    @property
    def later(self) -> int:
        """Count what comes after these."""
        return max(len(self.coming) - SHOWN, 0)

    @property
    def last_done(self) -> list[Occurrence]:
        """Give what was closed last."""
        return sorted(self.done, key=lambda row: (row.closed_on or row.due_on, row.due_on), reverse=True)[:SHOWN]

    @property
    def promises_shown(self) -> list[Occurrence]:
        """Give of what the organisation promised what is open and near, and what was closed last."""
        near = clock.today() + WEEK * 4
        soon = [row for row in self.promises if row.state in OPEN and row.due_on <= near]
        kept = [row for row in self.promises if row.closed_on]
        first = [row for row in self.promises if row.state in OPEN][:1]
        return [*kept[-SHOWN:], *(soon or first)]


def progress_of(agreement: Agreement, person: User) -> Progress:
    """Sort everything that is due under somebody's own agreement, with one query."""
    rows = Occurrence.objects.filter(agreement=agreement).select_related(*WITH_ALL)
    found = Progress()
    for row in scope_own(person, "occurrence.view", rows).order_by("due_on", "duty__seq"):
        row.agreement = agreement
        _place(row, found).append(row)
    return found


def dates_of_duties(agreement: Agreement, person: User) -> QuerySet[Occurrence]:
    """Give what is open or was passed on under an agreement that somebody works on: what is late first."""
    wanted = Q(state__in=[*TO_DO, OccurrenceState.SUBMITTED, OccurrenceState.REFERRED])
    near = Q(state=OccurrenceState.SCHEDULED, due_on__lte=clock.today() + WEEK * 4)
    rows = Occurrence.objects.filter(wanted | near, agreement=agreement).select_related(*WITH_ALL)
    return scope(person, "occurrence.view", rows).order_by("due_on", "duty__seq")


def checks_of_week(person: User) -> QuerySet[Occurrence]:
    """Give what somebody must check this week: what was handed in, and what is due by then; nothing of the reasons."""
    near = Q(state__in=[*TO_DO, OccurrenceState.SCHEDULED], due_on__lte=clock.today() + WEEK)
    rows = Occurrence.objects.filter(Q(state=OccurrenceState.SUBMITTED) | near)
    return scope(person, "occurrence.verify", rows).select_related(*WITH_ALL).order_by("due_on", "pk")


def promises_to_keep(person: User) -> QuerySet[Occurrence]:
    """Give what somebody has to do for the organisation by the end of the week."""
    rows = Occurrence.objects.filter(duty__owed_by=person.person_id, duty__bearer=Bearer.ORGANISATION)
    near = Q(state__in=TO_DO) | Q(state=OccurrenceState.SCHEDULED, due_on__lte=clock.today() + WEEK)
    return scope(person, "occurrence.submit", rows.filter(near)).select_related(*WITH_ALL).order_by("due_on", "pk")


def own_dates_to_do(person: User) -> QuerySet[Occurrence]:
    """Give what an employee can do now under their own agreements."""
    rows = Occurrence.objects.filter(state__in=TO_DO, agreement__state=AgreementState.ACTIVE)
    return scope_own(person, "occurrence.submit", rows).select_related(*WITH_ALL).order_by("due_on", "pk")


def own_questions(person: User) -> QuerySet[Obstacle]:
    """Give the questions to an employee what stood in the way that still wait for an answer."""
    asked = Obstacle.objects.filter(
        state=ObstacleState.ASKED, occurrence__agreement__state=AgreementState.ACTIVE
    ).select_related("occurrence__agreement", "occurrence__duty")
    return scope_own(person, "obstacle.answer", asked).order_by("answer_by")


def days_for_calendar(person: User) -> QuerySet[Occurrence]:
    """Give what is due for somebody, as employee, as the one who checks, or for the organisation; a calendar shows the days alone."""
    rows = Occurrence.objects.filter(state__in=OPEN, due_on__gte=clock.today() - PAST)
    mine = scope(person, "occurrence.submit", rows).values("pk")
    checked = scope(person, "occurrence.verify", rows).values("pk")
    found: QuerySet[Occurrence] = Occurrence.objects.filter(Q(pk__in=mine) | Q(pk__in=checked))
    return found.order_by("due_on", "pk")


def _place(row: Occurrence, found: Progress) -> list[Occurrence]:
    if row.duty.bearer == Bearer.ORGANISATION:
        return found.promises
    if row.state in TO_DO:
        return found.now
    if row.state in {OccurrenceState.SUBMITTED, OccurrenceState.REFERRED}:
        return found.waiting
    return found.coming if row.state == OccurrenceState.SCHEDULED else found.done
