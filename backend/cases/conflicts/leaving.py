"""Leaving a case because of a conflict: access ends the same moment, and what was read is handed to whoever leads."""

from django.db import transaction

from backend.audit.actions import ACTIONS, declare
from backend.audit.models import Event
from backend.audit.recorded import keep, remove
from backend.audit.timeline import Entry, entries
from backend.cases.glass import forget_glasses
from backend.cases.models import Assignment, BreakGlass, Case, CaseGrant, Handover
from backend.cases.vocabulary import LeaveReason
from backend.kernel import clock
from backend.people.models import Person, User

declare("case.suspend_access", "ended access to the case because of a conflict of interest", kind="access")
declare("case.pass_on", "passed the case on to the independent channel", kind="access")
declare("case.recuse", "stepped aside from the case", kind="access")
declare("challenge.remove", "ended access to the case because a challenge was upheld", kind="access")
ACTS = {
    LeaveReason.SUSPENDED: "case.suspend_access",
    LeaveReason.RECUSED: "case.recuse",
    LeaveReason.CHALLENGED: "challenge.remove",
    LeaveReason.ROUTED: "case.pass_on",
}
TOOK_OUT = ("document.open", "draft.download")


def works_on(case: Case, person: Person) -> bool:
    """Tell whether somebody has an appointment, a case-role or emergency access on a case now."""
    return (
        Assignment.objects.filter(case=case, person=person, ends_on=None).exists()
        or CaseGrant.objects.filter(content_object=case, user__person=person).exists()
        or BreakGlass.objects.filter(case=case, user__person=person, ended_at=None).exists()
    )


def leave(case: Case, person: Person, why: LeaveReason, words: str, *, actor: User, reason: str) -> Handover:
    """End everything by which somebody works on a case, and leave a handover for whoever leads it."""
    now = clock.now()
    with transaction.atomic():
        roles = []
        for assignment in Assignment.objects.filter(case=case, person=person, ends_on=None).select_related("case"):
            assignment.ends_on = max(clock.today(), assignment.starts_on or clock.today())
            keep(assignment, "case.relieve", actor=actor, reason=reason, ctx={"role": assignment.role})
            roles.append(assignment.role)
        grants = CaseGrant.objects.filter(content_object=case, user__person=person)
        for grant in grants.select_related("content_object", "permission"):
            remove(grant, "access.revoke", actor=actor, reason=reason, ctx={"role": grant.role})
        for glass in BreakGlass.objects.filter(case=case, user__person=person, ended_at=None).select_related("user"):
            glass.ended_at = min(max(now, glass.opened_at), glass.ends_at)
            keep(glass, "access.end_break_glass", actor=actor, reason=reason, ctx={"break_glass": glass.reference})
            forget_glasses(glass.user)
        handover = Handover(case=case, person=person, roles=roles, why=why, words=words[:300], at=now)
        subjects = [(person.uid, "appointed")]
        return keep(handover, ACTS[why], actor=actor, reason=reason, subjects=subjects)


def what_was_read(handover: Handover, *, most: int = 500) -> list[Entry]:
    """List everything of the case that somebody who left it had read, the newest first (C7)."""
    user = User.objects.filter(person=handover.person).first()
    if user is None:
        return []
    reads = [name for name, action in ACTIONS.items() if action.kind == "read" or name in TOOK_OUT]
    rows = Event.objects.filter(stream=handover.case.key, actor=user.uid, action__in=reads, at__lte=handover.at)
    return entries(rows.order_by("-id")[:most])
