"""The decision: approve with a plan, defer to a day, or refuse; by the employer, outside the line, and told by letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import discharge
from backend.deadlines.actions import meet_all, start_for
from backend.documents.actions.issuing import issue
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.referrals.vocabulary import Compliance
from backend.returns.actions.checking import (
    ANOTHER_DAY,
    lifecycle,
    refuse_in_line,
    refuse_who_decided,
    take_back_notices,
)
from backend.returns.models import FollowUpStep, ReturnToWork
from backend.returns.queries.gate import preconditions, provider_word
from backend.returns.queries.plans import AGAIN, APPEAL, CHECK, DUE, latest_after
from backend.returns.vocabulary import Precondition, ReturnState
from backend.returns.wording import decision_letter

declare("follow_up.plan", "planned a step of a follow-up", kind="change")

FIRST = "rtw.first_check_in"
CAP = "rtw.plan"


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """One talk or check of the plan: on which day, about what, and who holds it."""

    on: date
    what: str
    holder: Person


@lifecycle.move(
    "approve",
    {ReturnState.CHECKING},
    ReturnState.APPROVED,
    past="approved a return to work with a plan",
    label="Approve with a plan",
    kind="signature",
)
def approve_return(
    rtw: ReturnToWork,
    *,
    actor: User,
    reasons: str,
    steps: Sequence[PlannedStep],
    plan_ends_on: date,
    appeal_to: str,
    conditions: Sequence[str] = (),
    despite: str = "",
) -> None:
    """Approve a return for the day that those affected were told, with a plan. A provider's word is one input and never decides."""
    refuse_in_line(rtw, actor)
    refuse_who_decided(rtw, actor)
    _refuse_unready(rtw)
    _check_provider(rtw, despite)
    _check_plan(rtw, steps, plan_ends_on)
    rtw.plan_ends_on, rtw.despite = plan_ends_on, despite.strip()
    rtw.conditions, rtw.needed, rtw.decided_again_on = _lines(conditions), [], None
    _decide(rtw, reasons, appeal_to, actor=actor)
    planned = [_plan(rtw, at, step, actor=actor) for at, step in enumerate(sorted(steps, key=_by_day), start=1)]
    _tell(rtw, "approved", planned, actor=actor)


@lifecycle.move(
    "defer",
    {ReturnState.CHECKING},
    ReturnState.DEFERRED,
    past="deferred a return to work",
    label="Defer to a day",
    kind="signature",
)
def defer_return(
    rtw: ReturnToWork,
    *,
    actor: User,
    reasons: str,
    decided_again_on: date,
    needed: Sequence[str],
    appeal_to: str,
    conditions: Sequence[str] = (),
) -> None:
    """Defer the decision to a day, and say what must be in place by then. What those affected were told is taken back."""
    refuse_in_line(rtw, actor)
    refuse_who_decided(rtw, actor)
    problems = {}
    if decided_again_on <= clock.today():
        problems["decided_again_on"] = ["Name a day that is still to come."]
    if not _lines(needed):
        problems["needed"] = ["Say what must be in place first, one thing a line."]
    if problems:
        raise Invalid(problems)
    rtw.decided_again_on, rtw.needed, rtw.conditions = decided_again_on, _lines(needed), _lines(conditions)
    _decide(rtw, reasons, appeal_to, actor=actor)
    take_back_notices(rtw, actor=actor, why=ANOTHER_DAY)
    _tell(rtw, "deferred", (), actor=actor)
    start_for(rtw, AGAIN, actor=actor, due_on=decided_again_on)


@lifecycle.move(
    "refuse",
    {ReturnState.CHECKING},
    ReturnState.REFUSED,
    past="refused a return to work",
    label="Refuse",
    kind="signature",
)
def refuse_return(rtw: ReturnToWork, *, actor: User, reasons: str, appeal_to: str) -> None:
    """Refuse the return to this post, with reasons and a way to appeal. What those affected were told is taken back."""
    refuse_in_line(rtw, actor)
    refuse_who_decided(rtw, actor)
    rtw.needed, rtw.conditions, rtw.decided_again_on = [], [], None
    _decide(rtw, reasons, appeal_to, actor=actor)
    take_back_notices(rtw, actor=actor, why=ANOTHER_DAY)
    _tell(rtw, "refused", (), actor=actor)
    discharge(rtw.case, rtw.owed_as, actor=actor, note=f"{rtw.reference} was refused.")


