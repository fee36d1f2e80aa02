"""Warnings before a deadline ends, and the word to somebody else when one was missed; each is told once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Prefetch

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.models import Deadline, DeadlineNotice
from backend.deadlines.profiles import Place, Timer, profile, profile_codes
from backend.deadlines.reckoning import due_before
from backend.deadlines.rules import Rule
from backend.people.actions import system_user
from backend.people.models import User

declare("deadline.warn", "warned that a deadline comes near", kind="system")
declare("deadline.escalate", "told somebody else of a missed deadline", kind="system")

LOOKED_AHEAD: Final = timedelta(days=62)  # how far the sweep looks for what may need a warning; no rule warns earlier
BATCH: Final = 500


def warn_of_deadlines(*, as_of: datetime) -> int:
    """Note, once for each step that the timer names, that a deadline comes near; tell how many were noted."""
    actor, told = system_user(), 0
    near = Deadline.objects.pending().filter(due_at__gt=as_of, due_at__lte=as_of + LOOKED_AHEAD, kind__in=_warned())
    rows = near.prefetch_related(Prefetch("notices", to_attr="told")).order_by("pk")
    for deadline in rows.iterator(chunk_size=BATCH):
        known = {notice.about for notice in deadline.__dict__["told"]}
        for rule in _reached(deadline, as_of):
            if str(rule) not in known:
                told += _warn(deadline, rule, as_of, actor)
    return told


def escalate(deadline: Deadline, *, as_of: datetime, actor: User) -> None:
    """Tell the holders of the role that the timer names that the time was missed."""
    timer = _timer(deadline)
    if timer is None or not timer.escalate_to:
        return
    notice = DeadlineNotice(deadline=deadline, about=DeadlineNotice.MISSED, role=timer.escalate_to, told_at=as_of)
    keep(
        notice,
        "deadline.escalate",
        actor=actor,
        reason="The time was missed.",
        ctx={"kind": deadline.kind, "role": timer.escalate_to},
    )


def _warn(deadline: Deadline, rule: Rule, as_of: datetime, actor: User) -> bool:
    with transaction.atomic():
        still = Deadline.objects.pending().select_for_update(skip_locked=True).filter(pk=deadline.pk).first()
        if still is None or still.notices.filter(about=str(rule)).exists():
            return False
        facts = {"kind": still.kind, "subject": still.subject, "due": still.due_on.isoformat(), "before": str(rule)}
        notice = DeadlineNotice(deadline=still, about=str(rule), told_at=as_of)
        keep(notice, "deadline.warn", actor=actor, reason=f"It is due in {rule.length} or less.", ctx=facts)
    return True


def _reached(deadline: Deadline, as_of: datetime) -> Iterator[Rule]:
    """Give the nearest step of warning that has come; a step that lies before the start of the time is none."""
    timer = _timer(deadline)
    where = Place(deadline.profile, deadline.calendar, deadline.zone)
    come = [
        (moment, rule)
        for rule in (timer.warn if timer else ())
        if deadline.started_at
        < (moment := due_before(rule, deadline.due_at, zone=deadline.zone, calendar=where.working_days).at)
        <= as_of
    ]
    if come:
        yield max(come, key=lambda each: each[0])[1]


def _timer(deadline: Deadline) -> Timer | None:
    if deadline.profile not in profile_codes():  # a rule that stands in no profile
        return None
    return profile(deadline.profile).timers.get(deadline.kind)


def _warned() -> list[str]:
    return sorted({event for code in profile_codes() for event, timer in profile(code).timers.items() if timer.warn})
