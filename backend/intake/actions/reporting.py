"""A report comes in, and its reporter is told that it arrived."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import meet_all, start_for
from backend.deadlines.models import Deadline
from backend.documents.actions.issuing import issue
from backend.intake.account import Account, check_account
from backend.intake.letters import acknowledgement_letter, acknowledgement_message
from backend.intake.mailbox import post
from backend.intake.mailbox_tables import Direction, MessageKind
from backend.intake.models import Report, ReportState
from backend.intake.screening import screen_names, screen_report
from backend.intake.vocabulary import Channel
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.kernel.references import new_reference, new_uid
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

declare("report.submit", "sent a report", kind="change")
declare("report.view", "read a report", kind="read")
declare("report.list", "listed reports", kind="read")

FEEDBACK: Final = "report.feedback"

lifecycle = Lifecycle(Report, "report")


def submit_report(account: Account, *, actor: User) -> Report:
    """Take a report in: it stands as told, and the clocks for acknowledgement and triage start."""
    return take_in(account, actor=actor, uid=new_uid())


def take_in(account: Account, *, actor: User, uid: UUID) -> Report:
    """Take in a report that bears the identifier of the draft it was written in: one draft is one report."""
    check_account(account)
    now = clock.now()
    told = {name: _trimmed(value) for name, value in vars(account).items()}
    report = Report(
        **told, uid=uid, reference=new_reference("RPT", now.date()), filed_by=actor, language="en", received_at=now
    )
    with transaction.atomic():
        keep(
            report,
            "report.submit",
            actor=actor,
            reason="Sent by the reporter." if account.channel == Channel.WEB else "Taken down.",
        )
        screen_names(report)
        screen_report(report)
        start_for(report, "report.acknowledge", actor=actor, started_at=known_since(report))
        start_for(report, "report.triage", actor=actor)
    return report


@lifecycle.move("acknowledge", {ReportState.SUBMITTED}, ReportState.ACKNOWLEDGED, past="acknowledged the report")
def acknowledge_report(report: Report, *, actor: User) -> None:
    """Tell the reporter that the report was received and what happens next."""
    report.acknowledged_at = clock.now()
    meet_all(report, "report.acknowledge", actor=actor)
    running = Deadline.objects.about(report).unfinished().filter(kind=FEEDBACK).first()
    feedback = running or start_for(report, FEEDBACK, actor=actor)
    if report.reporter:
        letter = acknowledgement_letter(report, to=report.reporter, by=actor, feedback_by=feedback.due_on)
        issue(letter, about=report, recipient=report.reporter, actor=actor, reason="Acknowledges the report.")
    else:  # nobody to write a letter to: the mailbox is where the reporter is told
        told = acknowledgement_message(feedback.due_at)
        post(report, told, direction=Direction.TO_REPORTER, kind=MessageKind.NOTICE, actor=actor)


def known_since(report: Report) -> datetime:
    """Count from the day when a manager heard of it: what one of its managers receives, the organisation has received."""
    if report.channel != Channel.MANAGER or report.first_known_on is None:
        return report.received_at
    noon = datetime.combine(report.first_known_on, time(12), tzinfo=ZoneInfo(report.place.clock))
    return min(noon, report.received_at)


def _trimmed(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    return list(value) if isinstance(value, tuple) else value


def known(field: str, given: Sequence[str], words: Sequence[str]) -> Sequence[str]:
    """Refuse a code that the vocabulary does not hold."""
    strange = [value for value in given if value not in words]
    if strange:
        raise Invalid({field: [f"“{strange[0]}” is not in the list."]})
    return given
