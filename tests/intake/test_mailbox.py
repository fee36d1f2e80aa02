"""Who writes to whom about a report."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.demo.cast import Cast
from backend.intake.actions.reporting import acknowledge_report
from backend.intake.mailbox import LONGEST, answer_reporter, note_read, send_message, thread
from backend.intake.models import MailboxMessage, Report
from backend.kernel.errors import Forbidden, Invalid
from backend.people.actions import system_user

pytestmark = pytest.mark.django_db


def test_intake_and_the_reporter_write_to_each_other_and_nobody_else_does(
    cast: Cast, a_report: Callable[..., Report], last_event: Callable[..., Any]
) -> None:
    report = a_report()
    for stranger in (cast.ines, cast.martin, cast.noor, cast.omar):
        with pytest.raises(Forbidden):
            send_message(report, "Let me in.", actor=stranger)
    for stranger in (cast.ines, cast.martin, cast.erin, cast.hugo):
        with pytest.raises(Forbidden):
            answer_reporter(report, "Let me in.", actor=stranger)
    assert thread(report) == []

    send_message(report, " He wrote to me again. ", kind="since", actor=cast.erin)
    assert last_event(report)[:2] == ("message.send", "erin")
    answer_reporter(report, "Thank you. When was that?", actor=cast.omar)
    found = thread(report)
    assert [(message.direction, message.kind, message.text) for message in found] == [
        ("from_reporter", "since", "He wrote to me again."),
        ("to_reporter", "message", "Thank you. When was that?"),
    ]
    note_read(found, "to_reporter", actor=cast.erin)
    note_read(found, "to_reporter", actor=cast.erin)
    assert last_event(report)[:2] == ("message.read", "erin")
    assert [bool(message.read_at) for message in thread(report)] == [False, True]
    for text, kind in ((" ", "message"), ("x" * (LONGEST + 1), "message"), ("Hello.", "notice")):
        with pytest.raises(Invalid):
            send_message(report, text, kind=kind, actor=cast.erin)


def test_somebody_barred_from_a_report_does_not_answer_it(cast: Cast, a_report: Callable[..., Report]) -> None:
    report = a_report(respondent=cast.person("omar"))
    with pytest.raises(Forbidden):
        answer_reporter(report, "What did I do?", actor=cast.omar)
    with pytest.raises(Forbidden):  # one of intake is named: the report is for the independent channel
        answer_reporter(report, "We have it.", actor=cast.wanda)
    answer_reporter(report, "We have it.", actor=cast.vera)


def test_a_report_that_somebody_took_down_is_answered_to_its_reporter(
    cast: Cast, a_report: Callable[..., Report]
) -> None:
    report = a_report(channel="hotline")
    Report.objects.get(pk=report.pk)
    taken = a_report(channel="hotline", reporter=None)
    with pytest.raises(Forbidden):
        send_message(taken, "It was me who wrote it down.", actor=cast.erin)
    send_message(report, "It was me who called.", actor=cast.erin)


def test_whom_no_letter_reaches_is_told_in_the_mailbox(cast: Cast, a_report: Callable[..., Report]) -> None:
    report = acknowledge_report(a_report(reporter=None), actor=cast.omar, reason="Received.")
    message = MailboxMessage.objects.get(report=report)
    assert (message.kind, message.direction, message.sent_by) == ("notice", "to_reporter", cast.omar)
    assert "We tell you what was done by" in message.text
    with pytest.raises(Forbidden):
        send_message(a_report(), "Not mine.", actor=cast.noor)
    assert send_message(report, "With the code.", actor=system_user())