def _refuse_unready(rtw: ReturnToWork) -> None:
    """Refuse while something is missing that two people did not put aside; the order of telling can't be put aside at all."""
    left = [tick for tick in preconditions(rtw) if not tick.settled]
    if rtw.returns_on is None or rtw.returns_on < clock.today():
        raise Refused("The day is over. Name another one, and tell whoever was affected of it.", code="day-over")
    if any(tick.code == Precondition.TOLD for tick in left):
        raise Refused(
            "Whoever was affected is told the day and what protects them before the employee is told any day.",
            code="affected-first",
        )
    if left:
        told = "; ".join(tick.missing for tick in left)
        raise Refused(
            f"Still missing: {told}. See to it, or let two people put it aside in writing.", code="preconditions-open"
        )


def _check_provider(rtw: ReturnToWork, despite: str) -> None:
    word = provider_word(rtw)
    if word in {Compliance.NO, Compliance.UNKNOWN} and not despite.strip():
        raise Invalid(
            {"despite": [f"Whether the referral is kept to: {word.label.lower()}. Say why you approve all the same."]}
        )


def _check_plan(rtw: ReturnToWork, steps: Sequence[PlannedStep], ends_on: date) -> None:
    start = rtw.returns_on or clock.today()
    first, last = latest_after(rtw.case, FIRST, start), latest_after(rtw.case, CAP, start)
    days = sorted(step.on for step in steps)
    parties = set(rtw.case.parties.values_list("person_id", flat=True))
    told = {
        "steps": (
            (not steps and "Plan at least the first talk.")
            or (any(not step.what.strip() for step in steps) and "Say of each step what it is about.")
            or (days[0] < start and "No step lies before the return.")
            or (days[0] > first and f"The first talk is by {first:%-d %B %Y}, within a week of the return.")
            or (days[-1] > ends_on and "No step lies after the end of the plan.")
            or (any(step.holder.pk in parties for step in steps) and "Somebody who is no party to the case holds it.")
        ),
        "plan_ends_on": (
            (ends_on <= start and "The plan ends after the return.")
            or (ends_on > last and f"A plan has an end: by {last:%-d %B %Y} at the latest.")
        ),
    }
    problems = {name: [str(words)] for name, words in told.items() if words}
    if problems:
        raise Invalid(problems)


def _decide(rtw: ReturnToWork, reasons: str, appeal_to: str, *, actor: User) -> None:
    problems = {}
    if not reasons.strip():
        problems["reasons"] = ["Give the reasons. The employee reads them."]
    if not appeal_to.strip():
        problems["appeal_to"] = ["Say to whom the employee can appeal."]
    if problems:
        raise Invalid(problems)
    rtw.reasons, rtw.appeal_to = reasons.strip(), appeal_to.strip()
    rtw.decided_by, rtw.decided_at = actor, clock.now()
    rtw.appeal_until = start_for(rtw, APPEAL, actor=actor).due_on
    meet_all(rtw, CHECK, actor=actor)


def _plan(rtw: ReturnToWork, seq: int, step: PlannedStep, *, actor: User) -> FollowUpStep:
    row = FollowUpStep(
        reference=new_reference("FUP", clock.today()),
        rtw=rtw,
        seq=seq,
        due_on=step.on,
        what=step.what.strip()[:200],
        holder=step.holder,
    )
    keep(row, "follow_up.plan", actor=actor, reason="The return was approved with this plan.")
    start_for(row, DUE, actor=actor, due_on=step.on)
    return row


def _tell(rtw: ReturnToWork, result: str, steps: Sequence[FollowUpStep], *, actor: User) -> None:
    letter = decision_letter(rtw, result, by=actor, steps=steps)
    rtw.document = issue(letter, about=rtw, recipient=rtw.person, actor=actor, reason="Tells what was decided.")


def _by_day(step: PlannedStep) -> date:
    return step.on


def _lines(words: Sequence[str]) -> list[str]:
    return [line.strip() for line in words if line.strip()]
