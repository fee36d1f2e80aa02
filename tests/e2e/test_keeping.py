"""Keeping an agreement on a phone by keyboard alone: files, a date sent back, what stood in the way, asking for a change."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backend.agreements.actions.asking import ask_for_change
from backend.agreements.actions.calendar_sweep import sweep_occurrences
from backend.agreements.actions.handed_files import add_file
from backend.agreements.actions.occurrences import reject_occurrence, submit_occurrence
from backend.agreements.models import Agreement, ChangeRequest, HandedFile, Obstacle, Occurrence
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from tests.agreements.scenes import dates, in_force, on
from tests.builders import a_duty
from tests.e2e.conftest import Visitor
from tests.e2e.keyboard import press, tab_to, tick, write
from tests.e2e.test_agreement_stories import comes, goes, heading
from tests.e2e.test_every_page import look
from tests.investigation.exhibits import sent

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
COURSE = "Take part in the course on conduct."


@pytest.fixture
def course(cast: Cast, a_case: Callable[..., Case]) -> Occurrence:
    first = clock.today() + timedelta(days=12)
    agreement = in_force(a_case, cast, [a_duty(cast, first, what=COURSE, grace_days=3, cure_days=14)])
    [row] = dates(agreement)
    return row


def choose(page: Page, *paths: Path) -> None:
    """Choose files as the keyboard does: Tab to the field, the space bar, and the system's own dialogue."""
    tab_to(page, "Files that show it")
    with page.expect_file_chooser() as asked:
        page.keyboard.press("Space")
    asked.value.set_files([str(path) for path in paths])


def stands(row: Occurrence) -> str:
    return str(Occurrence.objects.get(pk=row.pk).state)


