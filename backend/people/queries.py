"""Who stood where on a given day: the question that conflicts of interest turn on."""

from datetime import date

from django.db.models import Q

from backend.people.models import Person, ReportingLine

LEVELS = 4  # rule C2: up to four levels up; everybody below


def lines_on(day: date) -> Q:
    """Give the filter for reporting lines that held on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


def managers_of(person: Person, *, on: date, levels: int = LEVELS) -> set[int]:
    """List everybody whom a person reported to on a day, directly, by dotted line, or through others."""
    return _climb({person.pk}, on, levels, lower="person_id", upper="manager_id")


def reports_of(person: Person, *, on: date, levels: int = 20) -> set[int]:
    """List everybody who reported to a person on a day, at any depth."""
    return _climb({person.pk}, on, levels, lower="manager_id", upper="person_id")


def in_line_of(person: Person, other: Person, *, on: date) -> bool:
    """Tell whether one of two people stood in the other's reporting line on a day."""
    return other.pk in managers_of(person, on=on) or person.pk in managers_of(other, on=on)


def direct_manager_of(person: Person, *, on: date) -> Person | None:
    """Find the manager whom a person reported to by solid line on a day."""
    line = (
        ReportingLine.objects.filter(lines_on(on), person=person, kind=ReportingLine.SOLID)
        .select_related("manager")
        .order_by("-starts_on")
        .first()
    )
    return line.manager if line else None


def _climb(start: set[int], on: date, levels: int, *, lower: str, upper: str) -> set[int]:
    seen: set[int] = set()
    edge = start
    for _ in range(levels):
        step = ReportingLine.objects.filter(lines_on(on), **{f"{lower}__in": edge}).values_list(upper, flat=True)
        edge = set(step) - seen - start
        if not edge:
            break
        seen |= edge
    return seen
