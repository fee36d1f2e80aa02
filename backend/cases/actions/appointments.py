"""Who works on a case: appointments give access, with purpose and end; ending one takes the access away the same moment."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.cases.conflicts.rules import conflicts_of, in_words, left_out
from backend.cases.linked import earlier_part
from backend.cases.models import Assignment, Case, CaseGrant, ConflictDeclaration
from backend.cases.vocabulary import CaseRole, Declared
from backend.deadlines.actions import time_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import Person, User

declare("case.appoint", "appointed somebody to the case", kind="access")
declare("case.ask_declaration", "kept a declaration about conflicts of interest", kind="access")
declare("case.relieve", "ended an appointment", kind="access")
declare("access.grant", "gave access", kind="access")
declare("access.renew", "renewed access", kind="access")
declare("access.revoke", "took access away", kind="access")


def appoint(
    case: Case,
    user: User,
    role: str,
    *,
    declaration: str,
    actor: User,
    reason: str,
    ends_at: datetime | None = None,
    told: Sequence[str] = (),
) -> Assignment:
    """Give somebody a case-role, after the conflict check and on their own declaration."""
    require(actor, "case.appoint", case)
    if role not in CaseRole.values:
        raise Invalid({"role": ["Choose a case-role from the list."]})
    if user == actor:
        raise Forbidden("Nobody gives a case-role to themselves.", code="own-grant")
    if not declaration.strip():
        raise Invalid({"declaration": ["Enter the person’s own declaration about conflicts of interest."]})
    strange = [code for code in told if code not in Declared.values]
    if strange:
        raise Invalid({"told": [f"“{strange[0]}” is not among the questions."]})
    return seat(case, user, role, declaration=declaration, actor=actor, reason=reason, ends_at=ends_at, told=told)


def seat(
    case: Case,
    user: User,
    role: str,
    *,
    declaration: str,
    actor: User,
    reason: str,
    ends_at: datetime | None = None,
    told: Sequence[str] = (),
) -> Assignment:
    """Check for conflicts, then write the appointment and the access that it gives (no permission check: callers decide)."""
    if user.person is None:
        raise Refused("Only a person can be appointed.", code="no-person", field="user")
    _check_conflicts(user.person, case, role, told)
    now = clock.now()
    longest = time_of(case, "access.grant")  # I25: no case-role lasts longer without being looked at again
    until = ends_at or now + longest
    if until > now + longest:
        raise Invalid(
            {"ends_at": [f"A case-role lasts {longest.days} days at most; it can be given again after a review."]}
        )
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
        _note_declaration(assignment, told, actor=actor)
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


def renew(case: Case, user: User, role: str, *, reason: str) -> int:
    """Let a case-role last twelve months from now, because the process needs its holder on; nobody renews their own by choice."""
    grants = CaseGrant.objects.filter(
        CaseGrant.live(), content_object=case, user=user, permission__codename=f"act_as_{role}"
    ).select_related("content_object", "permission")
    system, until = system_user(), clock.now() + time_of(case, "access.grant")
    for grant in grants:
        grant.ends_at = until
        keep(grant, "access.renew", actor=system, reason=reason, ctx={"role": role})
    return len(grants)


def end_lapsed_grants(*, as_of: datetime) -> int:
    """Remove the grants whose time is over; they stopped giving access at that moment anyway."""
    lapsed = CaseGrant.objects.filter(ends_at__lte=as_of).select_related("content_object", "permission")
    system = system_user()
    for grant in lapsed:
        remove(
            grant, "access.revoke", actor=system, reason="The time it was given for is over.", ctx={"role": grant.role}
        )
    return len(lapsed)


def _check_conflicts(person: Person, case: Case, role: str, told: Sequence[str]) -> None:
    """Refuse whoever stands too close; of a tie or an earlier matter the refusal says no more than that it must be told."""
    if earlier := earlier_part(person, case, role):
        raise Refused(" ".join(earlier), code="conflict-of-interest", field="user")
    found = conflicts_of(person, case, role, told=told)
    if found:
        raise Refused(in_words(person, found), code="conflict-of-interest", field="user")
    if left_out(person, case, role, told):
        raise Refused(
            f"The declaration of {person.name} leaves something out (C4). Ask them to go through the questions again.",
            code="declaration-incomplete",
            field="told",
        )


def _note_declaration(assignment: Assignment, told: Sequence[str], *, actor: User) -> None:
    """Keep what was declared; whoever is appointed signs it themselves, unless they are the one who acts."""
    now = clock.now()
    declaration = ConflictDeclaration(
        case=assignment.case,
        person=assignment.person,
        role=assignment.role,
        told=sorted(told),
        text=assignment.declaration,
        asked_at=now,
        signed_at=now if actor.person_id == assignment.person_id else None,
    )
    keep(declaration, "case.ask_declaration", actor=actor, reason="Asked at the appointment.", ctx={"told": [*told]})


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
