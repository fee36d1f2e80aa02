"""The decision memo: sealed when the referral is approved, with all that stood at the gate, and closed to everybody else."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from backend.access.policy import can
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.guard.reading import WordsRefused
from backend.documents.models import Document, DocumentContent
from backend.documents.queries import content_of, letter_of
from backend.kernel.errors import Invalid
from backend.referrals.actions.listing import Listing, edit_provider
from backend.referrals.actions.offering import gate_referral
from backend.referrals.actions.preparing import (
    add_safeguard,
    choose_providers,
    read_evidence,
    revise_referral,
    write_memo,
)
from backend.referrals.contents import ReasonLine
from backend.referrals.letter_samples_memo import decision_memo, entscheidungsvermerk
from backend.referrals.memo_letters import DecisionMemo
from backend.referrals.models import Referral
from tests.documents.test_words import plain
from tests.referrals.referring import WHY, a_guard, a_memo, a_provider, play_referral, ready_for_gate, said

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("letter", [decision_memo(), entscheidungsvermerk()], ids=["en", "de"])


@pytest.fixture
def ready(a_case: Callable[..., Case], cast: Cast) -> Referral:
    referral = play_referral(a_case("outcome_decided"), cast, "considered")
    ready_for_gate(referral, cast)
    return referral


@pytest.fixture
def memo(ready: Referral, cast: Cast) -> Document:
    gate_referral(Referral.objects.get(pk=ready.pk), actor=cast.ruth, coordinator=cast.mira)
    return Document.objects.get(kind="D11M")


def test_what_stood_at_the_gate_is_printed_and_nothing_else(memo: Document, ready: Referral) -> None:
    said = plain(letter_of(memo))
    grade = ready.grade
    for words in (
        "Low",  # how sure it is
        "Helps",
        "This referral rests on it",
        grade.summary,
        grade.applicability,
        "Holper and others 2023",
        WHY,
        "Approved by counsel",
        "Hugo Brandt",
        "Conference and client events end for you",
        "Clara Nwosu",
        "Calder Practice",
        "Meridian Counselling",
        "The company pays all of it",
        "A talk alone was tried in spring",
        "Touching a colleague repeatedly",
        "Mira Solberg keeps the referral from here on",
    ):
        assert words in said, words
    for words in ("Erin", "Lindqvist", "diagnos"):
        assert words not in said, words


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.printing
def test_its_sealed_bytes_say_the_same(memo: Document) -> None:
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(command, input=content_of(memo), capture_output=True, check=True).stdout.decode()
    for words in ("Decision memo on a referral", "How sure it is (GRADE)", "Hugo Brandt", "Confidential: medical"):
        assert words in text


def test_those_at_the_gate_and_the_coordinator_open_it_and_nobody_else(memo: Document, cast: Cast) -> None:
    everybody = ("ruth", "hugo", "mira", "martin", "erin", "ines", "clara", "daniel", "joan", "lena", "sam", "noor")
    assert {name for name in everybody if can(getattr(cast, name), "document.open", memo)} == {"ruth", "hugo", "mira"}
    kept = DocumentContent.objects.get(pk=memo.uid)
    assert set(kept.inputs) == {"shut"}
    assert not bytes(kept.content).startswith(b"%PDF")


TYPED: dict[str, tuple[str, Callable[[Referral, Cast, str], object]]] = {
    "memo": ("necessity", lambda row, cast, words: write_memo(row, memo=a_memo(necessity=words), actor=cast.ruth)),
    "facts": ("facts", lambda row, cast, words: write_memo(row, memo=a_memo(facts=(words,)), actor=cast.ruth)),
    "safeguard": (
        "control",
        lambda row, cast, words: add_safeguard(row, guard=a_guard(cast, control=words), actor=cast.ruth),
    ),
    "evidence": ("why", lambda row, cast, words: read_evidence(row, why=f"{WHY} {words}", actor=cast.ruth)),
    "expectations": (
        "expectations",
        lambda row, cast, words: revise_referral(
            row, said=said(expectations=(words,)), ends_on=row.ends_on, actor=cast.ruth
        ),
    ),
    "reasons": (
        "reasons",
        lambda row, cast, words: revise_referral(
            row,
            said=said(reasons=(ReasonLine(reference="A1", conduct=words, policy_clause="3.2"),)),
            ends_on=row.ends_on,
            actor=cast.ruth,
        ),
    ),
}


@pytest.mark.parametrize("where", TYPED)
@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Erin Lindqvist asked him to stop.", "must not be named"),
        ("He is an alcoholic, which others knew.", "is about health"),
    ],
)
def test_a_name_or_an_illness_is_refused_where_it_is_typed(
    ready: Referral, cast: Cast, where: str, words: str, rule: str
) -> None:
    field, type_in = TYPED[where]
    with pytest.raises(Invalid) as invalid:
        type_in(ready, cast, words)
    assert set(invalid.value.errors) == {field}
    assert rule in invalid.value.errors[field][0]


@pytest.mark.parametrize("words", ["Take your medication every day.", "Work on your depression.", "Geht zur Therapie."])
def test_what_is_expected_at_work_is_conduct_and_no_treatment(ready: Referral, cast: Cast, words: str) -> None:
    with pytest.raises(Invalid) as invalid:
        revise_referral(ready, said=said(expectations=(words,)), ends_on=ready.ends_on, actor=cast.ruth)
    assert "is about health" in invalid.value.errors["expectations"][0]
    revise_referral(ready, said=said(service="Eight hours of psychotherapy"), ends_on=ready.ends_on, actor=cast.ruth)


def test_the_name_of_whoever_was_affected_does_not_pass_the_gate(ready: Referral, cast: Cast) -> None:
    """Whatever way it came in: here the directory itself brings it along."""
    told = a_provider(cast, "Aire Practice")
    edit_provider(
        told,
        Listing(name="Aire Practice", service="As for Erin Lindqvist"),
        offers=[ready.intervention],
        actor=cast.mira,
    )
    choose_providers(ready, treating=[a_provider(cast), told], actor=cast.ruth)
    with pytest.raises(WordsRefused, match="Lindqvist"):
        gate_referral(Referral.objects.get(pk=ready.pk), actor=cast.ruth, coordinator=cast.mira)
    assert Referral.objects.get(pk=ready.pk).state == "considered"
    assert not Document.objects.filter(kind="D11M").exists()


@both
def test_a_memo_without_grade_acknowledgement_or_safeguard_is_none(letter: DecisionMemo) -> None:
    for field in ("grades", "acknowledged", "safeguards"):
        nothing: dict[str, Any] = {field: ()}
        with pytest.raises(Invalid) as invalid:
            replace(letter, **nothing)
        assert set(invalid.value.errors) == {field}


@both
def test_it_names_every_safeguard_provider_and_source(letter: DecisionMemo) -> None:
    said = plain(letter)
    for words in (
        *(step.control for step in letter.safeguards),
        *(provider.name for provider in letter.providers),
        *letter.sources,
        *letter.facts,
        *letter.expectations,
        letter.acknowledged[0].why,
        letter.counsel,
        letter.without,
    ):
        assert words in said, words
