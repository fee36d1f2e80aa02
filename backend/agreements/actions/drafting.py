"""Drawing an agreement up: clauses from the library, obligations that somebody can check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction

from backend.access.policy import require
from backend.agreements.clauses import library
from backend.agreements.models import (
    LONGEST_MONTHS,
    Agreement,
    AgreementClause,
    AgreementKind,
    AgreementObligation,
    AgreementState,
)
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import owe
from backend.cases.models import Case, CaseParty
from backend.cases.vocabulary import PartyRole
from backend.decisions.actions import approved_outcome, standing_findings
from backend.decisions.models import OutcomeKind
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.people.queries import reports_of
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Agreement, "agreement")

declare("agreement.draft", "drew up an agreement", kind="change")
declare("agreement.view", "read an agreement", kind="read")
declare("agreement.list", "listed agreements", kind="read")
declare("agreement.add_clause", "added a clause", kind="change")
declare("duty.plan", "planned an obligation", kind="change")

ANSWER_OWED = "agreement.answer"
KINDS = {
    OutcomeKind.ACCOUNTABILITY_AGREEMENT: AgreementKind.ACCOUNTABILITY,
    OutcomeKind.LAST_CHANCE: AgreementKind.LAST_CHANCE,
}


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing asked of the employee; without a date, a proof and a verifier it is not an obligation."""

    kind: str
    what: str
    due: str
    due_on: date
    proof: str
    verifier: Person


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an agreement is drawn up from: the values of its clauses by code, its obligations and its dates."""

    starts_on: date
    review_on: date
    ends_on: date
    monitor: Person
    officer: User
    alternative: str
    clauses: Mapping[str, Mapping[str, str]]
    duties: Sequence[Duty]


def draft_agreement(case: Case, draft: Draft, *, actor: User, reason: str) -> Agreement:
    """Draw an agreement up from an approved outcome; a finding must stand (I1), and the agreement must have an end (I9)."""
    require(actor, "agreement.draft", case)
    outcome = approved_outcome(case)
    kind = next((KINDS[OutcomeKind(name)] for name in (outcome.kinds if outcome else []) if name in KINDS), None)
    if outcome is None or kind is None or outcome.respondent is None:
        raise Refused("An agreement needs an approved outcome that asks for one.", code="outcome-missing")
    if not standing_findings(case):
        raise Refused("Nothing was substantiated: no agreement can be asked for.", code="nothing-substantiated")
    _check(case, draft, outcome.respondent)
    agreement = Agreement(
        reference=new_reference("AGR", clock.today()),
        case=case,
        outcome=outcome,
        person=outcome.respondent,
        kind=kind,
        starts_on=draft.starts_on,
        review_on=draft.review_on,
        ends_on=draft.ends_on,
        monitor=draft.monitor,
        officer=draft.officer,
        alternative=draft.alternative.strip(),
        drafted_by=actor,
    )
    with transaction.atomic():
        keep(agreement, "agreement.draft", actor=actor, reason=reason)
        _write_clauses(agreement, draft, actor=actor)
        _write_duties(agreement, draft, actor=actor)
        owe(case, ANSWER_OWED, f"Answer to {agreement.reference}", actor=actor, reason="An agreement was drawn up.")
    return agreement


@lifecycle.move(
    "review",
    {AgreementState.DRAFTING},
    AgreementState.LEGAL_REVIEWED,
    past="reviewed the agreement in law",
    label="Confirm the legal review",
)
def review_agreement(agreement: Agreement, *, actor: User) -> None:
    """Confirm, as counsel, that no clause is prohibited and that the rights carve-out stands."""


@lifecycle.move(
    "approve", {AgreementState.LEGAL_REVIEWED}, AgreementState.APPROVED, past="approved the agreement", label="Approve"
)
def approve_agreement(agreement: Agreement, *, actor: User) -> None:
    """Approve the agreement as a different person than the one who drew it up (SD7)."""
    if agreement.drafted_by_id == actor.pk:
        raise Refused("You drew this agreement up; somebody else approves it.", code="second-person")
    agreement.approved_by = actor


def _check(case: Case, draft: Draft, respondent: Person) -> None:
    words = library()
    problems: dict[str, list[str]] = {}
    missing = sorted(words.mandatory - set(draft.clauses))
    strange = sorted(set(draft.clauses) - set(words.clauses))
    if missing:
        problems["clauses"] = [f"Add the clauses that stand in every agreement: {', '.join(missing)}."]
    if strange:
        problems["clauses"] = [_about_clause(code) for code in strange]
    if draft.ends_on <= draft.starts_on:
        problems["ends_on"] = ["The end lies before the start."]
    elif draft.ends_on > draft.starts_on + relativedelta(months=LONGEST_MONTHS):
        problems["ends_on"] = [f"An agreement lasts {LONGEST_MONTHS} months at most."]
    if not draft.starts_on <= draft.review_on <= draft.ends_on:
        problems["review_on"] = ["The review lies between start and end."]
    if not draft.alternative.strip():
        problems["alternative"] = ["Say what happens if the employee declines; it stands in the offer."]
    problems |= _check_duties(draft, respondent) | _check_monitor(case, draft.monitor, respondent)
    if problems:
        raise Invalid(problems)


def _about_clause(code: str) -> str:
    prohibited = library().prohibited.get(code)
    return f"{code} is prohibited: {prohibited}" if prohibited else f"{code} is not in the clause library."


def _check_duties(draft: Draft, respondent: Person) -> dict[str, list[str]]:
    told = []
    for number, duty in enumerate(draft.duties, start=1):
        if not (duty.what.strip() and duty.due.strip() and duty.proof.strip()):
            told.append(f"Obligation {number} needs what, by when, and how it is proved.")
        if not draft.starts_on <= duty.due_on <= draft.ends_on:
            told.append(f"Obligation {number} falls outside the agreement’s time.")
        if duty.verifier == respondent:
            told.append(f"Obligation {number} would be checked by the person who owes it.")
    return {"duties": told} if told else {}


def _check_monitor(case: Case, monitor: Person, respondent: Person) -> dict[str, list[str]]:
    """SD4: the monitor is no complainant, no witness, and does not report to the respondent."""
    if CaseParty.objects.filter(case=case, person=monitor).exclude(role=PartyRole.SUPPORT).exists():
        return {"monitor": ["The monitor may not be a party to the case."]}
    if monitor.pk in reports_of(respondent, on=clock.today()):
        return {"monitor": ["The monitor may not report to the respondent."]}
    return {}


def _write_clauses(agreement: Agreement, draft: Draft, *, actor: User) -> None:
    words = library()
    for seq, clause in enumerate(words.in_order(draft.clauses), start=1):
        filled = clause.fill(draft.clauses[clause.code])
        row = AgreementClause(
            agreement=agreement,
            seq=seq,
            code=filled.code,
            part=filled.part,
            heading=filled.heading,
            text=filled.text,
            library_version=f"{words.language}/{words.version}",
        )
        keep(row, "agreement.add_clause", actor=actor, reason="Drawn up.", ctx={"code": filled.code})


def _write_duties(agreement: Agreement, draft: Draft, *, actor: User) -> None:
    for seq, duty in enumerate(draft.duties, start=1):
        row = AgreementObligation(
            agreement=agreement,
            seq=seq,
            kind=duty.kind,
            what=duty.what.strip(),
            due=duty.due.strip(),
            due_on=duty.due_on,
            proof=duty.proof.strip(),
            verifier=duty.verifier,
        )
        keep(row, "duty.plan", actor=actor, reason="Drawn up.", ctx={"kind": duty.kind})
