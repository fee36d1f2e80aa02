"""As what somebody reads: the case-role, the role, break-glass, or a part in the matter. Every read's event tells it."""

from collections.abc import Sequence
from typing import Any, Final

from backend.access.models import Role
from backend.access.roles import live_roles
from backend.audit.events import About, Actor
from backend.audit.reads import tell_standing
from backend.cases.glass import open_glasses
from backend.cases.models import Case, CaseGrant, CaseParty
from backend.kernel import clock
from backend.people.models import Person, User

AS_PARTY: Final = "party"
BY_BREAK_GLASS: Final = "break_glass"
# The fields by which a record names the one person whose own it is.
OWN: Final = ("recipient_id", "person_id", "reporter_id", "respondent_id")


class CaseStanding:
    """Tells the standing from what is known already; at most two small queries when somebody reads one record of a case."""

    def on(self, row: About, actor: Actor) -> Sequence[str]:
        """Name the standing in which somebody reads one record."""
        if not isinstance(actor, User):
            return []
        roles = live_roles(actor)
        if not roles or _is_own(row, actor):
            return [AS_PARTY]
        if not row.stream.startswith("case:"):
            return sorted(roles)
        if _is_party(row, actor):
            return [AS_PARTY]
        if held := _case_roles(row, actor):
            return held
        if any(glass.stream == row.stream for glass in open_glasses(actor)):
            return [BY_BREAK_GLASS]
        return [str(Role.AUDITOR)] if Role.AUDITOR in roles else sorted(roles)

    def among(self, rows: Sequence[About], actor: Actor) -> Sequence[str]:
        """Name the roles in which somebody reads a list, and whether an emergency access put a row on it."""
        if not isinstance(actor, User):
            return []
        glasses = {glass.stream for glass in open_glasses(actor)}
        by_glass = [BY_BREAK_GLASS] if glasses and any(row.stream in glasses for row in rows) else []
        return [*(sorted(live_roles(actor)) or [AS_PARTY]), *by_glass]


def _is_own(row: About, person: User) -> bool:
    if person.person_id is None:
        return False
    if isinstance(row, Person):
        return row.pk == person.person_id
    return any(row.__dict__.get(field) == person.person_id for field in OWN)


def _is_party(row: About, person: User) -> bool:
    """Tell whether the reader is a party: asked of what was fetched with a case, or of the database."""
    if person.person_id is None:
        return False
    known: list[CaseParty] | None = row.__dict__.get("people") if isinstance(row, Case) else None
    if known is not None:
        return any(party.person_id == person.person_id for party in known)
    return CaseParty.objects.filter(case__uid=row.stream.partition(":")[2], person=person.person_id).exists()


def _case_roles(row: About, person: User) -> list[str]:
    now = clock.now()
    known: list[CaseGrant] | None = row.__dict__.get("given") if isinstance(row, Case) else None
    if known is not None:
        return sorted(each.role for each in known if each.user_id == person.pk and each.starts_at <= now < each.ends_at)
    grants: Any = CaseGrant.objects.filter(
        CaseGrant.live(), user=person, content_object__uid=row.stream.partition(":")[2]
    )
    codenames = grants.values_list("permission__codename", flat=True)
    return sorted(codename.removeprefix("act_as_") for codename in codenames)


tell_standing(CaseStanding())
