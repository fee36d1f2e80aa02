"""The calendar at work: what comes near is put on the list, what passed is noted, and the employee is asked what stood in the way.

Rows are moved by the thousand, each step with one event a case and agreement; a worker that slept makes up for every step at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from django.db import connection, transaction
from django.db.models import QuerySet

from backend.agreements.actions.dates import schedule_occurrences
from backend.agreements.actions.obstacles import obstacles
from backend.agreements.actions.occurrences import occurrences
from backend.agreements.models import Agreement, AgreementObligation, AgreementState, Obstacle, Occurrence
from backend.agreements.obligation_vocabulary import Bearer, ObligationState, ObstacleState, OccurrenceState
from backend.audit.bulk import Bundle, keep_many
from backend.audit.recorded import Recorded
from backend.deadlines.profiles import Place, place_of
from backend.deadlines.reckoning import day_of, due_after
from backend.jobs.queue import submit
from backend.people.actions import system_user
from backend.people.models import User

R = TypeVar("R", bound=Recorded)
BATCH: Final = 2000
AHEAD: Final = timedelta(days=1)  # somewhere it is tomorrow already


@dataclass(frozen=True)
class Moved:
    """How many dates one sweep moved."""

    scheduled: int
    opened: int
    overdue: int
    grace: int
    lapsed: int


def sweep_occurrences(*, as_of: datetime) -> Moved:
    """Move every date to where it stands at a moment, by the day that it is where the employee works."""
    days = _Days(as_of)
    rows = Occurrence.objects.filter(agreement__state=AgreementState.ACTIVE)
    latest = as_of.date() + AHEAD
    return Moved(
        scheduled=_schedule_missing(),
        opened=_move(
            "open",
            rows.filter(state=OccurrenceState.SCHEDULED, opens_on__lte=latest),
            lambda row: row.opens_on <= days.of(row.agreement),
        ),
        overdue=_move(
            "fall_overdue",
            rows.filter(state__in=[OccurrenceState.DUE, OccurrenceState.REJECTED], due_on__lt=latest),
            lambda row: _last_day(row) < days.of(row.agreement),
            then=lambda late: _ask(late, days),
        ),
        grace=_move(
            "start_grace",
            rows.filter(state=OccurrenceState.OVERDUE, due_on__lt=latest),
            lambda row: row.grace_until < days.of(row.agreement),
        ),
        lapsed=_lapse(as_of),
    )


class _Days:
    """What day it is where an agreement is kept, and until when a question there is to be answered."""

    def __init__(self, as_of: datetime) -> None:
        self.as_of = as_of
        self.days: dict[str, date] = {}
        self.until: dict[Place, datetime] = {}

    def of(self, agreement: Agreement) -> date:
        zone = agreement.person.zone
        if zone not in self.days:
            self.days[zone] = day_of(self.as_of, zone)
        return self.days[zone]

    def answer_by(self, agreement: Agreement) -> datetime:
        place = place_of(agreement.case)
        if place not in self.until:
            rule = place.held.timer("occurrence.barrier").rule
            self.until[place] = due_after(rule, self.as_of, zone=place.clock, calendar=place.working_days).at
        return self.until[place]


def _last_day(row: Occurrence) -> date:
    return row.grace_until if row.state == OccurrenceState.REJECTED else row.due_on


def _move(
    verb: str,
    rows: "QuerySet[Occurrence]",
    is_time: Callable[[Occurrence], bool],
    then: Callable[[list[Occurrence]], None] = lambda _moved: None,
) -> int:
    def act(found: list[Occurrence]) -> int:
        ready = [row for row in found if is_time(row)]
        moved = occurrences.move_many(verb, ready, about=lambda row: row.agreement, actor=system_user())
        then(ready)
        return moved

    return _in_batches(rows.select_related("agreement__case", "agreement__person__site", "duty"), act)


def _ask(late: list[Occurrence], days: _Days) -> None:
    """Ask the employees what stood in the way: once for each date, and not for what the organisation owes."""
    known = set(Obstacle.objects.filter(occurrence__in=[row.pk for row in late]).values_list("occurrence", flat=True))
    asked: dict[Agreement, list[Recorded]] = {}
    for row in late:
        if row.duty.bearer == Bearer.EMPLOYEE and row.pk not in known:
            question = Obstacle(occurrence=row, asked_at=days.as_of, answer_by=days.answer_by(row.agreement))
            asked.setdefault(row.agreement, []).append(question)
    if not asked:
        return
    bundles = [Bundle(agreement, rows, {"count": len(rows)}) for agreement, rows in asked.items()]
    keep_many(bundles, "obstacle.ask", actor=system_user(), reason="Something is late.")
    people = {agreement.person_id for agreement in asked}
    users = User.objects.filter(person__in=people, is_active=True).values_list("uid", flat=True)
    submit("access.send_notices", actor=None, users=[str(uid) for uid in users])  # it says to sign in, no more


def _lapse(as_of: datetime) -> int:
    rows = Obstacle.objects.filter(
        state=ObstacleState.ASKED, answer_by__lt=as_of, occurrence__agreement__state=AgreementState.ACTIVE
    )
    return _in_batches(
        rows.select_related("occurrence__agreement__case"),
        lambda found: obstacles.move_many(
            "lapse", found, about=lambda row: row.occurrence.agreement, actor=system_user()
        ),
    )


def _schedule_missing() -> int:
    """Put the dates of obligations into the calendar that came into force before there was one."""
    bare = AgreementObligation.objects.filter(
        state=ObligationState.SCHEDULED, occurrences=None, agreement__state=AgreementState.ACTIVE
    )
    found: dict[Agreement, list[AgreementObligation]] = {}
    for duty in bare.select_related("agreement__case", "agreement__person__site").order_by("agreement", "seq"):
        found.setdefault(duty.agreement, []).append(duty)
    return sum(schedule_occurrences(agreement, rows, actor=system_user()) for agreement, rows in found.items())


def _in_batches(rows: "QuerySet[R]", act: Callable[[list[R]], int]) -> int:
    """Act on rows in the order of their keys, each batch locked in a transaction of its own."""
    last = done = 0
    while True:
        with transaction.atomic():
            wanted = rows.filter(pk__gt=last).order_by("pk")
            if connection.features.has_select_for_update:
                wanted = wanted.select_for_update(of=("self",), skip_locked=True)
            found = list(wanted[:BATCH])
            if not found:
                return done
            done += act(found)
        last = found[-1].pk
