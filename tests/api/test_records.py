"""Documents, the history of events, exports, tokens and people."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from backend.access.models import RoleHolding
from backend.access.roles import end_role
from backend.api.models import ApiToken
from backend.audit.models import Event
from backend.audit.sealed.notes import PublicKey, from_base64, open_checkpoint
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.tree import check_inclusion, leaf_hash
from backend.cases.models import Case
from backend.demo.cast import PASSWORD, Cast
from backend.jobs.worker import work_once
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
    given = {"reason": "Yearly audit.", "filters": {"q": case.reference}, "request": "AUD-1"}
    assert lena.post("/api/v1/exports/", {**given, "filters": {"since": "soon"}}).status_code == 400
    made = lena.post("/api/v1/exports/", given)
    assert (made.status_code, made.json()["state"]) == (201, "ready")
    response = lena.get(f"{made['Location']}content/")
    content = response.getvalue()
    assert (response["Content-Type"], content[:2]) == ("application/zip", b"PK")
    assert hashlib.sha256(content).hexdigest() == made.json()["sha256"]
    assert (made.json()["claim"], made.json()["request"]) == ("selection", "AUD-1")
    assert made.json()["rows"] > 10
    assert Event.objects.latest("id").action == "export.download"
    assert api(cast.ines).post("/api/v1/exports/", {}).status_code == 403


def test_a_scope_is_named_by_reference_and_what_is_wrong_with_it_is_told(
    cast: Cast, api: Calls, a_case: Callable[..., Case]
) -> None:
    case, lena = a_case("investigating"), api(cast.lena)
    case_of = {"kind": "case", "reference": case.reference}
    made = lena.post("/api/v1/exports/", {"reason": "Audit.", "scope": case_of})
    assert (made.json()["scope"], made.json()["claim"]) == (case_of, "streams")
    for wrong in (
        {"kind": "case", "reference": "CASE-2026-ZZZZZZ"},
        {"kind": "period", "since": "2026-02-01"},
        {"kind": "all"},
    ):
        refused = lena.post("/api/v1/exports/", {"reason": "Audit.", "scope": wrong})
        assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json"), wrong
    refused = lena.post(
        "/api/v1/exports/", {"reason": "Audit.", "scope": {"kind": "case", "reference": "CASE-2026-ZZZZZZ"}}
    )
    assert "There is no case with this reference." in refused.content.decode()


def test_everybody_may_ask_for_their_own_data_and_for_nobody_elses(cast: Cast, api: Calls) -> None:
    noor = api(cast.noor)
    made = noor.post("/api/v1/exports/", {"reason": "Mine.", "scope": {"kind": "person"}})
    assert (made.status_code, made.json()["state"]) == (201, "ready")
    assert noor.get(f"{made['Location']}content/").getvalue()[:2] == b"PK"
    others = {"kind": "person", "reference": cast.person("martin").reference}
    assert noor.post("/api/v1/exports/", {"reason": "His.", "scope": others}).status_code == 403
    assert api(cast.martin).get(made["Location"]).status_code == 404
    assert api(cast.priya).post("/api/v1/exports/", {"reason": "Access request.", "scope": others}).status_code == 201
    assert (
        api(cast.priya).post("/api/v1/exports/", {"reason": "All.", "scope": {"kind": "everything"}}).status_code == 403
    )


def test_an_export_with_names_waits_for_the_privacy_officer(
    cast: Cast, api: Calls, a_case: Callable[..., Case]
) -> None:
    case, lena, priya = a_case("investigating"), api(cast.lena), api(cast.priya)
    asked = {"reason": "Appeal.", "scope": {"kind": "case", "reference": case.reference}, "level": "identified"}
    made = lena.post("/api/v1/exports/", asked)
    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    address = made["Location"]
    assert lena.get(f"{address}content/").json()["type"] == "/problems/export-unfinished"
    assert lena.post(f"{address}approve/", {"reason": "Mine."}).status_code == 403
    assert priya.post(f"{address}approve/", {}).status_code == 400
    approved = priya.post(f"{address}approve/", {"reason": "The tribunal ordered it."})
    assert (approved.status_code, approved.json()["state"]) == (200, "ready")
    assert priya.post(f"{address}refuse/", {"reason": "No."}).status_code in {403, 409}
    assert lena.get(f"{address}content/").getvalue()[:2] == b"PK"
    assert priya.get(f"{address}content/").status_code == 403


def test_an_auditor_whose_engagement_has_ended_finds_nothing_anywhere(cast: Cast, api: Calls) -> None:
    lena = api(cast.lena)
    made = lena.post("/api/v1/exports/", {"reason": "Yearly audit."})
    number = Event.objects.earliest("pk").pk
    end_role(RoleHolding.objects.get(user=cast.lena, role="auditor"), actor=cast.sam, reason="The engagement is over.")
    lena = api(Cast().lena)
    for address in (made["Location"], f"{made['Location']}content/", "/api/v1/log/", f"/api/v1/events/{number}/proof/"):
        assert lena.get(address).status_code == 404, address
    assert lena.get("/api/v1/exports/").json()["results"] == []
    assert lena.post("/api/v1/exports/", {"reason": "Again."}).status_code == 403


def test_a_large_export_is_written_by_a_worker_whose_progress_shows(
    cast: Cast, api: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.records.jobs.AT_ONCE", 3)
    lena = api(cast.lena)
    made = lena.post("/api/v1/exports/", {"reason": "Everything."})
    assert made.json()["state"] == "requested"
    [job] = lena.get("/api/v1/jobs/").json()["results"]
    assert (job["kind"], job["state"]) == ("export.build", "queued")
    assert api(cast.ines).get(f"/api/v1/jobs/{job['uid']}/").status_code == 404
    assert lena.get(f"{made['Location']}content/").status_code == 409
    done = work_once()
    assert done is not None
    assert (done.state, done.done) == ("done", done.total)
    assert lena.get(f"{made['Location']}content/").getvalue()[:2] == b"PK"


def test_the_log_shows_its_checkpoint_its_keys_and_the_proof_of_an_entry(
    cast: Cast, api: Calls, a_case: Callable[..., Case]
) -> None:
    case, lena = a_case("investigating"), api(cast.lena)
    event = Event.objects.filter(stream=case.key).earliest("pk")
    address = f"/api/v1/events/{event.pk}/proof/"
    assert lena.get(address).json()["type"] == "/problems/entry-unsealed"
    seal_now()
    log, proof = lena.get("/api/v1/log/").json(), lena.get(address).json()
    keys = [PublicKey.read(key["vkey"]) for key in log["keys"]]
    checkpoint, _ = open_checkpoint(log["checkpoint"], keys)
    assert (checkpoint.origin, checkpoint.size) == (log["origin"], log["signed_size"])
    path = [from_base64(part) for part in proof["path"]]
    check_inclusion(proof["index"], checkpoint.size, leaf_hash(proof["leaf"].encode()), path, checkpoint.root)
    assert api(cast.ines).get(address).status_code == api(cast.ines).get("/api/v1/log/").status_code == 404


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
