"""A report without a name: no trace of the network anywhere, a code that cannot be looked up, and a mailbox that answers."""

import logging
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from backend.audit.models import Event
from backend.demo.cast import Cast
from backend.files.reading import open_file
from backend.intake.actions.reporting import acknowledge_report
from backend.intake.codes import tidied
from backend.intake.models import MailboxMessage, Report, ReportDraft, ReportReceipt
from backend.intake.tries import forget_tries
from backend.kernel import clock
from backend.people.actions import system_user
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
PLANTED: dict[str, Any] = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_USER_AGENT": "Planted/7.7 (trace-me)",
    "HTTP_X_FORWARDED_FOR": "198.51.100.23",
    "HTTP_REFERER": "http://testserver/report/?planted-referrer",
}
TRACES = ("203.0.113.77", "Planted/7.7", "198.51.100.23", "planted-referrer")


@pytest.fixture(autouse=True)
def _no_tries() -> None:
    forget_tries()


def everything_stored() -> str:
    """Write out every row of every table of the database."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def a_photo() -> bytes:
    """Take a picture whose metadata names its camera."""
    picture, out = Image.new("RGB", (8, 8), "red"), BytesIO()
    exif = picture.getexif()
    exif[0x010F] = "Planted-Camera"
    picture.save(out, "JPEG", exif=exif)
    assert b"Planted-Camera" in out.getvalue()
    return out.getvalue()


def code_on(page: Any) -> str:
    return tidied(page.context["code"])


def send(browser: Client, narrative: str = "He followed me to the car park, three Fridays in a row.") -> str:
    """Report without a name, and give the code."""
    browser.post("/report/new/what/", {"narrative": narrative})
    browser.get("/report/check/")
    return code_on(browser.post("/report/check/", follow=True))


def test_a_report_without_a_name_leaves_no_trace_of_its_sender(cast: Cast, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    browser = Client(**PLANTED)
    assert "We keep no address" in text_of(browser.get("/report/"))
    code = send(browser)
    report = Report.objects.latest("pk")
    assert (report.mode, report.reporter, report.filed_by) == ("anonymous", None, system_user())
    wrong = browser.post("/report/sent/", {"last_four": "9999" if code[-4:] != "9999" else "1111"})
    assert tidied(wrong.context["code"]) == code
    assert "blame" not in text_of(wrong)
    mine = browser.post("/report/sent/", {"last_four": code[-4:]}, follow=True)
    assert "We have your report" in text_of(mine)
    assert code not in mine.content.decode().replace(" ", "")
    browser.post("/report/mine/", {"kind": "since", "text": "He was there again today."})
    photo = SimpleUploadedFile("Planted-Name at work.jpg", a_photo(), "image/jpeg")
    added = browser.post("/report/mine/", {"act": "file", "file": photo}, follow=True)
    assert "Your file was added." in text_of(added)
    assert "File 1" in text_of(added)
    browser.post("/report/mine/", {"act": "identity", "name": "Quentin Planted-Name", "contact": "0700 900 900"})
    browser.post("/report/follow/", {"code": "1111 2222 3333 4444"})
    browser.get("/report/nothing-here/")
    browser.post("/report/leave/")

    stored, logged = everything_stored(), caplog.text
    assert [trace for trace in (*TRACES, code, "Planted-Name", "900 900") if trace in stored] == []
    assert [trace for trace in (*TRACES, code, "Planted-Name") if trace in logged] == []
    assert Session.objects.count() == 0
    assert "sessionid" not in browser.cookies
    with open_file(report.files.get().file) as kept:
        assert b"Planted-Camera" not in kept.read()
    events = Event.objects.filter(stream=report.key)
    assert set(events.values_list("actor", flat=True)) == {system_user().uid}
    assert not [event.body for event in events if '"request"' in event.body or '"net"' in event.body]
    assert ReportDraft.objects.count() == 0


def test_wrong_codes_are_told_alike_and_five_of_them_wait(cast: Cast) -> None:
    code = send(Client())
    browser = Client(REMOTE_ADDR="203.0.113.8")
    told = {
        text_of(browser.post("/report/follow/", {"code": words})).replace(words, "")
        for words in ("0000111122223333", "not a code at all", "12")
    }
    assert len(told) == 1
    assert "We find nothing under this code." in told.pop()
    for _time in range(2):
        browser.post("/report/follow/", {"code": "0000 1111 2222 3333"})
    late = browser.post("/report/follow/", {"code": code})
    assert (late.status_code, "Wait 15 minutes" in text_of(late)) == (429, True)
    with clock.at(clock.now() + timedelta(minutes=16)):
        spaced = f" {code[:4]} {code[4:8]}-{code[8:12]} {code[12:]} "
        assert "Your report" in text_of(browser.post("/report/follow/", {"code": spaced}, follow=True))
    assert "Your report" not in text_of(Client().get("/report/mine/", follow=True))


def test_sending_twice_is_one_report_with_one_code(cast: Cast) -> None:
    browser = Client()
    before = Report.objects.count()
    browser.post("/report/new/what/", {"narrative": "Once."})
    browser.get("/report/check/")
    cookie = browser.cookies["visit"].value
    first = browser.post("/report/check/", follow=True)
    browser.cookies["visit"] = cookie  # the second press was under way with what the browser had
    second = browser.post("/report/check/", follow=True)
    assert code_on(first) == code_on(second)
    assert Report.objects.count() == before + 1
    assert ReportReceipt.objects.get(report=Report.objects.latest("pk")).digest not in code_on(first)


def test_a_draft_is_found_again_by_its_code_and_ends_after_thirty_days(cast: Cast) -> None:
    browser = Client()
    page = browser.post("/report/new/what/", {"narrative": "It began in spring."}, follow=True)
    code = tidied(page.context["draft_code"])
    assert "It began" not in everything_stored()
    browser.post("/report/leave/")
    assert "Start with any part" in text_of(browser.get("/report/new/"))
    again = browser.post("/report/follow/", {"code": code}, follow=True)
    assert "To come back later" in text_of(again)
    assert "It began in spring." in browser.get("/report/new/what/").content.decode()
    with clock.at(clock.now() + timedelta(days=31)):
        gone = Client().post("/report/follow/", {"code": code})
        assert "We find nothing under this code." in text_of(gone)


def test_the_mailbox_is_where_an_unnamed_reporter_is_answered(
    cast: Cast, sign_in: Callable[..., Client], last_event: Callable[..., tuple[str, str, str]]
) -> None:
    browser = Client()
    code = send(browser)
    browser.post("/report/sent/", {"last_four": code[-4:]})
    report = acknowledge_report(Report.objects.latest("pk"), actor=cast.omar, reason="Received.")
    assert "We have your report" in MailboxMessage.objects.get(report=report).text
    omar = sign_in(cast.omar)
    shown = text_of(omar.get(f"/reports/{report.reference}/"))
    assert "Messages with the reporter" in shown
    assert "Not named" in shown
    omar.post(f"/reports/{report.reference}/messages/", {"text": "Which car park was it?"})
    assert last_event(report)[:2] == ("message.answer", "omar")
    page = text_of(browser.get("/report/mine/"))
    assert "Which car park was it?" in page
    assert "Somebody is reading it" in page
    assert MailboxMessage.objects.filter(report=report, read_at=None).count() == 0
    browser.post("/report/mine/", {"kind": "message", "text": "The northern one."})
    for _stranger in (cast.martin, cast.ines):
        assert sign_in(_stranger).get(f"/reports/{report.reference}/messages/").status_code == 404
    assert "The northern one." in text_of(omar.get(f"/reports/{report.reference}/messages/"))
