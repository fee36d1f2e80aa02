"""Reports on pages: told, checked, sent, followed by their reporter, and worked by intake."""

from collections.abc import Callable

import pytest
from django.test import Client

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.intake.models import Report
from tests.web.reading import form_of, selects, text_of

SignIn = Callable[..., Client]
TOLD = {
    "narrative": "He kept asking <b>after</b> I had said no.",
    "occurred_certainty": "not_sure",
    "respondent_as_told": "Martin Hale",
}


def test_staff_takes_a_report_down_for_somebody(cast: Cast, sign_in: SignIn) -> None:
    told = {
        **TOLD,
        "channel": "hotline",
        "reporter": "Erin Lindqvist",
        "respondent": "martin@larkfield.example",
        "step": "send",
    }
    sign_in(cast.omar).post("/reports/new/somebody/", told)
    report = Report.objects.latest("pk")
    assert (report.reporter, report.respondent, report.filed_by) == (
        cast.person("erin"),
        cast.person("martin"),
        cast.omar,
    )
    assert sign_in(cast.noor).get("/reports/new/somebody/").status_code == 403


def test_a_name_that_nobody_has_says_how_to_mend_it(cast: Cast, sign_in: SignIn) -> None:
    told = {**TOLD, "channel": "hotline", "reporter": "Erin Nobody", "step": "check"}
    page = sign_in(cast.omar).post("/reports/new/somebody/", told)
    assert "We know nobody of this name." in text_of(page)
    assert "Erin Nobody" in page.content.decode()


def test_the_reporter_follows_their_own_report_and_nobody_else_does(
    cast: Cast, a_report: Callable[..., Report], sign_in: SignIn
) -> None:
    report = a_report()
    page = text_of(sign_in(cast.erin).get(f"/reports/{report.reference}/"))
    assert "We have your report" in page
    assert "Acknowledge" not in page
    for stranger in (cast.martin, cast.noor, cast.ines, cast.lena):
        assert sign_in(stranger).get(f"/reports/{report.reference}/").status_code == 404


def test_a_proposal_to_decline_does_not_show_to_the_reporter(
    cast: Cast, a_report: Callable[..., Report], sign_in: SignIn
) -> None:
    report = a_report(triaged=True)
    browser = sign_in(cast.erin)
    before = browser.get(f"/reports/{report.reference}/").content
    given = {"code": "no_nexus", "grounds": "It was not at work.", "reason": "Looked into it."}
    sign_in(cast.omar).post(f"/reports/{report.reference}/moves/propose_decline/", given)
    after = browser.get(f"/reports/{report.reference}/").content
    assert _without_tokens(before) == _without_tokens(after)


def test_declining_takes_a_second_person(cast: Cast, a_report: Callable[..., Report], sign_in: SignIn) -> None:
    report = a_report(triaged=True)
    url = f"/reports/{report.reference}/moves"
    given = {"code": "no_nexus", "grounds": "It was not at work.", "reason": "Looked into it."}
    sign_in(cast.omar).post(f"{url}/propose_decline/", given)
    own = sign_in(cast.omar).post(f"{url}/decline/", {"reason": "Agreed with myself."})
    assert "Somebody else must review this" in text_of(own)
    assert "Agreed with myself." in text_of(own)
    sign_in(cast.wanda).post(f"{url}/decline/", {"reason": "I agree."})
    report.refresh_from_db()
    assert report.state == "declined"


def test_intake_acknowledges_and_assesses_on_pages(
    cast: Cast, a_report: Callable[..., Report], sign_in: SignIn
) -> None:
    report, browser = a_report(), sign_in(cast.omar)
    url = f"/reports/{report.reference}/moves"
    browser.post(f"{url}/acknowledge/", {"reason": "Received."})
    wrong = browser.post(f"{url}/triage/", {"priority": "P3", "flags": ["immediate_danger"], "reason": "Seen."})
    assert "Immediate danger is always P1." in text_of(wrong)
    browser.post(f"{url}/triage/", {"priority": "P1", "flags": ["immediate_danger"], "reason": "Seen."})
    report.refresh_from_db()
    assert (report.state, report.priority) == ("in_triage", "P1")
    again = browser.get(f"{url}/triage/", follow=True)
    assert "is not possible now" in text_of(again)


def test_a_case_is_opened_from_a_report_with_its_allegations(
    cast: Cast, a_report: Callable[..., Report], sign_in: SignIn
) -> None:
    report, browser = a_report(triaged=True), sign_in(cast.omar)
    page = browser.get(f"/reports/{report.reference}/accept/")
    sent = form_of(
        page, title="Conduct at an event", kind="harassment", nexus="A company event.", reason="Clear enough."
    )
    more = browser.post(f"/reports/{report.reference}/accept/", {**sent, "more": "1"})
    assert "Allegation 2" in text_of(more)
    assert "There is a problem" not in text_of(more)
    sent = form_of(more, **{"put-1-particulars": "It is alleged that the respondent sent messages."})
    opened = browser.post(f"/reports/{report.reference}/accept/", sent, follow=True)
    case = Case.objects.get(report_links__report=report)
    assert "Conduct at an event" in text_of(opened)
    assert case.allegations.count() == 2


def test_the_queue_is_for_intake_and_does_not_grow_in_queries(
    cast: Cast, a_report: Callable[..., Report], sign_in: SignIn
) -> None:
    browser = sign_in(cast.omar)
    a_report()
    with selects() as before:
        assert browser.get("/reports/").status_code == 200
    for _number in range(1):
        a_report()
    with selects() as after:
        browser.get("/reports/")
    assert len(after) == len(before) <= 12
    assert sign_in(cast.ines).get("/reports/").status_code == 403
    assert "Take a report down" in text_of(browser.get("/reports/"))
    assert "Take a report down" not in text_of(sign_in(cast.vera).get("/reports/"))  # the page would refuse her


def test_intake_who_is_named_does_not_find_the_report(
    cast: Cast, a_report: Callable[..., Report], sign_in: SignIn
) -> None:
    report = a_report(respondent=cast.person("wanda"))
    assert report.reference not in text_of(sign_in(cast.wanda).get("/reports/"))
    assert sign_in(cast.wanda).get(f"/reports/{report.reference}/").status_code == 404


@pytest.mark.parametrize("verb", ["accept", "erase", "nonsense"])
def test_a_move_that_has_no_such_page_is_absent(
    cast: Cast, a_report: Callable[..., Report], sign_in: SignIn, verb: str
) -> None:
    assert sign_in(cast.omar).get(f"/reports/{a_report().reference}/moves/{verb}/").status_code == 404


def _without_tokens(page: bytes) -> bytes:
    return b"\n".join(line for line in page.splitlines() if b"csrf" not in line)
