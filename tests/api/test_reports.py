"""Sending a report and what intake makes of it, through the door for programs."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.intake.models import Report
from backend.people.models import User

Calls = Callable[[User | None], APIClient]
NARRATIVE = "He put his hands on my shoulders three times and kept asking after I had said no."


def test_what_happened_is_enough_for_a_report(cast: Cast, api: Calls, last_event: Callable[..., Any]) -> None:
    client = api(cast.erin)
    assert client.post("/api/v1/reports/", {"narrative": " "}).status_code == 400
    response = client.post("/api/v1/reports/", {"narrative": NARRATIVE})
    assert response.status_code == 201
    report = Report.objects.get(reference=response.json()["reference"])
    assert response["Location"] == f"/api/v1/reports/{report.reference}/"
    assert (report.reporter, report.narrative) == (cast.erin.person, NARRATIVE)
    assert last_event(report)[0] == "report.submit" or report.acknowledged_at is None
    assert client.get(response["Location"]).json()["narrative"] == NARRATIVE


def test_the_same_request_sent_twice_creates_once(cast: Cast, api: Calls) -> None:
    client = api(cast.erin)
    before = Report.objects.count()
    first = send(client, NARRATIVE)
    again = send(client, NARRATIVE)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.json(), first["Location"]) == (again.json(), again["Location"])
    assert "Idempotent-Replayed" in again.headers
    assert Report.objects.count() == before + 1

    other = send(client, "Something else.")
    assert (other.status_code, other.json()["type"]) == (409, "/problems/idempotency-mismatch")
    assert send(api(cast.noor), NARRATIVE).status_code == 201


def test_a_refused_request_does_not_use_its_key_up(cast: Cast, api: Calls) -> None:
    client = api(cast.erin)
    assert send(client, "").status_code == 400
    assert send(client, NARRATIVE).status_code == 201


def test_an_employee_can_name_nobody_else_by_reference(cast: Cast, api: Calls) -> None:
    martin = cast.person("martin").reference
    told = {"narrative": NARRATIVE, "respondent": martin}
    refused = api(cast.erin).post("/api/v1/reports/", told)
    made_up = api(cast.erin).post("/api/v1/reports/", {**told, "respondent": "PER-2026-000000"})
    assert refused.status_code == made_up.status_code == 400
    assert refused.json()["errors"] == made_up.json()["errors"]
    assert api(cast.omar).post("/api/v1/reports/", {**told, "channel": "hotline"}).status_code == 201


def test_the_assessment_is_shown_to_intake_alone(cast: Cast, api: Calls, a_report: Callable[..., Report]) -> None:
    address = f"/api/v1/reports/{a_report(triaged=True).reference}/"
    assert api(cast.omar).get(address).json()["assessment"]["priority"] == "P2"
    assert api(cast.erin).get(address).json()["assessment"] is None
    assert api(cast.martin).get(address).status_code == 404


def test_intake_carries_a_report_to_a_case(cast: Cast, api: Calls, a_report: Callable[..., Report]) -> None:
    report, omar = a_report(), api(cast.omar)
    address = f"/api/v1/reports/{report.reference}"
    assert {move["path"] for move in omar.get(f"{address}/").json()["moves"]} == {"acknowledge"}
    assert omar.post(f"{address}/acknowledge/", {"reason": "Read."}).json()["state"] == "acknowledged"
    given = {"priority": "P1", "flags": ["immediate_danger"], "reason": "Read."}
    assert omar.post(f"{address}/triage/", given).json()["state"] == "in_triage"
    accepted = {
        "title": "Conduct at the sales conference",
        "kind": "harassment",
        "nexus": "A company event.",
        "allegations": [{"particulars": "It is alleged.", "conduct": ["contact.hug"], "policy_clause": "3.2"}],
        "reason": "There is a link to work.",
    }
    assert omar.post(f"{address}/accept/", accepted).json()["state"] == "accepted"
    case = Case.objects.get(report_links__report=report)
    assert case.allegations.get().conduct == ["contact.hug"]
    assert omar.get(f"{address}/").json()["assessment"]["case"] == case.reference


def send(client: APIClient, narrative: str) -> Any:
    """Send a report under one and the same key."""
    return client.post("/api/v1/reports/", {"narrative": narrative}, HTTP_IDEMPOTENCY_KEY="a-key-of-mine")
