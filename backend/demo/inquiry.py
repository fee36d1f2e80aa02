"""How a matter is played from the report to the outcome, step by step, as any matter of the company is."""

from collections.abc import Generator
from datetime import datetime, time, timedelta

from backend.audit.reads import denied, viewed
from backend.cases.actions.allegations import answer_allegation, examine_allegation, give_notice
from backend.cases.actions.appointments import appoint
from backend.cases.actions.impartiality import declare_conflicts
from backend.cases.actions.opening import Particulars, accept_report
from backend.cases.actions.progress import (
    assign_case,
    clear_conflicts,
    plan_case,
)
from backend.cases.models import Allegation, Case
from backend.decisions.actions.findings import adopt_finding, decide_findings, propose_finding
from backend.decisions.actions.outcomes import approve_outcome, decide_outcome, tell_outcome
from backend.decisions.actions.reporting import finish_report
from backend.demo.evidence import collect, comment
from backend.demo.investigating import end_tasks, keep_told, plan_out, weigh
from backend.demo.matters import Charge, Matter, Timetable
from backend.demo.reporting import receive, report
from backend.demo.stage import CALENDAR, ZONE, Days, Stage
from backend.demo.words import APPEAL_TO, DECLARES, INES_DECLARES, TOMAS_DECLARES, WEIGHED
from backend.documents.actions.standing import open_document
from backend.documents.models import Document
from backend.intake.account import Account
from backend.intake.actions.assessing import answer_prompt, triage_report
from backend.intake.actions.reporting import acknowledge_report, submit_report
from backend.intake.models import Report
from backend.investigation.actions.review import review_evidence
from backend.investigation.actions.starting import start_case
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import Person

PROMPT_WEIGHED = "The two work on different days until an investigator is appointed; nobody's pay or place changes. Looked at again then."

Played = Generator[datetime, None, Case]
MONTH = 30  # days after which both sides hear how it goes on


def take_in(stage: Stage, matter: Matter, days: Days, table: Timetable) -> Played:
    """Report, acknowledgement, assessment, and the case that is opened."""
    cast = stage.cast
    yield days.at(0, "16:40")
    report = send_report(stage, matter)
    stage.say(f"{cast.person(matter.complainant)} reports {report.reference}.")

    yield days.at(table.acknowledge, "09:20")
    report = acknowledge_report(report, actor=cast.omar, reason="Complete enough to look into.")
    read_own(report, cast.person(matter.complainant))
    yield days.at(table.acknowledge, "11:05")
    report = triage_report(
        report,
        actor=cast.omar,
        reason=matter.triage_note,
        priority=matter.priority,
        flags=matter.flags,
        note=matter.triage_note,
    )
    for prompt in report.prompts.filter(answered_at=None).order_by("pk"):
        answer_prompt(report, actor=cast.omar, reason=PROMPT_WEIGHED, kind=prompt.kind)
    stage.say(f"Omar Haddad acknowledges it and assesses it as {report.priority}.")

    yield days.at(table.accept, "15:10")
    accept_report(
        report,
        actor=cast.omar,
        reason="Conduct under the policy, with a link to work.",
        title=matter.title,
        kind=matter.kind,
        nexus=matter.nexus,
        allegations=[_particulars(charge, days) for charge in matter.charges],
        unit=cast.person(matter.respondent).unit,
    )
    case = Case.objects.get(report_links__report=report)
    number = case.allegations.count()
    stage.say(f"{case.reference} is opened with {number} allegation{'' if number == 1 else 's'}.")
    return case


def send_report(stage: Stage, matter: Matter) -> Report:
    """Send the report in, as the person who makes it."""
    cast = stage.cast
    told = Account(
        narrative=matter.narrative,
        reporter=cast.person(matter.complainant),
        respondent=cast.person(matter.respondent) if matter.respondent else None,
        conduct=matter.conduct,
        settings=matter.settings,
        power_relation=matter.power_relation,
        wishes=matter.wishes,
    )
    return submit_report(told, actor=getattr(cast, matter.complainant))


