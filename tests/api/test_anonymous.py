"""Reports without a name through the API: scenario 3, from both sides, and what nobody learns by it."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from backend.audit.models import Event
from backend.demo.cast import Cast
from backend.files.reading import open_file
from backend.intake.models import Report, ReportReceipt
from backend.intake.tries import forget_tries
from backend.kernel import clock
from tests.intake.test_anonymous import PLANTED, TRACES, a_photo, everything_stored

pytestmark = pytest.mark.django_db
HERE = "/api/v1/anonymous-reports/"
WORDS = "He followed me to the car park, three Fridays in a row."
Door = Callable[..., APIClient]


@pytest.fixture(autouse=True)
def _no_tries() -> Iterator[None]:
    forget_tries()
    yield
    forget_tries()


@pytest.fixture
def door() -> Callable[..., Any]:
    """Give a function that calls without signing in, from a network that must leave no trace."""
    client = Client(**PLANTED)

    def call(part: str = "", **body: Any) -> Any:
        return client.post(f"{HERE}{part}", body, content_type="application/json")

    return call


def test_scenario_3_a_reporter_without_a_name_from_both_sides(
    cast: Cast, door: Callable[..., Any], api: Door, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = door(narrative=WORDS, respondent_as_told="Somebody of the night shift", conduct=["stalking"])
    assert sent.status_code == 201, sent.content
    code = sent.json()["code"]
    report = Report.objects.latest("pk")
    assert (report.mode, report.reporter, report.narrative) == ("anonymous", None, WORDS)
    assert "Set-Cookie" not in sent.headers
    assert sent.headers["Cache-Control"] == "no-store"
    photo = SimpleUploadedFile("IMG_2041 Car park.jpg", a_photo(), "image/jpeg")
    added = Client(**PLANTED).post(f"{HERE}files/", {"code": code, "file": photo})
    assert added.status_code == 204, added.content

    omar = api(cast.omar)
    assert omar.post(f"/api/v1/reports/{report.reference}/acknowledge/", {"reason": "Read."}).status_code == 200
    with clock.at(clock.now() + timedelta(days=5)):
        omar = api(cast.omar)
        asked = omar.post(f"/api/v1/reports/{report.reference}/messages/", {"text": "Which Fridays were they?"})
        assert asked.status_code == 201, asked.content
        seen = door("standing/", code=f"{code[:4]} {code[4:8]} {code[8:12]} {code[12:]}").json()
        assert seen["messages"][-1]["text"] == "Which Fridays were they?"
        assert seen["files"] == 1
        assert seen["feedback_by"]
        assert door("messages/", code=code, text="The last three of May.", kind="addition").status_code == 201
        inbox = omar.get(f"/api/v1/reports/{report.reference}/messages/").json()["results"]
        assert [line["text"] for line in inbox][-1] == "The last three of May."
        assert door("identity/", code=code, name="Vera Planted-Name", contact="At the gate").status_code == 204

    with open_file(report.files.get().file) as kept:
        assert b"Planted-Camera" not in kept.read()
    stored = everything_stored()
    for trace in (*TRACES, code, "Planted-Name", "Car park.jpg"):
        assert trace not in stored
        assert trace not in caplog.text
    detail = omar.get(f"/api/v1/reports/{report.reference}/").json()
    assert detail["reporter"] is None
    assert "Planted-Name" not in str(detail)
    assert not Event.objects.filter(body__contains="203.0.113").exists()


def test_a_wrong_code_tells_nothing_and_five_of_them_are_enough(cast: Cast, door: Callable[..., Any]) -> None:
    code = door(narrative=WORDS).json()["code"]
    other = "0000000000000000" if code != "0000000000000000" else "1111111111111111"
    answers = [door("standing/", code=wrong) for wrong in (other, "12", "x" * 16, other, other)]
    assert {answer.status_code for answer in answers} == {400}
    assert len({str(answer.json()["errors"]) for answer in answers}) == 1
    refused = door("standing/", code=code)  # the right one has to wait as well
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) == 900
    forget_tries()
    assert door("standing/", code=code).status_code == 200


@pytest.mark.parametrize("field", ["reporter", "affected", "respondent", "mode", "channel", "code"])
def test_nobody_tries_out_by_it_who_works_here(cast: Cast, door: Callable[..., Any], field: str) -> None:
    before = Report.objects.count()
    answer = door(narrative=WORDS, **{field: cast.martin.person.reference})
    assert answer.status_code == 400
    assert answer.json()["errors"] == {field: ["There is no such field here."]}
    assert Report.objects.count() == before


def test_who_is_named_in_full_never_reads_it_and_a_sender_is_not_tied_to_it(
    cast: Cast, door: Callable[..., Any], api: Door
) -> None:
    signed_in = api(cast.erin).post(HERE, {"narrative": WORDS, "respondent_as_told": cast.martin.name})
    assert signed_in.status_code == 201
    report = Report.objects.latest("pk")
    assert report.respondent == cast.martin.person
    assert report.filed_by != cast.erin
    assert str(cast.erin.uid) not in "".join(Event.objects.filter(stream=report.key).values_list("body", flat=True))
    assert api(cast.martin).get(f"/api/v1/reports/{report.reference}/").status_code == 404
    assert api(cast.erin).get(f"/api/v1/reports/{report.reference}/").status_code == 404


def test_what_is_not_understood_keeps_nothing(cast: Cast, door: Callable[..., Any]) -> None:
    reports, receipts = Report.objects.count(), ReportReceipt.objects.count()
    told = door(narrative=" ", occurred_on="2999-01-01", occurred_certainty="about")
    assert told.status_code == 400
    assert {"narrative"} <= set(told.json()["errors"])
    assert (Report.objects.count(), ReportReceipt.objects.count()) == (reports, receipts)
