"""What is to be done next in a case, from the conflict check to the end of its agreement, and who does it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from backend.access.policy import scope
from backend.agreements.models import ALTERNATIVE_OWED, Agreement, AgreementObligation, AgreementState, ObligationState
from backend.agreements.policy import READERS
from backend.agreements.queries.answers import OVER, UNANSWERED
from backend.agreements.queries.inquiry_steps import INQUIRY, RESPONDENT, investigating, planning, stayed
from backend.cases.actions.links import MGMT_FAILURE_OWED
from backend.cases.models import Allegation, Case, CaseClosure, CaseParty, Obligation
from backend.cases.policy import CASE_WORKERS
from backend.cases.queries import Step, deadlines_of, holders_of, roles_on, with_grants
from backend.cases.vocabulary import ONGOING, AllegationState, CaseRole, CaseState, PartyRole
from backend.cases.watching import PROTECTED
from backend.deadlines.models import Deadline
from backend.decisions.models import Outcome, OutcomeKind
from backend.decisions.queries.reports import with_report
from backend.documents.vocabulary import DraftState
from backend.investigation.models import EvidenceReview, ReviewAccess
from backend.kernel import clock
from backend.people.models import User

ASKS_FOR_AGREEMENT: Final = frozenset({OutcomeKind.ACCOUNTABILITY_AGREEMENT, OutcomeKind.LAST_CHANCE})
LETTERS_OWED: Final = "outcome.letters"
MEASURE_OWED: Final = "measure."
LEARNED: Final = Exists(CaseClosure.objects.filter(case=OuterRef("pk"), superseded_at=None))
MONITOR_OWED: Final = "agreement.confirm_monitor"
OFFICER, MONITOR, PARTIES = "officer", "monitor", "parties"
# Which deadline tells until when a step is to be done; a step without one has no date of its own.
DUE_BY: Final = {
    "case.assign": ("case.assign",),
    "case.plan": ("case.plan",),
    "plan.write": ("case.plan",),
    "plan.submit": ("case.plan",),
    "finding.adopt": ("finding.decide",),
    "case.decide_findings": ("finding.decide",),
    "outcome.decide": ("outcome.decide", "letters.outcome"),
    "outcome.approve": ("letters.outcome",),
    "outcome.tell": ("letters.outcome",),
    "allegation.answer": ("allegation.answer",),
    "allegation.lapse": ("allegation.answer",),
    "appeal.review": ("appeal.admit", "appeal.decide"),
    "remedy.complete": ("remedy.due",),
    "agreement.sign": ("agreement.consider",),
    "duty.verify": ("duty.due",),
    "evidence.comment": ("evidence.comment",),
    "case.resume": ("case.review_stay",),
    "case.update_parties": ("case.update",),
    "statement.sign": ("statement.check",),
}
INVESTIGATES: Final = frozenset(
    {
        "allegation.examine",
        "finding.propose",
        "case.review_evidence",
        "case.write_report",
        "draft.issue",
        "case.finish_report",
        "case.give_notice",
    }
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
        *INQUIRY,
        Prefetch("parties", queryset=CaseParty.objects.select_related("person").order_by("pk"), to_attr="people"),
    ]
    reviews = EvidenceReview.objects.filter(case=OuterRef("pk"), ended_at=None)
    silent = reviews.filter(Exists(ReviewAccess.objects.filter(review=OuterRef("pk"), finished_at=None)))
    told = rows.select_related("plan", "watch").annotate(
        has_lessons=LEARNED, comments_until=Subquery(silent.values("floor_at")[:1])
    )
    return with_grants(with_report(told)).prefetch_related(*parts)


def steps_of(case: Case, deadlines: Iterable[Deadline]) -> list[Step]:
    """Tell what is next in a case that was fetched by `for_next`, the most pressing first; whoever is missing is appointed first."""
    rows = list(deadlines)
    case.__dict__["timers"] = {deadline.kind: deadline.due_at for deadline in rows if deadline.subject == case.key}
    steps = [*STEPS_IN.get(CaseState(case.state), _nothing)(case), *_failure_to_act(case)]
    due = {(deadline.subject, deadline.kind): deadline.due_at for deadline in rows}
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
        case "respondent" | "parties":
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
        scope(person, "case.view", Case.objects.filter(state__in=ONGOING))
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


def _evidence_review(case: Case) -> list[Step]:
    by_state = _by_state(case)
    for states, action in (
        ((AllegationState.ANSWERED, AllegationState.NO_ANSWER), "allegation.examine"),
        ((AllegationState.EXAMINED,), "finding.propose"),
    ):
        if found := by_state(*states):
            return [_step(action, CaseRole.INVESTIGATOR, case, found[0])]
    until = getattr(case, "comments_until", None)
    if until and until > clock.now():
        return [_step("evidence.comment", PARTIES, case)]
    return [_report(case) or _step("case.finish_report", CaseRole.INVESTIGATOR, case)]


def _legal_review(case: Case) -> list[Step]:
    return [_report(case) or _step("case.clear_report", CaseRole.COUNSEL, case)]


def _report(case: Case) -> Step | None:
    """Tell how the report of the investigation comes into force; nothing when it is."""
    if case.__dict__.get("has_report"):
        return None
    if not holders_of(case, CaseRole.DECISION_MAKER):
        return _step("case.appoint", CaseRole.INTAKE, case, detail=CaseRole.DECISION_MAKER)
    second = CaseRole.APPROVER if holders_of(case, CaseRole.APPROVER) else CaseRole.COUNSEL
    second = CaseRole.COUNSEL if holders_of(case, CaseRole.COUNSEL) else second
    steps: dict[str | None, tuple[str, CaseRole]] = {
        DraftState.DRAFT: ("draft.review", CaseRole.INVESTIGATOR),
        DraftState.REVIEWED: ("draft.approve", second),
        DraftState.APPROVED: ("draft.issue", CaseRole.INVESTIGATOR),
    }
    action, doer = steps.get(case.__dict__.get("report_stands"), ("case.write_report", CaseRole.INVESTIGATOR))
    return _step(action, doer, case, detail=case.__dict__.get("report_begun") or "")


def _report_final(case: Case) -> list[Step]:
    proposed = _by_state(case)(AllegationState.PROPOSED)
    if proposed and (missing := _report(case)):
        return [missing]
    if proposed:
        return [_step("finding.adopt", CaseRole.DECISION_MAKER, case, proposed[0])]
    return [_step("case.decide_findings", CaseRole.DECISION_MAKER, case)]


def _findings_decided(case: Case) -> list[Step]:
    waiting = [outcome for outcome in case.__dict__["decided"] if outcome.state == "decided"]
    if waiting:
        return [*_appeal(case), _step("outcome.approve", CaseRole.APPROVER, case)]
    return [*_appeal(case), _step("outcome.decide", CaseRole.DECISION_MAKER, case)]


def _outcome_decided(case: Case) -> list[Step]:
    return [*_appeal(case), *_letters(case), *_remedies(case), _step("case.implement", CaseRole.HR_PARTNER, case)]


def _implementing(case: Case) -> list[Step]:
    steps = [*_appeal(case), *_letters(case), *_remedies(case), *_alternative(case), *_agreement_steps(case)]
    agreed = any(agreement.state == AgreementState.ACTIVE for agreement in case.__dict__["drawn_up"])
    if agreed and not _letters(case):
        steps.insert(0, _step("case.monitor", CaseRole.HR_PARTNER, case))
    return steps or _closing(case)


def _monitoring(case: Case) -> list[Step]:
    steps = [*_appeal(case), *_letters(case), *_remedies(case), *_alternative(case), *_agreement_steps(case)]
    return steps or _closing(case)


def _appeal(case: Case) -> list[Step]:
    filed = any(obligation.kind.startswith("appeal.") for obligation in case.__dict__["owed"])
    return [_step("appeal.review", CaseRole.APPEAL_REVIEWER, case)] if filed else []


def _remedies(case: Case) -> list[Step]:
    owed = any(obligation.kind.startswith("remedy.") for obligation in case.__dict__["owed"])
    return [_step("remedy.complete", CaseRole.HR_PARTNER, case)] if owed else []


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
    """Tell what comes before closing: measures end, the watch is on, what was learned is recorded."""
    owed = case.__dict__["owed"]
    if any(obligation.kind.startswith(MEASURE_OWED) for obligation in owed):
        return [_step("measure.end", CaseRole.HR_PARTNER, case)]
    protected = any(party.role in PROTECTED for party in case.__dict__["people"])
    if protected and not hasattr(case, "watch"):
        return [_step("watch.start", CaseRole.INTAKE, case)]
    if not case.__dict__["has_lessons"]:
        return [_step("case.record_closure", CaseRole.DECISION_MAKER, case)]
    return [_step("case.close", CaseRole.DECISION_MAKER, case, detail="; ".join(each.what for each in owed))]


def _failure_to_act(case: Case) -> list[Step]:
    """Tell intake that somebody knew and did not act, while nobody decided whether a case follows."""
    owed = any(obligation.kind == MGMT_FAILURE_OWED for obligation in case.__dict__["owed"])
    return [_step("case.open_linked", CaseRole.INTAKE, case, detail=MGMT_FAILURE_OWED)] if owed else []


def _agreement_steps(case: Case) -> list[Step]:
    asked = [
        outcome
        for outcome in case.__dict__["decided"]
        if outcome.state == "approved" and ASKS_FOR_AGREEMENT & set(outcome.kinds)
    ]
    drawn_up = case.__dict__["drawn_up"]
    if not drawn_up:
        return [_step("agreement.draft", CaseRole.HR_PARTNER, case)] if asked else []
    live = [agreement for agreement in drawn_up if agreement.state not in OVER]
    owed = live[:1] if any(each.kind == MONITOR_OWED for each in case.__dict__["owed"]) else []
    asks = [_step("agreement.confirm_monitor", CaseRole.HR_PARTNER, case, agreement) for agreement in owed]
    return asks + [step for agreement in reversed(live) for step in _steps_of(case, agreement)]


def _steps_of(case: Case, agreement: Agreement) -> list[Step]:
    simple = {
        AgreementState.DRAFTING: ("agreement.review", CaseRole.COUNSEL),
        AgreementState.LEGAL_REVIEWED: ("agreement.approve", CaseRole.APPROVER),
        AgreementState.APPROVED: ("agreement.offer", CaseRole.HR_PARTNER),
        AgreementState.SIGNED: ("agreement.countersign", OFFICER),
    }
    if agreement.state in simple:
        action, doer = simple[AgreementState(agreement.state)]
        return [_step(action, doer, case, agreement)]
    if agreement.state == AgreementState.OFFERED:
        lapsed = agreement.offer_expires_at and agreement.offer_expires_at < clock.now()
        action, doer = ("agreement.lapse", CaseRole.HR_PARTNER) if lapsed else ("agreement.sign", RESPONDENT)
        return [_step(action, doer, case, agreement)]
    return _running(case, agreement) if agreement.state == AgreementState.ACTIVE else []


def _running(case: Case, agreement: Agreement) -> list[Step]:
    running = [duty for duty in agreement.__dict__["duties"] if duty.state == ObligationState.SCHEDULED]
    for duty in running[:1]:
        duty.agreement = agreement
        return [_step("duty.verify", MONITOR, case, duty)]
    if any(duty.state == ObligationState.PLANNED for duty in agreement.__dict__["duties"]):
        return []  # a changed version that waits for its day
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
    if step.doer in {RESPONDENT, OFFICER, MONITOR, PARTIES, CaseRole.INTAKE} or holders_of(case, step.doer):
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
    CaseState.REOPENED: lambda case: [_step("case.plan", CaseRole.INVESTIGATOR, case)],
    CaseState.ASSIGNED: lambda case: [_step("case.plan", CaseRole.INVESTIGATOR, case)],
    CaseState.PLANNING: planning,
    CaseState.INVESTIGATING: investigating,
    CaseState.STAYED: stayed,
    CaseState.EVIDENCE_REVIEW: _evidence_review,
    CaseState.LEGAL_REVIEW: _legal_review,
    CaseState.REPORT_FINAL: _report_final,
    CaseState.FINDINGS_DECIDED: _findings_decided,
    CaseState.OUTCOME_DECIDED: _outcome_decided,
    CaseState.IMPLEMENTING: _implementing,
    CaseState.MONITORING: _monitoring,
}
