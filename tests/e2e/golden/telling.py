"""Telling the story in browsers: whose turn it is on which day, what the nights do in between, and how a form is filled by keys."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from playwright.sync_api import Page, expect

from backend.cases.models import Case
from backend.demo.cast import PASSWORD, Cast
from backend.jobs.worker import Worker
from backend.kernel import clock
from backend.people.models import User
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.keyboard import fill_in, tab_to_link, write

WHY: Final = "As the story goes."
NIGHTS: Final = 14  # as many days apart are the nights on which the product does its own work
ALL_TASKS: Final = r"See all \d+ tasks"


class EveryThread:
    """One time for every thread, as the server that the browsers ask runs in threads of its own."""

    def __init__(self) -> None:
        """Begin with the present."""
        self.moment: datetime | None = None

    def get(self) -> datetime | None:
        """Give the moment at which the clock is held."""
        return self.moment

    def set(self, moment: datetime | None) -> datetime | None:
        """Hold the clock at a moment; give the one before."""
        before, self.moment = self.moment, moment
        return before

    def reset(self, before: datetime | None) -> None:
        """Go back to the moment before."""
        self.moment = before


class Golden:
    """The story so far: its day, the people with a phone each, and the references that were given."""

    def __init__(self, cast: Cast, visitor: Callable[..., Visitor], held: EveryThread, begins: int = 0) -> None:
        """Begin on the next Monday morning, so that every day of the story falls on the same day of a week."""
        self.cast, self.visitor, self.held = cast, visitor, held
        today = clock.today()
        self.first = today + timedelta(days=7 - today.weekday() - begins)
        self.number = begins
        self.case = self.report = self.agreement = self.referral = self.watch = self.concern = self.returns = ""
        self.people: dict[str, Visitor] = {}
        self.day(begins)

    def begins_with(self, case: Case) -> None:
        """Take over a case with an agreement that was drawn up."""
        self.case, self.report = case.reference, case.report_links.get().report.reference
        self.agreement = case.agreements.get().reference

    def day(self, number: int, hour: str = "10:00") -> None:
        """Go on to a day of the story, or the working day after it; the night’s own work is done once a fortnight and on the eve."""
        for night in (*range(self.number + NIGHTS, number - 1, NIGHTS), *([number] if number > self.number else [])):
            self.held.set(self._moment(night, "04:00"))
            Worker().run_until_idle()
        self.held.set(self._moment(number, hour))
        self.number = number

    def on(self, days: int) -> str:
        """Name a day so many days from now."""
        return (clock.today() + timedelta(days=days)).isoformat()

    def working(self, days: int) -> str:
        """Name the working day on, or next after, so many days from now."""
        day = clock.today() + timedelta(days=days)
        return (day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)).isoformat()

    def one(self, name: str) -> Visitor:
        """Find somebody's phone; at first they sign in on it, by keys."""
        if name not in self.people:
            self.people[name] = self.comes(getattr(self.cast, name))
        return self.people[name]

    def comes(self, user: User) -> Visitor:
        """Let somebody sign in on a phone, by keys."""
        one = self.visitor(PHONE)
        one.context.set_default_timeout(60_000)  # a letter is set in full before its page answers
        one.open("/account/login/")
        write(one.page, "E-mail address", user.email)
        write(one.page, "Password", PASSWORD)
        one.page.keyboard.press("Enter")
        one.page.wait_for_url(one.url + "/")
        return one

    def opens(self, name: str, path: str = "/") -> Page:
        """Let somebody open the first page, or one to which a mail would lead; it must not be wider than the phone."""
        one = self.one(name)
        answer = one.page.goto(one.url + path)
        assert answer is not None, path
        assert answer.status == 200, (name, path, answer.status)
        fits(one.page)
        return one.page

    def follows(self, name: str, words: str, *, href: str = "", place: str = "main") -> Page:
        """Go to a link by Tab and follow it; what the first page has no room for is looked up among all tasks."""
        page = self.one(name).page
        if place == "main" and not has_link(page, words, href) and has_link(page, ALL_TASKS, "/tasks/"):
            self.follows(name, ALL_TASKS)
        tab_to_link(page, words, href=href, place=place)
        before = page.url
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url != before)
        page.wait_for_load_state()
        fits(page)
        return page

    def sends(self, name: str, button: str, **values: Any) -> Page:
        """Fill the form by keys, give a reason where it asks for one, and press its button; `stays` where it is to be refused."""
        page, stays = self.one(name).page, bool(values.pop("stays", False))
        reason = page.locator("main [name=reason]")
        if reason.count() and not reason.first.input_value():
            values.setdefault("reason", WHY)
        fill_in(page, values, button=button)
        page.wait_for_load_state()
        fits(page)
        if not stays:
            expect(page.locator("main .problems, main [aria-invalid=true]")).to_have_count(0)
        return page

    def does(self, name: str, words: str, button: str = "", **values: Any) -> Page:
        """Open the case, follow its one next action, which must be this one, and do it."""
        page = self.opens(name, f"/cases/{self.case}/")
        expect(page.locator(".next")).to_contain_text(words)
        self.follows(name, re.escape(words), place="next")
        return self.sends(name, button or re.sub(r" \(A\d+\)$", "", words), **values)

    def waits(self, name: str, words: str) -> None:
        """Hold what the case page says while somebody else has to act."""
        expect(self.opens(name, f"/cases/{self.case}/").locator(".next")).to_contain_text(words)

    def absent(self, names: str, *paths: str) -> None:
        """Hold that these pages do not exist for some people."""
        for name in names.split():
            for path in paths:
                answer = self.one(name).context.request.get(self.one(name).url + path)
                assert answer.status == 404, (name, path, answer.status)

    def unsaid(self, name: str, words: tuple[str, ...], *paths: str) -> None:
        """Hold that none of these words stands on any of these pages of somebody."""
        for path in paths:
            text = self.opens(name, path).locator("body").inner_text()
            assert not [each for each in words if each in text], (name, path, [each for each in words if each in text])

    def _moment(self, number: int, hour: str) -> datetime:
        day: date = self.first + timedelta(days=number)
        if day.weekday() > 4:
            day += timedelta(days=7 - day.weekday())
        return datetime.combine(day, time.fromisoformat(hour), tzinfo=UTC)


def address(page: Page) -> str:
    """Give the address of a page, without the place on it to which somebody skipped."""
    return page.url.partition("#")[0]


def has_link(page: Page, words: str, href: str = "") -> bool:
    """Tell whether a page has a link with these words and a part of this address."""
    where = f'main a[href*="{href}"]' if href else "main a[href]"
    return page.locator(where).filter(has_text=re.compile(words)).count() > 0


def fits(page: Page) -> None:
    """Hold that a page is not wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
