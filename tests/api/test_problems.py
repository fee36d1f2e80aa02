"""Every refusal has one form, and the order of refusals never changes."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from backend.api.cases import Cases
from backend.api.schema import REMARK
from backend.audit.models import Disclosure, Event
from backend.audit.timeline import entries
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.guard.reading import forbid
from backend.people.models import User
from tests.documents.samples import notice

Calls = Callable[[User | None], APIClient]


def told(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert list(body)[:5] == ["type", "title", "status", "detail", "instance"]
    assert body["status"] == response.status_code
    return response.status_code, body["type"]


def test_refusals_come_in_the_order_404_403_400_409(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case = a_case("opened")
    address = f"/api/v1/cases/{case.reference}/close/"
    assert told(api(cast.noor).post(address, {})) == (404, "/problems/not-found")
    assert told(api(cast.lena).post(address, {})) == (403, "/problems/forbidden")
    assert told(api(cast.omar).post(address, {})) == (400, "/problems/invalid")
    assert told(api(cast.omar).post(address, {"reason": "Done."})) == (409, "/problems/wrong-state")


def test_a_refusal_is_recorded_although_nothing_else_is(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case = a_case("opened")
    api(cast.lena).post(f"/api/v1/cases/{case.reference}/close/", {})
    api(cast.noor).get(f"/api/v1/cases/{case.reference}/")
    refused = entries(Event.objects.filter(action="access.denied").order_by("id"))
    assert [(entry.actor, entry.facts["tried"], entry.facts["status"]) for entry in refused] == [
        (cast.lena.uid, "case.close", 403),
        (cast.noor.uid, "case.view", 404),
    ]


def test_each_field_says_how_to_mend_it(cast: Cast, api: Calls, a_report: Callable[..., Any]) -> None:
    report = a_report(triaged=True)
    given = {
        "title": "Conduct",
        "kind": "gossip",
        "nexus": "Work.",
        "reason": "R",
        "allegations": [{"particulars": "It is alleged.", "occured_from": "2026-03-01"}],
    }
    response = api(cast.omar).post(f"/api/v1/reports/{report.reference}/accept/", given)
    assert told(response) == (400, "/problems/invalid")
    assert set(response.json()["errors"]) == {"kind", "allegations.0.occured_from"}


@pytest.mark.parametrize(
    ("method", "address", "options", "expected"),
    [
        ("get", "me/", {"HTTP_ACCEPT": "text/html"}, (406, "/problems/not-acceptable")),
        ("put", "me/", {}, (405, "/problems/method-not-allowed")),
        ("get", "nothing/", {}, (404, "/problems/not-found")),
        ("post", "reports/", {"data": "<a/>", "content_type": "text/xml"}, (415, "/problems/unsupported-media-type")),
        ("post", "reports/", {"data": "{", "content_type": "application/json"}, (400, "/problems/malformed")),
        ("post", "reports/", {"data": "[]", "content_type": "application/json"}, (400, "/problems/invalid")),
        ("get", "cases/?stage=open", {}, (400, "/problems/invalid")),
        ("get", "cases/?cursor=made-up", {}, (400, "/problems/invalid")),
        ("get", "cases/?limit=101", {}, (400, "/problems/invalid")),
        ("get", "cases/?ordering=nexus", {}, (400, "/problems/invalid")),
        ("get", "cases/?since=yesterday", {}, (400, "/problems/invalid")),
        ("get", "reports/?state=lost", {}, (400, "/problems/invalid")),
        ("get", "events/?action=nothing", {}, (400, "/problems/invalid")),
    ],
)
def test_what_the_door_itself_refuses(
    cast: Cast, api: Calls, method: str, address: str, options: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert told(getattr(api(cast.ines), method)(f"/api/v1/{address}", **options)) == expected


def test_nobody_gets_in_without_a_token(api: Calls) -> None:
    response = api(None).get("/api/v1/me/")
    assert told(response) == (401, "/problems/not-authenticated")
    assert response["WWW-Authenticate"] == "Bearer"


def test_too_many_calls_are_told_when_to_come_back(cast: Cast, api: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "1/min", "anon": "1/min"})
    client = api(cast.ines)
    assert client.get("/api/v1/me/").status_code == 200
    response = client.get("/api/v1/me/")
    assert told(response) == (429, "/problems/too-many-requests")
    assert 0 < int(response["Retry-After"]) <= 60


def test_a_failure_tells_no_details(cast: Cast, api: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Cases) -> None:
        raise RuntimeError("the password of the database is swordfish")

    monkeypatch.setattr(Cases, "get_queryset", fail)
    response = api(cast.ines).get("/api/v1/cases/")
    assert told(response) == (500, "/problems/server-error")
    assert "swordfish" not in response.content.decode()


def test_a_body_without_end_is_refused(cast: Cast, api: Calls, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = api(cast.ines).post("/api/v1/reports/", {"narrative": "x" * 2000})
    assert told(response) == (413, "/problems/too-large")


def test_nothing_personal_stands_in_the_open_part_of_a_refusal(cast: Cast, api: Calls) -> None:
    api(cast.noor).get("/api/v1/cases/CASE-2026-SECRET/")
    event = Event.objects.get(action="access.denied")
    assert "SECRET" not in event.body
    assert Disclosure.objects.filter(event_id=event.pk, name="target").exists()


def test_a_letter_that_may_not_go_out_comes_back_with_every_remark() -> None:
    class Issuing(APIView):
        authentication_classes: ClassVar[list[Any]] = []
        permission_classes: ClassVar[list[Any]] = []

        def post(self, request: Request) -> Response:
            forbid(replace(notice(), title="You are guilty of this"))
            return Response()

    response = Issuing.as_view()(APIRequestFactory().post("/api/v1/letters/"))
    body = json.loads(response.render().content)
    assert (response.status_code, body["type"]) == (409, "/problems/letter-words")
    assert "guilty" in body["detail"]
    (remark,) = body["remarks"]
    assert remark["field"] == "title"
    assert remark["weight"] == "blocks"
    assert set(remark) == set(REMARK["properties"])
