"""The person's own account, and the search box."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.people.models import User
from tests.builders import the_agreement

SignIn = Callable[..., Client]
ACase = Callable[..., Case]


def test_preferences_are_kept_and_recorded(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.noor)
    browser.post("/profile/", {"zone": "Europe/Berlin", "language": "en", "theme": "dark"})
    noor = User.objects.get(pk=cast.noor.pk)
    assert (noor.zone, noor.theme) == ("Europe/Berlin", "dark")
    assert Event.objects.filter(action="account.set_preferences", actor=noor.uid).exists()
    assert "Europe/Berlin" in browser.get("/profile/").content.decode()


def test_an_unknown_time_zone_is_refused(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.noor).post("/profile/", {"zone": "Mars/Base", "language": "en", "theme": "dark"})
    assert "<title>Error:" in page.content.decode()


@pytest.mark.parametrize(
    ("target", "led_to"),
    [("/documents/", "/documents/"), ("https://evil.example/", "/"), ("//evil.example/", "/"), ("", "/")],
)
def test_light_or_dark_leads_back_and_never_away(cast: Cast, sign_in: SignIn, target: str, led_to: str) -> None:
    answer = sign_in(cast.noor).post("/profile/theme/", {"theme": "dark", "next": target})
    assert answer.headers["Location"] == led_to
    assert User.objects.get(pk=cast.noor.pk).theme == "dark"


def test_sign_ins_are_the_persons_own(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.erin)
    page = sign_in(cast.noor).get("/profile/").content.decode()
    assert page.count("<dt>Signed in</dt>") == 1


# Search ---------------------------------------------------------------------------------------------------------------


def test_a_reference_leads_straight_to_its_page(cast: Cast, sign_in: SignIn, a_case: ACase) -> None:
    case = a_case("offered")
    agreement = the_agreement(case)
    letter = Document.objects.filter(matter=case.reference, recipient=cast.martin.person).latest("pk")
    assert (
        sign_in(cast.ines).get(f"/search/?q={case.reference.lower()}").headers["Location"]
        == f"/cases/{case.reference}/"
    )
    martin, ruth = sign_in(cast.martin), sign_in(cast.ruth)
    assert (
        martin.get(f"/search/?q={agreement.reference}").headers["Location"]
        == f"/mine/agreements/{agreement.reference}/"
    )
    assert martin.get(f"/search/?q={letter.reference}").headers["Location"] == f"/documents/{letter.reference}/"
    assert ruth.get(f"/search/?q={agreement.reference}").headers["Location"] == f"/agreements/{agreement.reference}/"


@pytest.mark.parametrize("who", ["noor", "martin", "sam", "tomas"])
def test_what_is_hidden_is_answered_like_what_is_absent(cast: Cast, sign_in: SignIn, a_case: ACase, who: str) -> None:
    case = a_case("opened")
    browser = sign_in(getattr(cast, who))
    hidden, absent = (
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", browser.get(f"/search/?q={name}").content.decode())
        for name in (case.reference, "CASE-2026-ZZZZZZ")
    )
    assert hidden.replace(case.reference, "CASE-2026-ZZZZZZ") == absent
    assert case.title not in browser.get("/search/?q=conference").content.decode()


def test_words_list_the_cases_in_scope(cast: Cast, sign_in: SignIn, a_case: ACase) -> None:
    case = a_case("investigating")
    page = sign_in(cast.ines).get("/search/?q=conference").content.decode()
    assert case.reference in page
    assert Event.objects.filter(action="case.list", actor=cast.ines.uid).exists()
