"""A return to work in the browser: approved on a phone with the keyboard alone, and every page of it looked at."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.kernel import clock
from backend.returns.actions.checking import override_precondition
from backend.returns.models import ReturnToWork
from tests.e2e.acting import absent, says_nothing_of, sent
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.keyboard import press, tab_to, write
from tests.e2e.test_every_page import paths_of
from tests.returns.scenes import approved, back_on, checked, on_leave, ready, told
from tests.safeguards.scenes import in_place, proposed

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
ACase = Callable[..., Case]


def went(page: Page, words: str, heading: str) -> None:
    """Go to a link or button by Tab, press Enter, and wait for the page that follows."""
    press(page, words)
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    page.wait_for_load_state()


def test_a_return_is_approved_with_the_keyboard_on_a_phone(cast: Cast, a_case: ACase, visitor: Come) -> None:
    case = a_case("active")
    in_place(case, cast)
    on_leave(case, cast)
    martin, daniel, ruth, erin, joan = (visitor(PHONE) for _ in range(5))
    martin.bring_session(cast.martin)
    martin.open("/mine/agreements/")
    went(martin.page, "Your return to work", "Your return to work")
    went(martin.page, "Ask to come back to work", "Ask to come back to work")
    write(martin.page, "What you would like", "I would like to come back to Leeds.")
    press(martin.page, "Send")
    expect(martin.page.get_by_text("Your wish was sent.")).to_be_visible()

    daniel.bring_session(cast.daniel)
    daniel.open("/")
    went(daniel.page, "Check a return to work", "Return to work: Martin Hale")
    went(daniel.page, "Begin the check", "Begin the check")
    sent(daniel.page, "Begin the check", returns_on=back_on().isoformat(), place="Leeds, on Tuesdays and Thursdays")
    expect(daniel.page.get_by_text("1 of those affected not told yet")).to_be_visible()
    went(daniel.page, "Tell whoever was affected", "Tell whoever was affected")
    sent(
        daniel.page,
        "Send the letter",
        protections="You are not in Leeds on the same days.\nNecessary messages go through Daniel Price.",
    )
    expect(daniel.page.get_by_text("Whoever was affected was told.")).to_be_visible()

    ruth.bring_session(cast.ruth)
    ruth.open("/")
    went(ruth.page, "Decide on a return to work", "Return to work: Martin Hale")
    expect(ruth.page.get_by_role("heading", name="What must be so before")).to_be_visible()
    went(ruth.page, "Approve with a plan", "Approve with a plan")
    expect(ruth.page.get_by_text("Whoever was affected knows the day already")).to_be_visible()
    write(ruth.page, "Reasons for the employee", "What was due is done, and safeguards are in place.")
    write(ruth.page, "Who holds the follow-up", "Joan Mbeki")
    ruth.page.get_by_label("To whom the employee can appeal").focus()  # behind a day, whose parts are the browser's own
    ruth.page.keyboard.type("Helen Marsh, Managing director")
    write(ruth.page, "Reason", "All points are met.")
    press(ruth.page, "Approve with a plan")
    expect(ruth.page.get_by_text("You approved a return to work with a plan.")).to_be_visible()
    rtw = ReturnToWork.objects.get()
    assert rtw.state == "approved_with_plan"
    order = Document.objects.filter(kind="D19").order_by("issued_at", "pk").values_list("recipient__name", flat=True)
    assert list(order) == ["Erin Lindqvist", "Martin Hale"]

    martin.open("/mine/returns/")
    press(martin.page, "What was decided")
    expect(martin.page.get_by_role("heading", name="You return on")).to_be_visible()
    expect(martin.page.get_by_text("You may appeal until")).to_be_visible()
    says_nothing_of(martin, ("Erin", "Lindqvist"), f"/mine/returns/{rtw.reference}/", "/mine/safeguards/")
    joan.bring_session(cast.joan)
    joan.open("/follow-ups/")
    tab_to(joan.page, "Martin Hale")
    joan.page.keyboard.press("Enter")
    expect(joan.page.get_by_role("heading", name="First talk")).to_be_visible()
    says_nothing_of(joan, ("Erin", case.reference), joan.page.url.removeprefix(joan.url))
    erin.bring_session(cast.erin)
    absent(erin, f"/returns/{rtw.reference}/", f"/mine/returns/{rtw.reference}/", f"/cases/{case.reference}/returns/")


def test_pages_of_safeguards_and_returns(cast: Cast, a_case: ACase, visitor: Come) -> None:
    case, other, third = a_case("active"), a_case("active"), a_case("active")
    running, waiting = in_place(case, cast), proposed(other, cast)
    gap = told(checked(other, cast, safeguarded=False), cast)
    override_precondition(gap, code="safeguards", why="Another place of work.", actor=cast.clara)
    done = approved(ready(third, cast), cast)
    step = done.steps.order_by("due_on")[0]
    assert step.due_on <= clock.today() + timedelta(days=20)
    ruth, joan, martin = visitor(), visitor(), visitor()
    ruth.bring_session(cast.ruth)
    at, one = f"/cases/{case.reference}/", f"/returns/{gap.reference}/"
    paths_of(
        ruth,
        [
            "/",
            f"{at}safeguards/",
            f"{at}safeguards/new/",
            f"{at}returns/",
            f"{at}returns/new/",
            f"/safeguards/{running.reference}/",
            f"/safeguards/{running.reference}/moves/ease/",
            f"/safeguards/{running.reference}/owner/",
            one,
            f"{one}notify/",
            f"{one}override/safeguards/second/",
            *(f"{one}moves/{verb}/" for verb in ("approve", "defer", "refuse", "replan", "void")),
            f"/returns/{done.reference}/",
            f"/returns/{done.reference}/holder/",
        ],
    )
    joan.bring_session(cast.joan)
    paths_of(
        joan,
        [
            "/",
            "/safeguards/",
            f"/safeguards/{waiting.reference}/",
            f"/safeguards/{waiting.reference}/moves/confirm/",
            f"/safeguards/{running.reference}/moves/suggest/",
            "/follow-ups/",
            f"/follow-ups/{step.reference}/",
            f"/follow-ups/{step.reference}/moves/hold/",
        ],
    )
    martin.bring_session(cast.martin)
    mine = ["/mine/safeguards/", "/mine/returns/", f"/mine/returns/{done.reference}/"]
    paths_of(martin, [*mine, f"/mine/returns/{case.reference}/ask/", "/mine/agreements/"])
