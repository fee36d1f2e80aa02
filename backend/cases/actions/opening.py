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
from backend.cases.models import Allegation, Case, CaseParty, CaseReport
from backend.cases.vocabulary import AllegationState, CaseKind, CaseRole, CaseState, PartyRole, Standard, Track
from backend.deadlines.actions import start_for
from backend.intake.actions import lifecycle as report_lifecycle
from backend.intake.models import Report, ReportState
from backend.intake.vocabulary import Conduct, Setting
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, Unit, User

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
    now = clock.now()
    case = Case(
        reference=new_reference("CASE", now.date()),
        title=title.strip(),
        kind=kind,
        nexus=nexus.strip(),
        standard=standard,
        tier=tier,
        priority=report.priority,
        unit=unit,
        opened_at=now,
    )
    keep(case, "case.open", actor=actor, reason=nexus)
    keep(
        CaseReport(case=case, report=report),
        "case.join_report",
        actor=actor,
        reason="The report that the case was opened from.",
    )
    for person, role in _people_in(report):
        _add(case, person, role, actor=actor, reason="Named in the report.")
    seat(case, actor, CaseRole.INTAKE, declaration="Assessed the report.", actor=actor, reason="Opened the case.")
    for particulars in allegations:
        _frame(case, particulars, actor=actor, reason="Framed when the case was opened.")
    start_for(case, "case.assign", actor=actor)


def add_party(case: Case, person: Person, role: str, *, actor: User, reason: str) -> CaseParty:
    """Name somebody's part in the case; whatever staff right they had on it ends at once, because a party is barred."""
    require(actor, "case.add_party", case)
    if role not in PartyRole.values:
        raise Invalid({"role": ["Choose what the person is to the case."]})
    if CaseParty.objects.filter(case=case, person=person, role=role).exists():
        raise Refused("The person has this part already.", code="party-exists", field="person")
    with transaction.atomic():
        return _add(case, person, role, actor=actor, reason=reason)


def frame_allegation(case: Case, particulars: Particulars, *, actor: User, reason: str) -> Allegation:
    """Add an allegation; a new one needs its own notice and its own time to answer."""
    require(actor, "case.frame", case)
    if not case.is_open or case.state in {
        CaseState.REPORT_FINAL,
        CaseState.FINDINGS_DECIDED,
        CaseState.OUTCOME_DECIDED,
    }:
        raise Refused("The report is final: a new allegation needs a new case or a remit.", code="report-is-final")
    with transaction.atomic():
        return _frame(case, particulars, actor=actor, reason=reason)


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
    return keep(allegation, "allegation.amend", actor=actor, reason=reason)


def _people_in(report: Report) -> list[tuple[Person, str]]:
    affected = report.affected or report.reporter
    people: list[tuple[Person | None, str]] = [
        (affected, PartyRole.COMPLAINANT),
        (report.respondent, PartyRole.RESPONDENT),
    ]
    if report.reporter and report.reporter != affected:
        people.append((report.reporter, PartyRole.REPORTER))
    return [(person, role) for person, role in people if person]


def _add(case: Case, person: Person, role: str, *, actor: User, reason: str) -> CaseParty:
    number = CaseParty.objects.filter(case=case, role=role).count() + 1
    party = CaseParty(case=case, person=person, role=role, label=f"{PartyRole(role).label} {number}")
    return keep(party, "case.add_party", actor=actor, reason=reason, ctx={"role": role}, subjects=[(person.uid, role)])


def _frame(case: Case, told: Particulars, *, actor: User, reason: str) -> Allegation:
    _check(told)
    last = case.allegations.aggregate(last=Max("seq"))["last"] or 0
    allegation = Allegation(case=case, seq=last + 1)
    _apply(allegation, told)
    return keep(allegation, "allegation.frame", actor=actor, reason=reason)


def _check(told: Particulars) -> None:
    if not told.particulars.strip():
        raise Invalid({"particulars": ["Describe what is alleged: who, what, when, where and how."]})
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
