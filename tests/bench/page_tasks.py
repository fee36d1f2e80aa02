"""Pages as a browser asks for them: signed in by a session, through every layer, to the last byte."""

from functools import cache
from gzip import compress
from time import perf_counter
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.access.policy import scope
from backend.cases.models import Case
from tests.bench.tasks import user_named

WARM = 3


def page(path: str, name: str, times: int = 40) -> dict[str, Any]:
    """Open a page some times: every time in milliseconds, the reads of one opening, and what travels of it."""
    browser = _browser(name)
    address = path.replace("<case>", _case_of(name)) if "<case>" in path else path
    for _time in range(WARM):
        answer = browser.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} for {name}: {answer.status_code}")
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address)
    reads = sum(query["sql"].startswith("SELECT") for query in captured.captured_queries)
    seconds = [_timed(browser, address) for _time in range(times)]
    return {
        "milliseconds": [1000 * one for one in seconds],
        "reads": reads,
        "bytes": len(compress(answer.content, 6)),
    }


def _timed(browser: Client, address: str) -> float:
    started = perf_counter()
    browser.get(address)
    return perf_counter() - started


@cache
def _browser(name: str) -> Client:
    browser = Client()
    browser.force_login(user_named(name), backend="django.contrib.auth.backends.ModelBackend")
    return browser


@cache
def _case_of(name: str) -> str:
    cases = scope(user_named(name), "case.view", Case.objects.order_by("-opened_at", "-pk"))
    return str(cases[0].reference)
