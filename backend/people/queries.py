"""Who stood where on a given day: the question that conflicts of interest turn on."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from backend.people.models import Person, ReportingLine, Tie, Unit

LEVELS = 4  # rule C2: up to four levels up; everybody below
DEPTH: Final = 20  # of an organisation; a ring of lines or of units ends there
SAME_TEAM: Final = timedelta(days=730)  # rule C3: whoever shared a team in the last 24 months


def lines_on(day: date) -> Q:
    """Give the filter for reporting lines that held on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def managers_of(person: Person, *, on: date, levels: int = LEVELS) -> set[int]:
    """List everybody whom a person reported to on a day, directly, by dotted line, or through others."""
    return _climb({person.pk}, on, levels, lower="person_id", upper="manager_id")


def reports_of(person: Person, *, on: date, levels: int = DEPTH) -> set[int]:
    """List everybody who reported to a person on a day, at any depth."""
    return _climb({person.pk}, on, levels, lower="manager_id", upper="person_id")


def in_line_of(person: Person, other: Person, *, on: date) -> bool:
    """Tell whether one of two people stood in the other's reporting line on a day."""
    return other.pk in managers_of(person, on=on) or person.pk in managers_of(other, on=on)


def line_of(person: Person, *, on: date) -> set[int]:
    """List everybody who stood in a person's reporting line on a day: four levels up, and all below."""
    return managers_of(person, on=on) | reports_of(person, on=on)


def ever_near(people: Collection[int]) -> set[int]:
    """List everybody who at any time stood in the line of one of these people, at any level, and these people themselves."""
    start = set(people)
    up = _climb(start, None, DEPTH, lower="person_id", upper="manager_id")
    return start | up | _climb(start, None, DEPTH, lower="manager_id", upper="person_id")


def department_of(person: Person, *, on: date) -> set[int]:
    """List a person's whole department: everybody in their unit and the units within it, and everybody who reports to them."""
    units = within(person.unit_id)
    there = set(Person.objects.filter(unit__in=units).values_list("pk", flat=True)) if units else set()
    return (there | reports_of(person, on=on)) - {person.pk}


def within(unit: int | None) -> set[int]:
    """List a unit and all the units within it."""
    found: set[int] = set()
    edge = {unit} if unit is not None else set()
    while edge and len(found) < 10_000:
        found |= edge
        edge = set(Unit.objects.filter(parent__in=edge).values_list("pk", flat=True)) - found
    return found


def leads_the_whole(person: Person, *, on: date) -> bool:
    """Tell whether somebody stands at the top: others report to them, and they report to nobody."""
    lines = ReportingLine.objects.filter(lines_on(on), kind=ReportingLine.SOLID)
    return lines.filter(manager=person).exists() and not lines.filter(person=person).exists()


def ties_of(person: Person, *, on: date) -> QuerySet[Tie]:
    """Give what a person is to others on a day; a tie without an end holds."""
    holds = (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gte=on))
    rows = Tie.objects.filter(holds, Q(person=person) | Q(other=person))
    return rows.select_related("person", "other").order_by("pk")


def shared_team(person: Person, other: Person, *, on: date) -> bool:
    """Tell whether two people were in the same unit at some time in the last 24 months."""
    return bool(_units_since(person, on - SAME_TEAM) & _units_since(other, on - SAME_TEAM))


def _units_since(person: Person, day: date) -> set[int]:
    """List the units that a person was in on a day or since, as the history of their record tells."""
    rows = Person.history.filter(id=person.pk).order_by("history_date", "history_id")
    units = {person.unit_id}
    for unit, at in rows.values_list("unit_id", "history_date"):
        if at.date() <= day:
            units = {unit}  # an earlier one is over by that day
        else:
            units.add(unit)
    return {unit for unit in {*units, person.unit_id} if unit is not None}


def direct_manager_of(person: Person, *, on: date) -> Person | None:
    """Find the manager whom a person reported to by solid line on a day."""
    line = (
        ReportingLine.objects.filter(lines_on(on), person=person, kind=ReportingLine.SOLID)
        .select_related("manager")
        .order_by("-starts_on")
        .first()
    )
    return line.manager if line else None


def solid_lines_of(people: Collection[int]) -> dict[int, list[ReportingLine]]:
    """Give the solid lines of many people by person, the latest first, in one question."""
    lines: dict[int, list[ReportingLine]] = {}
    for line in ReportingLine.objects.filter(person__in=people, kind=ReportingLine.SOLID).order_by("-starts_on"):
        lines.setdefault(line.person_id, []).append(line)
    return lines


def leading(lines: Iterable[ReportingLine], *, on: date) -> int | None:
    """Tell the key of whom somebody reported to on a day, from their solid lines: as `direct_manager_of` does for one person."""
    held = (line for line in lines if line.starts_on <= on and (line.ends_on is None or line.ends_on >= on))
    return next((line.manager_id for line in held), None)


def _climb(start: set[int], on: date | None, levels: int, *, lower: str, upper: str) -> set[int]:
    seen: set[int] = set()
    edge = start
    lines = ReportingLine.objects.filter(lines_on(on)) if on else ReportingLine.objects.all()
    for _ in range(levels):
        step = lines.filter(**{f"{lower}__in": edge}).values_list(upper, flat=True)
        edge = set(step) - seen - start
        if not edge:
            break
        seen |= edge
    return seen


def person_named(words: str) -> list[Person]:
    """Find people by reference, by e-mail address, or by their whole name, never by a part of it."""
    text = words.strip()
    if not text:
        return []
    exact = Q(reference__iexact=text) | Q(email__iexact=text) | Q(name__iexact=text) | Q(names__name__iexact=text)
    return list(Person.objects.filter(exact).select_related("unit").distinct().order_by("name", "pk")[:6])
