"""The mailbox of a report: intake and the reporter write to each other, whatever the reporter's name is to others."""

from collections.abc import Iterable
from typing import Final

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.intake.mailbox_tables import Direction, MessageKind
from backend.intake.models import MailboxMessage, Report, ReportState
from backend.intake.screening import screen_message
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("message.send", "wrote to intake", kind="change")
declare("message.answer", "wrote to the reporter", kind="change")
declare("message.read", "read messages", kind="change")

LONGEST: Final = 20_000
FROM_REPORTERS: Final = (MessageKind.MESSAGE, MessageKind.ADDITION, MessageKind.SINCE)


def send_message(report: Report, text: str, *, actor: User, kind: str = MessageKind.MESSAGE) -> MailboxMessage:
    """Let the reporter write: ask, add to what was told, or say that something has happened since."""
    require(actor, "message.send", report)
    if kind not in FROM_REPORTERS:
        raise Invalid({"kind": ["Choose what kind of message this is."]})
    if report.state == ReportState.CLOSED:
        raise Refused(
            "This report is closed. Send a new report, and say that it continues this one.", code="report-closed"
        )
    with transaction.atomic():
        sent = post(report, text, direction=Direction.FROM_REPORTER, kind=kind, actor=actor)
        screen_message(report, sent.text)
    return sent


def answer_reporter(report: Report, text: str, *, actor: User) -> MailboxMessage:
    """Let intake write to the reporter."""
    require(actor, "message.answer", report)
    return post(report, text, direction=Direction.TO_REPORTER, kind=MessageKind.MESSAGE, actor=actor)


def post(report: Report, text: str, *, direction: str, kind: str, actor: User) -> MailboxMessage:
    """Put a message into the mailbox; whoever calls this has the permission for the act that it is part of."""
    words = text.strip()
    if not words:
        raise Invalid({"text": ["Write your message."]})
    if len(words) > LONGEST:
        raise Invalid(
            {"text": [f"The message has {len(words):,} characters; we can take {LONGEST:,}. Send it in parts."]}
        )
    message = MailboxMessage(
        report=report, direction=direction, kind=kind, text=words, sent_at=clock.now(), sent_by=actor
    )
    action = "message.send" if direction == Direction.FROM_REPORTER else "message.answer"
    return keep(message, action, actor=actor, ctx={"kind": str(kind)})


def thread(report: Report) -> list[MailboxMessage]:
    """Give the messages of a report, the oldest first; whoever shows them has found the report in its reader's reach."""
    return list(report.messages.select_related("sent_by__person").order_by("sent_at", "pk"))


def note_read(messages: Iterable[MailboxMessage], direction: str, *, actor: User) -> None:
    """Note that the messages of one direction were read by those they are for."""
    with transaction.atomic():
        for message in messages:
            if message.direction == direction and message.read_at is None:
                message.read_at = clock.now()
                keep(message, "message.read", actor=actor)
