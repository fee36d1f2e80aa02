"""Drawn up from a finding, offered with time to think, signed over the very bytes; four different ends."""

from datetime import timedelta

import pytest

from backend.access.policy import can
from backend.agreements.actions.drafting import approve_agreement, draft_agreement, review_agreement
from backend.agreements.actions.obligations import verify_duty
from backend.agreements.actions.signing import (
    choose_alternative,
    complete_agreement,
    countersign_agreement,
    decline_agreement,
    lapse_offer,
    sign_agreement,
)
from backend.agreements.clauses import library
from backend.agreements.letters.agreement import AccountabilityAgreement
from backend.agreements.models import Agreement, AgreementObligation, Signature
from backend.cases.models import Obligation
from backend.clauses.delivered import delivered
from backend.deadlines.clockwork import sweep
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import a_draft, a_duty, clause_values

pytestmark = pytest.mark.django_db
WHY = "For this test."


def sign(agreement, user, **told):
    usual = {"sha256": agreement.offered_sha256, "typed_name": user.name, "factors": ["password"]}
    return sign_agreement(agreement, actor=user, reason="I sign.", **{**usual, **told})


def countersign(agreement, user, **told):
    usual = {"sha256": agreement.offered_sha256, "typed_name": user.name, "factors": ["password"]}
    return countersign_agreement(agreement, actor=user, reason="I sign.", **{**usual, **told})


def test_an_agreement_is_drawn_up_whole_or_not_at_all(cast, a_case):
    case = a_case("implementing")
    today = clock.today()
    without = clause_values()
    without.pop("C11")
    with pytest.raises(Invalid) as refused:
        draft_agreement(
            case,
            a_draft(
                cast, clauses=without, ends_on=today + timedelta(days=900), alternative=" ", monitor=cast.erin.person
            ),
            actor=cast.daniel,
            reason=WHY,
        )
    assert set(refused.value.errors) == {"clauses", "ends_on", "alternative", "monitor"}
    assert "C11" in refused.value.errors["clauses"][0]
    assert not Agreement.objects.filter(case=case).exists()


@pytest.mark.parametrize("code", sorted(delivered().prohibited))
def test_a_prohibited_clause_is_refused_with_its_reason(cast, a_case, code):
    case = a_case("implementing")
    with pytest.raises(Invalid) as refused:
        draft_agreement(case, a_draft(cast, clauses={**clause_values(), code: {}}), actor=cast.daniel, reason=WHY)
    assert library().prohibited[code] in refused.value.errors["clauses"][0]


def test_an_obligation_that_nobody_can_check_is_refused(cast, a_case):
    case = a_case("implementing")
    vague = [a_duty(cast, clock.today() + timedelta(days=900))]
    with pytest.raises(Invalid) as refused:
        draft_agreement(case, a_draft(cast, duties=vague), actor=cast.daniel, reason=WHY)
    assert "outside" in refused.value.errors["duties"][0]


def test_who_draws_it_up_does_not_approve_it_and_counsel_reviews_first(cast, a_case):
    case = a_case("implementing")
    agreement = draft_agreement(case, a_draft(cast), actor=cast.daniel, reason=WHY)
    with pytest.raises(Refused):
        approve_agreement(agreement, actor=cast.clara, reason=WHY)
    agreement = review_agreement(agreement, actor=cast.hugo, reason=WHY)
    with pytest.raises(Forbidden):
        approve_agreement(agreement, actor=cast.daniel, reason=WHY)
    assert not can(cast.martin, "agreement.view", agreement)
    agreement = approve_agreement(agreement, actor=cast.clara, reason=WHY)
    assert agreement.approved_by == cast.clara


def test_the_employee_sees_what_is_offered_and_it_is_the_obligations_that_are_tracked(cast, an_agreement):
    agreement = an_agreement("offered")
    assert can(cast.martin, "agreement.view", agreement)
    assert not can(cast.erin, "agreement.view", agreement)
    letter = letter_of(agreement.document)
    assert isinstance(letter, AccountabilityAgreement)
    assert [line.what for line in letter.obligations] == [duty.what for duty in agreement.obligations.order_by("seq")]
    assert cast.erin.name not in str(letter)


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"sha256": "0" * 64}, "document-changed"),
        ({"factors": []}, "reauthentication-missing"),
        ({"typed_name": "Somebody Else"}, "invalid"),
        ({"meaning": "decline"}, "invalid"),
    ],
)
def test_a_signature_stands_under_the_offered_bytes_in_ones_own_name(cast, an_agreement, told, error):
    agreement = an_agreement("offered")
    with pytest.raises((Refused, Invalid)) as refused:
        sign(agreement, cast.martin, **told)
    assert refused.value.code == error
    agreement.refresh_from_db()
    assert agreement.state == "offered"
    assert not Signature.objects.filter(agreement=agreement).exists()


