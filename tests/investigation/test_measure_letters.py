"""D4 is neutral: it binds one person without a word of findings, and supports the other without a word of discipline."""

import re
from dataclasses import replace

from backend.investigation.letter_samples import interim_measure, supportive_measure
from tests.documents.said import said


def test_the_person_bound_learns_measure_pay_review_and_challenge() -> None:
    letter = interim_measure()
    words = said(letter)
    for measure in letter.measures:
        assert f"{measure.what}\n{measure.means}\n{measure.until}" in words
    for each in (
        "These measures are neutral.",
        "They are not discipline",
        "Your pay, your benefits and your post stay exactly as they are.",
        "Reason: keeping people apart while the facts are established.",
        "You may challenge a measure at any time. Write to Clara Nwosu",
        "A challenge is never held against you.",
        "I have received this letter",
    ):
        assert each in words


def test_it_holds_no_word_of_findings_and_no_reason_of_anybody() -> None:
    words = said(interim_measure())
    assert (
        re.findall(r"finding|found|breach|substantiat|allegation|complain|afraid|fear|unsafe|report(?!ing)", words)
        == []
    )


def test_the_complainant_learns_what_helps_and_how_to_change_it() -> None:
    letter = supportive_measure()
    words = said(letter)
    for measure in letter.measures:
        assert f"{measure.what}\n{measure.how}\n{measure.arranged_by}" in words
    assert "without giving a reason" in words
    assert "The measures cost you nothing." in words
    assert re.findall(r"discipl|warning|suspend|dismiss|finding", words) == []


def test_without_steps_of_others_the_sections_still_count_from_one() -> None:
    words = said(replace(supportive_measure(), protections=()))
    assert re.findall(r"^(\d)\. ", words, re.M) == ["1", "2", "3", "4", "5"]
    assert re.findall(r"^(\d)\. ", said(supportive_measure()), re.M) == ["1", "2", "3", "4", "5", "6"]
