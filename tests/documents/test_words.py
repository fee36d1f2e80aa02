"""What letters say: short plain sentences, no guilt, no diagnosis, nothing that may not be agreed."""

import re
from dataclasses import replace
from html import unescape

import pytest

from backend.clauses.delivered import delivered
from backend.documents.letters import Letter
from backend.documents.rendering import render_html
from backend.kernel.errors import Invalid
from tests.documents.samples import (
    SAMPLES,
    VALUES,
    acknowledgement,
    agreement,
    audit_certificate,
    audit_report,
    notice,
    outcome_complainant,
)

every_letter = pytest.mark.parametrize("letter", SAMPLES, ids=lambda letter: letter.kind)

GUILT = r"guilt|perpetrator|offender|culprit|victim|accuse|convict|sentence[ds]?\b|punish|harasser|abuser|predator"
CLINICAL = r"diagnos|addict|disorder|therap|patholog|sick\b|mental|medication|compuls"


def plain(letter: Letter) -> str:
    body = render_html(letter).split("<body", 1)[1].split(">", 1)[1]
    blocks = re.sub(r"</(?:p|li|h1|h2|h3|td|th|div)>|<br>", "\n", body)
    text = unescape(re.sub(r"<[^>]+>", "", blocks)).replace("\xa0", " ")
    return re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"[ \t]+", " ", text))


@every_letter
def test_no_word_of_guilt_or_illness(letter: Letter) -> None:
    assert re.findall(f"{GUILT}|{CLINICAL}", plain(letter), re.I) == []


@every_letter
def test_sentences_are_short(letter: Letter) -> None:
    sentences = [sentence for line in plain(letter).splitlines() for sentence in re.split(r"(?<=[.?!:;])\s+", line)]
    assert [
        sentence for sentence in sentences if len(sentence.split()) > 25 and not sentence.startswith("It is alleged")
    ] == []


@every_letter
def test_no_letter_closes_a_way_out(letter: Letter) -> None:
    words = plain(letter)
    assert "Nothing in" in words
    for way in ("police", "tribunal", "regulator", "lawyer", "trade union", "doctor", "family"):
        assert way in words


def test_the_notice_presumes_nothing_and_names_no_reporter() -> None:
    words = plain(notice())
    for said in (
        "No decision has been made",
        "not a finding",
        "Silence is not treated as an admission",
        "Companion",
        "No retaliation",
        "Keep evidence",
    ):
        assert said in words
    assert re.findall(r"reported by|warning|dismiss|sanction|complain", words, re.I) == []


def test_an_acknowledgement_promises_no_secrecy() -> None:
    words = plain(acknowledgement())
    assert "cannot promise to keep it secret" in words
    assert "have not formed a view" in words


def test_the_complainant_is_told_nothing_of_discipline() -> None:
    assert re.findall(r"warning|discipl|agreement|course|training|dismiss", plain(outcome_complainant()), re.I) == []


def test_a_report_says_what_it_cannot_prove_and_where_the_key_must_not_come_from() -> None:
    words = plain(audit_report())
    for said in (
        "Never take it from this export",
        "What it cannot prove",
        "not in the export",
        "Legal privilege",
        "VERIFIED, VALUES MISSING",
    ):
        assert said in words
    assert "Not shown" in words
    shown = replace(audit_report(), is_identified=True, approved_by="Priya Raman", withheld=(), completeness=())
    assert "Shown. Approved by Priya Raman." in plain(shown)
    assert "No statement on completeness was made" in plain(shown)


def test_a_certificate_claims_no_rule_and_lists_every_digest() -> None:
    words = plain(audit_certificate())
    assert "It quotes no rule" in words
    assert all(file.sha256 in words for file in audit_certificate().files)
    assert "The seal of Larkfield Instruments is in this file" in words
    assert "None on this version" not in words
    flawed = replace(audit_certificate(), known_defects=("The clock ran 40 seconds ahead until 3 May 2026.",))
    assert "40 seconds ahead" in plain(flawed)
    assert "I know of nothing" not in plain(flawed)


def test_an_agreement_holds_every_mandatory_clause() -> None:
    present = {clause.code for clause in agreement().clauses}
    assert delivered().mandatory == {f"C{number:02}" for number in range(1, 17)}
    assert delivered().mandatory <= present
    assert all(clause.heading in plain(agreement()) for clause in agreement().clauses)


def test_an_agreement_names_the_complainant_on_the_no_contact_list_only() -> None:
    named = [clause.code for clause in agreement().clauses if "Erin" in clause.text or "Lindqvist" in clause.text]
    assert named == ["C20"]
    assert plain(agreement()).count("Lindqvist") == 1


def test_the_library_lists_what_is_prohibited() -> None:
    assert list(delivered().prohibited) == [f"X{number:02}" for number in range(1, 15)]


def test_a_clause_takes_exactly_its_own_values() -> None:
    clause = delivered().clauses["C20"]
    assert clause.placeholders == ("people", "exceptions", "channel", "review_on", "ends_on")
    with pytest.raises(Invalid) as missing:
        clause.fill({"people": "Erin Lindqvist"})
    assert set(missing.value.errors) == {"exceptions", "channel", "review_on", "ends_on"}
    with pytest.raises(Invalid) as unknown:
        clause.fill(VALUES["C20"] | {"diagnosis": "none"})
    assert set(unknown.value.errors) == {"diagnosis"}


def test_braces_in_a_value_are_only_text() -> None:
    filled = delivered().clauses["C05"].fill({"starts_on": "{ends_on}", "review_on": "{0.__class__}", "ends_on": "x"})
    assert "{ends_on}" in filled.text
    assert "{0.__class__}" in filled.text
