"""Reports that tell of one matter are looked into together; each reporter keeps a report, a mailbox and feedback of their own."""

from backend.access.policy import scope
from backend.audit.recorded import keep
from backend.cases.conflicts.screening import screen
from backend.cases.models import Case, CaseParty, CaseReport
from backend.cases.vocabulary import CaseState, PartyRole
from backend.intake.actions.assessing import refuse_while_measures_wait, stop_priority_clock
from backend.intake.actions.reporting import lifecycle as report_lifecycle
from backend.intake.models import UNDECIDED, Report, ReportState
from backend.intake.queries.likeness import reported_together, same_people
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, User

DECIDED = (CaseState.REPORT_FINAL, CaseState.LEGAL_REVIEW, CaseState.FINDINGS_DECIDED, CaseState.OUTCOME_DECIDED)
NOT_FOUND = "There is no report or case of this reference to join it to. Check the reference."


@report_lifecycle.move(
    "merge",
    {ReportState.IN_TRIAGE},
    ReportState.MERGED,
    past="joined the report to another matter",
    label="Join to another report",
)
def merge_report(report: Report, *, actor: User, into: str) -> None:
    """Look into a report together with another one, or in a case that is open; no reporter learns of another."""
    refuse_while_measures_wait(report)
    other, case = _target(report, into.strip(), actor)
    _refuse_opposed(report, other, case)
    together = [report, *(each for each in reported_together(report) if each.state == ReportState.MERGED)]
    report.merged_into = other
    if case is not None:
        for each in together:
            join_report(case, each, actor=actor)
    stop_priority_clock(report, actor=actor)


def join_report(case: Case, report: Report, *, actor: User) -> None:
    """Put a report into a case with whoever it tells of; they are parties apart from those of the other reports."""
    keep(
        CaseReport(case=case, report=report),
        "case.join_report",
        actor=actor,
        reason="It tells of the same matter.",
    )
    affected = report.affected or report.reporter
    people: list[tuple[Person | None, str]] = [(affected, PartyRole.AFFECTED_OTHER)]
    if report.reporter != affected:
        people.append((report.reporter, PartyRole.REPORTER))
    for person, role in people:
        if person and not CaseParty.objects.filter(case=case, person=person).exists():
            add_to(case, person, role, actor=actor, reason="Named in a report that was joined.")
    screen(case)


def add_to(case: Case, person: Person, role: str, *, actor: User, reason: str) -> CaseParty:
    """Write somebody's part in the case (no permission check: callers decide)."""
    number = CaseParty.objects.filter(case=case, role=role).count() + 1
    party = CaseParty(case=case, person=person, role=role, label=f"{PartyRole(role).label} {number}")
    return keep(party, "case.add_party", actor=actor, reason=reason, ctx={"role": role}, subjects=[(person.uid, role)])


def _target(report: Report, reference: str, actor: User) -> tuple[Report | None, Case | None]:
    """Find the report that was meant or the one to which it was joined before, and the case of either."""
    found = scope(actor, "report.triage_view", Report.objects.filter(reference__iexact=reference)).first()
    case = scope(actor, "case.view", Case.objects.filter(reference__iexact=reference)).first()
    if found is None and case is None:
        raise Invalid({"into": [NOT_FOUND]})
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    if found == report:
        raise Refused("A report is not joined to itself.", code="same-report", field="into")
    if found is not None:
        link = CaseReport.objects.select_related("case").filter(report=found).first()
        if link is None and found.state not in UNDECIDED:
            raise Refused(
                "That report is not looked into any more: joining it would leave this one unheard.",
                code="target-ended",
                field="into",
            )
        case = link.case if link else None
    if case is not None and (not case.is_open or case.state in DECIDED):
        raise Refused(
            "That case is decided or closed: open a case of its own and link the two.",
            code="target-ended",
            field="into",
        )
    first = CaseReport.objects.filter(case=case).select_related("report").order_by("pk").first() if case else None
    return found or (first.report if first else None), case


def _refuse_opposed(report: Report, other: Report | None, case: Case | None) -> None:
    """Keep apart what sets people against each other, and matters about different respondents."""
    told_by = {person.pk for person in (report.reporter, report.affected) if person}
    accused = same_people(report.respondent) if report.respondent else set()
    theirs, others = _sides(other, case)
    if told_by & others or accused & theirs:
        raise Refused(
            "In the two reports the sides are the other way round: open a case of its own and link the two.",
            code="opposed-reports",
            field="into",
        )
    if accused and others and not accused & others:
        raise Refused(
            "The two name different respondents: open a case of its own and link the two.",
            code="other-respondent",
            field="into",
        )


def _sides(other: Report | None, case: Case | None) -> tuple[set[int], set[int]]:
    if case is not None:
        parties = list(CaseParty.objects.filter(case=case).values_list("person_id", "role"))
        sides = {PartyRole.COMPLAINANT, PartyRole.REPORTER, PartyRole.AFFECTED_OTHER}
        return (
            {person for person, role in parties if role in sides},
            {person for person, role in parties if role == PartyRole.RESPONDENT},
        )
    people = (other.reporter_id, other.affected_id) if other else ()
    return {key for key in people if key}, {other.respondent_id} if other and other.respondent_id else set()
