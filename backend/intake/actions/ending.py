"""How a report ends: declined by two people, passed to another place, told what follows, closed; or withdrawn by its reporter."""

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.documents.guard.reading import found_in
from backend.intake.actions.assessing import clock_name, raise_prompts, refuse_while_measures_wait, stop_priority_clock
from backend.intake.actions.reporting import FEEDBACK, lifecycle
from backend.intake.models import Report, ReportState
from backend.intake.queries.likeness import reported_together
from backend.intake.vocabulary import DeclineCode, PromptKind
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("report.retract", "withdrew the report", kind="change")
declare("report.ask_feedback", "asked how it goes on", kind="change")

AGAIN = "report.feedback_again"
TOLD_OF = (
    ReportState.ACCEPTED,
    ReportState.DECLINED,
    ReportState.MERGED,
    ReportState.REDIRECTED,
    ReportState.FEEDBACK_GIVEN,
)


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
    refuse_while_measures_wait(report)
    _refuse_while_others_depend(report)
    report.decline_code, report.decline_grounds, report.decline_proposed_by = code, grounds.strip(), actor


@lifecycle.move("decline", {ReportState.DECLINE_PROPOSED}, ReportState.DECLINED, past="declined the report")
def decline_report(report: Report, *, actor: User) -> None:
    """Agree, as a second person, that no case is opened; the reporter reads the grounds."""
    if report.decline_proposed_by_id == actor.pk:
        raise Refused("Somebody else must review this: you proposed it.", code="second-person")
    _tell(report, report.decline_grounds, actor=actor)
    stop_priority_clock(report, actor=actor)


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


@lifecycle.move(
    "redirect",
    {ReportState.IN_TRIAGE},
    ReportState.REDIRECTED,
    past="passed the report to another place",
    label="Pass to another place",
)
def redirect_report(report: Report, *, actor: User, place: str, text: str) -> None:
    """Pass the report to the body or process that is responsible, and tell the reporter where and why."""
    problems = {
        "place": [] if place.strip() else ["Name the body or the process that is responsible."],
        "text": [] if text.strip() else ["Write what the reporter is told: where it went, and why."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    refuse_while_measures_wait(report)
    _refuse_while_others_depend(report)
    _refuse_what_is_not_theirs(report, text)
    report.redirected_to = place.strip()
    _tell(report, text, actor=actor)
    stop_priority_clock(report, actor=actor)


@lifecycle.move(
    "separate",
    {ReportState.MERGED},
    ReportState.IN_TRIAGE,
    past="took the report apart from another",
    label="Take apart",
)
def separate_report(report: Report, *, actor: User) -> None:
    """Take a report apart from the one to which it was joined, so that it is decided on its own."""
    if hasattr(report, "case_link"):
        raise Refused("It is looked into in a case: it stays there.", code="report-in-case")
    report.merged_into = None
    if report.priority:
        start_for(report, clock_name(report.priority), actor=actor)


@lifecycle.move(
    "give_feedback",
    TOLD_OF,
    ReportState.FEEDBACK_GIVEN,
    past="told the reporter what follows",
    label="Give feedback",
)
def give_feedback(report: Report, *, actor: User, text: str) -> None:
    """Tell the reporter what was done or is envisaged, and on which grounds; never what followed for anybody else."""
    if not text.strip():
        raise Invalid({"text": ["Write what was done or is envisaged, and why."]})
    _refuse_what_is_not_theirs(report, text)
    _tell(report, text, actor=actor)
    meet_all(report, AGAIN, actor=actor)


@lifecycle.move(
    "close", {ReportState.FEEDBACK_GIVEN}, ReportState.CLOSED, past="closed the report", label="Close the report"
)
def close_report(report: Report, *, actor: User) -> None:
    """Close a report whose reporter was told what follows; the case goes its own way."""
    if report.prompts.filter(answered_at=None).exists():
        raise Refused("Answer first what is still to be weighed.", code="prompt-open")
    report.closed_at = clock.now()
    cancel_all(report, actor=actor, reason="The report was closed.")


def ask_feedback(report: Report, *, actor: User, reason: str) -> Report:
    """Ask once more how it goes on; the profile says until when an answer is due."""
    require(actor, "report.ask_feedback", report)
    if report.state != ReportState.FEEDBACK_GIVEN:
        raise Refused("You will be told by the day that the page names; ask again after that.", code="wrong-state")
    if not reason.strip():
        raise Refused("Say what you would like to know.", code="reason-missing", field="reason")
    start_for(report, AGAIN, actor=actor, reason=reason.strip())
    return report


def retract_report(report: Report, *, actor: User, reason: str) -> Report:
    """Withdraw a report: nothing is deleted, and the duty to look into it is weighed."""
    require(actor, "report.retract", report)
    if not reason.strip():
        raise Refused("Say that you withdraw it, and why if you like.", code="reason-missing", field="reason")
    with transaction.atomic():
        locked: Report = lifecycle.locked(report)
        if locked.retracted_at is not None:
            raise Refused("The report is withdrawn already.", code="report-retracted")
        if locked.state == ReportState.CLOSED:
            raise Refused("The report is closed.", code="wrong-state")
        locked.retraction, locked.retracted_at = reason.strip(), clock.now()
        keep(locked, "report.retract", actor=actor, reason="The reporter withdrew it.")
        raise_prompts(locked, {PromptKind.DUTY}, actor=actor, reason="The reporter withdrew.")
    return locked


def _refuse_while_others_depend(report: Report) -> None:
    """Keep a report from ending while others are joined to it: nobody would look into them."""
    if report.merged_here.filter(state=ReportState.MERGED).exists():
        raise Refused("Other reports are joined to this one. Take them apart first.", code="reports-joined")


def _refuse_what_is_not_theirs(report: Report, text: str) -> None:
    """Keep from a reporter what followed for anybody else, and who else reported."""
    others = [other.reporter.name for other in reported_together(report) if other.reporter]
    own = [report.reporter.name] if report.reporter else []
    found = found_in(
        text,
        language=report.language.partition("-")[0],
        categories=frozenset({"discipline"}),
        unnamed=[name for name in others if name not in own],
        named=own,
    )
    if found:
        raise Invalid(
            {
                "text": [
                    f"Leave out “{found[0]}”. The reporter is told that steps were taken and why, not what followed for "
                    "somebody else, and not who else reported."
                ]
            }
        )


def _tell(report: Report, text: str, *, actor: User) -> None:
    report.feedback, report.feedback_at = text.strip(), clock.now()
    meet_all(report, FEEDBACK, actor=actor)