def staff(stage: Stage, case: Case, days: Days, table: Timetable, *, refused_first: bool = False) -> Played:
    """Conflicts of interest are checked, and an investigator is appointed."""
    cast = stage.cast
    yield days.at(table.clear, "10:15")
    case = clear_conflicts(case, actor=cast.omar, reason="Everybody who may work on it was compared with both sides.")
    if refused_first:
        _refuse_tomas(stage, case)
    yield days.at(table.assign, "13:30")
    case = assign_case(
        case, actor=cast.omar, reason="Free of conflicts.", investigator=cast.ines, declaration=INES_DECLARES
    )
    declare_conflicts(case, text=INES_DECLARES, actor=cast.ines, reason="Asked at my appointment.")
    stage.say("Inês Duarte is appointed to investigate.")
    return case


def put_to_respondent(stage: Stage, matter: Matter, case: Case, days: Days, table: Timetable) -> Played:
    """The notice of allegations is issued, and the investigation starts."""
    cast, respondent = stage.cast, stage.cast.person(matter.respondent)
    yield days.at(table.notice, "09:10")
    viewed(case, "case.view", actor=cast.ines, purpose="To plan the investigation.")
    case = plan_case(case, actor=cast.ines, reason="Read the report and the policy.")
    plan_out(stage, matter, case, table)
    yield days.at(table.notice, "14:25")
    notice = give_notice(
        case,
        actor=cast.ines,
        reason="The allegations are clear enough to be answered.",
        answer_due_at=days_ahead(days, table.answer, "17:00"),
        interview_at=days_ahead(days, table.notice + 3, "10:00"),
        interview_place="room Calder, Leeds, or by video call if you prefer",
    )
    case = start_case(case, actor=cast.ines, reason="Every allegation was put to the respondent.")
    stage.say(f"{respondent} is given notice of the allegations ({notice.reference}).")
    return case


def answer(stage: Stage, matter: Matter, case: Case, days: Days, table: Timetable) -> Played:
    """The respondent reads the notice and answers each allegation."""
    cast, respondent = stage.cast, getattr(stage.cast, matter.respondent)
    yield days.at(table.answer - 3, "18:45")
    read_own(case, cast.person(matter.respondent))
    for charge, allegation in _charged(matter, case):
        answer_allegation(
            allegation, actor=respondent, reason="My answer.", response=charge.response, text=charge.answer
        )
    stage.say(f"{respondent.name} answers each allegation.")
    return case


def answer_and_report(stage: Stage, matter: Matter, case: Case, days: Days, table: Timetable) -> Played:
    """The respondent answers, the evidence is reviewed, and a finding is proposed on each allegation."""
    cast = stage.cast
    case = yield from answer(stage, matter, case, days, table)
    yield from collect(stage, case, days, table)
    yield days.at(table.review, "11:30")
    for charge, allegation in _charged(matter, case):
        weigh(stage, charge, allegation)
        examine_allegation(allegation, actor=cast.ines, reason="Everybody named was heard, and the records were read.")
    end_tasks(stage, case)
    if table.report - table.notice > MONTH:
        keep_told(stage, case)
    case = review_evidence(case, actor=cast.ines, reason="Nothing more is to be expected.")
    yield from comment(stage, case, days, table)

    yield days.at(table.report, "16:00")
    for charge, allegation in _charged(matter, case):
        propose_finding(
            allegation,
            actor=cast.ines,
            reason="On the evidence as a whole.",
            factual=charge.factual,
            policy=charge.policy,
            reasons=charge.reasons,
            summary=charge.summary,
        )
    for user, role in (
        (cast.ruth, "decision_maker"),
        (cast.clara, "approver"),
        (cast.daniel, "hr_partner"),
        (cast.hugo, "counsel"),
    ):
        appoint(case, user, role, declaration=DECLARES, actor=cast.omar, reason=f"To act as {role.replace('_', ' ')}.")
    stage.say("Inês Duarte proposes her findings; those who decide are appointed.")
    report(stage, matter, case)
    case = finish_report(case, actor=cast.ines, reason="The report holds a finding on every allegation.")
    return case


