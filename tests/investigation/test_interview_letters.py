"""D5 invites and advises; D6 gives one person's words back to that person."""

import re
from dataclasses import fields, replace
from datetime import date

from backend.investigation.letter_samples import interview_record, invitation_party, invitation_witness
from backend.investigation.letters.interviews import Declined, WitnessInvitation
from tests.documents.said import said


def test_a_party_learns_purpose_part_people_and_rights() -> None:
    words = said(invitation_party())
    for each in (
        "The purpose is to establish facts.",
        "You are invited as the person whom the allegations concern.",
        "Hugo Brandt, lawyer of the organisation",
        "Companion.",
        "We do so only if you consent",
        "We cannot promise to keep it secret from everyone.",
        "Nobody may be treated worse",
    ):
        assert each in words


def test_a_witness_learns_the_occasion_and_no_allegation() -> None:
    words = said(invitation_witness())
    assert "the conference dinner in Harrogate" in words
    assert "The investigation is not about you." in words
    assert re.findall(r"alleg|Erin|Lindqvist|Martin|Hale|complain|respondent|shoulder", words) == []
    assert {field.name for field in fields(WitnessInvitation)}.isdisjoint({"topics", "allegations"})


def test_discretion_has_a_reason_and_an_end_and_leaves_rights_alone() -> None:
    for letter in (invitation_party(), invitation_witness()):
        words = said(letter)
        assert letter.discretion is not None
        assert f"The request holds until {letter.discretion.ends}. Reason: {letter.discretion.reason}." in words
        assert "it does not limit the rights named below" in words
        assert "A request for discretion" not in said(replace(letter, discretion=None))


def test_a_lawyer_of_the_employer_says_for_whom_they_act() -> None:
    words = said(invitation_party())
    assert "Hugo Brandt is a lawyer who acts for Larkfield Instruments, not for you." in words
    assert "That protection belongs to Larkfield Instruments alone." in words
    assert "attorney" not in words
    assert "“attorney-client privilege”" in said(replace(invitation_party(), jurisdiction="US-CA"))
    assert "Who acts for whom" not in said(invitation_witness())


def test_the_right_to_a_union_representative_is_named_where_it_holds() -> None:
    at_work = replace(invitation_party(), has_union=True)
    for place, named in (("US", True), ("US-CA", True), ("GB", False), ("", False)):
        assert ("Union representative." in said(replace(at_work, jurisdiction=place))) is named
    assert "Union representative." not in said(replace(invitation_party(), jurisdiction="US"))


def test_without_a_recording_nobody_is_asked_to_consent_to_one() -> None:
    words = said(replace(invitation_party(), recorded=False, enclosed=(), bring=()))
    assert "We do not record sound or pictures" in words
    assert "consent" not in words
    assert "Please bring" not in words


def test_the_record_gives_every_word_and_shows_every_correction() -> None:
    letter = interview_record()
    words = said(letter)
    for number, passage in enumerate(letter.passages, start=1):
        assert f"\n{number}\n{passage.speaker}\n{passage.words.split(chr(10))[0]}" in words
    for correction in letter.corrections:
        assert correction.before in words
        assert correction.after in words
    assert "I said what I know and believe to be true." in words


def test_a_refused_signature_is_recorded_and_not_held_against_anybody() -> None:
    letter = replace(interview_record(), declined=Declined(on=date(2026, 3, 25), recorded_by="Inês Duarte"))
    words = said(letter)
    assert "Neil Ashworth declined to sign on 25 March 2026. Recorded by Inês Duarte. No reason was given" in words
    assert "Declining is not misconduct" in words
    assert "I have read this record" not in words
    assert words.count("\nSignature\n") == 1


def test_a_record_without_corrections_says_so() -> None:
    assert "No correction has been asked for so far." in said(replace(interview_record(), corrections=()))
