"""A referral (D11): the employee is told everything, the provider almost nothing, and both read the same short list."""

import re
from dataclasses import replace

import pytest

from backend.documents.letters import Letter
from backend.documents.rendering import render_html
from backend.kernel.errors import Invalid
from backend.referrals.letter_samples import referral_form, referral_letter, release
from backend.referrals.letter_samples_de import referral_form as auftrag
from backend.referrals.letter_samples_de import referral_letter as zuweisung
from backend.referrals.letter_samples_de import release as entbindung
from backend.referrals.letters import CERTAINTIES, REPORTABLE, ReferralForm, ReferralLetter
from tests.documents.test_words import plain

letters = pytest.mark.parametrize("letter", [referral_letter(), zuweisung()], ids=["en", "de"])
forms = pytest.mark.parametrize("form", [referral_form(), auftrag()], ids=["en", "de"])


def short_list(letter: Letter) -> list[str]:
    return re.findall(r"<li>(.*?)</li>", re.findall(r"<ol>(.*?)</ol>", render_html(letter), re.S)[0])


@pytest.mark.parametrize(
    "papers",
    [(referral_letter(), referral_form(), release()), (zuweisung(), auftrag(), entbindung())],
    ids=["en", "de"],
)
def test_every_paper_of_a_referral_prints_the_same_list_in_full(papers: tuple[Letter, ...]) -> None:
    first, *others = (short_list(paper) for paper in papers)
    assert len(first) == len(REPORTABLE)
    assert all(other == first for other in others)


@letters
def test_the_employee_is_told_the_reason_the_choice_the_payer_and_what_is_known(letter: ReferralLetter) -> None:
    words = plain(letter)
    for reason in letter.reasons:
        assert reason.conduct in words
        assert reason.policy_clause in words
    assert all(provider.name in words for provider in letter.providers)
    for said in (letter.service, letter.payer, letter.reports_every, letter.known.intervention, letter.known.applies):
        assert said in words
    assert all(said in words for said in (*letter.known.sources, *letter.alternatives, *letter.beside))
    assert letter.adjustments.name in words


def test_declining_is_not_misconduct_and_leaves_only_the_conduct_to_decide_on() -> None:
    required = plain(referral_letter())
    assert "Declining is not misconduct" in required
    assert "rests on the conduct that was found, and on nothing else" in required
    offered = plain(replace(referral_letter(), is_required=False))
    assert "Declining has no consequences" in offered
    assert "Ruth Adeyemi then chooses" not in offered
    assert "Ablehnen hat keine Folgen" in plain(zuweisung())
    assert "Ablehnen ist keine Pflichtverletzung" in plain(replace(zuweisung(), is_required=True))  # codespell:ignore


@letters
def test_the_letter_says_nothing_of_illness_and_names_no_complainant(letter: ReferralLetter) -> None:
    told = r"Erin|Lindqvist|Katrin|Vogel|diagnos|therap|you need|sie brauchen hilfe|addict|sucht\b"
    assert re.findall(told, plain(letter), re.I) == []


@letters
@pytest.mark.parametrize("grade", CERTAINTIES)
def test_every_grade_of_evidence_is_told_in_plain_words(letter: ReferralLetter, grade: str) -> None:
    said = {
        "high": ("evidence is strong", "Belege sind stark"),
        "moderate": ("evidence is moderate", "Belege sind mäßig"),
        "low": ("evidence is weak", "Belege sind schwach"),
        "very_low": ("evidence is very weak", "Belege sind sehr schwach"),
        "none_found": ("found no evidence", "keine Belege"),
    }
    words = plain(replace(letter, known=replace(letter.known, certainty=grade)))
    at = 0 if letter.language == "en-GB" else 1
    assert [name for name, pair in said.items() if pair[at] in words] == [grade]


def test_a_referral_leaves_a_choice_of_provider_and_is_never_the_only_step() -> None:
    with pytest.raises(Invalid) as alone:
        replace(referral_letter(), providers=referral_letter().providers[:1])
    assert set(alone.value.errors) == {"providers"}
    reason = "No second provider has time before August."
    assert reason in plain(
        replace(referral_letter(), providers=referral_letter().providers[:1], only_one_because=reason)
    )
    with pytest.raises(Invalid) as bare:
        replace(referral_letter(), beside=())
    assert set(bare.value.errors) == {"beside"}
    with pytest.raises(Invalid):
        replace(referral_letter().known, certainty="proven")


@forms
def test_the_provider_learns_neither_the_case_nor_who_complained(form: ReferralForm) -> None:
    told = r"CASE-|Erin|Lindqvist|Katrin|Vogel|complain|warning|agreement|Abmahnung|Vereinbarung|Fallakte"
    assert re.findall(told, plain(form)) == []
    assert "REF-2026-" in plain(form)


@forms
def test_the_provider_is_told_what_to_report_when_and_what_never(form: ReferralForm) -> None:
    words = plain(form)
    for said in (*form.expectations, form.payer, form.release, form.employee, form.provider.licence, form.urgent.phone):
        assert said in words
    assert len(re.findall(r"Status|Completion|Zwischenstand|Abschluss", words)) == len(form.reports)
    assert "fitness for work" in words or "Arbeitsfähigkeit" in words
