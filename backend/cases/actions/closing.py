"""Closing with what was learned, closing without a decision by two people, and taking a case up again."""

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.events import record
from backend.audit.recorded import keep
from backend.cases.actions.progress import lifecycle
from backend.cases.aftermath_vocabulary import WITHOUT_DECISION, ReopenBasis, RetentionClass
from backend.cases.closing_conditions import conditions_without_decision, standing_closure
from backend.cases.models import Case, CaseClosure, EarlyClosing
from backend.cases.vocabulary import ENDED, CaseState
from backend.deadlines.actions import cancel_all, meet_all
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("case.see_closing", "read what a case still needs before it closes", kind="read")
declare("case.record_closure", "recorded causes and lessons", kind="change")
declare("case.supersede_closure", "set aside what was recorded for the closing", kind="change")
declare("case.propose_early_close", "proposed to close the case without a decision", kind="change")
declare("case.return_early_close", "decided that the case goes on", kind="change")
declare("case.agree_early_close", "agreed to close the case without a decision", kind="change")
declare("case.note_basis", "noted why the case was taken up again", kind="change")
declare("early_closing.view", "read a proposal to close without a decision", kind="read")

BEFORE_DECISION = frozenset(CaseState.values) - {
    *ENDED,
    CaseState.OUTCOME_DECIDED,
    CaseState.IMPLEMENTING,
    CaseState.MONITORING,
}
AFTER_DECISION = frozenset({CaseState.OUTCOME_DECIDED, CaseState.IMPLEMENTING, CaseState.MONITORING})


def record_closure(
    case: Case,
    *,
    actor: User,
    reason: str,
    root_cause: str,
    lessons: str,
    retention_class: str,
    org_remedies: str = "",
) -> CaseClosure:
    """Record why it could happen, what changes, and how long the file is kept; until the case closes it can be written anew."""
    require(actor, "case.record_closure", case)
    if case.state not in AFTER_DECISION:
        raise Refused(
            "Lessons are recorded once the outcome is decided, and before the case closes.", code="wrong-state"
        )
    problems = {
        "root_cause": [] if root_cause.strip() else ["Say what in the organisation let it happen, one cause a line."],
        "lessons": [] if lessons.strip() else ["Say what the organisation learns, without names."],
        "retention_class": [] if retention_class in RetentionClass.values else ["Choose how long the file is kept."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    closure = standing_closure(case) or CaseClosure(case=case)
    closure.root_cause, closure.lessons = root_cause.strip(), lessons.strip()
    closure.org_remedies, closure.retention_class = org_remedies.strip(), retention_class
    closure.recorded_by, closure.recorded_at = actor, clock.now()
    return keep(closure, "case.record_closure", actor=actor, reason=reason, ctx={"class": retention_class})


def propose_early_close(case: Case, *, actor: User, reason: str, closure_reason: str, duty_check: str) -> EarlyClosing:
    """Propose to end a case without a decision; that somebody withdrew or left does not end the employer's duty by itself."""
    require(actor, "case.propose_early_close", case)
    if case.state not in BEFORE_DECISION:
        raise Refused("The outcome is decided, or the case is closed: it closes in the usual way.", code="wrong-state")
    problems = {
        "closure_reason": [] if closure_reason in WITHOUT_DECISION else ["Choose one of the reasons."],
        "duty_check": []
        if duty_check.strip()
        else [
            "Say how the duty to look into it was weighed: danger to others, power, how grave, and what can still be found out."
        ],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    if EarlyClosing.objects.filter(case=case, decided_at=None).exists():
        raise Refused("A proposal waits for its second person already.", code="early-close-waiting")
    proposal = EarlyClosing(
        case=case,
        closure_reason=closure_reason,
        duty_check=duty_check.strip(),
        proposed_by=actor,
        proposed_at=clock.now(),
    )
    return keep(proposal, "case.propose_early_close", actor=actor, reason=reason, ctx={"closure": closure_reason})


@lifecycle.move(
    "close_without_decision",
    BEFORE_DECISION,
    CaseState.ADMINISTRATIVELY_CLOSED,
    past="closed the case without a decision",
    label="Close without a decision",
)
def close_without_decision(case: Case, *, actor: User) -> None:
    """Agree, as a second person, that a case ends without a decision: no measure holds on, and the people in it stay protected."""
    proposal = _waiting(case)
    if proposal.proposed_by_id == actor.pk:
        raise Refused("You proposed this; somebody else decides.", code="second-person")
    missing = [condition.missing for condition in conditions_without_decision(case) if not condition.met]
    if missing:
        raise Refused(f"Still to be done: {'; '.join(missing)}.", code="closing-conditions")
    proposal.decided_by, proposal.decided_at, proposal.is_agreed = actor, clock.now(), True
    keep(proposal, "case.agree_early_close", actor=actor, reason="Agreed as the second person.")
    case.closed_at, case.closure_reason = clock.now(), proposal.closure_reason
    meet_all(case, "resolution.finish", actor=actor)
    cancel_all(case, actor=actor, reason="The case was closed without a decision.")


def return_early_close(case: Case, *, actor: User, reason: str) -> EarlyClosing:
    """Decide, as a second person, that the case goes on."""
    require(actor, "case.return_early_close", case)
    with transaction.atomic():
        proposal = _waiting(case)
        if proposal.proposed_by_id == actor.pk:
            raise Refused("You proposed this; somebody else decides.", code="second-person")
        proposal.decided_by, proposal.decided_at, proposal.is_agreed = actor, clock.now(), False
        return keep(proposal, "case.return_early_close", actor=actor, reason=reason)


@lifecycle.move("reopen", set(ENDED), CaseState.REOPENED, past="took the case up again", label="Take up again")
def reopen_case(case: Case, *, actor: User, basis: str) -> None:
    """Take a closed case up again, for new evidence, after an appeal or where a reviewer sent it back; it is planned anew."""
    if basis not in ReopenBasis.values:
        raise Invalid({"basis": ["Choose why the case is taken up again."]})
    closure = standing_closure(case)
    if closure is not None:
        closure.superseded_at = clock.now()
        keep(
            closure, "case.supersede_closure", actor=actor, reason="The case was taken up again.", ctx={"basis": basis}
        )
    record("case.note_basis", case, actor=actor, ctx={"basis": basis})
    case.closed_at, case.closure_reason = None, ""


def _waiting(case: Case) -> EarlyClosing:
    proposal = EarlyClosing.objects.filter(case=case, decided_at=None).first()
    if proposal is None:
        raise Refused("Nobody proposed to close this case without a decision.", code="early-close-missing")
    return proposal
