"""Break-glass: opening one case in an emergency, ending it, reviewing it, and telling those who guard and lead."""

from datetime import datetime
from typing import Final

from django.db import transaction

from backend.access.models import Role
from backend.access.policy import NONE, can, require, scope
from backend.access.roles import users_with
from backend.audit.actions import declare
from backend.audit.events import record
from backend.audit.recorded import keep
from backend.cases.conflicts.rules import is_kept_out
from backend.cases.glass import forget_glasses, may_break_glass, opening_role
from backend.cases.models import BreakGlass, BreakGlassReview, Case, Verdict
from backend.cases.queries import leads_of
from backend.deadlines.actions import meet_all, start_for, time_of
from backend.jobs.queue import submit
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import Forbidden, Invalid, NotVisible, Refused
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.models import User

declare("access.break_glass", "opened the case by break-glass", kind="access")
declare("access.tell_break_glass", "told the privacy officers and the case lead", kind="access")
declare("access.end_break_glass", "ended an emergency access", kind="access")
declare("access.owe_break_glass_review", "asked for the review of an emergency access", kind="access")
declare("access.review_break_glass", "reviewed an emergency access", kind="access")
declare("access.escalate_break_glass", "noted that the review of an emergency access is late", kind="access")
declare("break_glass.view", "read about an emergency access", kind="read")
declare("break_glass.list", "listed emergency accesses", kind="read")

REVIEW: Final = "access.review_break_glass"
LONGEST: Final = 2000
NOT_SO: Final = "There is no case of this reference that you can open this way. Check the reference."


