"""A case at the door for programs: the header, the file, its parts and its moves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from rest_framework.test import APIClient

from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.people.models import User

Calls = Callable[[User | None], APIClient]


def of(case: Case, part: str = "") -> str:
    return f"/api/v1/cases/{case.reference}/{part}"


def test_the_auditor_reads_the_header_and_the_investigator_the_file(
    cast: Cast, api: Calls, a_case: Callable[..., Case], last_event: Callable[..., Any]
) -> None:
    case = a_case("investigating")
    header = api(cast.lena).get(of(case))
    assert header.json()["file"] is None
    assert "Erin" not in header.content.decode()
    assert Event.objects.filter(stream=case.key).latest("id").action == "case.view"

    assert api(cast.ines).get(of(case)).json()["file"]["nexus"] == case.nexus
    assert Event.objects.filter(stream=case.key).latest("id").action == "case.read"


def test_reading_a_part_is_one_event_of_the_case(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case, client = a_case("investigating"), api(cast.ines)
    before = Event.objects.count()
    names = [row["person"]["name"] for row in client.get(of(case, "parties/")).json()["results"]]
    assert names == ["Erin Lindqvist", "Martin Hale"]
    assert Event.objects.count() == before + 1
    assert Event.objects.latest("id").action == "case.read"


def test_an_investigator_is_appointed_and_a_conflict_is_refused(
    cast: Cast, api: Calls, a_case: Callable[..., Case]
) -> None:
    case, omar = a_case("conflict_cleared"), api(cast.omar)
    given = {"declaration": "I know nobody here.", "reason": "Has the time."}
    refused = omar.post(of(case, "assign/"), {**given, "investigator": cast.person("tomas").reference})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict-of-interest")
    assert list(refused.json()["errors"]) == ["user"]
    done = omar.post(of(case, "assign/"), {**given, "investigator": cast.person("ines").reference})
    assert (done.status_code, done.json()["state"]) == (200, "assigned")
    assert api(cast.ines).get(of(case)).status_code == 200


def test_an_appointment_gives_access_and_its_end_takes_it(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case, omar, wanda = a_case("opened"), api(cast.omar), api(cast.wanda)
    who = {"person": cast.person("wanda").reference, "role": "intake", "reason": "Stands in for Omar."}
    assert wanda.get(of(case)).status_code == 404
    appointed = {"user": who["person"], "role": "intake", "declaration": "None.", "reason": "Stands in."}
    assert omar.post(of(case, "assignments/"), appointed).status_code == 201
    assert wanda.get(of(case)).status_code == 200
    assert omar.post(of(case, "relieve/"), who).status_code == 200
    assert wanda.get(of(case)).status_code == 404


def test_notice_is_given_and_the_respondent_answers(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case, ines, martin = a_case("planning"), api(cast.ines), api(cast.martin)
    allegation = f"/api/v1/allegations/{case.reference}-A1/"
    assert martin.get(allegation).status_code == 404
    due = (clock.now() + timedelta(days=7)).isoformat()
    notice = ines.post(of(case, "give-notice/"), {"answer_due_at": due, "reason": "To be heard."})
    assert (notice.status_code, notice.json()["kind"]) == (201, "D3")
    assert martin.get(allegation).json()["state"] == "noticed"
    mine = martin.get("/api/v1/allegations/?state=noticed&limit=100").json()["results"]
    assert f"{case.reference}-A1" in [row["reference"] for row in mine]
    answer = martin.post(f"{allegation}answer/", {"response": "none"})
    assert answer.status_code == 400
    answer = martin.post(f"{allegation}answer/", {"response": "part", "text": "Once, in public."})
    assert answer.json()["state"] == "answered"


def test_a_change_meant_for_an_older_version_is_refused(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case, ines = a_case("assigned"), api(cast.ines)
    read = ines.get(of(case))["ETag"]
    planned = ines.post(of(case, "plan/"), {"reason": "Begin."}, HTTP_IF_MATCH=read)
    assert planned.status_code == 200
    stale = ines.post(of(case, "give-notice/"), notice(), HTTP_IF_MATCH=read)
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/changed-since")
    assert ines.post(of(case, "give-notice/"), notice(), HTTP_IF_MATCH=planned["ETag"]).status_code == 201


def test_the_story_of_a_case_is_told_without_what_is_not_the_readers(
    cast: Cast, api: Calls, a_case: Callable[..., Case]
) -> None:
    case = a_case("offered")
    actions = {row["action"] for row in api(cast.ines).get(of(case, "timeline/?limit=100")).json()["results"]}
    assert "case.start" in actions
    assert not {name for name in actions if name.startswith("agreement.") or name == "case.read"}
    actions = {row["action"] for row in api(cast.ruth).get(of(case, "timeline/?limit=100")).json()["results"]}
    assert "agreement.offer" in actions


def test_findings_and_outcomes_are_read_by_those_who_decide(
    cast: Cast, api: Calls, a_case: Callable[..., Case]
) -> None:
    case, ruth = a_case("offered"), api(cast.ruth)
    [finding] = ruth.get(of(case, "findings/")).json()["results"]
    assert (finding["factual"], finding["proposed_by"]) == ("substantiated", "Inês Duarte")
    [outcome] = api(cast.daniel).get(of(case, "outcomes/")).json()["results"]
    assert outcome["kinds"] == ["final_warning", "accountability_agreement"]
    assert api(cast.daniel).get(of(case, "findings/")).status_code == 403
    assert len(ruth.get(of(case, "agreements/")).json()["results"]) == 1
    assert ruth.get(of(case, "obligations/")).json()["results"]


def notice() -> dict[str, str]:
    return {"answer_due_at": (clock.now() + timedelta(days=7)).isoformat(), "reason": "To be heard."}
