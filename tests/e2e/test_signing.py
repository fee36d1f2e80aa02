"""Martin signs or declines his agreement: on a phone, by keyboard alone, without scripts."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backend.agreements.models import Agreement
from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import PASSWORD, Cast
from tests.builders import the_agreement
from tests.e2e.acting import refused
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.keyboard import press, tab_to, tab_to_link, tick, write

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]


@pytest.fixture
def offered(cast: Cast, a_case: Callable[..., Case]) -> Agreement:
    """Give an agreement that waits for Martin's answer."""
    return the_agreement(a_case("offered"))


def heading(page: Page, words: str) -> None:
    """Wait for a page by its only heading of the first rank."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_on_a_phone_with_nothing_but_a_keyboard(cast: Cast, offered: Agreement, visitor: Come) -> None:
    martin = visitor(PHONE)
    page = martin.page
    martin.open("/account/login/")
    write(page, "E-mail address", cast.martin.email)
    write(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(martin.url + "/")

    martin.open("/mine/agreements/")
    tab_to_link(page, "Accountability agreement", href=offered.reference)
    page.keyboard.press("Enter")
    heading(page, "Accountability agreement")
    press(page, "Go to your answer")
    press(page, "Sign this agreement")
    heading(page, "Sign the agreement")
    tick(page, "I have read this agreement")
    tick(page, "I agree to sign on screen")
    tick(page, "I agree")
    write(page, "Your comment", "I will keep to this.")
    write(page, "Type your full name", "Martin Hale")
    press(page, "Check before you sign")
    heading(page, "Check and sign")
    expect(page.get_by_text("I will keep to this.")).to_be_visible()
    write(page, "Your password", PASSWORD)
    press(page, "Sign agreement")
    heading(page, "You signed the agreement")

    tab_to(page, "Download your copy")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    copy = Path(download.value.path()).read_bytes()
    signature = Agreement.objects.get(pk=offered.pk).signatures.get()
    assert hashlib.sha256(copy).hexdigest() == signature.sha256 == offered.offered_sha256
    assert download.value.suggested_filename.startswith("DOC-")
    assert (signature.comment, signature.meaning) == ("I will keep to this.", "agree")


def test_without_scripts(cast: Cast, offered: Agreement, visitor: Come) -> None:
    martin = visitor(PHONE, java_script_enabled=False)
    page = martin.page
    martin.sign_in(cast.martin)
    martin.open(f"/mine/agreements/{offered.reference}/")
    page.get_by_role("link", name="Sign this agreement").click()
    page.get_by_label("I have read this agreement").check()
    page.get_by_label("I agree to sign on screen").check()
    page.get_by_label("I sign under protest").check()
    page.get_by_label("Your comment").fill("I disagree with the second finding.")
    page.get_by_label("Type your full name").fill("M Hale")
    page.get_by_role("button", name="Check before you sign").click()
    refused(page)
    expect(page.get_by_label("Your comment")).to_have_value("I disagree with the second finding.")
    page.get_by_label("Type your full name").fill("Martin Hale")
    page.get_by_role("button", name="Check before you sign").click()
    page.get_by_role("button", name="Change your answer").click()
    expect(page.get_by_label("Your comment")).to_have_value("I disagree with the second finding.")
    page.get_by_role("button", name="Check before you sign").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign agreement").click()
    heading(page, "You signed the agreement")
    signature = Agreement.objects.get(pk=offered.pk).signatures.get()
    assert (signature.meaning, signature.comment) == ("agree_under_protest", "I disagree with the second finding.")


def test_declining_takes_the_same_two_steps(cast: Cast, offered: Agreement, visitor: Come) -> None:
    martin = visitor(DESK)
    page = martin.page
    martin.bring_session(cast.martin)
    martin.open(f"/mine/agreements/{offered.reference}/")
    sign, decline = (
        page.get_by_role("link", name=f"{verb} this agreement").bounding_box() for verb in ("Sign", "Decline")
    )
    assert sign is not None
    assert decline is not None
    assert (sign["y"], sign["height"]) == (decline["y"], decline["height"])
    page.get_by_role("link", name="Decline this agreement").click()
    page.get_by_role("button", name="Check before you decline").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Decline agreement").click()
    heading(page, "You declined the agreement")
    assert Agreement.objects.get(pk=offered.pk).state == "declined"


def test_a_file_that_changed_while_it_was_read_is_read_again(cast: Cast, offered: Agreement, visitor: Come) -> None:
    martin = visitor(PHONE)
    page = martin.page
    martin.bring_session(cast.martin)
    martin.open(f"/mine/agreements/{offered.reference}/sign/?sha256={offered.offered_sha256}")
    page.get_by_label("Your comment").fill("These words stay.")
    page.evaluate("document.querySelector('[name=sha256]').value = '0'.repeat(64)")
    page.get_by_role("button", name="Check before you sign").click()
    heading(page, "The agreement changed since you read it")
    expect(page.get_by_text("These words stay.")).to_be_visible()
    assert Agreement.objects.get(pk=offered.pk).state == "offered"


def test_every_step_stands_in_the_history(cast: Cast, offered: Agreement, visitor: Come) -> None:
    martin, before = visitor(PHONE), Event.objects.latest("pk").pk
    page = martin.page
    martin.sign_in(cast.martin)
    martin.open(f"/mine/agreements/{offered.reference}/")
    page.get_by_role("link", name="Sign this agreement").click()
    page.get_by_label("I have read this agreement").check()
    page.get_by_label("I agree to sign on screen").check()
    page.get_by_label("I agree", exact=True).check()
    page.get_by_label("Type your full name").fill("Martin Hale")
    page.get_by_role("button", name="Check before you sign").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign agreement").click()
    heading(page, "You signed the agreement")
    own = Event.objects.filter(actor=cast.martin.uid, pk__gt=before)
    told = list(own.order_by("pk").values_list("action", flat=True))
    wanted = ["session.open", "agreement.view", "agreement.sign_act", "agreement.sign"]
    places = [told.index(action) for action in wanted]
    assert places == sorted(places)