def break_glass(reference: str, *, actor: User, reason: str) -> BreakGlass:
    """Open one case, named by its exact reference, to read it for four hours; absent and barred cases are refused alike."""
    if may_break_glass(actor) == NONE:
        raise Forbidden("Emergency access is not for your role.", code="no-emergency-access")
    problems = {
        "reference": [] if reference.strip() else ["Enter the reference of the case, for example CASE-2026-7KQ4MZ."],
        "reason": [] if reason.strip() else ["Say why you have to read this case now."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    if not users_with(Role.PRIVACY_OFFICER).exists():
        raise Refused("Nobody could review it: the organisation has no privacy officer.", code="no-privacy-officer")
    case = _named(reference, actor)
    if can(actor, "case.view", case):
        raise _held()
    with transaction.atomic():
        return _open(case, actor=actor, reason=reason.strip()[:LONGEST])


def end_break_glass(glass: BreakGlass, *, actor: User, reason: str) -> BreakGlass:
    """End an emergency access before its time is over."""
    require(actor, "access.end_break_glass", glass)
    if not glass.is_open:
        raise Refused("This access has ended already.", code="glass-over")
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    return _end(glass, clock.now(), actor=actor, reason=reason)


def review_break_glass(glass: BreakGlass, *, actor: User, reason: str, verdict: str) -> BreakGlass:
    """Say, as a privacy officer who did not open it, whether an emergency access was justified, and in which words."""
    require(actor, REVIEW, glass)
    problems = {
        "verdict": [] if verdict in Verdict.values else ["Choose whether it was justified."],
        "reason": [] if reason.strip() else ["Say what you looked at and why you think so."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    if glass.is_open:
        raise Refused("The access still runs. End it first, or wait until it is over.", code="glass-open")
    with transaction.atomic():
        review = BreakGlassReview.objects.select_for_update().get(glass=glass)
        if review.reviewed_at:
            raise Refused("It was reviewed already.", code="glass-reviewed")
        review.verdict, review.note = verdict, reason.strip()
        review.reviewed_by, review.reviewed_at = actor, clock.now()
        keep(review, REVIEW, actor=actor, reason=reason, ctx={**_facts(glass), "verdict": verdict})
        meet_all(review, REVIEW, actor=actor)
    glass.review = review
    return glass


def escalate_review(review: BreakGlassReview, *, as_of: datetime) -> None:
    """Note that a review was not made in time, and tell the privacy officers once more, and the auditors."""
    if review.reviewed_at or review.escalated_at:
        return
    review.escalated_at = as_of
    keep(
        review,
        "access.escalate_break_glass",
        actor=system_user(),
        reason="The time for the review was over.",
        ctx=_facts(review.glass),
    )
    told = [*_guards(review.glass), *users_with(Role.AUDITOR)]
    submit("access.send_notices", actor=None, users=[str(user.uid) for user in told if user != review.glass.user])


def end_lapsed_glasses(*, as_of: datetime) -> int:
    """Note the end of the emergency accesses whose time is over; they stopped giving access at that moment anyway."""
    lapsed = BreakGlass.objects.filter(ended_at=None, ends_at__lte=as_of).select_related("case", "user")
    for glass in lapsed:
        _end(glass, glass.ends_at, actor=system_user(), reason="The four hours are over.")
    return len(lapsed)


def _named(reference: str, actor: User) -> Case:
    """Find the case; one that is absent and one that the person is barred from are told alike. The doors record each try."""
    found = scope(actor, "access.break_glass", Case.objects.filter(reference=reference.strip().upper())).first()
    if found is None or actor.person is None or is_kept_out(actor.person, found):
        raise NotVisible(NOT_SO)
    return found


def _open(case: Case, *, actor: User, reason: str) -> BreakGlass:
    now = clock.now()
    Case._base_manager.select_for_update().get(pk=case.pk)  # of two tries at the same moment the second waits here
    for earlier in BreakGlass.objects.filter(case=case, user=actor, ended_at=None):
        if earlier.is_open:
            raise _held()
        _end(earlier, earlier.ends_at, actor=system_user(), reason="The four hours are over.")
    glass = BreakGlass(
        reference=new_reference("BRG", now.date()),
        case=case,
        user=actor,
        role=opening_role(actor),
        reason=reason,
        opened_at=now,
        ends_at=now + time_of(case, "access.break_glass"),
    )
    subjects = [(actor.person.uid, "opener")] if actor.person else []
    keep(
        glass,
        "access.break_glass",
        actor=actor,
        reason=reason,
        ctx={**_facts(glass), "role": glass.role, "until": glass.ends_at.strftime("%Y-%m-%dT%H:%M:%SZ")},
        subjects=subjects,
    )
    _owe_review(glass)
    _tell(glass)
    forget_glasses(actor)
    return glass


def _held() -> Refused:
    return Refused(
        "You can see this case already, as far as your part in it goes.", code="access-held", field="reference"
    )


def _owe_review(glass: BreakGlass) -> None:
    system = system_user()
    review = BreakGlassReview(glass=glass, due_at=glass.opened_at)
    deadline = start_for(review, REVIEW, actor=system)
    review.due_at = deadline.due_at
    keep(review, "access.owe_break_glass_review", actor=system, ctx=_facts(glass))


def _tell(glass: BreakGlass) -> None:
    """Tell every privacy officer and the case lead: a row on their home page at once, and a letter without content."""
    guards, leads = _guards(glass), leads_of(glass.case)
    told = {user.pk: user for user in (*guards, *leads) if user != glass.user}
    facts: dict[str, Json] = {**_facts(glass), "privacy_officers": len(guards), "leads": len(leads)}
    subjects = [(user.person.uid, "told") for user in told.values() if user.person]
    record("access.tell_break_glass", glass, actor=system_user(), ctx=facts, subjects=subjects)
    submit("access.send_notices", actor=None, users=[str(user.uid) for user in told.values()])


def _guards(glass: BreakGlass) -> list[User]:
    """List the privacy officers who may know of it: not one who is a party to the case."""
    return [user for user in users_with(Role.PRIVACY_OFFICER) if can(user, "break_glass.view", glass)]


def _end(glass: BreakGlass, moment: datetime, *, actor: User, reason: str) -> BreakGlass:
    glass.ended_at = moment
    keep(glass, "access.end_break_glass", actor=actor, reason=reason, ctx=_facts(glass))
    forget_glasses(glass.user)
    return glass


def _facts(glass: BreakGlass) -> dict[str, Json]:
    return {"break_glass": glass.reference}
