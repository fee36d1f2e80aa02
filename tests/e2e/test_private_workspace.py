"""A private workspace with the keyboard alone on a phone, from the first passphrase to a page that is shared and withdrawn."""

import re

import pytest
from playwright.sync_api import expect

from backend.demo.cast import Cast
from backend.intake.tries import forget_tries
from backend.people.models import User
from tests.builders import cases_at_hand, the_agreement
from tests.e2e.conftest import PHONE
from tests.e2e.keyboard import press, tab_to, tick, write
from tests.e2e.test_every_page import Come, paths_of

pytestmark = pytest.mark.e2e
PASSPHRASE = "lantern orchard quiet bicycle"
HOME = "/mine/workspace/"


def test_a_workspace_is_begun_written_shared_and_withdrawn(cast: Cast, visitor: Come) -> None:
    forget_tries()
    agreement = the_agreement(cases_at_hand(cast)("active"))
    monitor = User.objects.get(person=agreement.monitor)
    martin, theirs = visitor(PHONE), visitor()
    martin.bring_session(cast.martin)
    theirs.bring_session(monitor)
    page = martin.page

    paths_of(martin, ["/mine/agreements/", HOME])
    martin.open(HOME)
    write(page, "Your passphrase", PASSPHRASE)
    write(page, "Your passphrase, once more", PASSPHRASE)
    tick(page, "I understand that a lost passphrase cannot be recovered")
    press(page, "Begin")
    expect(page.get_by_text("Your workspace is open.")).to_be_visible()

    press(page, "Triggers and settings plan")
    expect(page.get_by_role("heading", level=1, name="Triggers and settings plan")).to_be_visible()
    write(page, "Title", "Client evenings")
    write(page, "In which settings does it get difficult?", "The bar after the fair.")
    press(page, "Save")
    expect(page.get_by_role("heading", level=1, name="Client evenings")).to_be_visible()
    own = re.sub(r"^https?://[^/]+", "", page.url)
    paths_of(
        martin, [HOME, own, f"{own}change/", f"{own}share/", f"{own}delete/", f"{HOME}passphrase/", f"{HOME}delete/"]
    )

    martin.open(f"{own}share/")
    tab_to(page, monitor.name)
    page.keyboard.press("Space")
    press(page, "Share it")
    expect(page.get_by_text(f"{monitor.name} can read this page now")).to_be_visible()
    theirs.open("/mine/shared-pages/")
    theirs.page.get_by_role("link", name="Martin Hale").click()
    expect(theirs.page.get_by_text("The bar after the fair.")).to_be_visible()
    copy = re.sub(r"^https?://[^/]+", "", theirs.page.url)
    paths_of(theirs, ["/profile/", "/mine/shared-pages/", copy])
    paths_of(martin, [HOME, own])

    martin.open(own)
    press(page, "Withdraw")
    expect(page.get_by_text("does not find the page any more")).to_be_visible()
    theirs.open(copy)
    expect(theirs.page.get_by_text("The bar after the fair.")).to_have_count(0)

    martin.open(HOME)
    with page.expect_navigation():
        press(page, "Close it now")
    paths_of(martin, [HOME])
    martin.open(own)
    write(page, "Your passphrase", "lantern orchard loud bicycle")
    press(page, "Open")
    expect(page.get_by_role("alert")).to_contain_text("This is not the passphrase of your workspace.")
    press(page, "Your passphrase: This is not")  # the problem leads to its field
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The bar after the fair.")).to_be_visible()
