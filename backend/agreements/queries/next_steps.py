"""What is to be done next in a case, from the conflict check to the end of its agreement, and who does it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Prefetch, QuerySet

from backend.access.policy import scope
from backend.agreements.models import ALTERNATIVE_OWED, Agreement, AgreementObligation, AgreementState, ObligationState
from backend.agreements.policy import READERS
from backend.cases.models import Allegation, Case, CaseParty, Obligation
from backend.cases.policy import CASE_WORKERS
from backend.cases.queries import Step, deadlines_of, holders_of, roles_on, with_grants
from backend.cases.vocabulary import ENDED, AllegationState, CaseRole, CaseState, PartyRole
from backend.deadlines.models import Deadline
from backend.decisions.models import Outcome, OutcomeKind
from backend.kernel import clock
from backend.people.models import User

ASKS_FOR_AGREEMENT: Final = frozenset({OutcomeKind.ACCOUNTABILITY_AGREEMENT, OutcomeKind.LAST_CHANCE})
LETTERS_OWED: Final = "outcome.letters"
UNANSWERED: Final = frozenset({AgreementState.DECLINED, AgreementState.EXPIRED})
RESPONDENT, OFFICER, MONITOR = "respondent", "officer", "monitor"
# Which deadline tells until when a step is to be done; a step without one has no date of its own.
DUE_BY: Final = {
    "case.assign": ("case.assign",),
    "finding.adopt": ("finding.decide",),
    "case.decide_findings": ("finding.decide",),
    "outcome.decide": ("letters.outcome",),
    "outcome.approve": ("letters.outcome",),
    "outcome.tell": ("letters.outcome",),
    "allegation.answer": ("allegation.answer",),
    "allegation.lapse": ("allegation.answer",),
    "agreement.sign": ("agreement.consider",),
    "duty.verify": ("duty.due",),
}
INVESTIGATES: Final = frozenset(
    {"allegation.examine", "finding.propose", "case.review_evidence", "case.finish_report", "case.give_notice"}
)


def for_next(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Fetch with cases everything that tells what is next in them, with a fixed number of queries."""
    duties = AgreementObligation.objects.order_by("due_on", "seq")
    agreements: QuerySet[Agreement] = (
        Agreement.objects.select_related("person", "officer__person", "monitor")
        .order_by("pk")
        .prefetch_related(Prefetch("obligations", queryset=duties, to_attr="duties"))
    )
    parts: list[Any] = [
        Prefetch("allegations", queryset=Allegation.objects.order_by("seq"), to_attr="put"),
        Prefetch("outcomes", queryset=Outcome.objects.order_by("pk"), to_attr="decided"),
        Prefetch("agreements", queryset=agreements, to_attr="drawn_up"),
        Prefetch("obligations", queryset=Obligation.objects.filter(discharged_at=None), to_attr="owed"),
        Prefetch("parties", queryset=CaseParty.objects.select_related("person").order_by("pk"), to_attr="people"),
    ]
    return with_grants(rows).prefetch_related(*parts)


def steps_of(case: Case, deadlines: Iterable[Deadline]) -> list[Step]:
    """Tell what is next in a case that was fetched by `for_next`, the most pressing first; whoever is missing is appointed first."""
    steps = STEPS_IN.get(CaseState(case.state), _nothing)(case)
    due = {(deadline.subject, deadline.kind): deadline.due_at for deadline in deadlines}
    return [_with_due(case, _manned(case, step), due) for step in steps]


def steps_for(person: User, cases: Iterable[Case]) -> tuple[list[Step], list[Step]]:
    """Sort what is next in several cases into what this person does and what others do, with one query for deadlines."""
    rows = list(cases)
    deadlines = deadlines_of(rows)
    mine, others = [], []
    for case in rows:
        steps = steps_of(case, (deadline for deadline in deadlines if deadline.matter == case.key))
        own = [step for step in steps if does(person, step)]
        mine += own[:1]
        others += [] if own else [step for step in steps[:1] if knows_of(person, step)]
    return mine, others


def does(person: User, step: Step) -> bool:
    """Tell whether a step is for this person to do."""
    match step.doer:
        case "officer":
            return isinstance(step.row, Agreement) and step.row.officer_id == person.pk
        case "monitor":
            return isinstance(step.row, AgreementObligation) and step.row.agreement.monitor_id == person.person_id
        case "respondent":
            return False
        case role:
            return step.case is not None and role in roles_on(step.case, person)


def knows_of(person: User, step: Step) -> bool:
    """Tell whether somebody on the case may know of a step: what concerns an agreement is not for everybody."""
    about_agreement = step.action.startswith(("agreement.", "duty."))
    return not about_agreement or (step.case is not None and knows_of_agreements(step.case, person))


