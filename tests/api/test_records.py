"""Documents, the history of events, exports, tokens and people."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from backend.api.models import ApiToken
from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import PASSWORD, Cast
from backend.kernel import clock
from backend.people.actions import close_account
from backend.people.models import User

Calls = Callable[[User | None], APIClient]


def test_a_document_is_opened_by_its_recipient_and_that_is_recorded_first(
    cast: Cast, api: Calls, a_case: Callable[..., Case]
) -> None:
    case, martin = a_case("investigating"), api(cast.martin)
    [row] = martin.get(f"/api/v1/documents/?matter={case.reference}").json()["results"]
    address = f"/api/v1/documents/{row['reference']}/"
    response = martin.get(f"{address}content/", HTTP_ACCEPT="application/pdf")
    assert response["Content-Type"] == "application/pdf"
    assert hashlib.sha256(response.content).hexdigest() == row["sha256"]
    assert Event.objects.latest("id").action == "document.open"
    assert martin.get(address).json()["opened_at"] is not None

    lena = api(cast.lena)
    assert lena.get(address).json()["recipient"] is None
    refused = lena.get(f"{address}content/", HTTP_ACCEPT="application/pdf")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")


def test_the_auditor_reads_events_without_names_of_parties_or_reasons(
    cast: Cast, api: Calls, a_case: Callable[..., Case]
) -> None:
    case = a_case("answered")
    response = api(cast.lena).get(f"/api/v1/events/?q={case.reference}&limit=100")
    told = {row["action"]: row["sentence"] for row in response.json()["results"]}
    assert told["allegation.answer"] == "Respondent 1 answered the allegation"
    assert told["case.start"] == "Inês Duarte started the investigation"
    assert "For this test" not in response.content.decode()
    assert Event.objects.latest("id").action == "event.list"
    assert api(cast.sam).get("/api/v1/events/").json()["results"] == []


def test_an_export_is_registered_written_and_downloaded(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case, lena = a_case("investigating"), api(cast.lena)
    given = {"fmt": "ndjson", "reason": "Yearly audit.", "filters": {"q": case.reference}}
    assert lena.post("/api/v1/exports/", {**given, "filters": {"since": "soon"}}).status_code == 400
    made = lena.post("/api/v1/exports/", given)
    assert (made.status_code, made.json()["state"]) == (201, "ready")
    response = lena.get(f"{made['Location']}content/")
    content = response.getvalue()
    assert hashlib.sha256(content).hexdigest() == made.json()["sha256"]
    assert content.count(b"\n") == made.json()["rows"] > 10
    assert Event.objects.latest("id").action == "export.download"
    assert api(cast.ines).post("/api/v1/exports/", {}).status_code == 403


def test_a_large_export_is_written_by_a_worker_whose_progress_shows(
    cast: Cast, api: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.records.jobs.AT_ONCE", 3)
    lena = api(cast.lena)
    made = lena.post("/api/v1/exports/", {"fmt": "csv", "reason": "Everything."})
    assert made.json()["state"] == "requested"
    [job] = lena.get("/api/v1/jobs/").json()["results"]
    assert (job["kind"], job["state"]) == ("export.build", "queued")
    assert api(cast.ines).get(f"/api/v1/jobs/{job['uid']}/").status_code == 404
    assert lena.get(f"{made['Location']}content/").status_code == 409


def test_a_token_is_created_with_the_password_and_revoked(cast: Cast, api: Calls) -> None:
    ines, new = api(cast.ines), {"label": "Spreadsheet", "days": 7}
    assert ines.post("/api/v1/tokens/", {**new, "password": "wrong"}).json()["type"] == "/problems/password-wrong"
    assert ines.post("/api/v1/tokens/", {**new, "days": 91, "password": PASSWORD}).status_code == 400
    made = ines.post("/api/v1/tokens/", {**new, "password": PASSWORD}).json()
    assert Event.objects.latest("id").action == "token.create"
    program = APIClient(HTTP_AUTHORIZATION=f"Bearer {made['token']}")
    assert program.get("/api/v1/me/").json()["email"] == cast.ines.email
    assert made["token"] not in str(list(ApiToken.objects.values()))
    assert "token" not in ines.get("/api/v1/tokens/").json()["results"][0]

    assert api(cast.sam).post(f"/api/v1/tokens/{made['reference']}/revoke/").status_code == 404
    assert ines.post(f"/api/v1/tokens/{made['reference']}/revoke/").status_code == 204
    assert Event.objects.latest("id").action == "token.revoke"
    assert program.get("/api/v1/me/").status_code == 401


def test_a_token_ends_with_its_time_and_with_its_account(cast: Cast, api: Calls) -> None:
    program = api(cast.ines)
    assert program.get("/api/v1/me/").status_code == 200
    with clock.at(clock.now() + timedelta(days=2)):
        assert program.get("/api/v1/me/").status_code == 401
    close_account(cast.ines, actor=cast.sam, reason="Left.")
    assert program.get("/api/v1/me/").status_code == 401


def test_staff_find_people_and_others_find_themselves(cast: Cast, api: Calls) -> None:
    found = api(cast.omar).get("/api/v1/people/?q=hale").json()["results"]
    assert [row["name"] for row in found] == ["Martin Hale"]
    assert api(cast.noor).get("/api/v1/people/?q=hale").json()["results"] == []
    [row] = api(cast.noor).get("/api/v1/people/").json()["results"]
    assert row["name"] == "Noor Rahman"


def test_nothing_that_was_shown_is_kept_in_a_cache(cast: Cast, api: Calls) -> None:
    for address in ("me/", "cases/", "people/"):
        assert api(cast.ines).get(f"/api/v1/{address}")["Cache-Control"] == "no-store", address