def test_only_the_employee_signs_and_protest_is_a_signature_too(cast, an_agreement, last_event):
    agreement = an_agreement("offered")
    for name in ("ruth", "daniel", "erin", "noor", "sam"):
        with pytest.raises(Forbidden):
            sign(agreement, getattr(cast, name))
    agreement = sign(agreement, cast.martin, meaning="agree_under_protest", comment="I disagree with finding A1.")
    signature = Signature.objects.get(agreement=agreement)
    assert (signature.sha256, signature.meaning, signature.factors) == (
        agreement.offered_sha256,
        "agree_under_protest",
        ["password"],
    )
    assert last_event(agreement) == ("agreement.sign", "martin", "I sign.")
    assert not AgreementObligation.objects.filter(agreement=agreement).exclude(state="planned").exists()


def test_the_countersignature_puts_it_in_force(cast, an_agreement):
    agreement = an_agreement("signed")
    with pytest.raises(Forbidden):
        countersign(agreement, cast.martin)
    with pytest.raises(Refused):
        countersign(agreement, cast.ruth, sha256="f" * 64)
    agreement = countersign(agreement, cast.ruth)
    assert agreement.state == "active"
    assert set(agreement.obligations.values_list("state", flat=True)) == {"scheduled"}


def test_declining_is_no_breach_and_the_alternative_is_decided(cast, an_agreement):
    """Scenario 5, I27."""
    agreement = an_agreement("offered")
    agreement = decline_agreement(
        agreement, actor=cast.martin, reason="I decline.", factors=["password"], comment="Too long."
    )
    assert agreement.state == "declined"
    assert Signature.objects.get(agreement=agreement).meaning == "decline"
    assert set(agreement.obligations.values_list("state", flat=True)) == {"planned"}
    owed = Obligation.objects.get(case=agreement.case, discharged_at=None, kind="outcome.alternative")
    assert agreement.alternative in owed.what
    with pytest.raises(Refused):
        sign(agreement, cast.martin)


def test_an_unanswered_offer_lapses_by_itself_and_nothing_is_deemed_signed(cast, an_agreement):
    agreement = an_agreement("offered")
    with pytest.raises(Refused) as early:
        lapse_offer(agreement, actor=cast.daniel, reason=WHY)
    assert early.value.code == "offer-open"
    with clock.at(agreement.offer_expires_at + timedelta(minutes=1)):
        with pytest.raises(Refused) as late:
            sign(agreement, cast.martin)
        assert late.value.code == "offer-lapsed"
        sweep(as_of=clock.now())
    agreement.refresh_from_db()
    assert agreement.state == "expired_offer"
    assert not Signature.objects.filter(agreement=agreement).exists()


def test_obligations_are_checked_by_the_monitor_who_sees_no_reasons(cast, an_agreement):
    agreement = an_agreement("active")
    duty = agreement.obligations.select_related("agreement__case").first()
    assert can(cast.joan, "duty.view", duty)
    assert not can(cast.joan, "agreement.view", agreement)
    assert not can(cast.joan, "case.view", agreement.case)
    with pytest.raises(Forbidden):
        verify_duty(duty, actor=cast.martin, reason=WHY, note="I did it.")
    with pytest.raises(Invalid):
        verify_duty(duty, actor=cast.joan, reason=WHY, note=" ")
    assert verify_duty(duty, actor=cast.joan, reason=WHY, note="Attendance record seen.").state == "met"


def test_completion_waits_for_the_end_and_for_every_obligation(cast, an_agreement):
    agreement = an_agreement("active")
    with pytest.raises(Refused) as running:
        complete_agreement(agreement, actor=cast.ruth, reason=WHY)
    assert running.value.code == "agreement-running"
    end = clock.now() + (agreement.ends_on - clock.today()) + timedelta(days=1)
    with clock.at(end):
        with pytest.raises(Refused) as still_open:
            complete_agreement(agreement, actor=cast.ruth, reason=WHY)
        assert still_open.value.code == "obligations-open"
        for duty in agreement.obligations.select_related("agreement__case"):
            verify_duty(duty, actor=cast.joan, reason=WHY, note="Seen.")
        agreement = complete_agreement(agreement, actor=cast.ruth, reason=WHY)
    assert agreement.state == "completed"
    assert Document.objects.filter(about=agreement.key, kind="D18").exists()


def test_the_decision_maker_decides_the_alternative_that_the_offer_named(cast, an_agreement, last_event):
    agreement = an_agreement("offered")
    with pytest.raises(Refused) as offered:
        choose_alternative(agreement, actor=cast.ruth, reason=WHY)
    assert offered.value.code == "wrong-state"
    agreement = decline_agreement(agreement, actor=cast.martin, reason="I decline.", factors=["password"])
    for name in ("daniel", "martin", "noor"):
        with pytest.raises(Forbidden):
            choose_alternative(agreement, actor=getattr(cast, name), reason=WHY)
    choose_alternative(agreement, actor=cast.ruth, reason="As the offer said.")
    assert last_event(agreement) == ("agreement.choose_alternative", "ruth", "As the offer said.")
    assert not Obligation.objects.filter(case=agreement.case, kind="outcome.alternative", discharged_at=None).exists()
    with pytest.raises(Refused) as again:
        choose_alternative(agreement, actor=cast.ruth, reason=WHY)
    assert again.value.code == "alternative-decided"