def doers_of(step: Step, person: User) -> list[str]:
    """Name who does a step, to somebody who may know the name; the respondent is named to those who work on the case."""
    row = step.row
    if step.doer == OFFICER and isinstance(row, Agreement):
        return [row.officer.name]
    if step.doer == MONITOR and isinstance(row, AgreementObligation):
        return [row.agreement.monitor.name]
    if step.case is None:
        return []
    if step.doer == RESPONDENT:
        if not roles_on(step.case, person) & set(CASE_WORKERS if row in step.case.__dict__["put"] else READERS):
            return []
        return [party.person.name for party in step.case.__dict__["people"] if party.role == PartyRole.RESPONDENT]
    return holders_of(step.case, step.doer)


def knows_of_agreements(case: Case, person: User) -> bool:
    """Tell whether somebody on the case may know of its agreements; an investigator's part ends with the findings."""
    return bool(roles_on(case, person) & set(READERS))


def open_cases(person: User) -> QuerySet[Case]:
    """Give the open cases on which a person works, ready for telling what is next."""
    return for_next(
        scope(person, "case.view", Case.objects.exclude(state__in=ENDED))
        .filter(grants__user=person)
        .distinct()
        .order_by("-opened_at")
    )


def _nothing(case: Case) -> list[Step]:
    return []


def _opened(case: Case) -> list[Step]:
    if not any(party.role == PartyRole.RESPONDENT for party in case.__dict__["people"]):
        return [_step("case.add_party", CaseRole.INTAKE, case, detail=PartyRole.RESPONDENT)]
    return [_step("case.clear_conflicts", CaseRole.INTAKE, case)]


def _planning(case: Case) -> list[Step]:
    put = case.__dict__["put"]
    framed = [allegation for allegation in put if allegation.state == AllegationState.FRAMED]
    bare = [allegation for allegation in framed if not allegation.policy_clause]
    if not put:
        return [_step("case.frame", CaseRole.INVESTIGATOR, case)]
    if bare:
        return [_step("allegation.amend", CaseRole.INVESTIGATOR, case, bare[0])]
    return [_step("case.give_notice" if framed else "case.start", CaseRole.INVESTIGATOR, case)]


def _investigating(case: Case) -> list[Step]:
    by_state = _by_state(case)
    answered = by_state(AllegationState.ANSWERED, AllegationState.NO_ANSWER)
    waiting = by_state(AllegationState.NOTICED)
    late = [allegation for allegation in waiting if allegation.answer_due_at and allegation.answer_due_at < clock.now()]
    if by_state(AllegationState.FRAMED):
        return [_step("case.give_notice", CaseRole.INVESTIGATOR, case)]
    if late:
        return [_step("allegation.lapse", CaseRole.INVESTIGATOR, case, late[0])]
    if answered:
        return [_step("allegation.examine", CaseRole.INVESTIGATOR, case, answered[0])]
    if waiting:
        return [_step("allegation.answer", RESPONDENT, case, waiting[0])]
    return [_step("case.review_evidence", CaseRole.INVESTIGATOR, case)]


def _evidence_review(case: Case) -> list[Step]:
    by_state = _by_state(case)
    for states, action in (
        ((AllegationState.ANSWERED, AllegationState.NO_ANSWER), "allegation.examine"),
        ((AllegationState.EXAMINED,), "finding.propose"),
    ):
        if found := by_state(*states):
            return [_step(action, CaseRole.INVESTIGATOR, case, found[0])]
    return [_step("case.finish_report", CaseRole.INVESTIGATOR, case)]


def _report_final(case: Case) -> list[Step]:
    proposed = _by_state(case)(AllegationState.PROPOSED)
    if proposed:
        return [_step("finding.adopt", CaseRole.DECISION_MAKER, case, proposed[0])]
    return [_step("case.decide_findings", CaseRole.DECISION_MAKER, case)]


def _findings_decided(case: Case) -> list[Step]:
    waiting = [outcome for outcome in case.__dict__["decided"] if outcome.state == "decided"]
    if waiting:
        return [_step("outcome.approve", CaseRole.APPROVER, case)]
    return [_step("outcome.decide", CaseRole.DECISION_MAKER, case)]


def _outcome_decided(case: Case) -> list[Step]:
    return [*_letters(case), _step("case.implement", CaseRole.HR_PARTNER, case)]


def _implementing(case: Case) -> list[Step]:
    steps = [*_letters(case), *_alternative(case), *_agreement_steps(case)]
    agreed = any(agreement.state == AgreementState.ACTIVE for agreement in case.__dict__["drawn_up"])
    if agreed and not _letters(case):
        steps.insert(0, _step("case.monitor", CaseRole.HR_PARTNER, case))
    return steps or _closing(case)


def _monitoring(case: Case) -> list[Step]:
    return [*_letters(case), *_alternative(case), *_agreement_steps(case)] or _closing(case)


