"""A letter is read sentence by sentence: what blocks, what only suggests, and where it stands."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from backend.cases.letters import NoticeOfAllegations
from backend.documents.guard.index import Index
from backend.documents.guard.reading import Remark, WordsRefused, forbid, remarks
from backend.documents.guard.rules import Weight, kind, vocabulary
from backend.documents.guard.sentences import lines
from backend.documents.letters import Letter
from tests.documents.guard.conftest import Told, notice_saying
from tests.documents.samples import SAMPLES, agreement, completion, notice, outcome_complainant, outcome_respondent

GUILTY = "You are guilty of this."


@pytest.mark.parametrize("letter", SAMPLES, ids=lambda letter: letter.kind)
def test_no_sample_is_held_back(letter: Letter) -> None:
    assert [remark for remark in remarks(letter) if remark.weight is Weight.BLOCKS] == []


def test_a_remark_shows_the_sentence_the_reason_and_the_field(told: Told) -> None:
    (remark,) = told(f"It was on Monday. {GUILTY} It was late.")
    assert (remark.rule, remark.category, remark.weight) == ("guilty", "guilt", Weight.BLOCKS)
    assert (remark.sentence, remark.found) == (GUILTY, "guilty")
    assert remark.field == "allegations[0].particulars"
    assert remark.why
    assert remark.instead


def test_words_of_guilt_block_before_a_finding_and_only_suggest_after_it() -> None:
    letter = replace(outcome_respondent(), reasons="You are guilty.")
    assert [remark.weight for remark in remarks(letter)] == [Weight.SUGGESTS]
    assert [remark.weight for remark in remarks(letter, before_finding=True)] == [Weight.BLOCKS]


def test_what_somebody_said_only_suggests(told: Told) -> None:
    assert [remark.weight for remark in told("It is alleged that you called her “a liar”.")] == [Weight.SUGGESTS]
    assert [remark.weight for remark in told("It is alleged that she is a liar.")] == [Weight.BLOCKS]
    assert [remark.weight for remark in told("It is alleged that you said: 'You are a liar. Go away.'")] == [
        Weight.SUGGESTS
    ]
    assert [remark.weight for remark in told("Sie sagten: „Du bist ein Lügner.“", "de-DE")] == [Weight.SUGGESTS]
    assert [remark.weight for remark in told("She said “nothing. You are a liar.")] == [Weight.BLOCKS], "never closed"


def test_the_kind_of_letter_decides_what_blocks() -> None:
    sanction = "A final written warning may follow."
    assert [remark.rule for remark in forbidden(notice_saying(sanction))] == ["sanction"]
    assert forbidden(replace(outcome_respondent(), reasons=sanction)) == []
    assert [remark.rule for remark in forbidden(replace(outcome_complainant(), measures=(sanction,)))] == ["discipline"]
    praise = replace(completion(), continuing=("Congratulations: you are cured.",))
    assert [remark.category for remark in forbidden(praise)] == ["praise", "diagnosis", "praise"]


def test_nothing_is_agreed_that_may_not_be() -> None:
    clause = replace(
        agreement().clauses[0], text="You waive all future claims. You will not speak to anyone about the case."
    )
    letter = replace(agreement(), clauses=(clause,))
    assert {(remark.rule, remark.field) for remark in forbidden(letter)} == {
        ("future-claims", "clauses[0].text"),
        ("gag", "clauses[0].text"),
    }


def test_a_disclosure_decision_lifts_what_it_is_about() -> None:
    letter = replace(outcome_complainant(), measures=("He received a written warning.",))
    assert [remark.rule for remark in forbidden(letter)] == ["discipline"]
    object.__setattr__(letter, "disclosure_decision", "DIS-2026-K3T7BN")  # as a disclosure addendum has it
    assert forbidden(letter) == []
    assert [remark.rule for remark in remarks(letter)] == ["discipline"]


def test_the_words_of_the_template_are_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert remarks(notice()) == []
    monkeypatch.setattr(NoticeOfAllegations, "kind", "D8")  # a complainant is told nothing of discipline
    assert [(remark.rule, remark.found, remark.field) for remark in remarks(notice())] == [
        ("discipline", "disciplinary", "")
    ]
    assert remarks(notice(), html="<body><p>Words of our own.</p></body>") == []


def test_a_value_is_told_once_though_the_template_prints_it_again() -> None:
    letter = replace(notice_saying(GUILTY), title="The guilty party")
    assert sorted(remark.field for remark in remarks(letter)) == ["allegations[0].particulars", "title"]
    said = replace(
        notice().allegations[0], where="at the desk of a liar"
    )  # printed in the middle of a line of the template
    assert [remark.field for remark in remarks(replace(notice(), allegations=(said,)))] == ["allegations[0].where"]


def test_what_names_or_reaches_somebody_is_no_prose() -> None:
    line = replace(notice().support[0], name="Max Savage-Liar", role="Addiction counselling")
    assert remarks(replace(notice(), support=(line,), contact=line)) == []


def test_a_letter_in_a_language_without_rules_says_so() -> None:
    letter = notice_saying("Vous êtes guilty. Legally privileged.", "fr-FR")
    held, said = remarks(letter, html="<body><p>Bonjour.</p></body>")
    assert (held.rule, held.weight) == ("privileged-mark", Weight.BLOCKS)
    assert (said.rule, said.found, said.weight) == ("language", "fr-FR", Weight.SUGGESTS)


def test_a_letter_is_refused_with_every_remark() -> None:
    with pytest.raises(WordsRefused, match=r"guilty.*places to mend: 2") as refused:
        forbid(notice_saying(f"{GUILTY} He is a liar. He was evasive."))
    assert refused.value.code == "letter-words"
    assert [remark.rule for remark in refused.value.remarks] == ["guilty", "bad-character", "loaded-adjectives"]
    assert refused.value.members["remarks"][0]["weight"] == "blocks"
    assert [remark.rule for remark in forbid(notice_saying("He was evasive."))] == ["loaded-adjectives"]


def forbidden(letter: Letter) -> list[Remark]:
    return [remark for remark in remarks(letter) if remark.weight is Weight.BLOCKS]


PROPER = tomllib.loads((Path(__file__).parent / "proper.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("code", "language"), [(code, language) for code in PROPER for language in PROPER[code]])
def test_nothing_that_a_proper_letter_says_is_held_back(code: str, language: str) -> None:
    held = kind(code, f"{code}/v2")
    index = Index(vocabulary(language))
    index.add(rule for rule in vocabulary(language).rules.values() if rule.category in held.blocks and not rule.weak)
    said = [line for text in PROPER[code][language] for line in lines("", text)]
    assert [
        (match.rule.id, line.found(match.start, match.end), line.text)
        for line in said
        for match in index.matches(line, {})
    ] == []


REPORTED = {
    "en-GB": [
        "It is alleged that you called a colleague a liar and a troublemaker.",
        "It is alleged that you said that she was a liar.",
        "It is alleged that you made jokes about a colleague’s autism.",
        "It is alleged that you threatened to punish a colleague for reporting.",
        "It is alleged that you told a colleague that she was crazy and should see a psychiatrist.",
    ],
    "de-DE": [
        "Ihnen wird vorgeworfen, eine Kollegin Lügnerin genannt zu haben.",
        "Ihnen wird vorgeworfen, einem Kollegen mit Bestrafung gedroht zu haben.",
        "Ihnen wird vorgeworfen, Witze über den Autismus eines Kollegen gemacht zu haben.",
    ],
}
ITS_OWN = {
    "en-GB": [
        "You are a liar.",
        "You will be punished.",
        "You are a liar, and you called her.",
        "He told us that she is an alcoholic.",
        "It is alleged that you called her. You are a liar.",
        "You called her, and then you harassed her.",
    ],
    "de-DE": [
        "Sie sind ein Lügner.",
        "Ihnen droht eine Strafe.",
        "Sie wurden gerufen und haben eine Kollegin belästigt.",
    ],
}


@pytest.mark.parametrize(("language", "text"), [(spoken, text) for spoken in REPORTED for text in REPORTED[spoken]])
def test_what_somebody_is_said_to_have_called_another_is_shown_and_does_not_block(
    language: str, text: str, told: Told
) -> None:
    found = told(text, language)
    assert found
    assert {remark.weight for remark in found} == {Weight.SUGGESTS}


@pytest.mark.parametrize(("language", "text"), [(spoken, text) for spoken in ITS_OWN for text in ITS_OWN[spoken]])
def test_the_letters_own_words_block_whatever_verb_stands_near(language: str, text: str, told: Told) -> None:
    assert Weight.BLOCKS in {remark.weight for remark in told(text, language)}