def decide(stage: Stage, matter: Matter, case: Case, days: Days, table: Timetable) -> Played:
    """The findings are adopted by another person, and an outcome is decided."""
    cast = stage.cast
    yield days.at(table.findings, "15:20")
    viewed(case, "case.read", actor=cast.ruth, purpose="To decide the findings.")
    receive(stage, case)
    for _, allegation in _charged(matter, case):
        adopt_finding(allegation, actor=cast.ruth, reason="The reasons bear the finding.")
    case = decide_findings(case, actor=cast.ruth, reason="Every finding is adopted.")
    found = ", ".join(
        f"A{number} {charge.factual.replace('_', ' ')}" for number, charge in enumerate(matter.charges, start=1)
    )
    stage.say(f"Ruth Adeyemi adopts the findings: {found}.")

    yield days.at(table.outcome, "10:50")
    outcome = decide_outcome(
        case,
        actor=cast.ruth,
        reason=matter.outcome_reasons,
        kinds=matter.outcome,
        weighed=WEIGHED,
        factors=matter.factors,
        skip_reason="Milder steps would not show clearly enough that this has to stop.",
        comparators=matter.comparators or "None in the last five years.",
        live_until=days.exact(table.outcome + 365),
    )
    stage.say(f"She decides: {', '.join(outcome.labels).lower()}.")
    return Case.objects.get(pk=case.pk)


def approve_and_tell(stage: Stage, matter: Matter, case: Case, days: Days, table: Timetable) -> Played:
    """A second person approves, and both sides are told by letter."""
    cast = stage.cast
    yield days.at(table.approve, "09:40")
    case = approve_outcome(case, actor=cast.clara, reason="Proportionate, and in line with the comparators.")
    yield days.at(table.letters, "12:00")
    until = days.day(table.letters + 14)
    letters = tell_outcome(
        case, actor=cast.daniel, reason="Both sides are told.", appeal_until=until, appeal_to=APPEAL_TO
    )
    stage.say(f"Clara Nwosu approves; both sides are told by letter ({', '.join(letter.kind for letter in letters)}).")
    yield days.at(table.letters, "19:15")
    for letter in letters:
        if letter.recipient:
            open_document(letter, actor=letter.recipient.user)
    return case


def read_own(row: Report | Case, person: Person) -> None:
    """Let somebody open the letters about a matter that were sent to them."""
    for letter in Document.objects.filter(matter=row.reference, recipient=person, opened_at=None):
        open_document(letter, actor=person.user)


def days_ahead(days: Days, number: int, hour: str) -> datetime:
    """Name a moment to come, which leaves at least two full days."""
    earliest = CALENDAR.next_working(clock.today(ZONE.key) + timedelta(days=3))
    return datetime.combine(max(days.day(number), earliest), time.fromisoformat(hour), tzinfo=ZONE)


def _refuse_tomas(stage: Stage, case: Case) -> None:
    cast = stage.cast
    try:
        assign_case(
            case, actor=cast.omar, reason="Next on the list.", investigator=cast.tomas, declaration=TOMAS_DECLARES
        )
    except Refused as refusal:
        denied("case.assign", actor=cast.omar, status=refusal.status, target=case.reference)
        stage.say(f"Tomas Berg can’t be appointed: {refusal.detail}")
    else:
        raise AssertionError("A conflict of interest was not seen.")


def _particulars(charge: Charge, days: Days) -> Particulars:
    return Particulars(
        particulars=charge.particulars,
        conduct=charge.conduct,
        settings=charge.settings,
        policy_clause=charge.policy_clause,
        occurred_from=days.exact(charge.from_day),
        occurred_to=days.exact(charge.from_day if charge.to_day is None else charge.to_day),
    )


def _charged(matter: Matter, case: Case) -> list[tuple[Charge, Allegation]]:
    allegations = Allegation.objects.filter(case=case).select_related("case").order_by("seq")
    return list(zip(matter.charges, allegations, strict=True))
