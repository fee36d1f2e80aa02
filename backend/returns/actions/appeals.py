"""An appeal against a decision that deferred or refused a return: filed by the employee, answered by somebody uninvolved.

What is set aside goes back to be decided by somebody else. While an appeal is open the return itself may go on: nobody waits because
they appealed.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import discharge, owe
from backend.cases.vocabulary import CaseRole
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.decisions.actions.independence import TOOK_PART, refuse_involved
from backend.decisions.own_appeals import problems_of_cause, problems_of_claim, problems_of_reasons, refuse_if_any
from backend.documents.actions.issuing import issue
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.models import User
from backend.returns.actions.checking import lifecycle as returns
from backend.returns.actions.checking import send_back_return
from backend.returns.models import ReturnAppeal, ReturnToWork
from backend.returns.queries.appeals import stands_in_line, took_part
from backend.returns.queries.gate import affected_by
from backend.returns.queries.plans import APPEAL
from backend.returns.vocabulary import APPEAL_OPEN, LIVE, MAY_BE_APPEALED, ReturnAppealState, ReturnState
from backend.returns.wording import appeal_answered, appeal_received
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(ReturnAppeal, "rtw_appeal")

declare("rtw.appeal", "appealed against a decision on a return to work", kind="change")
declare("rtw_appeal.view", "read an appeal about a return to work", kind="read")
declare("rtw_appeal.list", "listed appeals about returns to work", kind="read")

ADMIT, DECIDE = "appeal.admit", "appeal.decide"
INVOLVED = (*TOOK_PART, CaseRole.HR_PARTNER)  # whoever prepared the decision recommended it


def appeal_return(
    rtw: ReturnToWork, *, actor: User, grounds: Sequence[str], words: str, late_reason: str = ""
) -> ReturnAppeal:
    """Appeal, as the employee, against the decision that deferred or refused their return; after the time for it with a good cause."""
    require(actor, "rtw.appeal", rtw)
    with transaction.atomic():
        row = returns.locked(rtw)
        late = is_late(row)
        _refuse_unless_appealable(row)
        refuse_if_any(problems_of_claim(grounds, words, is_late=late, late_reason=late_reason))
        appeal = ReturnAppeal(
            reference=new_reference("RAP", clock.today()),
            rtw=row,
            decision=row.state,
            decision_by=row.decided_by,
            decision_letter=row.document,
            grounds=list(grounds),
            words=words.strip(),
            filed_at=clock.now(),
            is_late=late,
            late_reason=late_reason.strip() if late else "",
        )
        keep(appeal, "rtw.appeal", actor=actor, reason="The employee appealed.", ctx={"late": late})
        meet_all(row, APPEAL, actor=actor)
        start_for(appeal, ADMIT, actor=system_user())
        if row.case.is_open:
            what = f"Decision on the appeal {appeal.reference} about a return to work"
            owe(row.case, appeal.owed_as, what, actor=system_user(), reason="An appeal was filed.")
    return appeal


@lifecycle.move(
    "admit",
    {ReturnAppealState.FILED},
    ReturnAppealState.UNDER_REVIEW,
    past="admitted an appeal about a return to work",
    label="Admit the appeal",
    kind="document",
)
def admit_return_appeal(appeal: ReturnAppeal, *, actor: User, comment_until: date, good_cause: str = "") -> None:
    """Admit an appeal; the employee is told by letter who decides, until when they may add to it, and by when it is answered (D20)."""
    _refuse_involved(appeal, actor)
    early = comment_until <= clock.today()
    refuse_if_any(
        {
            "comment_until": ["Leave the employee time to add something."] if early else [],
            **problems_of_cause(good_cause, is_late=appeal.is_late),
        }
    )
    appeal.reviewer, appeal.comment_until, appeal.good_cause = actor, comment_until, good_cause.strip()
    meet_all(appeal, ADMIT, actor=actor)
    deadline = start_for(appeal, DECIDE, actor=actor)
    letter = appeal_received(appeal, by=actor, decision_by=deadline.due_on)
    issue(letter, about=appeal, recipient=appeal.rtw.person, actor=actor, reason=f"{appeal.reference} was admitted.")


@lifecycle.move(
    "refuse",
    {ReturnAppealState.FILED},
    ReturnAppealState.NOT_ADMITTED,
    past="did not admit an appeal about a return to work",
    label="Do not admit it",
    kind="document",
)
def refuse_return_appeal(appeal: ReturnAppeal, *, actor: User, reasons: str) -> None:
    """Do not admit an appeal: too late without a good cause, or on no ground; the employee is told why by letter."""
    _answer(appeal, ReturnAppealState.NOT_ADMITTED, reasons, actor=actor)


@lifecycle.move(
    "dismiss",
    {ReturnAppealState.UNDER_REVIEW},
    ReturnAppealState.DISMISSED,
    past="dismissed an appeal about a return to work",
    label="Dismiss the appeal",
    kind="document",
)
def dismiss_return_appeal(appeal: ReturnAppeal, *, actor: User, reasons: str) -> None:
    """Dismiss an appeal with reasons; the decision stands, and the employee is told by letter (D20)."""
    _answer(appeal, ReturnAppealState.DISMISSED, reasons, actor=actor)


@lifecycle.move(
    "set_aside",
    {ReturnAppealState.UNDER_REVIEW},
    ReturnAppealState.OVERTURNED,
    past="set a decision on a return to work aside",
    label="Set the decision aside",
    kind="document",
)
def set_decision_aside(appeal: ReturnAppeal, *, actor: User, reasons: str) -> None:
    """Set the decision aside: the return goes back to be decided by somebody else, and the employee is told by letter (D20)."""
    _answer(appeal, ReturnAppealState.OVERTURNED, reasons, actor=actor)
    rtw = returns.locked(appeal.rtw)
    if rtw.state == appeal.decision:
        send_back_return(rtw, actor=system_user(), reason=f"{appeal.reference} set the decision aside.")


@lifecycle.move(
    "end",
    APPEAL_OPEN,
    ReturnAppealState.OVERTAKEN,
    past="ended an appeal about a return to work that a new decision has overtaken",
)
def end_return_appeal(appeal: ReturnAppeal, *, actor: User) -> None:
    """End an appeal whose decision no longer counts: the return was decided anew, or ended."""
    cancel_all(appeal, actor=actor, reason="A new decision has overtaken it.")
    discharge(appeal.case, appeal.owed_as, actor=actor, note="A new decision has overtaken it.")


@returns.when_reached(ReturnState.APPROVED, ReturnState.DEFERRED, ReturnState.REFUSED, ReturnState.VOIDED)
def overtake_appeals(rtw: ReturnToWork, *, actor: User) -> None:
    """End the open appeal against an earlier decision as soon as the return is decided anew, or ended."""
    for appeal in ReturnAppeal.objects.filter(rtw=rtw, state__in=APPEAL_OPEN).select_related("rtw__case"):
        end_return_appeal(appeal, actor=system_user(), reason="A new decision has overtaken it.")


def is_late(rtw: ReturnToWork) -> bool:
    """Tell whether the time to appeal that the letter named has passed."""
    return rtw.appeal_until is None or rtw.appeal_until < clock.today(rtw.person.zone)


def _refuse_unless_appealable(rtw: ReturnToWork) -> None:
    if rtw.state not in MAY_BE_APPEALED:
        raise Refused("This is looked at anew already. You get a letter, whatever is decided.", code="wrong-state")
    if ReturnAppeal.objects.filter(decision_letter=rtw.document_id).exists():
        raise Refused("You appealed against this decision already.", code="appeal-used")
    others = ReturnToWork.objects.filter(case=rtw.case_id, person=rtw.person_id, state__in=LIVE)
    if rtw.state == ReturnState.REFUSED and others.exists():
        raise Refused("Your return is looked at anew already. You get a letter about it.", code="return-begun")


def _refuse_involved(appeal: ReturnAppeal, actor: User) -> None:
    """Nobody answers who decided, prepared or recommended it, monitors or follows up, stands in the line, or reports to the decider."""
    if took_part(appeal, actor):
        raise Refused("You took part in it; somebody else decides on the appeal.", code="reviewer-involved")
    refuse_involved(appeal.case, actor, roles=INVOLVED, deciders=[appeal.decision_by])
    if stands_in_line(appeal, actor):
        raise Refused(
            "You stand, or stood when it happened, in the reporting line of the employee. Somebody outside it decides.",
            code="in-the-line",
        )


def _answer(appeal: ReturnAppeal, result: ReturnAppealState, reasons: str, *, actor: User) -> None:
    _refuse_involved(appeal, actor)
    refuse_if_any(problems_of_reasons(reasons, unnamed=[person.name for person in affected_by(appeal.case)]))
    appeal.reviewer, appeal.reasons, appeal.answered_at = actor, reasons.strip(), clock.now()
    for event in (ADMIT, DECIDE):
        meet_all(appeal, event, actor=actor)
    letter, why = appeal_answered(appeal, result, by=actor), f"{appeal.reference} was decided."
    appeal.answer = issue(letter, about=appeal, recipient=appeal.rtw.person, actor=actor, reason=why)
    discharge(appeal.case, appeal.owed_as, actor=actor, note=why)
