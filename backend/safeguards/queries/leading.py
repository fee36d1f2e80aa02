"""Who leads the employees of running agreements, and whether the right manager was told: found for hundreds in a few questions."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from backend.agreements.models import TRAVELS, Agreement
from backend.kernel import clock
from backend.people.models import Person
from backend.people.queries import direct_manager_of, leading, solid_lines_of
from backend.safeguards.models import ManagerExtract

BATCH: Final = 500
Key = tuple[int, int]  # the case, and the employee: who was told of one version was told of the next


def new_manager_of(agreement: Agreement) -> Person | None:
    """Name who leads the employee today, if they did not when the agreement began, or somebody else was told since."""
    now = direct_manager_of(agreement.person, on=clock.today())
    first = first_manager_of(agreement)
    told = ManagerExtract.objects.filter(agreement__case=agreement.case_id, agreement__person=agreement.person_id)
    return now if now and _must_know(now.pk, first.pk if first else None, told_before=told.exists()) else None


def first_manager_of(agreement: Agreement) -> Person | None:
    """Name who led the employee before the agreement began: they knew of it when it was made."""
    return direct_manager_of(agreement.person, on=_before(agreement))


def led_anew() -> Iterator[Agreement]:
    """Find the running agreements whose employee is led by somebody who was not told, or of which somebody else may still read."""
    last = 0
    while found := list(travelling(pk__gt=last)[:BATCH]):
        yield from _led_anew(found)
        last = found[-1].pk


def travelling(**which: Any) -> QuerySet[Agreement]:
    """Give the agreements that run, in the order of their keys."""
    rows = Agreement.objects.filter(state__in=TRAVELS, **which)
    return rows.select_related("case", "person", "monitor", "officer").order_by("pk")


def _led_anew(found: Sequence[Agreement]) -> Iterator[Agreement]:
    lines = solid_lines_of({each.person_id for each in found})
    told: dict[Key, list[tuple[int, int, bool]]] = {}
    extracts = ManagerExtract.objects.filter(agreement__case__in={each.case_id for each in found})
    names = ("agreement__case_id", "agreement__person_id", "manager_id", "agreement_id", "ended_at")
    for case, person, manager, agreement, ended_at in extracts.values_list(*names):
        told.setdefault((case, person), []).append((manager, agreement, ended_at is None))
    today = clock.today()
    for each in found:
        given = told.get((each.case_id, each.person_id), [])
        held = lines.get(each.person_id, ())
        leads, first = leading(held, on=today), leading(held, on=_before(each))
        knows = [(manager, agreement) for manager, agreement, is_open in given if is_open]
        wrong = any(one != (leads, each.pk) for one in knows)
        if wrong or (not knows and _must_know(leads, first, told_before=bool(given))):
            yield each


def _must_know(now: int | None, first: int | None, *, told_before: bool) -> bool:
    return now is not None and (now != first or told_before)


def _before(agreement: Agreement) -> date:
    return min(agreement.starts_on, clock.today()) - timedelta(days=1)
