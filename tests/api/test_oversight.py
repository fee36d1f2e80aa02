"""Break-glass, the review of access, and who looked at one's own records, through the API."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.audit.models import Event
from backend.audit.reads import viewed
from backend.audit.timeline import entries
from backend.cases.actions.break_glass import break_glass, end_break_glass
from backend.cases.actions.opening import add_party
from backend.cases.models import BreakGlass, Case
from backend.demo.cast import Cast
from backend.records.models import AccessReview
from tests.api.conftest import Calls
from tests.builders import play_case

ACase = Callable[..., Case]
GLASSES, READS = "/api/v1/break-glasses/", "/api/v1/mine/reads/"
WHY = "The investigator is ill, and the respondent threatens to come to the site today."
pytestmark = pytest.mark.django_db


def test_a_case_is_opened_read_closed_and_reviewed(cast: Cast, api: Calls, a_case: ACase) -> None:
    case = a_case("investigating")
    wanda, priya = api(cast.wanda), api(cast.priya)
    assert wanda.get(f"/api/v1/cases/{case.reference}/").status_code == 404
    made = wanda.post(GLASSES, {"case": case.reference, "reason": WHY})
    assert made.status_code == 201
    address = made.headers["Location"]
    shown = wanda.get(f"/api/v1/cases/{case.reference}/").json()
    assert shown["file"]["nexus"]
    assert shown["moves"] == []
    assert wanda.get(f"/api/v1/cases/{case.reference}/parties/").status_code == 200
    assert wanda.post(f"/api/v1/cases/{case.reference}/start/", {"reason": "x"}).status_code == 403
    read = Event.objects.filter(actor=cast.wanda.uid, action="case.read").latest("pk")
    assert entries([read])[0].facts["as"] == ["break_glass"]
    body = {"reason": "Fine.", "verdict": "justified"}
    assert priya.post(f"{address}review/", body).json()["type"] == "/problems/glass-open"
    ended = priya.post(f"{address}end/", {"reason": "Enough."})
    assert ended.json()["is_open"] is False
    assert wanda.get(f"/api/v1/cases/{case.reference}/").status_code == 404
    assert wanda.post(f"{address}review/", body).status_code == 403
    assert priya.post(f"{address}review/", body).json()["verdict"] == "justified"
    assert wanda.get(address).json()["review_note"] == "Fine."


def test_absent_and_barred_cases_are_told_alike_and_each_try_is_recorded_once(
    cast: Cast, api: Calls, a_case: ACase
) -> None:
    case = a_case("investigating")
    add_party(case, cast.person("clara"), "witness", actor=cast.omar, reason="She saw it.")
    clara = api(cast.clara)
    told = [
        clara.post(GLASSES, {"case": reference, "reason": WHY}, headers=headers)
        for reference in (case.reference, "CASE-2026-ZZZZZZ")
        for headers in ({}, {"Idempotency-Key": reference})
    ]
    assert {answer.status_code for answer in told} == {404}
    assert len({answer.content for answer in told}) == 1
    denied = Event.objects.filter(action="access.denied", actor=cast.clara.uid)
    assert denied.count() == 4
    assert {entry.facts["tried"] for entry in entries(denied)} == {"access.break_glass"}
    assert not BreakGlass.objects.exists()


def test_an_auditor_gets_the_facts_and_not_the_words(cast: Cast, api: Calls, a_case: ACase) -> None:
    glass = break_glass(a_case("investigating").reference, actor=cast.wanda, reason=WHY)
    shown = api(cast.lena).get(f"{GLASSES}{glass.reference}/").json()
    assert (shown["who"], shown["reason"], shown["review_note"]) == ("Wanda Ilves", None, None)
    assert api(cast.ines).get(f"{GLASSES}{glass.reference}/").json()["reason"] == WHY
    assert api(cast.sam).get(GLASSES).json()["results"] == []


def test_the_reach_of_a_case_and_of_a_person(cast: Cast, api: Calls, a_case: ACase) -> None:
    case = a_case("investigating")
    break_glass(case.reference, actor=cast.wanda, reason=WHY)
    priya = api(cast.priya)
    shown = priya.get(f"/api/v1/access/cases/{case.reference}/").json()
    assert {way["who"] for way in shown["live"]} >= {"Inês Duarte", "Lena Fischer", "Respondent 1"}
    assert [way["who"] for way in shown["by_glass"]] == ["Wanda Ilves"]
    assert "Martin" not in str(shown)
    person = priya.get(f"/api/v1/access/people/{cast.person('ines').reference}/").json()
    assert case.reference in {way["case"] for way in person["live"]}
    nobody = priya.get(f"/api/v1/access/people/{cast.person('martin').reference}/")
    assert nobody.status_code == 404
    add_party(case, cast.person("priya"), "witness", actor=cast.omar, reason="She saw it.")
    assert priya.get(f"/api/v1/access/cases/{case.reference}/").status_code == 404


def test_a_review_of_access_is_recorded_and_listed(cast: Cast, api: Calls, a_case: ACase) -> None:
    case, lena = a_case("investigating"), api(cast.lena)
    address = f"/api/v1/access/cases/{case.reference}/review/"
    wrong = lena.post(address, {"reason": "Yearly.", "verdict": "to_change"})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["findings"])
    made = lena.post(address, {"reason": "Yearly.", "verdict": "in_order"})
    assert made.status_code == 201
    review = AccessReview.objects.get()
    assert made.json()["reference"] == review.reference
    [listed] = lena.get("/api/v1/access-reviews/").json()["results"]
    assert listed["case"] == case.reference
    assert lena.get(f"/api/v1/access-reviews/{review.reference}/").json()["seen"] == review.seen
    own = f"/api/v1/access/people/{cast.person('lena').reference}/review/"
    assert lena.post(own, {"reason": "Me.", "verdict": "in_order"}).json()["type"] == "/problems/own-review"
    assert api(cast.ines).get("/api/v1/access-reviews/").json()["results"] == []


def test_readers_without_access_now(cast: Cast, api: Calls, a_case: ACase) -> None:
    case = a_case("opened")
    glass = break_glass(case.reference, actor=cast.wanda, reason=WHY)
    viewed(case, "case.read", actor=cast.wanda)
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    lena = api(cast.lena)
    shown = lena.get("/api/v1/access-reviews/former-readers/").json()
    assert ("Wanda Ilves", case.reference) in {(each["who"], each["case"]) for each in shown["readers"]}
    assert lena.get("/api/v1/access-reviews/former-readers/?before=x").status_code == 400


def test_who_looked_is_told_by_role_purpose_and_time(cast: Cast, api: Calls, a_case: ACase) -> None:
    case = play_case(cast, "investigating", respondent=cast.person("victor"))
    viewed(case, "case.read", actor=cast.ines)
    victor = api(cast.victor)
    shown = victor.get(f"{READS}?count=true").json()
    assert shown["results"][0].keys() == {"at", "record", "kind", "role", "purpose"}
    assert (shown["results"][0]["role"], shown["results"][0]["record"]) == ("Investigator", case.reference)
    assert "Duarte" not in str(shown)
    pages, seen = f"{READS}?limit=1", 0
    while pages:
        answer = victor.get(pages).json()
        seen += len(answer["results"])
        pages = answer["next"]
    assert str(seen) == shown["count"]
    assert victor.get(f"{READS}?since=soon").status_code == 400
    assert victor.get(f"{READS}?who=ines").status_code == 400


def test_a_respondent_without_notice_learns_nothing_by_any_parameter(cast: Cast, api: Calls, a_case: ACase) -> None:
    victor = api(cast.victor)
    without = victor.get(f"{READS}?count=true").json()
    case = play_case(cast, "planning", respondent=cast.person("victor"))
    viewed(case, "case.read", actor=cast.ines)
    viewed(case.allegations.get(), "allegation.view", actor=cast.ines)
    assert (
        victor.get(f"{READS}?count=true").json()
        == without
        == {"results": [], "next": None, "previous": None, "count": "0"}
    )
    for query in (
        f"record={case.reference}",
        f"record={case.reference}-A1",
        f"record={case.key}",
        "since=2020-01-01",
        "ordering=at",
    ):
        assert victor.get(f"{READS}?{query}&count=true").json() == without, query


def test_more_readings_cost_no_more_statements(cast: Cast, api: Calls, a_case: ACase) -> None:
    case = play_case(cast, "investigating", respondent=cast.person("victor"))
    victor = api(cast.victor)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert victor.get(READS).status_code == 200
        return len([query for query in captured.captured_queries if query["sql"].startswith("SELECT")])

    viewed(case, "case.read", actor=cast.ines)
    before = cost()
    for _turn in range(10):
        viewed(case, "case.read", actor=cast.ines)
    # one statement for each kind of record that can be one's own, among them what is due when and what was handed in
    assert cost() == before <= 15


def test_looking_a_person_up_is_recorded_and_told_to_them(cast: Cast, api: Calls) -> None:
    assert api(cast.ines).get(f"/api/v1/people/{cast.person('noor').reference}/").status_code == 200
    [read] = api(cast.noor).get(READS).json()["results"]
    assert (read["kind"], read["role"]) == ("person", "Investigator")
