"""Break-glass: the rules by which an emergency access opens one case, and what is remembered of it during a request."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import ALL, NONE, Rule
from backend.access.roles import holds, live_roles
from backend.cases.models import BreakGlass
from backend.kernel import clock
from backend.people.models import User

# Who works on cases at all may open one in an emergency. Who guards, audits or runs the system never may, whatever else they hold.
OPENERS: Final = (
    Role.INTAKE, Role.INVESTIGATOR, Role.DECISION_MAKER, Role.APPEAL_REVIEWER, Role.HR_PARTNER, Role.COUNSEL,
)  # fmt: skip
NEVER: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.PRIVACY_OFFICER, Role.EXECUTIVE})
_FRESH: Final = timedelta(seconds=5)


@dataclass(frozen=True)
class OpenGlass:
    """One emergency access that somebody has now."""

    reference: str
    case_id: int
    stream: str
    ends_at: datetime


guards_privacy = holds(Role.PRIVACY_OFFICER)
guards_privacy.__name__ = "guards_privacy"


def opening_role(person: User) -> str:
    """Name the role that lets somebody break the glass; empty for whoever may not."""
    roles = live_roles(person)
    return "" if roles & NEVER else next((role for role in OPENERS if role in roles), "")


def may_break_glass(person: User) -> Q:
    """The person holds a named role, and none that must keep out of cases."""
    return ALL if opening_role(person) else NONE


def open_glasses(person: User) -> tuple[OpenGlass, ...]:
    """List the emergency accesses that somebody has now; asked once per request, and only of those who can have one."""
    if not opening_role(person):
        return ()
    moment = clock.now()
    kept: tuple[datetime, tuple[OpenGlass, ...]] | None = person.__dict__.get("_open_glasses")
    if kept is None or abs(moment - kept[0]) >= _FRESH:
        rows = BreakGlass.objects.filter(user=person, ended_at=None, opened_at__lte=moment, ends_at__gt=moment)
        told = rows.values_list("reference", "case_id", "case__uid", "ends_at")
        found = tuple(OpenGlass(reference, case, f"case:{uid}", ends_at) for reference, case, uid, ends_at in told)
        kept = person.__dict__["_open_glasses"] = (moment, found)
    return tuple(glass for glass in kept[1] if moment < glass.ends_at)


def forget_glasses(person: User) -> None:
    """Look again at the next question, because something changed."""
    person.__dict__.pop("_open_glasses", None)


def glass_cases(person: User) -> list[int]:
    """Give the keys of the cases that somebody has emergency access to now."""
    return [glass.case_id for glass in open_glasses(person)]


@cache
def breaks_glass(path: str = "pk") -> Rule:
    """Make a rule: the person has emergency access to the case (or to the case that `path` leads to) now."""

    def rule(person: User) -> Q:
        cases = glass_cases(person)
        return Q(**{f"{path}__in": cases}) if cases else NONE

    rule.__name__ = "breaks_glass"
    return rule
