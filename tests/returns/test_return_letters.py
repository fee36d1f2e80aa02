"""A return to work (D19): a decision with its plan for one, the day and the protection for the other."""

import re
from dataclasses import replace

import pytest

from backend.documents.rendering import render
from backend.kernel.errors import Invalid
from backend.returns.letter_samples import FOLLOW_UP, return_decision, safety_notice
from backend.returns.letter_samples_de import return_decision as entscheidung
from backend.returns.letter_samples_de import safety_notice as mitteilung
from backend.returns.letters import ReturnDecision, SafetyNotice
from tests.documents.files import text_of
from tests.documents.test_printing import needs_poppler
from tests.documents.test_words import plain

decisions = pytest.mark.parametrize("letter", [return_decision(), entscheidung()], ids=["en", "de"])
notices = pytest.mark.parametrize("letter", [safety_notice(), mitteilung()], ids=["en", "de"])


pytestmark = pytest.mark.paper


@decisions
def test_a_decision_holds_reasons_conditions_safeguards_and_plan(letter: ReturnDecision) -> None:
    words = plain(letter)
    for said in (letter.reasons, letter.independence, *letter.conditions, *letter.safeguards, *letter.needed):
        assert said in words
    for step in letter.follow_up:
        assert step.what in words
        assert step.with_whom in words
    assert all(ground in words for ground in letter.appeal.grounds)


@decisions
def test_a_decision_leaves_the_provider_out(letter: ReturnDecision) -> None:
    assert re.findall(r"provider|fit for work|sessions|Fachstelle|arbeitsfähig|Sitzung", plain(letter), re.I) == []


@decisions
def test_each_result_has_its_own_words(letter: ReturnDecision) -> None:
    day, plan = return_decision().returns_on, return_decision().plan_ends_on
    again = entscheidung().decided_again_on
    full = replace(letter, returns_on=day, plan_ends_on=plan, decided_again_on=again, needed=("A desk.",))
    leads = {
        "approved": ("You return on", "Sie kehren am"),
        "deferred": ("cannot decide yet", "noch nicht entscheiden"),
        "refused": ("do not return to this post", "nicht auf diese Stelle zurück"),
    }
    for result in leads:
        words = plain(replace(full, result=result))
        assert [name for name, pair in leads.items() if pair[0] in words or pair[1] in words] == [result]


def test_an_approval_needs_a_day_a_plan_and_its_end() -> None:
    for name, incomplete in (
        ("returns_on", lambda: replace(return_decision(), returns_on=None)),
        ("follow_up", lambda: replace(return_decision(), follow_up=())),
        ("plan_ends_on", lambda: replace(return_decision(), plan_ends_on=None)),
    ):
        with pytest.raises(Invalid) as missing:
            incomplete()
        assert set(missing.value.errors) == {name}
    with pytest.raises(Invalid) as missing:
        replace(entscheidung(), decided_again_on=None, needed=())
    assert set(missing.value.errors) == {"decided_again_on", "needed"}
    with pytest.raises(Invalid):
        replace(return_decision(), result="perhaps")


def test_a_refusal_without_conditions_says_that_none_apply() -> None:
    bare = replace(return_decision(), result="refused", conditions=(), safeguards=(), follow_up=(), support=())
    assert "No conditions and no plan apply" in plain(bare)
    assert "You keep to these conditions" not in plain(bare)


@needs_poppler
def test_a_long_plan_repeats_its_head_on_every_page() -> None:
    sheets = text_of(render(replace(return_decision(), follow_up=FOLLOW_UP * 12))).split("\f")[:-1]
    with_rows = [sheet for sheet in sheets if "Joan Mbeki" in sheet]
    assert len(with_rows) > 2
    assert all(re.search(r"Date\s+What\s+With", sheet) for sheet in with_rows)


@notices
def test_the_complainant_learns_day_protection_and_whom_to_call(letter: SafetyNotice) -> None:
    words = plain(letter)
    assert all(said in words for said in (*letter.protections, letter.person, letter.place))
    assert letter.urgent.phone in words
    assert ("from 9 November 2026" if letter.language == "en-GB" else "ab 10. ") in words


@notices
def test_the_complainant_learns_nothing_of_discipline_or_care(letter: SafetyNotice) -> None:
    told = (
        r"warning|disciplin|agreement|course|provider|referral|treat(?!ed|\s+you)|(?<!working )condition|obligation|return to work|"
        r"abmahn|vereinbarung|\bkurs\b|fachstelle|zuweisung|behandl|(?<!arbeits)bedingung|auflage|rückkehr"
    )
    assert re.findall(told, plain(letter), re.I) == []


def test_a_notice_without_protection_is_refused() -> None:
    with pytest.raises(Invalid):
        replace(safety_notice(), protections=())
