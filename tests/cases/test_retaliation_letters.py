"""D22 protects people: managers learn which decisions to show, and nothing of a case."""

import re
from dataclasses import replace

from backend.cases.letter_samples import retaliation_managers, retaliation_plan
from backend.documents.rendering import render_html
from tests.documents.said import said


def test_managers_learn_whom_until_when_and_which_decisions() -> None:
    letter = retaliation_managers()
    words = said(letter)
    for person in letter.protected:
        assert person.name in words
    for decision in letter.decisions:
        assert decision in words
    assert "3 May 2027" in words
    assert "before they are final" in words
    assert "I have read this letter" in words


def test_managers_learn_nothing_of_a_case() -> None:
    page = render_html(retaliation_managers())
    assert re.findall(r"CASE-|RPT-|Martin|Hale|complain\w+|respondent|allegation\b(?! under)|witness", page) == []
    assert "case record" not in page
    assert "please do not ask" in page


def test_a_protected_person_learns_who_asks_when_and_where_to_turn() -> None:
    letter = retaliation_plan()
    words = said(letter)
    assert "Daniel Price, HR Partner, gets in touch" in words
    assert words.count("2026\n") >= len(letter.check_ins) - 1
    assert "You need no proof" in words
    assert "and not why: Neil Ashworth" in words
    assert re.findall(r"Martin|Hale|discipl|agreement", words) == []


def test_a_wish_not_to_be_asked_is_kept() -> None:
    words = said(replace(retaliation_plan(), check_ins=()))
    assert "You asked us not to get in touch" in words
    assert "gets in touch with you" not in words


def test_the_law_of_the_place_is_named_and_no_other() -> None:
    laws = {"GB": "Equality Act", "DE": "Equal Treatment Act", "US-CA": "California Government Code"}
    for letter in (retaliation_managers(), retaliation_plan()):
        for place in (*laws, "", "FR"):
            words = said(replace(letter, jurisdiction=place))
            assert [law for law in laws.values() if law in words] == [laws[place] for _ in range(place in laws)]
