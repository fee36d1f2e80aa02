"""Giving, ending and asking about roles."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from backend.access.models import Role, RoleHolding
from backend.access.policy import ALL, NONE, Rule
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Refused
from backend.people.changes import organisation_changed
from backend.people.models import User

declare("access.grant_role", "gave a role", kind="access")
declare("access.end_role", "ended a role", kind="access")

WRITERS = frozenset(Role.values) - {Role.AUDITOR, Role.EXECUTIVE}
_FRESH = timedelta(seconds=5)


def live_roles(user: User) -> frozenset[str]:
    """List the roles that a user holds now; asked once per request."""
    moment = clock.now()
    kept: tuple[datetime, frozenset[str]] | None = user.__dict__.get("_live_roles")
    if kept and abs(moment - kept[0]) < _FRESH:
        return kept[1]
    rows = RoleHolding.objects.filter(_holding_at(moment), user=user).values_list("role", flat=True)
    roles = frozenset(rows)
    user.__dict__["_live_roles"] = (moment, roles)
    return roles


def has_role(user: User, *roles: str) -> bool:
    """Tell whether a user holds one of these roles now."""
    return not live_roles(user).isdisjoint(roles)


def holds(*roles: str) -> Rule:
    """Make a rule that lets the holders of these roles reach every row."""

    def rule(person: User) -> Q:
        return ALL if has_role(person, *roles) else NONE

    rule.__name__ = "_or_".join(f"holds_{role}" for role in roles)
    return rule


def grant_role(
    user: User, role: str, *, purpose: str, actor: User, reason: str, ends_at: datetime | None = None
) -> RoleHolding:
    """Give a role; nobody gives one to themselves (SD9), and an auditor holds no role that writes (SD8)."""
    if user == actor:
        raise Forbidden("Nobody gives a role to themselves.", code="own-role")
    if not (actor.is_system or has_role(actor, Role.ADMINISTRATOR)):
        raise Forbidden()
    held = live_roles(user)
    if (role == Role.AUDITOR and held & WRITERS) or (Role.AUDITOR in held and role in WRITERS):
        raise Refused(
            "An auditor holds no role that changes records. End the other role first.",
            code="auditor-writes",
            field="role",
        )
    if role in held:
        raise Refused("The person holds this role already.", code="role-held", field="role")
    now = clock.now()
    holding = RoleHolding(user=user, role=role, purpose=purpose, granted_by=actor, starts_at=now, ends_at=ends_at)
    with transaction.atomic():
        keep(holding, "access.grant_role", actor=actor, reason=reason, ctx={"role": role})
        user.__dict__.pop("_live_roles", None)
        _changed(user, actor)
    return holding


def end_role(holding: RoleHolding, *, actor: User, reason: str) -> RoleHolding:
    """End a role now."""
    if not (actor.is_system or has_role(actor, Role.ADMINISTRATOR)):
        raise Forbidden()
    holding.ends_at = clock.now()
    with transaction.atomic():
        keep(holding, "access.end_role", actor=actor, reason=reason, ctx={"role": holding.role})
        holding.user.__dict__.pop("_live_roles", None)
        _changed(holding.user, actor)
    return holding


def users_with(role: str) -> QuerySet[User]:
    """List the active users who hold a role now, by name."""
    holders = RoleHolding.objects.filter(_holding_at(clock.now()), role=role).values("user")
    return User.objects.filter(pk__in=holders, is_active=True).select_related("person").order_by("person__name")


def _changed(user: User, actor: User) -> None:
    """A role makes somebody one who could read a matter, or whose own matter goes to the independent channel."""
    if user.person_id:
        organisation_changed([user.person_id], actor=actor)


def _holding_at(moment: datetime) -> Q:
    return Q(starts_at__lte=moment) & (Q(ends_at=None) | Q(ends_at__gt=moment))
