"""The clause library at the door for programs: read by those who draw agreements up, written by two people; drafts drawn up anew."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.agreements.clauses import library
from backend.agreements.models import Agreement
from backend.cases.models import Case
from backend.clauses.actions.loading import load_clauses
from backend.clauses.models import ClauseVersion
from backend.demo.cast import Cast
from backend.kernel import clock
from tests.api.conftest import Calls
from tests.builders import a_draft, clause_values

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_library(cast: Cast) -> None:
    load_clauses(actor=cast.system)


def test_words_go_from_draft_to_force_by_two_people(cast: Cast, api: Calls) -> None:
    sam, hugo, address = api(cast.sam), api(cast.hugo), "/api/v1/clause-library/C04/"
    assert api(cast.erin).get(address).status_code == 404
    assert api(cast.daniel).post(f"{address}write/", {"reason": "Mine."}).status_code == 403
    made = sam.post(f"{address}write/", {"reason": "Plainer.", "language": "en-GB"})
    assert made.status_code == 201, made.json()
    version = f"/api/v1/clause-versions/{made.json()['reference']}/"
    words = {"heading": "No retaliation", "part": "What is expected", "change": "Plainer.", "reason": "Saved."}
    sam.post(f"{version}save/", {**words, "text": "Silence counts as acceptance."})
    assert "No agreement may say" in sam.get(version).json()["faults"][0]
    assert sam.post(f"{version}submit/", {"reason": "Ready."}).json()["type"] == "/problems/clause-faults"
    sam.post(f"{version}save/", {**words, "text": "You treat nobody worse because they spoke up."})
    assert sam.post(f"{version}submit/", {"reason": "Ready."}).json()["state"] == "in_review"
    day = {"effective_from": str(clock.today()), "reason": "Reads well."}
    assert sam.post(f"{version}approve/", day).status_code == 403
    assert hugo.post(f"{version}approve/", day).json()["state"] == "approved"
    told = {clause["code"]: clause["text"] for clause in api(cast.daniel).get("/api/v1/clauses/").json()}
    assert told["C04"].strip() == "You treat nobody worse because they spoke up."
    assert hugo.post(f"{version}save/", {**words, "text": "Others."}).status_code == 403
    assert len(sam.get("/api/v1/clause-versions/?clause=C04&language=en-GB").json()["results"]) == 2
    assert api(cast.martin).get("/api/v1/clause-versions/").json()["results"] == []


def test_a_rule_is_proposed_and_approved(cast: Cast, api: Calls) -> None:
    sam, hugo, today = api(cast.sam), api(cast.hugo), clock.today()
    body: dict[str, Any] = {
        "standing": "mandatory",
        "profile": "UK",
        "kinds": ["accountability"],
        "why": "Policy 4.",
        "source": "Policy 4.2",
        "checked_on": str(today),
        "next_check": str(today + timedelta(days=365)),
        "reason": "Asked by the board.",
    }
    weak = sam.post("/api/v1/clause-library/X09/propose-rule/", {**body, "standing": "optional"})
    assert (weak.status_code, list(weak.json()["errors"])) == (400, ["standing"])
    made = sam.post("/api/v1/clause-library/C31/propose-rule/", body)
    assert made.status_code == 201, made.json()
    rule = f"/api/v1/clause-rules/{made.json()['reference']}/"
    assert sam.post(f"{rule}approve/", {"reason": "Mine."}).status_code == 403
    assert hugo.post(f"{rule}approve/", {"reason": "Right."}).json()["state"] == "in_force"
    assert "C31" in library().required(kind="accountability", profile="UK")


def test_a_draft_is_drawn_up_anew_and_taken_back(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case, daniel, draft = a_case("implementing"), api(cast.daniel), a_draft(cast)
    clauses: dict[str, Any] = {**draft.clauses, **clause_values(["C20"])}
    body = {
        "starts_on": str(draft.starts_on),
        "review_on": str(draft.review_on),
        "ends_on": str(draft.ends_on),
        "monitor": cast.person("joan").reference,
        "officer": cast.person("ruth").reference,
        "alternative": draft.alternative,
        "clauses": clauses,
        "duties": [],
        "kind": "separation_safety",
        "reason": "Follows from the outcome.",
    }
    wrong = {
        **body,
        "clauses": {**clauses, "C03": {"expectations": "- You will apologise to the complainant."}},
    }
    address = f"/api/v1/cases/{case.reference}/agreements/"
    assert "X09" in daniel.post(address, wrong).json()["errors"]["C03-expectations"][0]
    made = daniel.post(address, body)
    assert made.json()["kind"] == "separation_safety", made.json()
    agreement = made["Location"]
    drawn = {each["code"]: each for each in daniel.get(f"{agreement}clauses/").json()}
    version = ClauseVersion.objects.get(clause__reference="C20", language="en-GB")
    assert (drawn["C20"]["library_version"], drawn["C20"]["library_sha256"]) == ("en-GB/C20.1", version.sha256)
    anew = daniel.post(f"{agreement}redraft/", {**body, "alternative": "A transfer."})
    assert anew.status_code == 200, anew.json()
    assert daniel.get(agreement).json()["drafts"] == 2
    api(cast.hugo).post(f"{agreement}review/", {"reason": "In order."})
    assert daniel.post(f"{agreement}redraft/", body).json()["type"] == "/problems/wrong-state"
    assert api(cast.hugo).post(f"{agreement}take-back/", {"reason": "Mine."}).status_code == 403
    assert daniel.post(f"{agreement}take-back/", {"reason": "An exception is missing."}).json()["state"] == "drafting"
    assert Agreement.objects.get(case=case).reviewed_by is None
