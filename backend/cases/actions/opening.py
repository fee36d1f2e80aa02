"""From a report to a case: accepting, the people in it, and what is alleged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.appointments import seat
from backend.cases.actions.merging import add_to, join_report
from backend.cases.actions.progress import owe
from backend.cases.conflicts.rules import may_take_in
from backend.cases.conflicts.screening import screen
from backend.cases.models import Allegation, Case, CaseParty, CaseReport
from backend.cases.vocabulary import AllegationState, CaseKind, CaseRole, CaseState, PartyRole, Standard, Track
from backend.deadlines.actions import start_for, start_where_set
from backend.documents.guard.texts import blocked_in
from backend.intake.actions.assessing import stop_priority_clock
from backend.intake.actions.reporting import known_since
from backend.intake.actions.reporting import lifecycle as report_lifecycle
from backend.intake.models import Report, ReportState
from backend.intake.queries.likeness import reported_together
from backend.intake.vocabulary import Conduct, Mode, Priority, Setting
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, Unit, User

STILL_FRAMED = (  # until the report is final, or read by counsel: later nobody would be heard on it, or find on it
    CaseState.OPENED,
    CaseState.CONFLICT_CLEARED,
    CaseState.ASSIGNED,
    CaseState.PLANNING,
    CaseState.INVESTIGATING,
    CaseState.STAYED,
    CaseState.EVIDENCE_REVIEW,
    CaseState.REOPENED,
)
AFFECTED = frozenset({PartyRole.COMPLAINANT, PartyRole.AFFECTED_OTHER})
FROM_RECEIPT = ("complaint.copy", "resolution.begin", "resolution.finish")  # a law counts these from the report
KNEW_BEFORE = "Frame what a manager knew and did not act on, as a matter of its own that is linked to this one."

declare("case.open", "opened the case", kind="change")
declare("case.join_report", "joined a report to the case", kind="change")
declare("case.add_party", "added a party", kind="change")
declare("allegation.frame", "framed an allegation", kind="change")
declare("allegation.amend", "amended an allegation", kind="change")


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What is alleged, in neutral words: who, what, when, where, how."""

    particulars: str
    conduct: Sequence[str] = ()
    settings: Sequence[str] = ()
    power_relation: str = ""
    track: str = Track.AFFECTS_OTHERS
    occurred_from: date | None = None
    occurred_to: date | None = None
    policy_clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a case is about, when it is opened."""

    title: str
    kind: str
    nexus: str
    standard: str = Standard.PREPONDERANCE
    tier: int = 2
    priority: str = Priority.P3
    unit: Unit | None = None
    profile: str = "UK"


@report_lifecycle.move(
    "accept", {ReportState.IN_TRIAGE}, ReportState.ACCEPTED, past="accepted the report", label="Open a case"
)
def accept_report(
    report: Report,
    *,
    actor: User,
    title: str,
    kind: str,
    nexus: str,
    allegations: Sequence[Particulars] = (),
    standard: str = Standard.PREPONDERANCE,
    tier: int = 2,
    unit: Unit | None = None,
    mgmt_failure: bool = False,
) -> None:
    """Open a case from the report: the link to work is stated, the parties are named, the allegations are framed in neutral words."""
    problems = {
        "title": [] if title.strip() else ["Enter a neutral title without names."],
        "nexus": [] if nexus.strip() else ["State the link to work: place, time, colleagues, clients or systems."],
        "kind": [] if kind in CaseKind.values else ["Choose what the case is about."],
        "standard": [] if standard in Standard.values else ["Choose the standard of proof."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    told = Opening(
        title=title,
        kind=kind,
        nexus=nexus,
        standard=standard,
        tier=tier,
        priority=report.priority,
        unit=unit,
        profile=report.place.profile,
    )
    case = open_case(told, people=_people_in(report), allegations=allegations, report=report, actor=actor)
    stop_priority_clock(report, actor=actor)
    for joined in reported_together(report):
        if joined.state == ReportState.MERGED:
            join_report(case, joined, actor=actor)
    if mgmt_failure:
        owe(case, "mgmt_failure", KNEW_BEFORE, actor=actor, reason="Somebody in charge knew before it was reported.")


def open_case(
    told: Opening,
    *,
    people: Sequence[tuple[Person, str]],
    allegations: Sequence[Particulars],
    actor: User,
    report: Report | None = None,
) -> Case:
    """Open a case with the people named and the allegations framed; whoever opens it takes it in (no permission check: callers decide)."""
    now = clock.now()
    case = Case(
        reference=new_reference("CASE", now.date()),
        title=told.title.strip(),
        kind=told.kind,
        nexus=told.nexus.strip(),
        standard=told.standard,
        tier=told.tier,
        priority=told.priority,
        unit=told.unit,
        profile=told.profile,
        opened_at=now,
    )
    keep(case, "case.open", actor=actor, reason=told.nexus)
    if report is not None:
        joined = CaseReport(case=case, report=report)
        keep(joined, "case.join_report", actor=actor, reason="The report that the case was opened from.")
    where = "Named in the report." if report else "Named when the case was opened."
    for person, role in people:
        add_to(case, person, role, actor=actor, reason=where)
    declared = "Assessed the report." if report else "Opened the case from another matter."
    for particulars in allegations:
        _frame(case, particulars, actor=actor, reason="Framed when the case was opened.")
    screen(case)
    if actor.person is not None and may_take_in(actor.person, case):
        seat(case, actor, CaseRole.INTAKE, declaration=declared, actor=actor, reason="Opened the case.")
    start_for(case, "case.assign", actor=actor)
    if report is not None:
        for event in FROM_RECEIPT:
            start_where_set(case, event, actor=actor, started_at=known_since(report))
    return case


def add_party(case: Case, person: Person, role: str, *, actor: User, reason: str) -> CaseParty:
    """Name somebody's part in the case; whatever staff right they had on it ends at once, because a party is barred.

    A case has one respondent. Whoever else is complained of gets a case of their own, linked to this one.
    """
    require(actor, "case.add_party", case)
    if role not in PartyRole.values:
        raise Invalid({"role": ["Choose what the person is to the case."]})
    if CaseParty.objects.filter(case=case, person=person, role=role).exists():
        raise Refused("The person has this part already.", code="party-exists", field="person")
    opposite = {PartyRole.RESPONDENT} if role in AFFECTED else AFFECTED if role == PartyRole.RESPONDENT else ()
    if CaseParty.objects.filter(case=case, person=person, role__in=opposite).exists():
        raise Refused(
            "The person stands on the other side of this case: open a case of its own and link the two.",
            code="person-in-both-parts",
            field="person",
        )
    if role == PartyRole.RESPONDENT and CaseParty.objects.filter(case=case, role=role).exists():
        raise Refused(
            "This case has a respondent. Open a case of its own about this person and link the two: each is told what is said of "
            "them, answers it and is decided on alone.",
            code="other-respondent",
            field="person",
        )
    with transaction.atomic():
        party = add_to(case, person, role, actor=actor, reason=reason)
        screen(case)
    return party


def frame_allegation(case: Case, particulars: Particulars, *, actor: User, reason: str) -> Allegation:
    """Add an allegation; a new one needs its own notice and its own time to answer."""
    require(actor, "case.frame", case)
    if case.state not in STILL_FRAMED:
        raise Refused("The report is final: a new allegation needs a new case or a remit.", code="report-is-final")
    with transaction.atomic():
        allegation = _frame(case, particulars, actor=actor, reason=reason)
        screen(case)
    return allegation


def amend_allegation(allegation: Allegation, told: Particulars, *, actor: User, reason: str) -> Allegation:
    """Correct an allegation that was not put to the respondent yet; after the notice, a change is a new allegation."""
    require(actor, "allegation.amend", allegation)
    if allegation.state != AllegationState.FRAMED:
        raise Refused(
            "The respondent has notice of this allegation. Frame a new one, with a notice of its own.",
            code="wrong-state",
        )
    _check(told)
    _apply(allegation, told)
    with transaction.atomic():
        keep(allegation, "allegation.amend", actor=actor, reason=reason)
        screen(allegation.case)
    return allegation


def _people_in(report: Report) -> list[tuple[Person, str]]:
    reporter = None if report.mode == Mode.CONFIDENTIAL else report.reporter  # intake alone knows the name
    affected = report.affected or reporter
    people: list[tuple[Person | None, str]] = [
        (affected, PartyRole.COMPLAINANT),
        (report.respondent, PartyRole.RESPONDENT),
    ]
    if reporter and reporter != affected:
        people.append((reporter, PartyRole.REPORTER))
    return [(person, role) for person, role in people if person]


def _frame(case: Case, told: Particulars, *, actor: User, reason: str) -> Allegation:
    _check(told)
    last = case.allegations.aggregate(last=Max("seq"))["last"] or 0
    allegation = Allegation(case=case, seq=last + 1)
    _apply(allegation, told)
    return keep(allegation, "allegation.frame", actor=actor, reason=reason)


def _check(told: Particulars) -> None:
    if not told.particulars.strip():
        raise Invalid({"particulars": ["Describe what is alleged: who, what, when, where and how."]})
    if found := blocked_in(told.particulars, "guilt"):
        raise Invalid({"particulars": [f"“{words}”: {rule.why} {rule.instead}" for words, rule in found[:3]]})
    for field, given, known in (("conduct", told.conduct, Conduct.values), ("settings", told.settings, Setting.values)):
        strange = [code for code in given if code not in known]
        if strange:
            raise Invalid({field: [f"“{strange[0]}” is not in the list."]})


def _apply(allegation: Allegation, told: Particulars) -> None:
    allegation.particulars = told.particulars.strip()
    allegation.track = told.track
    allegation.conduct, allegation.settings = list(told.conduct), list(told.settings)
    allegation.power_relation = told.power_relation
    allegation.occurred_from, allegation.occurred_to = told.occurred_from, told.occurred_to or told.occurred_from
    allegation.policy_clause = told.policy_clause.strip()
