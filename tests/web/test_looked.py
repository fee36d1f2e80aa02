"""“Who looked at your record”: what it lists, in which words, page by page, and for whom it stays empty."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from backend.audit.models import Event
from backend.audit.reads import viewed
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from tests.builders import play_case
from tests.web.reading import selects, text_of

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def noticed(cast: Cast) -> Case:
    """Play a case of whose allegations Victor has notice, read thirty times since."""
    case = play_case(cast, "investigating", respondent=cast.person("victor"))
    start = clock.now()
    for turn in range(30):
        with clock.at(start + timedelta(minutes=turn + 1)):
            viewed(case, "case.read", actor=cast.ines)
    return case


def test_it_tells_role_purpose_and_time_and_what_is_not_listed(cast: Cast, noticed: Case, sign_in: SignIn) -> None:
    page = text_of(sign_in(cast.victor).get("/mine/looked/"))
    assert "Investigator To look into what is alleged" in page
    assert noticed.reference in page
    assert "The role and the purpose are told, not the name." in page
    assert "Records that you may not see yourself." in page
    for name in ("Inês", "Duarte", "Omar"):
        assert name not in page


def test_pages_follow_each_other(cast: Cast, noticed: Case, sign_in: SignIn) -> None:
    browser = sign_in(cast.victor)
    first = browser.get("/mine/looked/").content.decode()
    assert first.count('data-label="What for"') == 25
    [older] = re.findall(r'href="(\?before=\d+)" rel="next"', first)
    second = browser.get(f"/mine/looked/{older}").content.decode()
    assert 5 <= second.count('data-label="What for"') < 25
    [newer] = re.findall(r'href="(\?after=\d+)" rel="prev"', second)
    assert browser.get(f"/mine/looked/{newer}").content.decode().count('data-label="What for"') == 25


def test_record_and_days_are_filters_in_the_address(cast: Cast, noticed: Case, sign_in: SignIn) -> None:
    browser = sign_in(cast.victor)
    person = cast.person("victor").reference
    assert "No reading matches" in text_of(browser.get("/mine/looked/", {"record": person}))
    assert "No reading matches" in text_of(browser.get("/mine/looked/", {"since": "2199-01-01"}))
    wrong = browser.get("/mine/looked/", {"since": "soon"})
    assert wrong.status_code == 400
    assert browser.get("/mine/looked/", {"until": "0001-01-01"}).status_code == 400


def test_a_case_of_others_cannot_be_asked_for(cast: Cast, noticed: Case, sign_in: SignIn) -> None:
    browser = sign_in(cast.noor)
    looks = []
    for reference in (noticed.reference, "CASE-2026-ZZZZZZ"):
        page = browser.get("/mine/looked/", {"record": reference})
        assert page.status_code == 400
        looks.append(text_of(page).replace(reference, ""))
    assert looks[0] == looks[1]


def test_nobody_looked_is_said_in_words(cast: Cast, sign_in: SignIn) -> None:
    page = text_of(sign_in(cast.noor).get("/mine/looked/"))
    assert "Nobody else looked at your records" in page


def test_a_respondent_without_notice_sees_the_page_of_somebody_of_whom_there_is_no_case(
    cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.victor)
    addresses = ("/mine/looked/", "/mine/looked/?since=2020-01-01", "/mine/looked/?before=999999999")
    without = [text_of(browser.get(address)) for address in addresses]
    case = play_case(cast, "planning", respondent=cast.person("victor"))
    for _turn in range(30):
        viewed(case, "case.read", actor=cast.ines)
    assert [text_of(browser.get(address)) for address in addresses] == without


def test_looking_is_recorded_and_costs_the_same_for_more_readings(cast: Cast, noticed: Case, sign_in: SignIn) -> None:
    browser = sign_in(cast.victor)
    with selects() as before:
        browser.get("/mine/looked/")
    event = Event.objects.filter(actor=cast.victor.uid, action="own_reads.list").latest("pk")
    assert event.stream == "log"
    for _turn in range(10):
        viewed(noticed, "case.read", actor=cast.ines)
    with selects() as after:
        browser.get("/mine/looked/")
    assert len(after) == len(before) <= 17


def test_the_menu_of_the_account_leads_there(cast: Cast, sign_in: SignIn) -> None:
    for user in (cast.noor, cast.ines):
        assert 'href="/mine/looked/"' in sign_in(user).get("/").content.decode()
