"""What a reporter is told, by when, and again; and where a report goes that belongs elsewhere."""

from datetime import timedelta

import pytest

from backend.deadlines.models import Deadline
from backend.intake.actions.ending import ask_feedback, close_report, give_feedback, redirect_report
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
WHY = "For this test."


def due(report, kind):
    return Deadline.objects.filter(subject=report.key, kind=kind).latest("pk")


def test_feedback_is_given_again_on_request_and_then_the_report_closes(cast, a_case, sign_in, frozen, last_event):
    report = a_case("opened").report_links.get().report
    assert due(report, "report.feedback").met_at is None
    with pytest.raises(Refused):
        ask_feedback(report, actor=cast.erin, reason="How does it go?")
    with pytest.raises(Forbidden):
        give_feedback(report, actor=cast.ines, reason=WHY, text="It goes on.")
    with pytest.raises(Invalid) as empty:
        give_feedback(report, actor=cast.omar, reason=WHY, text=" ")
    assert set(empty.value.errors) == {"text"}

    report = give_feedback(report, actor=cast.omar, reason="The day has come.", text="We are looking into it.")
    assert last_event(report) == ("report.give_feedback", "omar", "The day has come.")
    assert due(report, "report.feedback").met_at
    browser = sign_in(cast.erin)
    page = text_of(browser.get(f"/reports/{report.reference}/"))
    assert "We are looking into it." in page
    assert browser.get(f"/api/v1/reports/{report.reference}/").json()["feedback"] == "We are looking into it."
    with pytest.raises(Forbidden):
        ask_feedback(report, actor=cast.noor, reason=WHY)
    browser.post(f"/reports/{report.reference}/ask-feedback/", {"reason": "Is there news?"})
    again = due(report, "report.feedback_again")
    assert timedelta(days=85) < again.due_at - frozen < timedelta(days=95)
    assert "We tell you by" in text_of(browser.get(f"/reports/{report.reference}/"))

    with clock.at(frozen + timedelta(days=60)):
        report = give_feedback(report, actor=cast.omar, reason=WHY, text="It will be decided in May.")
        assert due(report, "report.feedback_again").met_at
        report = close_report(report, actor=cast.omar, reason="Everything is told.")
    assert report.state == "closed"
    assert report.closed_at
    with pytest.raises(Refused):
        close_report(report, actor=cast.omar, reason=WHY)


def test_a_report_that_belongs_elsewhere_is_passed_on_with_words_for_its_reporter(cast, a_report, sign_in, last_event):
    report = a_report(triaged=True)
    with pytest.raises(Invalid) as missing:
        redirect_report(report, actor=cast.omar, reason=WHY, place="", text="")
    assert set(missing.value.errors) == {"place", "text"}
    body = {"place": "The grievance process", "text": "It is about pay, which they decide.", "reason": "About pay."}
    browser = sign_in(cast.omar)
    browser.post(f"/reports/{report.reference}/moves/redirect/", body)
    report.refresh_from_db()
    assert (report.state, report.redirected_to) == ("redirected", "The grievance process")
    assert last_event(report)[0] == "report.redirect"
    assert due(report, "report.feedback").met_at
    page = text_of(sign_in(cast.erin).get(f"/reports/{report.reference}/"))
    assert "passed to: The grievance process" in page
    assert "It is about pay" in page
    assert "About pay." not in page, "the reason for the history is not the reporter's"
