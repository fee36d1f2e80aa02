"""The history for auditors: filters, pages, entries, exports, and everything that it must not show."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.agreements.models import Agreement
from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from tests.builders import play_case, the_agreement

SignIn = Callable[..., Client]
ACase = Callable[..., Case]
NUMBER = re.compile(r'href="/audit/(\d+)/"')

PAGES = ("", "history/", "1/", "1/verify/", "1/leaf/", "1/proof/", "checkpoint/", "key/")


@pytest.fixture
def lena(cast: Cast, sign_in: SignIn) -> Client:
    """Give the auditor's browser."""
    return sign_in(cast.lena)


def numbers(page: str) -> list[int]:
    """Read the numbers of the entries on a page."""
    return [int(number) for number in NUMBER.findall(page)]


@pytest.mark.parametrize("who", ["sam", "martin", "erin", "noor", "ines", "ruth", "hugo", "omar"])
def test_for_everybody_else_the_history_is_not_there(cast: Cast, sign_in: SignIn, who: str) -> None:
    browser = sign_in(getattr(cast, who))
    for path in (*PAGES, "exports/", "exports/new/", "exports/EXP-2026-ZZZZZZ/"):
        assert browser.get(f"/audit/{path}").status_code == 404, path
    assert browser.post("/audit/exports/new/?of=everything", {"reason": "x", "step": "confirm"}).status_code == 404


def test_a_privacy_officer_reads_the_history_and_takes_out_no_more_than_one_persons(
    cast: Cast, sign_in: SignIn
) -> None:
    priya = sign_in(cast.priya)
    assert priya.get("/audit/").status_code == 200
    listed = priya.get("/audit/history/").content.decode()
    assert numbers(listed)
    assert "Export these" not in listed
    assert 'href="/cases/CASE' not in listed
    assert "CASE-" in listed
    assert priya.get(f"/audit/{numbers(listed)[0]}/").status_code == 200
    assert "Everything I may see" not in priya.get("/audit/exports/new/").content.decode()


def test_filters_live_in_the_address(lena: Client, a_case: ACase) -> None:
    case = a_case("offered")
    page = lena.get(f"/audit/history/?q={case.reference}&kind=document").content.decode()
    shown = numbers(page)
    events = Event.objects.filter(stream=case.key, action__in=["document.issue", "case.give_notice"])
    assert shown
    assert set(shown) <= set(Event.objects.filter(stream=case.key).values_list("pk", flat=True))
    assert set(events.filter(action="document.issue").values_list("pk", flat=True)) <= set(shown)
    assert "Kind: Document" in page
    assert f"Export these {len(shown)} entries" in page


def test_an_entry_is_found_by_its_number_and_by_references(lena: Client, a_case: ACase) -> None:
    agreement: Agreement = the_agreement(a_case("offered"))
    first = Event.objects.order_by("pk")[0].pk
    assert numbers(lena.get(f"/audit/history/?q=%23{first}").content.decode()) == [first]
    found = numbers(lena.get(f"/audit/history/?q={agreement.reference.lower()}").content.decode())
    assert set(found) == set(Event.objects.filter(obj=agreement.key).values_list("pk", flat=True))
    assert numbers(lena.get("/audit/history/?q=%C2%B2").content.decode()) == []
    assert numbers(lena.get(f"/audit/history/?q={'9' * 40}").content.decode()) == []


