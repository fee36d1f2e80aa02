"""The first page never hides what is new behind what is late, and one page shows everything that waits for somebody."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.intake.models import Report
from backend.kernel import clock
from backend.web.home import IN_TIME, MOST, first_of
from tests.web.reading import selects, text_of

SignIn = Callable[..., Client]
AReport = Callable[..., Report]
LATE = 14


@pytest.fixture
def behind(cast: Cast, a_report: AReport, frozen: datetime) -> list[Report]:
    """Give more reports that nobody acknowledged in time than the first page has places."""
    with clock.at(frozen - timedelta(days=20)):
        return [a_report(narrative=f"Matter {number}.") for number in range(LATE)]


def test_late_tasks_hide_nothing_new_on_the_first_page(
    cast: Cast, a_report: AReport, sign_in: SignIn, behind: list[Report]
) -> None:
    fresh = a_report(narrative="Today’s matter.")
    home = sign_in(cast.omar).get("/")
    words = text_of(home)
    assert fresh.reference in words
    assert len(home.context["tasks"]) == MOST
    number = home.context["number"]
    assert f"See all {number} tasks" in words
    assert 'href="/tasks/"' in home.content.decode()
    every = sign_in(cast.omar).get("/tasks/")
    assert every.context["page"].paginator.count == number
    assert {report.reference for report in (*behind, fresh)} <= {
        task.get("reference") for task in every.context["tasks"]
    }


def test_places_that_nothing_else_needs_go_to_what_is_late(frozen: datetime) -> None:
    late = [{"label": f"{day}", "due": frozen - timedelta(days=20 - day)} for day in range(MOST + 3)]
    soon = [{"label": "soon", "due": frozen + timedelta(days=1)}]
    undated = [{"label": f"undated {number}", "due": None} for number in range(MOST)]
    assert first_of(late) == late[:MOST]
    assert first_of(late + soon) == late[: MOST - 1] + soon
    assert first_of(late + soon + undated) == late[: MOST - IN_TIME] + soon + undated[: IN_TIME - 1]
    assert first_of(soon + undated) == (soon + undated)[:MOST]


def test_views_filters_and_pages_live_in_the_address(
    cast: Cast, a_case: Callable[..., Case], sign_in: SignIn, behind: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    a_case("opened")
    omar = sign_in(cast.omar)
    every = omar.get("/tasks/").context
    counts = {str(view["label"]): view["count"] for view in every["views"]}
    assert counts["Overdue"] >= LATE
    assert counts["All"] == sum(number for label, number in counts.items() if label != "All")

    late = omar.get("/tasks/?view=overdue&about=reports")
    assert late.context["page"].paginator.count == LATE
    assert f"{LATE} tasks" in text_of(late)
    assert "About: Reports" in text_of(late)
    one = omar.get(f"/tasks/?q={behind[3].reference.lower()}")
    assert one.context["page"].paginator.count == 1
    assert "No task matches" in text_of(omar.get("/tasks/?q=nothing-like-this"))
    assert omar.get("/tasks/?view=strange&about=strange&page=x&q=%00").status_code == 200

    monkeypatch.setattr("backend.web.all_tasks.PER_PAGE", 5)
    second = omar.get("/tasks/?view=overdue&page=2")
    assert len(second.context["tasks"]) == 5
    assert "6 to 10" in text_of(second)
    assert "view=overdue&amp;page=3" in second.content.decode()


def test_somebody_for_whom_nothing_waits_has_an_empty_page_and_costs_few_queries(
    cast: Cast, a_case: Callable[..., Case], sign_in: SignIn
) -> None:
    case = a_case("active")
    browser = sign_in(cast.noor)
    with selects() as asked:
        page = browser.get("/tasks/")
    assert len(asked) <= 8  # the budget of an employee's page
    assert "Nothing to do now" in text_of(page)
    assert case.reference not in page.content.decode()


def test_more_reports_do_not_cost_more_queries(cast: Cast, a_report: AReport, sign_in: SignIn) -> None:
    browser = sign_in(cast.omar)
    a_report()
    with selects() as before:
        browser.get("/tasks/")
    a_report(narrative="Another matter.")
    with selects() as after:
        browser.get("/tasks/")
    assert len(after) <= len(before)


def test_an_employee_is_led_to_the_page_when_the_first_one_is_full(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, a_case: Callable[..., Case]
) -> None:
    a_case("investigating")
    monkeypatch.setattr("backend.web.home.MOST", 1)
    assert "See all" in text_of(sign_in(cast.martin).get("/"))
    assert "Answer what is alleged" in text_of(sign_in(cast.martin).get("/tasks/?about=own"))
