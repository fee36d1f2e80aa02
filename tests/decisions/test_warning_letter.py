"""A warning (D10) says what, what next, until when and how to appeal, and tells nobody else's story."""

import re
from dataclasses import replace

import pytest

from backend.decisions.letter_samples import warning
from backend.decisions.letter_samples_de import warning as abmahnung
from backend.decisions.letters import DisciplinaryWarning
from tests.documents.test_words import plain

both = pytest.mark.parametrize("letter", [warning(), abmahnung()], ids=["en", "de"])


@both
def test_a_warning_holds_all_that_it_must(letter: DisciplinaryWarning) -> None:
    words = plain(letter)
    for each in letter.misconduct:
        assert each.conduct in words
        assert each.policy_clause in words
    for change in letter.changes:
        assert change.what in words
        assert change.timescale in words
    assert letter.consequence in words
    assert letter.appeal.to.name in words
    assert all(ground in words for ground in letter.appeal.grounds)


def test_a_warning_says_until_when_it_counts_and_that_receipt_may_be_under_protest() -> None:
    assert "counts until 28 April 2027" in plain(warning())
    assert "“under protest”" in plain(warning())
    assert "gilt bis zum 28. April 2027" in plain(abmahnung())
    assert "„unter Vorbehalt“" in plain(abmahnung())  # codespell:ignore


@both
def test_a_warning_tells_nothing_of_what_another_person_experienced(letter: DisciplinaryWarning) -> None:
    told = r"\bErin\b|Lindqvist|Katrin|Vogel|complain|\bfelt\b|afraid|distress|suffer|Beschwerdeführ|Angst|gelitten"
    assert re.findall(told, plain(letter), re.I) == []


def test_only_a_final_warning_calls_itself_final() -> None:
    first = replace(warning(), is_final=False, title="Written warning", review_on=None, help=())
    assert "final" not in plain(first).lower()
    assert "We review this" not in plain(first)
    assert "We do our part" not in plain(first)
    assert "This is a final written warning" in plain(warning())
