"""A release (D13) holds every element that the rules ask for, stands alone, and can be taken back with one slip."""

import re
from dataclasses import replace

import pytest

from backend.documents.rendering import render, render_html
from backend.referrals.letter_samples import release
from backend.referrals.letter_samples_de import release as entbindung
from backend.referrals.letters import Release, Representative
from tests.documents.files import text_of
from tests.documents.test_printing import needs_poppler
from tests.documents.test_words import plain

both = pytest.mark.parametrize("letter", [release(), entbindung()], ids=["en", "de"])

# 45 CFR 164.508(c)(1)-(4) and 42 CFR 2.31(a), by their numbers there
ELEMENTS = {
    "(c)(1)(i), 2.31(a)(3): a specific description": "Whether the referral was accepted",
    "(c)(1)(ii), 2.31(a)(2): who may disclose": "2. Who may report",
    "(c)(1)(iii), 2.31(a)(4): to whom": "3. Who may receive the reports",
    "(c)(1)(iv), 2.31(a)(5): each purpose": "5. What for",
    "(c)(1)(v), 2.31(a)(7): when it expires": "It expires on 31 January 2027",
    "(c)(1)(vi), 2.31(a)(8)-(9): signature and date": "Place, date",
    "(c)(2)(i), 2.31(a)(6): the right to revoke, and how": "revoke this release in writing at any time",
    "(c)(2)(i)(A): the exception to it": "reported before in reliance on this release",
    "(c)(2)(ii): no conditions on care": "does not make care, payment, enrolment or eligibility for benefits depend",
    "(c)(2)(iii): it may be passed on": "may then no longer protect it",
    "(c)(4): a copy": "I have the right to a copy",
    "2.31(a)(1): whose information": "Martin Hale (“I”)",
}


pytestmark = pytest.mark.paper


@pytest.mark.parametrize("element", ELEMENTS)
def test_a_release_holds_every_element(element: str) -> None:
    assert ELEMENTS[element] in plain(release())


def test_the_german_release_holds_the_same_elements() -> None:
    words = plain(entbindung())
    for said in (
        "Um wessen Angaben es geht",
        "Wer etwas mitteilen darf",
        "Wer die Berichte erhalten darf",
        "Ob der Auftrag angenommen wurde",
        "Sie endet am 31. Januar 2027",  # codespell:ignore
        "jederzeit ohne Angabe von Gründen widerrufen (Artikel 7 Absatz 3 DSGVO)",
        "bleibt davon unberührt",
        "nicht von meiner Unterschrift abhängig",
        "möglicherweise nicht mehr",
        "Recht auf eine Kopie",
        "Ort, Datum",
    ):
        assert said in words


@both
def test_a_release_says_what_follows_without_it_and_how_reports_may_be_used(letter: Release) -> None:
    words = plain(letter)
    assert letter.without in words
    assert all(said in words for said in (*letter.purposes, *letter.uses))
    assert all(person.name in words for person in letter.receivers)


@both
def test_a_release_is_never_blanket_nor_part_of_an_agreement(letter: Release) -> None:
    assert re.findall(r"any and all|all records|complete file|sämtliche|jegliche", plain(letter), re.I) == []
    assert "not part of any agreement" in plain(letter) or "kein Teil einer Vereinbarung" in plain(letter)
    assert "CASE-" not in plain(letter)


def test_in_california_it_is_set_in_14_point_and_names_its_rules() -> None:
    here, there = release(), replace(release(), jurisdiction="US-CA")
    for said in ("45 CFR 164.508, 42 CFR 2.31 and California Civil Code section 56.11", "Psychotherapy notes"):
        assert said in plain(there)
        assert said not in plain(here)
    assert 'class="large"' in render_html(there)
    assert 'class="large"' not in render_html(here)


@both
def test_whoever_signs_for_another_states_by_what_authority(letter: Release) -> None:
    signed_for = replace(letter, representative=Representative(name="Ada Hale", authority="XYZ 3/2026"))
    words = plain(signed_for)
    assert "Ada Hale" in words
    assert "XYZ 3/2026" in words
    assert "XYZ" not in plain(letter)


@needs_poppler
@both
def test_the_signature_stays_with_the_last_clause_and_the_slip_is_a_page_of_its_own(letter: Release) -> None:
    *_, signing, slip = text_of(render(letter)).split("\f")[:-1]
    assert "My signature for this release only" in signing or "Meine Unterschrift nur" in signing
    assert "10. M" in signing
    assert "I revoke the release" in slip or "Ich widerrufe meine Erklärung" in slip
    assert "10. M" not in slip
