"""A withdrawal tells everyone who had a document that it no longer counts, in their language, and no story again."""

import re
from dataclasses import replace

import pytest

from backend.documents.characters import check_characters
from backend.documents.letter_samples import withdrawal, withdrawal_ar, withdrawal_de, withdrawal_he
from backend.documents.rendering import render_html
from backend.documents.withdrawal_letter import WithdrawalNotice
from backend.documents.wording import languages_of
from tests.documents.said import long_sentences, said

EVERY = {"en": withdrawal(), "de": withdrawal_de(), "ar": withdrawal_ar(), "he": withdrawal_he()}
every_language = pytest.mark.parametrize("letter", EVERY.values(), ids=EVERY)


def test_the_notice_is_written_in_four_languages() -> None:
    assert set(languages_of(WithdrawalNotice)) == set(EVERY)


@every_language
def test_the_notice_names_the_document_the_steps_and_asks_for_a_receipt(letter: WithdrawalNotice) -> None:
    words = said(letter)
    assert letter.withdrawn_reference in words
    assert letter.withdrawn_title in words
    assert all(step in words for step in letter.what_to_do)
    assert 'class="slip"' in render_html(letter)
    assert long_sentences(letter) == []


@every_language
def test_only_a_corrected_document_has_another_in_its_place(letter: WithdrawalNotice) -> None:
    corrected, withdrawn = replace(letter, replaced_by="DOC-2026-ZZZZZZ"), replace(letter, replaced_by="")
    assert "DOC-2026-ZZZZZZ" in said(corrected)
    assert render_html(corrected).count("<tr>") == render_html(withdrawn).count("<tr>") + 1
    heading = [re.findall(r"<h1>(.*?)</h1>", render_html(each)) for each in (corrected, withdrawn)]
    assert heading[0] != heading[1]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("de", "ltr"), ("ar", "rtl"), ("he", "rtl")])
def test_the_notice_runs_in_the_direction_of_its_script(language: str, direction: str) -> None:
    assert f'dir="{direction}"' in render_html(EVERY[language]).split("<head>")[0]
    check_characters(EVERY[language])


def test_the_notice_does_not_tell_the_story_again() -> None:
    for told, promised in ((withdrawal(), "does not repeat"), (withdrawal_de(), "wiederholt nicht")):
        words = said(told)
        assert promised in words
        assert re.findall(r"alleg|finding|breach|Feststellung|Verstoß|Vorwurf", words, re.I) == []


def test_without_a_day_nobody_is_asked_to_return_the_receipt_by_one() -> None:
    assert "return it by" in said(withdrawal())
    assert "return it by" not in said(replace(withdrawal(), acknowledge_by=None))
