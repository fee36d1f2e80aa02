"""The dates of an agreement as a whole: put into the calendar, moved on after it stood still, cancelled at its end."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from backend.agreements.actions.obstacles import drop_obstacle
from backend.agreements.actions.occurrences import EARLY, TO_HAND_IN, occurrences, settle_duty
from backend.agreements.models import Agreement, AgreementObligation, Obstacle, Occurrence
from backend.agreements.obligation_vocabulary import OPEN, ObstacleState, OccurrenceState
from backend.agreements.recurrence import dates_of
from backend.audit.actions import declare
from backend.audit.bulk import Bundle, keep_many
from backend.audit.recorded import keep
from backend.people.actions import system_user
from backend.people.models import User

declare("occurrence.schedule", "put the dates of the obligations into the calendar", kind="system")
declare("occurrence.move_on", "moved a date on by the time for which the agreement stood still", kind="system")
declare("obstacle.move_on", "gave back the time to say what stood in the way", kind="system")

STOOD_STILL: Final = "The agreement stood still."


def schedule_occurrences(agreement: Agreement, rows: Iterable[AgreementObligation], *, actor: User) -> int:
    """Put every date of an agreement's obligations into the calendar; what lay before it came into force is not asked."""
    duties = list(rows)
    done = done_before(duties)
    planned = [each for duty in duties for each in _planned(agreement, duty, done.get(duty.pk, set()))]
    if not planned:
        return 0
    bundle = Bundle(agreement, planned, {"count": len(planned)})
    return keep_many([bundle], "occurrence.schedule", actor=actor, reason="The agreement is in force.").rows


def move_dates_on(agreement: Agreement, *, since: date) -> None:
    """Give back the time for which an agreement stood still: what is owed once moves on, what returns is asked on its next day.

    Nothing that lay in that time counts as missed, and the time to say what stood in the way did not run.
    """
    today = agreement.today
    lost = today - since
    rows = Occurrence.objects.select_for_update(of=("self",)).filter(agreement=agreement, state__in=TO_HAND_IN)
    stood = list(rows.filter(cure_until__gte=since).select_related("agreement__case", "duty").order_by("pk"))
    gone = [row for row in stood if row.duty.recurrence and since <= row.due_on < today]
    occurrences.move_many("cancel", gone, about=lambda row: row.agreement, actor=system_user())
    for asked in Obstacle.objects.filter(occurrence__agreement=agreement, state=ObstacleState.ASKED).order_by("pk"):
        asked.answer_by += lost
        keep(asked, "obstacle.move_on", actor=system_user(), reason=STOOD_STILL)
    for row in stood:
        if not row.duty.recurrence or (row.due_on < since and row.state != OccurrenceState.SCHEDULED):
            _move_on(row, lost)
    for duty in {row.duty_id: row.duty for row in gone}.values():
        ends = set(Occurrence.objects.filter(duty=duty).values_list("state", flat=True))
        if not ends & set(OPEN):  # its last dates lay in that time
            settle_duty(duty, ends)


def cancel_occurrences(agreement: Agreement) -> None:
    """Cancel everything that is still open under an agreement that ended, and ask nothing any more."""
    open_rows = Occurrence.objects.select_for_update(of=("self",)).filter(agreement=agreement, state__in=OPEN)
    rows = list(open_rows.select_related("agreement__case").order_by("pk"))
    occurrences.move_many("cancel", rows, about=lambda row: row.agreement, actor=system_user())
    for asked in Obstacle.objects.filter(occurrence__agreement=agreement, state=ObstacleState.ASKED):
        drop_obstacle(asked, actor=system_user())


def done_before(duties: Sequence[AgreementObligation]) -> dict[int, set[date]]:
    """Give, for each obligation, the days on which it was closed under the version before: they are not asked again."""
    rows = Occurrence.objects.filter(duty__carried_on__later__in=duties)
    closed = rows.exclude(state__in=[*OPEN, OccurrenceState.CANCELLED])
    found: dict[int, set[date]] = {}
    for later, day in closed.values_list("duty__carried_on__later", "due_on"):
        found.setdefault(later, set()).add(day)
    return found


def _planned(agreement: Agreement, duty: AgreementObligation, done: Collection[date]) -> list[Occurrence]:
    today = agreement.today
    days = [day for day in dates_of(duty.due_on, duty.recurrence, until=agreement.ends_on) if day not in done]
    wanted = [day for day in days if day >= today] if duty.recurrence else days
    before = date.min
    planned = []
    for number, day in enumerate(wanted, start=1):
        grace = day + timedelta(days=duty.grace_days)
        opens_on = max(day - EARLY, before + timedelta(days=1))
        planned.append(
            Occurrence(
                agreement=agreement,
                duty=duty,
                number=number,
                opens_on=opens_on,
                due_on=day,
                grace_until=grace,
                cure_until=grace + timedelta(days=duty.cure_days),
            )
        )
        before = day
    return planned


def _move_on(row: Occurrence, by: timedelta) -> None:
    row.due_on, row.grace_until, row.cure_until = row.due_on + by, row.grace_until + by, row.cure_until + by
    if row.state == OccurrenceState.SCHEDULED:
        row.opens_on += by
    keep(row, "occurrence.move_on", actor=system_user(), reason=STOOD_STILL)