def test_handed_in_with_files_sent_back_and_accepted(
    cast: Cast, course: Occurrence, visitor: Come, tmp_path: Path
) -> None:
    first, second, program = (tmp_path / name for name in ("first day.txt", "second day.txt", "tool.exe"))
    first.write_text("Took part on the first day.")
    second.write_text("Took part on the second day.")
    program.write_bytes(b"MZ")
    martin, joan = comes(visitor, cast.martin), comes(visitor, cast.joan)
    page = goes(martin, f"/mine/agreements/{course.agreement.reference}/")
    press(page, COURSE)
    heading(page, COURSE)
    write(page, "What you did, and what shows it", "I took part on both days.")
    choose(page, first, program)
    press(page, "Hand it in")
    expect(page.get_by_role("alert")).to_contain_text("tool.exe")
    expect(page.get_by_role("textbox")).to_have_value("I took part on both days.")
    expect(page.locator("main")).to_contain_text("first day.txt")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    press(page, "Hand it in")
    expect(page.locator("main")).to_contain_text("it is handed in")
    assert stands(course) == "submitted"

    page = goes(joan, "/agreements/obligations/")
    press(page, COURSE)
    heading(page, COURSE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tab_to(page, "first day.txt")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert Path(taken.value.path()).read_text() == "Took part on the first day."
    tick(page, "The proof is there")
    page.keyboard.press("ArrowDown")
    write(page, "Which proof, or what is missing", "The second day.")
    press(page, "Keep this")
    expect(page.locator("main")).to_contain_text("It is kept.")

    page = goes(martin, f"/mine/agreements/{course.agreement.reference}/")
    expect(page.locator("main")).to_contain_text("The second day.")
    press(page, COURSE)
    heading(page, COURSE)
    write(page, "What you did, and what shows it", "Here is the second day.")
    choose(page, second)
    press(page, "Hand it in")
    expect(page.locator("main")).to_contain_text("it is handed in")
    page = goes(joan, "/agreements/obligations/")
    press(page, COURSE)
    heading(page, COURSE)
    expect(page.locator("main")).to_contain_text("second day.txt")
    tick(page, "The proof is there")
    write(page, "Which proof, or what is missing", "Certificates of both days.")
    press(page, "Keep this")
    expect(page.locator("main")).to_contain_text("It is kept.")
    assert stands(course) == "verified"
    page = goes(martin, f"/mine/agreements/{course.agreement.reference}/")
    expect(page.locator("main")).to_contain_text("Accepted")
    assert HandedFile.objects.exclude(handed_in_on=None).count() == 2


def test_what_stood_in_the_way_and_what_becomes_of_it(cast: Cast, course: Occurrence, visitor: Come) -> None:
    with on(course.due_on + timedelta(days=1)):
        sweep_occurrences(as_of=clock.now())
    martin = comes(visitor, cast.martin)
    page = goes(martin, f"/mine/agreements/{course.agreement.reference}/")
    press(page, "Say what stood in the way")
    heading(page, "What stood in the way?")
    write(page, "What stood in the way", "The provider moved the course.")
    press(page, "Send this answer")
    expect(page.locator("main")).to_contain_text("Your answer is kept and will be read.")
    assert Obstacle.objects.get(occurrence=course).state == "answered"

    joan, date = comes(visitor, cast.joan), f"/agreements/obligations/{course.agreement.reference}/1/1/"
    page = goes(joan, date)
    expect(page.locator("main")).to_contain_text("Answered")
    expect(page.locator("main")).not_to_contain_text("The provider moved the course.")
    ruth = comes(visitor, cast.ruth)
    page = goes(ruth, date)
    expect(page.locator("main")).to_contain_text("The provider moved the course.")
    press(page, "Excuse this date")
    heading(page, "Excuse this date")
    tick(page, "Approved leave")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    press(page, "Excuse this date")
    expect(page.locator("main")).to_contain_text("It was excused.")
    assert stands(course) == "excused"
    page = goes(martin, f"/mine/agreements/{course.agreement.reference}/duties/1/1/")
    expect(page.locator("main")).to_contain_text("The provider’s failure")
    expect(page.locator("main")).to_contain_text("The provider moved the course.")


def test_asking_for_a_change_and_reading_the_answer(cast: Cast, course: Occurrence, visitor: Come) -> None:
    agreement = Agreement.objects.get(pk=course.agreement_id)
    martin, daniel = comes(visitor, cast.martin), comes(visitor, cast.daniel)
    page = goes(martin, f"/mine/agreements/{agreement.reference}/")
    press(page, "Ask for a change")
    heading(page, "Ask for a change")
    write(page, "What you ask for, and why", "Another day, please: my shifts changed.")
    press(page, "Send what you ask for")
    expect(page.locator("main")).to_contain_text("It is sent.")
    page = goes(daniel, "/")
    press(page, "Answer the employee who asks for a change")
    heading(page, "What the employee asks for")
    expect(page.locator("main")).to_contain_text("Another day, please: my shifts changed.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    write(page, "Your answer", "We spoke: the day stays, and you get working time for it.")
    press(page, "Send the answer")
    expect(page.locator("main")).to_contain_text("The answer was sent.")
    page = goes(martin, f"/mine/agreements/{agreement.reference}/")
    expect(page.locator("main")).to_contain_text("you get working time for it")
    assert ChangeRequest.objects.get().state == "answered"


def test_the_pages_are_clear_on_a_phone_and_on_a_desk(cast: Cast, course: Occurrence, visitor: Come) -> None:
    reference = course.agreement.reference
    add_file(course, actor=cast.martin, upload=sent(b"Took part.", "certificate of attendance.txt"))
    submit_occurrence(course, actor=cast.martin, words="Both days.")
    reject_occurrence(course, actor=cast.joan, missing="The second day.")
    add_file(course, actor=cast.martin, upload=sent(b"Both days.", "certificate of both days.txt"))
    mine = f"/mine/agreements/{reference}/"
    pages = {
        cast.martin: [f"{mine}ask/", f"{mine}duties/1/1/"],
        cast.joan: [f"/agreements/obligations/{reference}/1/1/"],
        cast.daniel: [f"/agreements/{reference}/amend/", f"/agreements/{reference}/asked/"],
    }
    wrong = []
    for user, paths in pages.items():
        one = visitor()
        one.bring_session(user)
        if user == cast.daniel:
            ask_for_change(course.agreement, actor=cast.martin, words="Another day, please.")
        wrong += [told for path in paths for told in look(one, path)]
    assert wrong == []
