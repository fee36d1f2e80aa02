"""Safeguards and returns to work by program: the same acts, and no more in an answer than the reader may know."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.people.models import User
from tests.builders import WHY
from tests.returns.scenes import PROTECTIONS, TO, approved, back_on, checked, on_leave, ready, refused, reviewer_of
from tests.safeguards.scenes import in_place

pytestmark = pytest.mark.django_db
Calls = Callable[[User | None], APIClient]


def test_a_safeguard_is_proposed_confirmed_and_eased(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case = a_case("active")
    daniel, joan, martin = api(cast.daniel), api(cast.joan), api(cast.martin)
    body: dict[str, Any] = {
        "situation": "supervision_gap",
        "control": "A host is named for every event.",
        "falls_on": "organisation",
        "person": cast.person("martin").reference,
        "owner": cast.person("joan").reference,
        "starts_on": clock.today().isoformat(),
        "reason": WHY,
    }
    at = f"/api/v1/cases/{case.reference}/safeguards/"
    assert daniel.post(at, {**body, "situation": "temptation"}, format="json").status_code == 400
    made = daniel.post(at, body, format="json")
    assert made.status_code == 201, made.json()
    one = made.headers["Location"]
    read = joan.get(one).json()
    assert read["matter"] is None
    assert case.reference not in str(read)
    assert {move["path"] for move in read["moves"]} == {"confirm"}
    assert joan.post(f"{one}confirm/", {"reason": "Done."}, format="json").json()["state"] == "in_place"
    assert daniel.get(one).json()["matter"]["case"] == case.reference
    eased = {"control": "A host is named for dinners.", "note": "It works.", "reason": WHY}
    assert joan.post(f"{one}ease/", eased, format="json").status_code == 403
    assert daniel.post(f"{one}ease/", eased, format="json").json()["control"] == eased["control"]
    assert [row["control"] for row in martin.get("/api/v1/mine/safeguards/").json()["results"]] == [eased["control"]]
    for stranger in (cast.ines, cast.erin, cast.noor):
        assert api(stranger).get(one).status_code == 404
        assert api(stranger).get("/api/v1/safeguards/").json()["results"] == []


def test_what_somebody_has_is_handed_over_by_program(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case = a_case("active")
    row = in_place(case, cast)
    at = f"/api/v1/agreements/{case.agreements.get().reference}/hand-over/"
    body = {"held_by": cast.person("joan").reference, "to": cast.person("oliver").reference, "reason": WHY}
    daniel = api(cast.daniel)
    nothing = daniel.post(at, body, format="json")
    assert (nothing.status_code, set(nothing.json()["errors"])) == (400, {"safeguards"})
    for stranger, answer in ((cast.martin, 403), (cast.erin, 404), (cast.noor, 404)):
        assert api(stranger).post(at, {**body, "safeguards": [row.reference]}, format="json").status_code == answer
    assert daniel.post(at, {**body, "safeguards": [row.reference]}, format="json").status_code == 200
    row.refresh_from_db()
    assert row.owner == cast.person("oliver")


def test_a_return_is_asked_for_checked_told_and_approved(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case = a_case("active")
    in_place(case, cast)
    on_leave(case, cast)
    martin, daniel, ruth = api(cast.martin), api(cast.daniel), api(cast.ruth)
    asked = martin.post("/api/v1/mine/returns/", {"case": case.reference, "reason": "I would like to."}, format="json")
    assert asked.status_code == 201, asked.json()
    one = asked.headers["Location"]
    aim = {"returns_on": back_on().isoformat(), "place": "Leeds", "reason": WHY}
    assert daniel.post(f"{one}check/", aim, format="json").json()["state"] == "preconditions_check"
    own = martin.get(one).json()
    assert (own["told"], own["check"], own["moves"]) == (None, None, [])
    assert back_on().isoformat() not in str(own)
    check = daniel.get(one).json()["check"]
    assert {row["code"]: row["is_met"] for row in check["preconditions"]}["told"] is False
    assert check["provider_word"] is None
    approval: dict[str, Any] = {
        "reasons": "What was due is done.",
        "steps": [
            {
                "on": (back_on() + timedelta(days=3)).isoformat(),
                "what": "First talk",
                "holder": cast.person("joan").reference,
            }
        ],
        "plan_ends_on": (back_on() + timedelta(days=90)).isoformat(),
        "appeal_to": TO,
        "reason": WHY,
    }
    early = ruth.post(f"{one}approve/", approval, format="json")
    assert (early.status_code, early.json()["type"].rpartition("/")[2]) == (409, "affected-first")
    notice = {"protections": list(PROTECTIONS), "reason": WHY}
    assert ruth.post(f"{one}notify/", notice, format="json").json()[0]["to"]["name"] == "Erin Lindqvist"
    assert daniel.post(f"{one}approve/", approval, format="json").status_code == 403
    assert ruth.post(f"{one}approve/", approval, format="json").json()["state"] == "approved_with_plan"
    told = martin.get(one).json()
    assert told["told"]["returns_on"] == back_on().isoformat()
    assert [step["what"] for step in told["told"]["steps"]] == ["First talk"]
    assert told["check"] is None
    assert "Lindqvist" not in str(told)


def test_whoever_holds_a_step_reads_no_case(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    rtw = approved(ready(a_case("active"), cast), cast)
    joan = api(cast.joan)
    rows = joan.get("/api/v1/follow-ups/").json()["results"]
    assert len(rows) == 6
    assert rtw.case.reference not in str(rows)
    assert rtw.reference not in str(rows)
    assert joan.get(f"/api/v1/returns/{rtw.reference}/").status_code == 404
    for stranger in (cast.ines, cast.erin, cast.noor, cast.lena):
        assert api(stranger).get("/api/v1/follow-ups/").json()["results"] == []
        assert api(stranger).get("/api/v1/returns/").json()["results"] == []


def test_an_appeal_is_filed_and_answered_by_program(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    rtw = refused(checked(a_case("active"), cast), cast)
    martin, erin, joan = api(cast.martin), api(cast.erin), api(cast.joan)
    at = f"/api/v1/returns/{rtw.reference}/appeal/"
    claim = {"grounds": ["new_evidence"], "words": "The room was ready."}
    assert {move["path"] for move in martin.get(f"/api/v1/returns/{rtw.reference}/").json()["moves"]} <= {"appeal"}
    assert martin.post(at, {"grounds": ["mercy"], "words": "Please."}, format="json").status_code == 400
    assert erin.post(at, claim, format="json").status_code == 404
    assert api(cast.ruth).post(at, claim, format="json").status_code == 403
    made = martin.post(at, claim, format="json")
    assert made.status_code in {200, 201}, made.json()
    one = f"/api/v1/return-appeals/{made.json()['reference']}/"
    wanda = api(reviewer_of(rtw.case, cast))
    early = {"comment_until": clock.today().isoformat(), "reason": WHY}
    assert "comment_until" in wanda.post(f"{one}admit/", early, format="json").json()["errors"]
    until = {"comment_until": (clock.today() + timedelta(days=7)).isoformat(), "reason": WHY}
    assert api(cast.ruth).post(f"{one}admit/", until, format="json").status_code == 403
    assert wanda.post(f"{one}admit/", until, format="json").json()["state"] == "under_review"
    answer = {"reasons": "The room was ready on that day.", "reason": WHY}
    assert wanda.post(f"{one}set-aside/", answer, format="json").json()["state"] == "overturned"
    own = martin.get(one).json()
    assert (own["reasons"], own["reviewer"], own["moves"]) == (answer["reasons"], cast.wanda.name, [])
    assert own["answer"]
    assert martin.get(f"/api/v1/returns/{rtw.reference}/").json()["state"] == "preconditions_check"
    assert "Lindqvist" not in str(own)
    for stranger in (erin, joan, api(cast.noor)):
        assert stranger.get(one).status_code == 404
        assert stranger.get("/api/v1/return-appeals/").json()["results"] == []
