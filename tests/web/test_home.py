"""The first page tells each person what to do next, and nothing about what others may not know."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from backend.agreements.models import Agreement
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.intake.models import Report
from backend.kernel import clock
from tests.web.reading import selects, text_of

SignIn = Callable[..., Client]


@pytest.mark.parametrize(
    ("who", "state", "words"),
    [
        ("omar", "opened", "Confirm the conflict check"),
        ("omar", "conflict_cleared", "Assign an investigator"),
        ("ines", "assigned", "Begin planning"),
        ("ines", "planning", "Give notice of the allegations"),
        ("ines", "answered", "Finish examining an allegation (A1)"),
        ("ines", "evidence_review", "Propose a finding"),
        ("ruth", "report_final", "Decide on a proposed finding (A1)"),
        ("ruth", "findings_decided", "Decide the outcome"),
        ("daniel", "outcome_decided", "Send the outcome letters"),
        ("daniel", "implementing", "Draw up the agreement"),
        ("daniel", "drafted", "Offer the agreement"),
        ("ruth", "signed", "Countersign the agreement"),
        ("joan", "active", "Check an obligation"),
        ("martin", "offered", "Read and answer the offer of an agreement"),
        ("martin", "investigating", "Answer what is alleged"),
    ],
)
def test_everybody_sees_their_own_next_step(
    cast: Cast, a_case: Callable[..., Case], sign_in: SignIn, who: str, state: str, words: str
) -> None:
    a_case(state)
    assert words in text_of(sign_in(getattr(cast, who)).get("/"))


def test_intake_is_led_to_a_new_report(cast: Cast, a_report: Callable[..., Report], sign_in: SignIn) -> None:
    report = a_report()
    page = text_of(sign_in(cast.omar).get("/"))
    assert "Acknowledge the report" in page
    assert report.reference in page


def test_overdue_comes_first(cast: Cast, a_report: Callable[..., Report], sign_in: SignIn, frozen: datetime) -> None:
    with clock.at(frozen - timedelta(days=20)):
        late = a_report()
    fresh = a_report()
    page = text_of(sign_in(cast.omar).get("/"))
    assert page.index(late.reference) < page.index(fresh.reference)
    assert "days overdue" in page


def test_somebody_without_a_part_has_nothing_to_do(cast: Cast, a_case: Callable[..., Case], sign_in: SignIn) -> None:
    case = a_case("active")
    page = text_of(sign_in(cast.noor).get("/"))
    assert "Nothing to do now" in page
    assert case.reference not in page


def test_an_investigator_is_not_told_of_an_agreement(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn
) -> None:
    agreement = an_agreement("offered")
    page = text_of(sign_in(cast.ines).get("/"))
    assert agreement.reference not in page
    assert "Answer the offer" not in page


def test_more_cases_do_not_cost_more_queries(cast: Cast, a_case: Callable[..., Case], sign_in: SignIn) -> None:
    browser = sign_in(cast.ines)
    with selects() as before:
        browser.get("/")
    for _number in range(1):
        a_case("assigned", narrative="Another matter.")
    with selects() as after:
        browser.get("/")
    assert len(after) <= len(before)
    assert len(after) <= 25


@pytest.mark.parametrize(
    ("who", "shown", "hidden"),
    [
        ("daniel", ["Agreements"], ["Obligations"]),
        ("ruth", ["Agreements"], ["Obligations"]),
        ("hugo", ["Agreements"], ["Obligations"]),
        ("joan", ["Obligations"], ["Agreements", "Cases"]),
        ("ines", ["Cases"], ["Agreements", "Obligations"]),
        ("noor", ["My agreements"], ["Agreements", "Obligations"]),
    ],
)
def test_the_navigation_follows_the_roles(
    cast: Cast, sign_in: SignIn, who: str, shown: list[str], hidden: list[str]
) -> None:
    places = [place.label for place in sign_in(getattr(cast, who)).get("/").context["nav"]]
    assert set(shown) <= set(places)
    assert not set(hidden) & set(places)
    assert len(places) <= 7


def test_one_place_of_the_navigation_is_the_current_one(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.joan).get("/agreements/obligations/")
    assert [place.label for place in page.context["nav"] if place.current] == ["Obligations"]