def test_pages_follow_each_other_by_entry_number(lena: Client) -> None:
    newest = lena.get("/audit/history/").content.decode()
    first = numbers(newest)
    assert len(first) == 50
    assert first == sorted(first, reverse=True)
    older = numbers(lena.get(f"/audit/history/?before={first[-1]}").content.decode())
    assert older[0] < first[-1]
    back = numbers(lena.get(f"/audit/history/?after={older[0]}").content.decode())
    assert back[-1] > older[0]
    assert set(back) <= set(Event.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("query", ["since=soon", "action=nothing.here", "kind=odd", "until=2026-99-01"])
def test_a_malformed_filter_says_how_to_mend_it_and_shows_nothing(lena: Client, query: str) -> None:
    page = lena.get(f"/audit/history/?{query}")
    assert page.status_code == 400
    assert numbers(page.content.decode()) == []


def test_parties_stand_by_their_label_and_nothing_that_people_wrote_is_shown(lena: Client, a_case: ACase) -> None:
    case = a_case("active")
    page = lena.get(f"/audit/history/?q={case.reference}").content.decode()
    page += lena.get(f"/audit/history/?q={case.reference}&before={numbers(page)[-1]}").content.decode()
    assert "Respondent 1" in page
    for hidden in (
        "Martin",
        "Hale",
        "Erin",
        "Lindqvist",
        "Once, and in public",
        "For this test",
        "shoulders",
        "Joan Mbeki",
    ):
        assert hidden not in page, hidden


def test_somebody_without_a_role_has_the_same_pseudonym_everywhere(lena: Client, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.noor).get("/documents/")
    page = lena.get("/audit/history/?kind=sign_in").content.decode()
    name = f"Employee {cast.noor.uid.hex[-4:].upper()}"
    assert name in page
    assert "Noor" not in page


def test_a_search_by_name_does_not_lift_a_label(lena: Client, a_case: ACase, cast: Cast) -> None:
    a_case("active")
    assert numbers(lena.get("/audit/history/?actor=Martin").content.decode()) == []
    assert numbers(lena.get("/audit/history/?actor=Inês").content.decode())


def test_a_search_by_name_finds_staff_only_where_they_are_no_party(lena: Client, cast: Cast) -> None:
    case = play_case(cast, "investigating", reporter=cast.person("sam"))
    sam = set(numbers(lena.get("/audit/history/?actor=Sam").content.decode()))
    own = Event.objects.filter(
        actor=cast.sam.uid, stream__in=[case.key, f"report:{case.report_links.get().report.uid}"]
    )
    assert not sam & set(own.values_list("pk", flat=True))
    shown = lena.get(f"/audit/history/?q={case.report_links.get().report.reference}").content.decode()
    assert "Sam" not in shown
    assert "Reporter" in shown


def test_an_auditor_who_is_a_party_sees_nothing_of_their_own_matter(cast: Cast, lena: Client) -> None:
    case = play_case(cast, "opened", respondent=cast.person("lena"))
    assert numbers(lena.get(f"/audit/history/?q={case.reference}").content.decode()) == []
    entry = Event.objects.filter(stream=case.key).latest("pk")
    assert lena.get(f"/audit/{entry.pk}/").status_code == 404


def test_one_entry_shows_its_fields_by_name_and_its_states_by_value(lena: Client, a_case: ACase, cast: Cast) -> None:
    case = a_case("active")
    event = Event.objects.get(stream=case.key, action="agreement.sign")
    page = lena.get(f"/audit/{event.pk}/").content.decode()
    for shown in ("Respondent 1", "agreement.sign", "offered", "signed by employee", str(event.uid)):
        assert shown in page
    assert "Martin" not in page
    assert Event.objects.filter(action="event.view", actor=cast.lena.uid).exists()


def test_reading_the_history_is_an_entry_of_it(lena: Client, cast: Cast) -> None:
    lena.get("/audit/history/?kind=export")
    event = Event.objects.filter(action="event.list", actor=cast.lena.uid).latest("pk")
    assert '"count":0' in event.body.replace(" ", "")


def test_the_list_needs_few_queries(lena: Client, a_case: ACase) -> None:
    case = a_case("active")
    lena.get("/audit/history/")
    for path in ("/audit/history/", f"/audit/history/?q={case.reference}&kind=change"):
        with CaptureQueriesContext(connection) as queries:
            lena.get(path)
        assert len([query for query in queries if query["sql"].startswith("SELECT")]) <= 12, path
