"""Who stands so close to somebody that they must not work on a matter about them: the line, the department, ties."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import Q

from backend.access.models import Role, RoleHolding
from backend.kernel import clock
from backend.people.models import Person, Tie, Unit
from backend.people.queries import department_of, leads_the_whole, line_of, ties_of, within

# Who holds one of these could find a matter without being appointed to it, or is appointed to matters of others.
STAFF: Final = frozenset(Role.values) - {Role.MONITOR}

LINE: Final = "stands in the reporting line"


@dataclass(frozen=True)
class Relation:
    """Why somebody stands too close: the rule, words that follow their name, and whether only what was and is no more brings them there."""

    rule: str
    words: str
    historic: bool = False

    @property
    def waivable(self) -> bool:
        """Tell whether the independent channel may weigh it (C9): a line of the past, a tie, an earlier part."""
        return self.rule in {"C3", "C4"} or (self.rule == "C2" and self.historic)


@dataclass(frozen=True)
class Side:
    """One side of a matter, as conflicts are measured from it."""

    person: Person
    name: str  # “respondent”, “complainant”


def staff() -> set[int]:
    """Give the keys of everybody who works in the product now, whatever on."""
    now = clock.now()
    held = RoleHolding.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now, role__in=STAFF, user__is_active=True
    )
    return set(held.exclude(user__person=None).values_list("user__person_id", flat=True))


def in_line(side: Side, days: Collection[date]) -> dict[int, Relation]:
    """C2: tell who stands in a side's reporting line, today or on a day of the conduct; a line of today is no past one."""
    today = clock.today()
    found: dict[int, Relation] = {}
    for day in days:
        for key in line_of(side.person, on=day):
            found[key] = Relation("C2", f"{LINE} of the {side.name}, on the day of the conduct", historic=True)
    for key in line_of(side.person, on=today):
        then = "on the day of the conduct and today" if key in found else "today"
        found[key] = Relation("C2", f"{LINE} of the {side.name}, {then}")
    return found


def needs_independence(respondent: Person) -> str:
    """C5: tell why a matter about this person must not stay with those who usually handle matters; empty when it may."""
    if respondent.pk in staff():
        return "works with matters of others in this system"
    if leads_the_whole(respondent, on=clock.today()):
        return "leads the organisation"
    units = Unit.objects.filter(code__in=settings.INDEPENDENT_UNITS).values_list("pk", flat=True)
    if respondent.unit_id and any(respondent.unit_id in within(unit) for unit in units):
        return "belongs to a department that handles matters of others"
    return ""


def in_department(respondent: Person) -> dict[int, Relation]:
    """C5: bar the whole department of such a respondent; whoever holds the independent channel is asked for that very case."""
    now = clock.now()
    channel = RoleHolding.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now, role=Role.INDEPENDENT_CHANNEL
    )
    kept = set(channel.values_list("user__person_id", flat=True))
    there = department_of(respondent, on=clock.today()) - kept
    return dict.fromkeys(there, Relation("C5", "is in the department of the respondent"))


def by_tie(side: Side) -> dict[int, Relation]:
    """C3: tell who has a tie to a side; what kind of tie it is stays with personnel records."""
    return {
        _other(tie, side.person): Relation("C3", f"has a tie to the {side.name} that must be declared")
        for tie in ties_of(side.person, on=clock.today())
    }


def _other(tie: Tie, person: Person) -> int:
    return tie.other_id if tie.person_id == person.pk else tie.person_id
