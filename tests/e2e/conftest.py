"""A real browser against a live server; anything that the content security policy stops fails the test."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from backend.demo.cast import PASSWORD, Cast
from backend.people.models import User
from tools import system

# A page that sends a letter sets it in full before it answers, also on a slow machine.
expect.set_options(timeout=20_000)

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 900}
TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (told) =>
  console.error(`policy: ${told.violatedDirective} stopped ${told.blockedURI} ${told.sample}`));
"""
EXPECTED = (
    "404 (Not Found)",
    "409 (Conflict)",
    "403 (Forbidden)",
    "400 (Bad Request)",
)  # the browser notes refused pages


@dataclass
class Visitor:
    """Somebody with a browser of their own; what goes wrong in it is kept until the end of the test."""

    context: BrowserContext
    page: Page
    url: str
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a page of the site."""
        self.page.goto(self.url + path)

    def sign_in(self, user: User, password: str = PASSWORD) -> None:
        """Sign in by the form, as a person does."""
        self.open("/account/login/")
        self.page.get_by_label("E-mail address").fill(user.email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda address: "/account/login/" not in address)

    def bring_session(self, user: User) -> None:
        """Come in with a session that was opened beforehand."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.url}])


@pytest.fixture(scope="session", autouse=True)
def _orm_beside_the_browser() -> None:
    """Let tests read the database while the browser's event loop runs in the same thread."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the machine's own Chromium once."""
    path = system.browser()
    if path is None:
        message = "There is no Chromium on this machine."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Visitor]]:
    """Give a function that opens a browser of its own: `visitor(PHONE, java_script_enabled=False)`."""
    cache.clear()
    visitors: list[Visitor] = []

    def come(viewport: dict[str, int] = DESK, **options: Any) -> Visitor:
        usual: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}
        context = chromium.new_context(viewport=viewport, **{**usual, **options})  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        context.add_init_script(TELL_OF_VIOLATIONS)
        page = context.new_page()
        one = Visitor(context, page, live_server.url)
        page.on("console", lambda told: one.problems.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: one.problems.append(str(error)))
        page.on("response", lambda answer: one.problems.append(answer.url) if answer.status >= 500 else None)
        visitors.append(one)
        return one

    yield come
    for one in visitors:
        one.context.close()
    wrong = [problem for one in visitors for problem in one.problems if not any(part in problem for part in EXPECTED)]
    assert wrong == []


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Give the people of the company; browser tests commit, so the database is a fresh copy each time."""
    return Cast()
