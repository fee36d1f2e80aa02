"""The pages of an investigation's work, and two people who write one note in two browsers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from backend.cases.actions.appointments import appoint
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.investigation.actions.statements import offer_statement
from backend.investigation.models import Interview
from tests.builders import DECLARED, WHY, a_record, an_interview
from tests.e2e.conftest import Visitor
from tests.e2e.test_every_page import paths_of, violations

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
ACase = Callable[..., Case]


def test_pages_of_an_investigation(cast: Cast, a_case: ACase, visitor: Come) -> None:
    case = a_case("investigating")
    record = offer_statement(a_record(case, cast, cast.person("erin")), actor=cast.ines, reason=WHY)
    ines, erin = visitor(), visitor()
    ines.bring_session(cast.ines)
    at = f"/cases/{case.reference}"
    heard = f"{at}/interviews/{record.interview.reference}/"
    paths_of(ines, [f"{at}/plan/", f"{at}/interviews/", heard, f"{heard}notes/", f"{at}/records/{record.reference}/"])
    paths_of(ines, [f"{at}/interviews/new/", f"{at}/allegations/1/weighed/new/", f"{at}/interviews/discretion/"])
    erin.bring_session(cast.erin)
    mine = f"/mine/statements/{record.reference}/"
    paths_of(erin, ["/mine/statements/", mine, f"{mine}correct/", f"{mine}sign/", "/mine/updates/"])


def test_two_people_write_one_note_and_no_word_is_lost(cast: Cast, a_case: ACase, visitor: Come) -> None:
    case = a_case("investigating")
    appoint(case, cast.wanda, "investigator", declaration=DECLARED, actor=cast.omar, reason=WHY)
    interview = an_interview(case, cast, cast.person("erin"))
    path = f"/cases/{case.reference}/interviews/{interview.reference}/notes/"
    ines, wanda = visitor(), visitor()
    for one, user in ((ines, cast.ines), (wanda, cast.wanda)):
        one.bring_session(user)
        one.open(path)
    ines.page.get_by_label("Notes").fill("She sat by the window.")
    ines.page.get_by_role("button", name="Save the notes").click()
    expect(ines.page.get_by_text("The notes were saved.")).to_be_visible()

    page = wanda.page
    page.get_by_label("Notes").fill("He came twice.")
    page.get_by_role("button", name="Save the notes").click()
    expect(page.get_by_role("heading", name=f"{cast.ines.name} saved this")).to_be_visible()
    expect(page.get_by_text("She sat by the window.")).to_be_visible()
    expect(page.get_by_label("Notes")).to_have_value("He came twice.")
    assert violations(page) == []
    page.get_by_role("button", name="Put both texts below each other").click()
    expect(page.get_by_label("Notes")).to_have_value("She sat by the window.\n\nHe came twice.")
    page.get_by_role("button", name="Save the notes").click()
    expect(page.get_by_text("The notes were saved.")).to_be_visible()
    assert Interview.objects.get(pk=interview.pk).notes == "She sat by the window.\n\nHe came twice."
