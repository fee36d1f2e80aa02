"""Lists: what is in them, how they are walked through, and what they cost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.audit.models import Event
from backend.audit.timeline import entries
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.people.models import User
from tests.builders import play_case, play_report
from tests.statements import WRITES_EVENT

Calls = Callable[[User | None], APIClient]


@pytest.fixture
def seven(cast: Cast) -> list[str]:
    """Give seven reports of Erin's, the newest first; two arrived in the same instant."""
    sent = []
    for minute in (0, 1, 2, 2, 3, 4, 5):
        with clock.at(clock.now() + timedelta(minutes=minute)):
            sent.append(play_report(cast))
    return [
        report.reference for report in sorted(sent, key=lambda report: (report.received_at, report.pk), reverse=True)
    ]


def references(response: Any) -> list[str]:
    return [row["reference"] for row in response.json()["results"]]


def test_pages_lead_forward_and_back_without_a_gap(cast: Cast, api: Calls, seven: list[str]) -> None:
    client = api(cast.erin)
    pages, address = [], "/api/v1/reports/?state=submitted&limit=3"
    while address:
        response = client.get(address)
        pages.append(references(response))
        address = response.json()["next"]
    assert pages == [seven[:3], seven[3:6], seven[6:]]
    back = client.get(response.json()["previous"])
    assert references(back) == seven[3:6]
    first = client.get(back.json()["previous"])
    assert references(first) == seven[:3]
    assert first.json()["previous"] is None


def test_what_arrives_meanwhile_moves_no_page(cast: Cast, api: Calls, seven: list[str]) -> None:
    client = api(cast.erin)
    first = client.get("/api/v1/reports/?state=submitted&limit=3").json()
    with clock.at(clock.now() + timedelta(hours=1)):
        play_report(cast)
    assert references(client.get(first["next"])) == seven[3:6]


def test_a_cursor_neither_counts_rows_nor_can_be_made_up(cast: Cast, api: Calls, seven: list[str]) -> None:
    client = api(cast.erin)
    following = client.get("/api/v1/reports/?state=submitted&limit=3").json()["next"]
    assert client.get(following + "x").status_code == 400
    assert client.get(following + "&ordering=received_at").status_code == 400


def test_a_count_is_given_when_asked_for_and_stops_at_a_thousand(
    cast: Cast, api: Calls, seven: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = api(cast.erin)
    assert "count" not in client.get("/api/v1/reports/").json()
    assert client.get("/api/v1/reports/?state=submitted&count=true").json()["count"] == "7"
    monkeypatch.setattr("backend.api.pagination.COUNTED", 5)
    assert client.get("/api/v1/reports/?state=submitted&count=true").json()["count"] == "5+"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=investigating", True),
        ("state=investigating,closed", True),
        ("state=closed", False),
        ("kind=harassment&priority=P2&open=yes", True),
        ("open=no", False),
        ("q=sales+conference", True),
        ("q=nothing", False),
        ("since=2020-01-01&until=2030-01-01", True),
        ("until=2020-01-01", False),
        ("unit=NOWHERE", False),
        ("ordering=reference", True),
    ],
)
def test_cases_are_found_by_filters(
    cast: Cast, api: Calls, a_case: Callable[..., Case], query: str, *, found: bool
) -> None:
    case = a_case("investigating")
    assert (case.reference in references(api(cast.ines).get(f"/api/v1/cases/?{query}"))) is found
    assert references(api(cast.tomas).get(f"/api/v1/cases/?{query}")) == []


def test_a_list_is_recorded_with_what_it_showed(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    a_case("investigating")
    before = Event.objects.count()
    shown = references(api(cast.ines).get("/api/v1/cases/?q=conference"))
    [entry] = entries(Event.objects.filter(action="case.list"))
    assert entry.actor == cast.ines.uid
    assert entry.facts["count"] == len(shown) > 0
    assert Event.objects.count() == before + 2  # the token of this test, and the list
    assert "conference" not in Event.objects.get(pk=entry.number).body


def test_the_first_page_of_cases_costs_the_same_with_more_rows(
    cast: Cast, api: Calls, a_case: Callable[..., Case]
) -> None:
    case, client = a_case("investigating"), api(cast.ines)
    few = statements(client, "/api/v1/cases/")
    rows = len(client.get("/api/v1/cases/").json()["results"])
    play_case(cast, "assigned")
    play_case(cast, "assigned")
    assert len(client.get("/api/v1/cases/").json()["results"]) == rows + 2
    assert statements(client, "/api/v1/cases/") == few
    assert [sql.split()[0] for sql in few][:4] == ["SELECT"] * 4  # caller, roles, emergency accesses, rows
    assert len([sql for sql in few if sql.startswith("SELECT")]) == 4
    parts = f"/api/v1/cases/{case.reference}"
    assert len(statements(client, f"{parts}/")) <= 13
    # Two of them: which papers there are, and which of them the caller may see.
    assert len(statements(client, f"{parts}/timeline/")) <= 15


def statements(client: APIClient, address: str) -> list[str]:
    """Give the beginnings of the statements that a call costs."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [
        WRITES_EVENT[0] if query["sql"].startswith(WRITES_EVENT) else query["sql"][:60]
        for query in captured.captured_queries
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
        and "audit_private" not in query["sql"][:40]
    ]
