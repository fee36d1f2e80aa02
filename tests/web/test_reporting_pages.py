"""Telling what happened with an account: any order, saved as one goes, checked, sent once, and followed with its mailbox."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.audit.models import Event
from backend.demo.cast import Cast
from backend.intake.models import Report, ReportDraft
from backend.kernel import clock
from tests.web.reading import selects, text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
NEW = "/reports/new/"
TOLD = "He kept asking <b>after</b> I had said no."


def part(browser: Client, name: str, **fields: object) -> str:
    return text_of(browser.post(f"{NEW}{name}/", fields, follow=True))


def test_parts_are_told_in_any_order_checked_and_sent_once(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.erin)
    empty = text_of(browser.get(NEW))
    assert empty.index("Who will read it") < empty.index("What happened")
    assert "Start with any part." in empty
    part(browser, "wishes", no_action_asked="on")
    assert "the law may oblige it to act" in text_of(browser.get(f"{NEW}wishes/"))
    early = text_of(browser.get(f"{NEW}check/"))
    assert "Write what happened, in your own words." in early
    assert "Send report" not in early

    part(browser, "who", respondent_as_told="Martin Hale")
    part(browser, "when", occurred_certainty="about", occurred_as_told="about March")
    part(browser, "known", not_sure="on")
    listed = part(browser, "what", narrative=TOLD)
    assert [listed.count(tag) for tag in ("Done", "Not needed", "Optional")] == [4, 1, 3]
    check = browser.get(f"{NEW}check/")
    words = text_of(check)
    assert "&lt;b&gt;after" in check.content.decode()
    for told in (
        "about March",
        "About then",
        "That person can never read this report.",
        "the law may oblige it to act",
    ):
        assert told in words
    before = Report.objects.count()
    token = check.context["token"]
    first = browser.post(f"{NEW}check/", {"token": token}, follow=True)
    again = browser.post(f"{NEW}check/", {"token": token}, follow=True)
    report = Report.objects.latest("pk")
    assert Report.objects.count() == before + 1
    assert report.reference in text_of(first)
    assert report.reference in text_of(again)
    assert "What happens next" in text_of(first)
    assert (report.reporter, report.respondent, report.mode) == (cast.person("erin"), cast.person("martin"), "named")
    assert (report.occurred_as_told, report.not_sure, report.no_action_asked) == ("about March", ["known"], True)
    assert not ReportDraft.objects.exists()
    assert "Start with any part." in text_of(browser.get(NEW))


def test_what_is_typed_is_saved_as_one_goes_and_never_lost(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.erin)
    saved = browser.post(f"{NEW}what/save/", {"narrative": "It began"})
    assert (saved.status_code, saved.content.decode()[:14]) == (200, "Draft saved at")
    assert "In progress" in text_of(browser.get(NEW))
    assert "It began" in browser.get(f"{NEW}what/").content.decode()
    assert "It began" not in sign_in(cast.omar).get(f"{NEW}what/").content.decode()

    day = clock.today() + timedelta(days=400)
    parts = {"occurred_on_day": day.day, "occurred_on_month": day.month, "occurred_on_year": day.year}
    late = browser.post(f"{NEW}when/", {**parts, "occurred_as_told": "Around spring"})
    assert "The date lies in the future." in text_of(late)
    assert "Around spring" in late.content.decode()
    assert "Something missing" in text_of(browser.get(NEW))
    long = browser.post(f"{NEW}what/", {"narrative": "word " * 200_000})
    assert "characters; we can take 100,000" in text_of(long)
    assert "word word" in long.content.decode()
    assert long.content.decode().count("<title>Error:") == 1
    assert browser.get(f"{NEW}nothing/").status_code == browser.post(f"{NEW}nothing/save/").status_code == 404
    assert Client().post(f"{NEW}what/save/", {"narrative": "x"}).status_code == 302
    with selects() as asked:
        browser.get(NEW)
    assert len(asked) <= 8


def test_who_names_themselves_gets_advice_and_the_text_stays(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.erin)
    part(browser, "what", narrative=TOLD)
    part(browser, "who", respondent_as_told="Erin Lindqvist")
    check = browser.get(f"{NEW}check/")
    assert "You are named as the person this is about." in text_of(check)
    assert f"{NEW}who/" in check.content.decode()
    before = Report.objects.count()
    browser.post(f"{NEW}check/", {"token": check.context["token"]})
    assert Report.objects.count() == before


def test_a_report_in_confidence_names_its_reporter_to_intake_alone(
    cast: Cast, a_report: Callable[..., Report], sign_in: SignIn
) -> None:
    report = a_report(mode="confidential", triaged=True)
    url, erin = f"/reports/{report.reference}/", sign_in(cast.erin)
    assert "Erin Lindqvist" in text_of(sign_in(cast.omar).get(url))
    assert "Intake alone knows it." in text_of(erin.get(url))
    erin.post(f"{url}messages/", {"kind": "since", "text": "I was left out of the meeting."})
    omar = sign_in(cast.omar)
    assert "I was left out of the meeting." in text_of(omar.get(url))
    omar.post(f"{url}messages/", {"text": "Thank you. We look into it."})
    assert "Thank you. We look into it." in text_of(erin.get(url))
    given = {"title": "Conduct at an event", "kind": "harassment", "nexus": "A company event.", "reason": "Enough."}
    formset = {"put-TOTAL_FORMS": "1", "put-INITIAL_FORMS": "1", "put-MIN_NUM_FORMS": "1", "put-MAX_NUM_FORMS": "12"}
    first = {"put-0-particulars": "It is alleged that the respondent sent messages.", "put-0-track": "affects_others"}
    opened = omar.post(f"{url}accept/", {**given, **formset, **first, "standard": "preponderance", "tier": "2"})
    assert opened.status_code == 302
    case = report.case_link.case
    page = text_of(sign_in(cast.omar).get(f"/cases/{case.reference}/people/"))
    assert "Erin Lindqvist" not in page
    erin.post(f"{url}name/")
    assert "Intake alone knows it." not in text_of(erin.get(url))


def test_the_vault_is_opened_on_pages_by_two(cast: Cast, a_report: Callable[..., Report], sign_in: SignIn) -> None:
    browser = Client()
    browser.post("/report/new/what/", {"narrative": "He followed me."})
    browser.get("/report/check/")
    browser.post("/report/check/")
    code = browser.get("/report/sent/").context["code"]
    browser.post("/report/sent/", {"last_four": code[-4:]})
    browser.post("/report/mine/", {"act": "identity", "name": "Quentin Marlowe", "contact": ""})
    report = Report.objects.latest("pk")
    omar = sign_in(cast.omar)
    assert "Ask to open the identity vault" in text_of(omar.get(f"/reports/{report.reference}/"))
    wrong = omar.post(
        "/reports/identities/ask/", {"report": "RPT-2020-AAAAAA", "purpose": "We need to reach them today."}
    )
    assert "There is no such report." in text_of(wrong)
    asked = omar.post(
        "/reports/identities/ask/", {"report": report.reference, "purpose": "We need to reach them today."}, follow=True
    )
    url = asked.redirect_chain[-1][0]
    assert "Quentin" not in asked.content.decode()
    priya = sign_in(cast.priya)
    assert report.reference in text_of(priya.get("/reports/identities/"))
    assert priya.post(f"{url}read/").status_code == 403
    priya.post(f"{url}moves/approve/", {"reason": "There is no other way."})
    assert "Quentin Marlowe" in text_of(priya.post(f"{url}read/"))
    assert "We need to reach them today." in text_of(browser.get("/report/mine/"))
    assert sign_in(cast.wanda).post(f"{url}read/").status_code == 403
    for stranger in (cast.ines, cast.noor):
        assert sign_in(stranger).get(url).status_code == 404
        assert sign_in(stranger).get("/reports/identities/").status_code == 403


def test_files_are_added_by_the_reporter_and_opened_by_those_who_read_the_report(
    cast: Cast, a_report: Callable[..., Report], sign_in: SignIn
) -> None:
    report = a_report()
    url, erin = f"/reports/{report.reference}/", sign_in(cast.erin)
    belies = SimpleUploadedFile("letter.pdf", b"MZ" + bytes(200), "application/pdf")
    refused = erin.post(f"{url}files/", {"file": belies})
    assert refused.status_code == 200
    assert "letter.pdf" in text_of(refused)
    assert not report.files.exists()
    erin.post(f"{url}files/", {"file": SimpleUploadedFile("Martin wrote this.txt", b"Come to my room.", "text/plain")})
    assert "File 1" in text_of(sign_in(cast.omar).get(url))
    opened = sign_in(cast.omar).get(f"{url}files/1/")
    assert opened.getvalue() == b"Come to my room."
    assert opened["Content-Disposition"] == f'attachment; filename="{report.reference}-1.txt"'
    assert Event.objects.filter(action="file.open", stream=report.key).count() == 1
    for stranger in (cast.martin, cast.noor, cast.ines):
        assert sign_in(stranger).get(f"{url}files/1/").status_code == 404
    assert sign_in(cast.omar).post(f"{url}files/", {}).status_code == 403