def _letters(case: Case) -> list[Step]:
    owed = any(obligation.kind == LETTERS_OWED for obligation in case.__dict__["owed"])
    return [_step("outcome.tell", CaseRole.HR_PARTNER, case)] if owed else []


def _alternative(case: Case) -> list[Step]:
    if not any(obligation.kind == ALTERNATIVE_OWED for obligation in case.__dict__["owed"]):
        return []
    refused = [agreement for agreement in case.__dict__["drawn_up"] if agreement.state in UNANSWERED]
    return [
        _step("agreement.choose_alternative", CaseRole.DECISION_MAKER, case, agreement) for agreement in refused[-1:]
    ]


def _closing(case: Case) -> list[Step]:
    owed = "; ".join(obligation.what for obligation in case.__dict__["owed"])
    return [_step("case.close", CaseRole.DECISION_MAKER, case, detail=owed)]


def _agreement_steps(case: Case) -> list[Step]:
    asked = [
        outcome
        for outcome in case.__dict__["decided"]
        if outcome.state == "approved" and ASKS_FOR_AGREEMENT & set(outcome.kinds)
    ]
    drawn_up = case.__dict__["drawn_up"]
    if not drawn_up:
        return [_step("agreement.draft", CaseRole.HR_PARTNER, case)] if asked else []
    agreement = drawn_up[-1]
    simple = {
        AgreementState.DRAFTING: ("agreement.review", CaseRole.COUNSEL),
        AgreementState.LEGAL_REVIEWED: ("agreement.approve", CaseRole.APPROVER),
        AgreementState.APPROVED: ("agreement.offer", CaseRole.HR_PARTNER),
        AgreementState.SIGNED: ("agreement.countersign", OFFICER),
    }
    if agreement.state in simple:
        action, doer = simple[agreement.state]
        return [_step(action, doer, case, agreement)]
    if agreement.state == AgreementState.OFFERED:
        lapsed = agreement.offer_expires_at and agreement.offer_expires_at < clock.now()
        return [
            _step(
                *("agreement.lapse", CaseRole.HR_PARTNER) if lapsed else ("agreement.sign", RESPONDENT), case, agreement
            )
        ]
    return _running(case, agreement) if agreement.state == AgreementState.ACTIVE else []


def _running(case: Case, agreement: Agreement) -> list[Step]:
    running = [duty for duty in agreement.__dict__["duties"] if duty.state == ObligationState.SCHEDULED]
    for duty in running[:1]:
        duty.agreement = agreement
        return [_step("duty.verify", MONITOR, case, duty)]
    return [_step("agreement.complete", CaseRole.DECISION_MAKER, case, agreement)]


def _step(
    action: str,
    doer: str,
    case: Case,
    row: Allegation | Agreement | AgreementObligation | None = None,
    *,
    detail: str = "",
) -> Step:
    if isinstance(row, Allegation):
        row.case = case
    return Step(action, str(doer), row or case, case, detail=str(detail))


def _manned(case: Case, step: Step) -> Step:
    """Put an appointment before a step that nobody could do."""
    if step.doer in {RESPONDENT, OFFICER, MONITOR, CaseRole.INTAKE} or holders_of(case, step.doer):
        return step
    return Step(
        "case.assign" if case.state == CaseState.CONFLICT_CLEARED else "case.appoint",
        CaseRole.INTAKE,
        case,
        case,
        detail=step.doer,
    )


def _with_due(case: Case, step: Step, due: Mapping[tuple[str, str], datetime]) -> Step:
    kinds = DUE_BY.get(step.action, (f"case.investigate.tier{case.tier}",) if step.action in INVESTIGATES else ())
    found = next(
        (moment for key in (step.row.key, case.key) for kind in kinds if (moment := due.get((key, kind)))), None
    )
    return Step(step.action, step.doer, step.row, step.case, found, step.detail)


def _by_state(case: Case) -> Callable[..., list[Allegation]]:
    return lambda *states: [allegation for allegation in case.__dict__["put"] if allegation.state in states]


STEPS_IN: Final[dict[CaseState, Callable[[Case], list[Step]]]] = {
    CaseState.OPENED: _opened,
    CaseState.CONFLICT_CLEARED: lambda case: [_step("case.assign", CaseRole.INTAKE, case)],
    CaseState.ASSIGNED: lambda case: [_step("case.plan", CaseRole.INVESTIGATOR, case)],
    CaseState.PLANNING: _planning,
    CaseState.INVESTIGATING: _investigating,
    CaseState.EVIDENCE_REVIEW: _evidence_review,
    CaseState.REPORT_FINAL: _report_final,
    CaseState.FINDINGS_DECIDED: _findings_decided,
    CaseState.OUTCOME_DECIDED: _outcome_decided,
    CaseState.IMPLEMENTING: _implementing,
    CaseState.MONITORING: _monitoring,
}
