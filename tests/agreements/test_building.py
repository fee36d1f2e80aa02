"""Building an agreement: what must, may and must not stand, what nobody could check, and drafts that are not finished."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta

from backend.agreements.actions.drafting import (
    approve_agreement,
    draft_agreement,
    redraft_agreement,
    review_agreement,
    take_back_agreement,
)
from backend.agreements.actions.sketching import drop_sketch, keep_sketch
from backend.agreements.checking import draft_remarks
from backend.agreements.clauses import library
from backend.agreements.letters.agreement import agreement_letter
from backend.agreements.models import Agreement, AgreementSketch
from backend.agreements.proposal import consider_until
from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.clauses.actions.loading import load_clauses
from backend.clauses.delivered import delivered
from backend.decisions.queries.standing import approved_outcome
from backend.demo.cast import Cast
from backend.documents.queries import content_sha256, letter_of, reproduce
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import a_draft, a_duty, clause_values
from tests.clauses.keeping import words_anew

pytestmark = pytest.mark.django_db
WHY = "For this test."
ACase = Callable[..., Case]


@pytest.fixture
def case(a_case: ACase) -> Case:
    return a_case("implementing")


def asked_for(case: Case, cast: Cast, *kinds: str) -> None:
    outcome = approved_outcome(case)
    assert outcome is not None
    outcome.kinds = list(kinds)
    keep(outcome, "outcome.decide", actor=cast.ruth, reason=WHY)


def at(case: Case, cast: Cast, profile: str) -> Case:
    case.profile = profile
    return keep(case, "case.plan", actor=cast.ines, reason=WHY)


def draft(case: Case, cast: Cast, **told: Any) -> Agreement:
    return draft_agreement(case, a_draft(cast, **told), actor=cast.daniel, reason=WHY)


def refusal(case: Case, cast: Cast, **told: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        draft(case, cast, **told)
    assert not Agreement.objects.filter(case=case).exists()
    return refused.value.errors


def valued(code: str, **given: str) -> dict[str, dict[str, str]]:
    return {**clause_values([code]), code: {**clause_values([code])[code], **given}}


@pytest.mark.parametrize("code", sorted(delivered().prohibited))
def test_a_prohibited_clause_is_refused_with_its_reason(case: Case, cast: Cast, code: str) -> None:
    told = refusal(case, cast, clauses={**clause_values(), code: {}})["clauses"][0]
    assert delivered().prohibited[code] in told
    assert delivered().stands(code, kind="", profile="").why in told


@pytest.mark.parametrize("code", sorted(delivered().mandatory))
def test_a_missing_mandatory_clause_is_named(case: Case, cast: Cast, code: str) -> None:
    told = refusal(case, cast, clauses={name: values for name, values in clause_values().items() if name != code})
    assert code in told["clauses"][0]


def test_each_place_has_its_own_clauses(case: Case, cast: Cast) -> None:
    california = at(case, cast, "US-CA")
    assert "C53" in refusal(california, cast)["clauses"][0]
    assert "C51 does not stand" in refusal(california, cast, clauses=clause_values(["C53", "C51"]))["clauses"][0]
    agreement = draft(california, cast, clauses=clause_values(["C53"]))
    text = agreement.clauses.get(code="C53").text
    assert "Nothing in this agreement prevents you from discussing or disclosing information" in text


@pytest.mark.parametrize(
    ("kind", "needs"),
    [("return_to_work", {"C21", "C28", "C29"}), ("separation_safety", {"C20"}), ("expectations", set())],
)
def test_each_kind_says_which_clauses_it_needs(case: Case, cast: Cast, kind: str, needs: set[str]) -> None:
    if needs:
        told = refusal(case, cast, kind=kind)["clauses"][0]
        assert all(code in told for code in needs)
    agreement = draft(case, cast, kind=kind, clauses=clause_values(sorted(needs)))
    assert agreement.kind == kind


def test_a_kind_that_the_outcome_does_not_ask_for_is_refused(case: Case, cast: Cast) -> None:
    assert "The outcome asks for" in refusal(case, cast, kind="last_chance")["kind"][0]
    asked_for(case, cast, "training")
    with pytest.raises(Refused, match="approved outcome"):
        draft(case, cast)


def test_a_last_chance_waits_for_what_counsel_writes_down(case: Case, cast: Cast) -> None:
    asked_for(case, cast, "last_chance_agreement")
    assert "C40" in refusal(case, cast)["clauses"][0]
    agreement = draft(case, cast, clauses=clause_values(["C40", "C41"]))
    assert agreement.kind == "last_chance"
    with pytest.raises(Invalid) as refused:
        review_agreement(agreement, actor=cast.hugo, reason=WHY)
    assert refused.value.errors["note"] == ["Say what you checked of C40, C41."]
    with pytest.raises(Refused):
        approve_agreement(agreement, actor=cast.clara, reason=WHY)
    agreement = review_agreement(agreement, actor=cast.hugo, reason=WHY, note="Dismissal was open under rule 12.")
    assert (agreement.reviewed_by, agreement.state) == (cast.hugo, "legal_reviewed")
    assert approve_agreement(agreement, actor=cast.clara, reason=WHY).state == "approved"


def test_longer_than_usual_needs_a_reason_of_both(case: Case, cast: Cast) -> None:
    start = clock.today() + timedelta(days=10)
    longer = start + relativedelta(months=30)
    assert "unless you say why" in refusal(case, cast, ends_on=longer)["ends_on"][0]
    beyond = start + relativedelta(months=60, days=1)
    assert "whatever the reason" in refusal(case, cast, ends_on=beyond, longer_because="A licence.")["ends_on"][0]
    agreement = draft(case, cast, ends_on=longer, longer_because="The licence runs so long.")
    agreement = review_agreement(agreement, actor=cast.hugo, reason=WHY)
    with pytest.raises(Invalid) as refused:
        approve_agreement(agreement, actor=cast.clara, reason=WHY)
    assert "longer_approved" in refused.value.errors
    agreement = approve_agreement(agreement, actor=cast.clara, reason=WHY, longer_approved="It does.")
    assert (agreement.longer_because, agreement.longer_approved) == ("The licence runs so long.", "It does.")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("You waive all future claims.", "X01"),
        ("You will not report this to the police.", "X02"),
        ("You keep the terms strictly confidential.", "X03"),
        ("You release all medical records.", "X04"),
        ("You accept that you are an addict.", "X05"),
        ("This holds until further notice.", "X06"),
        ("Your wife takes part in the talks.", "X08"),
        ("You will apologise to the complainant.", "X09"),
        ("You meet the pastor once a week.", "X10"),
        ("You are dismissed if the therapist so decides.", "X12"),
        ("We may change this list at any time.", "X13"),
        ("You take a polygraph test.", "X14"),
        ("The offer is deemed accepted after a week.", ""),
    ],
)
def test_words_that_must_not_stand_are_found_in_what_was_typed(case: Case, cast: Cast, words: str, code: str) -> None:
    told = refusal(case, cast, clauses=valued("C03", expectations=f"- {words}"))["C03-expectations"]
    assert any(f"({code})" in each if code else "must not stand" in each for each in told)
    duty = refusal(
        case,
        cast,
        duties=[
            a_duty(cast, clock.today() + timedelta(days=60)).__class__(
                **{**vars(a_duty(cast, clock.today() + timedelta(days=60))), "what": words}
            )
        ],
    )
    assert "must not stand" in duty["duties"][0]


@pytest.mark.parametrize(
    "words",
    [
        "You meet the pastor or the secular alternative, as you choose.",
        "You do not drink alcohol at company events.",
        "You hold no one-to-one meeting behind a closed door.",
        "You may speak to your family, a doctor and the police.",
        "You do not use social media during work.",
    ],
)
def test_words_that_may_stand_do(case: Case, cast: Cast, words: str) -> None:
    assert draft(case, cast, clauses=valued("C03", expectations=f"- {words}")).pk


@pytest.mark.parametrize(
    "words", ["Behave appropriately.", "Inform HR if necessary.", "Report as soon as possible.", "Try to listen."]
)
def test_what_nobody_could_check_is_shown_with_a_suggestion_and_kept(case: Case, cast: Cast, words: str) -> None:
    duty = a_duty(cast, clock.today() + timedelta(days=60))
    vague = type(duty)(**{**vars(duty), "what": words})
    remarks = [each for each in draft_remarks(case, clause_values(), [vague], "en-GB") if each.field == "duty-0-what"]
    assert remarks
    assert not any(remark.blocks for remark in remarks)
    assert all(remark.instead and remark.sentence == words for remark in remarks)
    assert draft(case, cast, duties=[vague]).pk


def test_no_obligation_names_who_is_behind_the_matter(case: Case, cast: Cast) -> None:
    duty = a_duty(cast, clock.today() + timedelta(days=60))
    named = type(duty)(**{**vars(duty), "what": f"Keep out of the office of {cast.erin.name}."})
    told = refusal(case, cast, duties=[named])["duties"][0]
    assert "The monitor reads every obligation" in told
    assert draft(case, cast, clauses=valued("C20", people=cast.erin.name)).clauses.filter(code="C20").exists()


def test_a_draft_is_drawn_up_anew_until_it_is_reviewed(case: Case, cast: Cast) -> None:
    agreement = draft(case, cast, clauses=clause_values(["C31"]))
    anew = a_draft(cast, clauses=valued("C20", people="Erin Lindqvist"), alternative="A transfer.", duties=[])
    with pytest.raises(Forbidden):
        redraft_agreement(agreement, anew, actor=cast.hugo, reason=WHY)
    agreement = redraft_agreement(agreement, anew, actor=cast.daniel, reason="Shorter.")
    codes = set(agreement.clauses.values_list("code", flat=True))
    assert "C20" in codes
    assert "C31" not in codes
    assert (agreement.alternative, agreement.obligations.count()) == ("A transfer.", 0)
    agreement = review_agreement(agreement, actor=cast.hugo, reason=WHY)
    with pytest.raises(Refused, match="Take it back"):
        redraft_agreement(agreement, anew, actor=cast.daniel, reason=WHY)
    with pytest.raises(Refused, match="Give a reason"):
        take_back_agreement(agreement, actor=cast.daniel, reason=" ")
    with pytest.raises(Forbidden):
        take_back_agreement(agreement, actor=cast.joan, reason=WHY)
    agreement = take_back_agreement(agreement, actor=cast.daniel, reason="An exception is missing.")
    assert (agreement.state, agreement.reviewed_by, agreement.approved_by) == ("drafting", None, None)
    assert redraft_agreement(agreement, anew, actor=cast.daniel, reason=WHY).state == "drafting"


def test_the_words_at_drafting_stand_on_the_agreement_whatever_becomes_of_the_library(
    cast: Cast, an_agreement: Callable[..., Agreement]
) -> None:
    offered = an_agreement("offered")
    assert offered.document is not None
    before, text = content_sha256(offered.document), offered.clauses.get(code="C04").text
    assert offered.clauses.get(code="C04").library_sha256 == delivered().clauses["C04"].sha256
    load_clauses(actor=cast.system)
    version = words_anew(cast)
    offered.refresh_from_db()
    assert offered.clauses.get(code="C04").text == text
    assert content_sha256(offered.document) == before == offered.offered_sha256
    assert version.text.strip() not in str(letter_of(offered.document))
    assert reproduce(offered.document)


def test_an_agreement_names_the_very_version_it_was_drawn_up_from(case: Case, cast: Cast) -> None:
    load_clauses(actor=cast.system)
    first = words_anew(cast)
    agreement = draft(case, cast)
    clause = agreement.clauses.get(code="C04")
    assert (clause.version, clause.library_version) == (first, "en-GB/C04.2")
    assert (clause.library_sha256, clause.text) == (first.sha256, first.text.strip())
    agreement.offer_expires_at = consider_until(case)
    letter = agreement_letter(agreement, by=cast.daniel)
    second = words_anew(cast, "You treat nobody worse because they spoke up.\n")
    assert library().clauses["C04"].text == second.text
    assert agreement_letter(agreement, by=cast.daniel) == letter
    redrafted = redraft_agreement(agreement, a_draft(cast), actor=cast.daniel, reason=WHY)
    assert redrafted.clauses.get(code="C04").version == second


def test_an_unfinished_draft_is_kept_as_it_was_typed_and_never_overwritten_unseen(case: Case, cast: Cast) -> None:
    typed = {"alternative": ["A transf"], "use-C20": ["on"], "duty-0-what": ["Tidy “up”\nand more"]}
    kept = keep_sketch(case, typed, actor=cast.daniel, reason=WHY)
    assert AgreementSketch.objects.get(case=case).typed == typed
    for who in (cast.martin, cast.erin, cast.joan):
        with pytest.raises(Forbidden):
            keep_sketch(case, typed, actor=who, reason=WHY)
    with pytest.raises(Refused, match="saved it since"):
        keep_sketch(case, {"alternative": ["Mine"]}, actor=cast.ruth, reason=WHY, seen=0)
    again = keep_sketch(case, {"alternative": ["Ours"]}, actor=cast.ruth, reason=WHY, seen=kept.saves)
    assert again.typed == {"alternative": ["Ours"]}
    drop_sketch(case, actor=cast.daniel, reason=WHY)
    assert not AgreementSketch.objects.exists()
