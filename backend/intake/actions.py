"""Everything that happens to a report before a case is opened from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import meet_all, start_for
from backend.documents.actions import issue
from backend.intake.letters import acknowledgement_letter
from backend.intake.models import Report, ReportState
from backend.intake.vocabulary import Certainty, Channel, Conduct, DeclineCode, Priority, Setting, TriageFlag
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

declare("report.submit", "sent a report", kind="change")
declare("report.view", "read a report", kind="read")
declare("report.list", "listed reports", kind="read")

lifecycle = Lifecycle(Report, "report")


@dataclass(frozen=True, kw_only=True)
class Account:
    """What a reporter tells; only what happened is required."""

    narrative: str
    channel: str = Channel.WEB
    reporter: Person | None = None
    affected: Person | None = None
    respondent: Person | None = None
    respondent_as_told: str = ""
    conduct: Sequence[str] = ()
    settings: Sequence[str] = ()
    power_relation: str = ""
    occurred_on: date | None = None
    occurred_certainty: str = Certainty.NOT_SURE
    wishes: str = ""
    no_action_asked: bool = False
    first_known_on: date | None = None


def submit_report(account: Account, *, actor: User) -> Report:
    """Take a report in: it stands as told, and the clocks for acknowledgement and triage start."""
    _check(account)
    now = clock.now()
    report = Report(
        reference=new_reference("RPT", now.date()),
        channel=account.channel,
        reporter=account.reporter,
        filed_by=actor,
        affected=account.affected,
        respondent=account.respondent,
        respondent_as_told=account.respondent_as_told.strip(),
        narrative=account.narrative.strip(),
        conduct=list(account.conduct),
        settings=list(account.settings),
        power_relation=account.power_relation,
        occurred_on=account.occurred_on,
        occurred_certainty=account.occurred_certainty,
        wishes=account.wishes.strip(),
        no_action_asked=account.no_action_asked,
        received_at=now,
        first_known_on=account.first_known_on,
    )
    with transaction.atomic():
        keep(
            report,
            "report.submit",
            actor=actor,
            reason="Sent by the reporter." if account.channel == Channel.WEB else "Taken down.",
        )
        start_for(report, "report.acknowledge", actor=actor)
        start_for(report, "report.triage", actor=actor)
    return report


@lifecycle.move("acknowledge", {ReportState.SUBMITTED}, ReportState.ACKNOWLEDGED, past="acknowledged the report")
def acknowledge_report(report: Report, *, actor: User) -> None:
    """Tell the reporter that the report was received and what happens next."""
    report.acknowledged_at = clock.now()
    meet_all(report, "report.acknowledge", actor=actor)
    feedback = start_for(report, "report.feedback", actor=actor)
    if report.reporter:
        letter = acknowledgement_letter(report, to=report.reporter, by=actor, feedback_by=feedback.due_at.date())
        issue(letter, about=report, recipient=report.reporter, actor=actor, reason="Acknowledges the report.")


@lifecycle.move("triage", {ReportState.ACKNOWLEDGED}, ReportState.IN_TRIAGE, past="assessed the report", label="Assess")
def triage_report(report: Report, *, actor: User, priority: str, flags: Sequence[str] = (), note: str = "") -> None:
    """Assess the situation: how soon it needs attention, and what about it asks for care."""
    if priority not in Priority.values:
        raise Invalid({"priority": ["Choose a priority from P1 to P4."]})
    if TriageFlag.IMMEDIATE_DANGER in flags and priority != Priority.P1:
        raise Invalid({"priority": ["Immediate danger is always P1."]})
    report.priority, report.flags, report.triage_note = priority, list(_known("flags", flags, TriageFlag.values)), note
    meet_all(report, "report.triage", actor=actor)


@lifecycle.move(
    "propose_decline",
    {ReportState.IN_TRIAGE},
    ReportState.DECLINE_PROPOSED,
    past="proposed to decline the report",
    label="Propose to decline",
)
def propose_decline(report: Report, *, actor: User, code: str, grounds: str) -> None:
    """Propose that no case is opened; a second person decides."""
    if code not in DeclineCode.values:
        raise Invalid(
            {
                "code": [
                    "Choose one of the reasons. That no action was asked for is not one: the duty to look into it stays."
                ]
            }
        )
    if not grounds.strip():
        raise Invalid({"grounds": ["Write the grounds; the reporter will read them."]})
    report.decline_code, report.decline_grounds, report.decline_proposed_by = code, grounds.strip(), actor


@lifecycle.move("decline", {ReportState.DECLINE_PROPOSED}, ReportState.DECLINED, past="declined the report")
def decline_report(report: Report, *, actor: User) -> None:
    """Agree, as a second person, that no case is opened."""
    if report.decline_proposed_by_id == actor.pk:
        raise Refused("Somebody else must review this: you proposed it.", code="second-person")
    meet_all(report, "report.feedback", actor=actor)


@lifecycle.move(
    "return_to_triage",
    {ReportState.DECLINE_PROPOSED},
    ReportState.IN_TRIAGE,
    past="returned the report for assessment",
    label="Return for assessment",
)
def return_to_triage(report: Report, *, actor: User) -> None:
    """Send the report back: it should be looked at again."""
    report.decline_code, report.decline_grounds, report.decline_proposed_by = "", "", None


def _check(account: Account) -> None:
    if not account.narrative.strip():
        raise Invalid({"narrative": ["Write what happened, in your own words. This is the only part we need."]})
    if account.channel not in Channel.values:
        raise Invalid({"channel": ["Choose how the report came in."]})
    if account.occurred_on and account.occurred_on > clock.today():
        raise Invalid(
            {"occurred_on": ["The date lies in the future. Enter a day that has passed, or say that you are not sure."]}
        )
    _known("conduct", account.conduct, Conduct.values)
    _known("settings", account.settings, Setting.values)


def _known(field: str, given: Sequence[str], known: Sequence[str]) -> Sequence[str]:
    strange = [value for value in given if value not in known]
    if strange:
        raise Invalid({field: [f"“{strange[0]}” is not in the list."]})
    return given
