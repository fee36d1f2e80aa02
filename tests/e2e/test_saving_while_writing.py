"""Drafts are saved while they are written: early words count, and no save overtakes what was sent after it."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from backend.cases.actions.appointments import appoint
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.intake.drafts import save_part
from backend.intake.models import Report
from backend.web.reporting import desk
from tests.builders import DECLARED, an_interview
from tests.e2e.conftest import Visitor
from tests.e2e.test_every_page import paths_of

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
SAVED = "Draft saved at"


def test_words_typed_before_the_script_came_are_saved(cast: Cast, visitor: Come) -> None:
    somebody = visitor()
    page = somebody.page
    held: list[Route] = []
    page.route("**/app.js", lambda route: held.append(route))
    page.goto(f"{somebody.url}/report/new/what/", wait_until="commit")
    page.get_by_label("What happened?").fill("He followed me to the car park.")
    page.get_by_label("What happened?").blur()
    assert held
    expect(page.get_by_text(SAVED)).to_have_count(0)
    held[0].continue_()
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.unroute("**/app.js")
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value("He followed me to the car park.")


def test_a_slow_save_does_not_overtake_what_is_sent_after_it(
    cast: Cast, visitor: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[bool] = []

    def slowly(*args: Any, is_done: bool, **kwargs: Any) -> Any:
        if not is_done:
            time.sleep(1.5)
        draft = save_part(*args, is_done=is_done, **kwargs)
        calls.append(is_done)
        return draft

    monkeypatch.setattr(desk, "save_part", slowly)
    somebody = visitor()
    page = somebody.page
    somebody.open("/report/new/what/")
    page.get_by_label("What happened?").fill("He followed me to the car park.")
    page.get_by_role("button", name="Save and go back").click()
    page.wait_for_url("**/report/new/")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="What happened"))
    expect(row).to_contain_text("Done")
    assert calls == [False, True]
    page.reload()
    expect(row).to_contain_text("Done")


def test_what_could_not_be_saved_is_saved_at_the_next_turn(cast: Cast, visitor: Come) -> None:
    somebody = visitor()
    page = somebody.page
    somebody.open("/report/new/what/")
    page.route("**/save/", lambda route: route.abort(), times=1)
    page.get_by_label("What happened?").fill("He followed me.")
    page.get_by_label("What happened?").blur()
    expect(page.get_by_text("Not saved. Your text is still on this page.")).to_be_visible()
    page.get_by_label("What happened?").focus()
    page.get_by_label("What happened?").blur()
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert Report.objects.filter(mode="anonymous", narrative="He followed me.").count() == 0
    somebody.problems[:] = [problem for problem in somebody.problems if "ERR_FAILED" not in problem]


def test_notes_of_an_interview_are_kept_while_two_write_them(
    cast: Cast, a_case: Callable[..., Case], visitor: Come
) -> None:
    case = a_case("investigating")
    appoint(case, cast.wanda, "investigator", declaration=DECLARED, actor=cast.omar, reason="For this test.")
    interview = an_interview(case, cast, cast.person("erin"))
    at = f"/cases/{case.reference}/interviews/{interview.reference}/"
    ines, wanda = visitor(), visitor()
    ines.bring_session(cast.ines)
    wanda.bring_session(cast.wanda)
    for one, words in ((ines, "She sat by the window."), (wanda, "He came twice.")):
        one.open(f"{at}notes/")
        one.page.get_by_label("Notes").fill(words)
        one.page.get_by_label("Notes").blur()
        expect(one.page.get_by_text(SAVED)).to_be_visible()
    ines.page.get_by_role("button", name="Save the notes").click()
    expect(ines.page.get_by_text("The notes were saved.")).to_be_visible()
    expect(ines.page.get_by_text("He came twice.")).to_have_count(0)

    wanda.page.get_by_label("Notes").fill("He came twice, I think.")
    wanda.page.get_by_label("Notes").blur()
    expect(wanda.page.get_by_text("you see both texts")).to_be_visible()
    paths_of(wanda, [at, f"{at}notes/"])
    wanda.open(f"{at}notes/")
    expect(wanda.page.get_by_label("Notes")).to_have_value("He came twice, I think.")
    wanda.page.get_by_role("button", name="Save the notes").click()
    expect(wanda.page.get_by_text("She sat by the window.")).to_be_visible()
    wanda.page.get_by_role("button", name="Put both texts below each other").click()
    expect(wanda.page.get_by_label("Notes")).to_have_value("She sat by the window.\n\nHe came twice, I think.")
    wanda.page.get_by_role("button", name="Save the notes").click()
    expect(wanda.page.get_by_text("The notes were saved.")).to_be_visible()
    expect(wanda.page.get_by_text("unsaved draft")).to_have_count(0)
    interview.refresh_from_db()
    assert interview.notes == "She sat by the window.\n\nHe came twice, I think."
