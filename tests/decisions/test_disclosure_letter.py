"""What the complainant learns: findings and protection (D8); of the outcome only what was decided and why (D8a)."""

import re
from dataclasses import replace

import pytest

from backend.decisions.letter_samples import disclosure_addendum
from backend.decisions.letter_samples_de import disclosure_addendum as auskunft
from backend.decisions.letter_samples_de import outcome_complainant, outcome_respondent
from backend.decisions.letters import DisclosureAddendum
from tests.documents.test_words import plain

both = pytest.mark.parametrize("letter", [disclosure_addendum(), auskunft()], ids=["en", "de"])


@both
def test_an_addendum_says_what_is_disclosed_by_whom_and_why(letter: DisclosureAddendum) -> None:
    words = plain(letter)
    assert all(point in words for point in letter.disclosed)
    assert letter.reasons in words
    assert letter.decided_by.name in words
    assert letter.outcome_letter in words
    assert letter.disclosure_decision in words


def test_an_addendum_asks_for_no_silence() -> None:
    assert "We do not ask you to keep silent" in plain(disclosure_addendum())
    assert "Wir verlangen nicht, dass Sie über Ihre eigenen Erlebnisse schweigen" in plain(auskunft())
    for letter in (disclosure_addendum(), auskunft()):
        assert re.findall(r"must not tell|may not tell|confidential between|dürfen nicht darüber", plain(letter)) == []


def test_an_addendum_claims_that_the_other_person_knows_only_where_it_is_so() -> None:
    assert "was told on 7 May 2026" in plain(disclosure_addendum())
    assert "was told" not in plain(replace(disclosure_addendum(), other_told_on=None))


def test_the_german_outcome_letter_tells_the_complainant_nothing_of_consequences_for_another() -> None:
    told = r"abmahn|kündig|vereinbarung|schulung|\bkurs\b|behandlung|zuweisung"
    assert re.findall(told, plain(outcome_complainant()), re.I) == []
    assert re.findall(told, plain(outcome_respondent()), re.I) != []


def test_german_outcome_letters_hold_every_finding_with_its_reasons_and_the_way_to_appeal() -> None:
    for letter in (outcome_complainant(), outcome_respondent()):
        words = plain(letter)
        for told in letter.findings:
            assert f"Feststellung: {told.finding}" in words
            assert told.reasons in words
        assert "bis zum 15. Mai 2026 Beschwerde einlegen" in words


def test_a_german_decision_without_breach_says_so() -> None:
    assert "kein Verstoß gegen eine Regel" in plain(replace(outcome_respondent(), outcomes=()))
