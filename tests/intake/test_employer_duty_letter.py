"""D2 tells what follows from the wish that nothing be done, and presses neither way."""

import re
from dataclasses import replace

from backend.intake.letter_samples import employer_duty_notice
from tests.documents.said import said


def test_it_records_the_wish_and_everything_that_counts() -> None:
    letter = employer_duty_notice()
    words = said(letter)
    assert letter.wish in words
    for point in letter.points:
        assert point.what in words
        assert point.known in words
    for each in (*letter.can_keep, *letter.cannot_keep, *letter.contact_choices):
        assert each in words
    assert "Clara Nwosu" in words
    assert "9 March 2026" in words


def test_it_presses_neither_way() -> None:
    words = said(employer_duty_notice())
    assert "We do not ask you to go ahead, and we do not ask you to withdraw." in words
    assert "You need not give a statement" in words
    assert re.findall(r"recommend|urge|advise you to|better if|please reconsider|you should|must report", words) == []


def test_it_promises_no_secrecy_and_says_what_it_cannot_keep() -> None:
    words = said(employer_duty_notice())
    assert "We cannot promise this" in words
    assert "secret" not in words


def test_its_receipt_is_optional() -> None:
    words = said(employer_duty_notice())
    assert words.index("You need not send anything back") < words.index("I have received this letter")


def test_without_support_it_offers_no_empty_list() -> None:
    assert "Support for you" not in said(replace(employer_duty_notice(), support=()))
