"""Acting on pages as somebody does who follows what the product says is next."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor

WHY = "As the story goes."


def filled(page: Page, **values: Any) -> None:
    """Fill the fields of a form by their names: text, a choice, several boxes, or a day."""
    for name, value in values.items():
        fields = page.locator(f"main [name={name}]")
        kind = fields.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            for each in [value] if isinstance(value, str) else value:
                page.locator(f"main [name={name}][value='{each}']").check()
        elif kind.startswith("select"):
            fields.select_option(value)
        else:
            fields.fill(value)


def sent(page: Page, words: str, *, stays: bool = False, **values: Any) -> None:
    """Fill a form, give a reason where it asks for one, and press its button; `stays` where it is to be refused."""
    filled(page, **values)
    reason = page.locator("main textarea[name=reason]")
    if reason.count() and not reason.input_value():
        reason.fill(WHY)
    page.get_by_role("button", name=words, exact=False).first.click()
    if not stays:
        expect(page.locator("main .problems, main [aria-invalid=true]")).to_have_count(0)


def refused(page: Page) -> None:
    """Wait for the same form as it comes back with what has to be mended."""
    expect(page).to_have_title(re.compile("^Error:"))
    page.wait_for_load_state()


def followed(one: Visitor, case: str, words: str, button: str = "", **values: Any) -> None:
    """Open a case, press its one next action, which must be this one, and do it."""
    waits(one, case, words)
    one.page.locator(".next").get_by_role("link", name=words).click()
    sent(one.page, button or re.sub(r" \(A\d+\)$", "", words), **values)


def waits(one: Visitor, case: str, words: str) -> None:
    """Hold what the case page says while somebody else has to act."""
    one.open(f"/cases/{case}/")
    expect(one.page.locator(".next")).to_contain_text(words)


def absent(one: Visitor, *paths: str) -> None:
    """Hold that these pages do not exist for somebody."""
    for path in paths:
        answer = one.page.goto(one.url + path)
        assert answer is not None, path
        assert answer.status == 404, (path, answer.status)


def says_nothing_of(one: Visitor, words: tuple[str, ...], *paths: str) -> None:
    """Hold that none of these words stands on any of these pages of somebody."""
    for path in paths:
        one.open(path)
        text = one.page.locator("body").inner_text()
        assert not [each for each in words if each in text], (path, [each for each in words if each in text])
