"""Who works on a case: appointments give access, with purpose and end; ending one takes the access away the same moment."""

from datetime import datetime, timedelta

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.cases.conflicts import conflicts_of
from backend.cases.models import Assignment, Case, CaseGrant
from backend.cases.vocabulary import CaseRole
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import User

declare("case.appoint", "appointed somebody to the case", kind="access")
declare("case.relieve", "ended an appointment", kind="access")
declare("access.grant", "gave access", kind="access")
declare("access.revoke", "took access away", kind="access")

LONGEST = timedelta(days=365)  # I25: no case-role lasts longer without being looked at again


def appoint(
    case: Case, user: User, role: str, *, declaration: str, actor: User, reason: str, ends_at: datetime | None = None
) -> Assignment:
    """Give somebody a case-role, after the conflict check and on their own declaration."""
    require(actor, "case.appoint", case)
    if role not in CaseRole.values:
        raise Invalid({"role": ["Choose a case-role from the list."]})
    if user == actor:
        raise Forbidden("Nobody gives a case-role to themselves.", code="own-grant")
    if not declaration.strip():
        raise Invalid({"declaration": ["Enter the person’s own declaration about conflicts of interest."]})
    return seat(case, user, role, declaration=declaration, actor=actor, reason=reason, ends_at=ends_at)


def seat(
    case: Case, user: User, role: str, *, declaration: str, actor: User, reason: str, ends_at: datetime | None = None
) -> Assignment:
    """Check for conflicts, then write the appointment and the access that it gives (no permission check: callers decide)."""
    if user.person is None:
        raise Refused("Only a person can be appointed.", code="no-person", field="user")
    told = conflicts_of(user.person, case, role)
    if told:
        raise Refused(" ".join(told), code="conflict-of-interest", field="user")
    now = clock.now()
    until = ends_at or now + LONGEST
    if until > now + LONGEST:
        raise Invalid({"ends_at": ["A case-role lasts 12 months at most; it can be given again after a review."]})
    if CaseGrant.objects.filter(
        CaseGrant.live(), content_object=case, user=user, permission__codename=f"act_as_{role}"
    ).exists():
        raise Refused("The person holds this case-role already.", code="case-role-held", field="user")
    with transaction.atomic():
        assignment = Assignment(
            case=case, person=user.person, role=role, starts_on=now.date(), declaration=declaration.strip()
        )
        keep(
            assignment,
            "case.appoint",
            actor=actor,
            reason=reason,
            ctx={"role": role},
            subjects=[(user.person.uid, "appointed")],
        )
        _grant(case, user, role, until=until, granted_by=actor, purpose=reason, actor=actor)
    return assignment


def relieve(assignment: Assignment, *, actor: User, reason: str) -> Assignment:
    """End an appointment and its access now; what the person read stays in the history."""
    require(actor, "case.appoint", assignment.case)
    if assignment.ends_on:
        raise Refused("This appointment has ended already.", code="appointment-ended")
    with transaction.atomic():
        assignment.ends_on = clock.today()
        keep(assignment, "case.relieve", actor=actor, reason=reason, ctx={"role": assignment.role})
        codename = f"act_as_{assignment.role}"
        grants = CaseGrant.objects.filter(
            content_object=assignment.case, user__person=assignment.person, permission__codename=codename
        )
        for grant in grants:
            remove(grant, "access.revoke", actor=actor, reason=reason, ctx={"role": assignment.role})
    return assignment


def end_lapsed_grants(*, as_of: datetime) -> int:
    """Remove the grants whose time is over; they stopped giving access at that moment anyway."""
    lapsed = CaseGrant.objects.filter(ends_at__lte=as_of).select_related("content_object", "permission")
    system = system_user()
    for grant in lapsed:
        remove(
            grant, "access.revoke", actor=system, reason="The time it was given for is over.", ctx={"role": grant.role}
        )
    return len(lapsed)


def _grant(
    case: Case, user: User, role: str, *, until: datetime, granted_by: User, purpose: str, actor: User
) -> CaseGrant:
    grant = CaseGrant(
        user=user,
        permission=CaseGrant.permission_for(role),
        content_object=case,
        opened_at=case.opened_at,
        purpose=purpose[:300],
        granted_by=granted_by,
        starts_at=clock.now(),
        ends_at=until,
    )
    return keep(grant, "access.grant", actor=actor, reason=purpose, ctx={"role": role})
