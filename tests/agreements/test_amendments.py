"""Scenario 8: a changed version is offered with new time, the one before stands until both have signed, and is never edited."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.access.policy import can
from backend.agreements.actions.amending import Change, propose_amendment
from backend.agreements.actions.drafting import approve_agreement, review_agreement
from backend.agreements.actions.obligations import verify_duty
from backend.agreements.actions.signing import complete_agreement, decline_agreement, offer_agreement
from backend.agreements.actions.voiding import void_agreement
from backend.agreements.letters.amendment import Amendment
from backend.agreements.models import Agreement, AgreementClause, AgreementObligation, Signature
from backend.audit.timeline import history
from backend.cases.models import Obligation
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.documents.queries import content_sha256, letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.agreements.answers import WHY, a_change, an_amendment, countersign, sign
from tests.builders import a_draft, a_duty

pytestmark = pytest.mark.django_db
Plays = Callable[..., Agreement]


@pytest.fixture
def active(an_agreement: Plays) -> Agreement:
    return an_agreement("active")


def test_scenario_8(cast: Cast, active: Agreement) -> None:
    done, still = active.obligations.get(), None
    earlier_end, clause = active.ends_on, active.clauses.order_by("seq")[1]
    was = clause.text
    duty = replace(a_duty(cast, clock.today() + timedelta(days=90)), what="Meet the monitor once a month.")
    version = an_amendment(
        active,
        cast,
        ends_on=earlier_end + timedelta(days=90),
        extension_reason="The course runs in spring only.",
        duties={done.seq: duty},
    )
    letter = letter_of(version.document)
    assert isinstance(letter, Amendment)
    assert {change.code for change in letter.clauses} >= {clause.code}
    assert next(change.becomes for change in letter.obligations).startswith("Meet the monitor once a month.")
    assert letter.obligations[0].was.startswith(done.what)
    assert (letter.ended_before_on, letter.ends_on) == (earlier_end, earlier_end + timedelta(days=90))
    assert version.offer_expires_at
    assert version.offer_expires_at > clock.now() + timedelta(days=6)
    assert cast.erin.name not in str(letter)

    with clock.at(clock.now() + timedelta(days=5)):
        version = countersign(sign(version, cast.martin), cast.ruth)
        active.refresh_from_db()
        assert (version.state, active.state) == ("active", "active")
        assert set(version.obligations.values_list("state", flat=True)) == {"planned"}
    with clock.at(clock.now() + timedelta(days=14)):
        sweep(as_of=clock.now())
    active.refresh_from_db()
    done.refresh_from_db()
    still = version.obligations.get()
    assert (active.state, active.ends_on, active.clauses.get(code=clause.code).text) == ("superseded", earlier_end, was)
    assert (done.state, done.what) == ("cancelled", letter.obligations[0].was.split(" (")[0])
    assert (still.state, still.what) == ("scheduled", "Meet the monitor once a month.")
    assert Deadline.objects.about(still).pending().exists()
    assert not Deadline.objects.about(done).pending().exists()
    for each in (active, version):
        assert each.document
        assert content_sha256(each.document) == each.offered_sha256
    assert can(cast.joan, "duty.view", still)
    assert not can(cast.joan, "duty.view", done)
    told = [event.action for event in history(active.case)]
    assert {"agreement.amend", "agreement.supersede", "agreement.take_effect", "duty.begin"} <= set(told)


def test_what_is_done_keeps_its_version_and_is_not_asked_again(cast: Cast, active: Agreement) -> None:
    version = an_amendment(active, cast)
    duty = active.obligations.select_related("agreement__case").get()
    verify_duty(duty, actor=cast.joan, reason=WHY, note="Seen.")
    version = countersign(sign(version, cast.martin), cast.ruth)
    with clock.at(clock.now() + timedelta(days=15)):
        sweep(as_of=clock.now())
    duty.refresh_from_db()
    assert (duty.state, duty.agreement_id) == ("met", active.pk)
    assert version.obligations.get().state == "cancelled"
    with clock.at(clock.now() + timedelta(days=301)):
        version.refresh_from_db()
        version = complete_agreement(version, actor=cast.ruth, reason=WHY)
    letter = letter_of(Document.objects.get(about=version.key, kind="D18"))
    assert [line.what for line in letter.obligations] == [duty.what]  # type: ignore[attr-defined]
    assert not Obligation.objects.filter(case=version.case, kind="agreement.complete", discharged_at=None).exists()


@pytest.mark.parametrize("answer", ["decline", "lapse", "void"])
def test_without_both_signatures_the_version_before_goes_on(cast: Cast, active: Agreement, answer: str) -> None:
    version = an_amendment(active, cast)
    if answer == "decline":
        version = decline_agreement(version, actor=cast.martin, reason="No.", factors=["password"])
    elif answer == "void":
        version = void_agreement(version, actor=cast.ruth, reason=WHY)
    else:
        with clock.at(clock.now() + timedelta(days=20)):
            sweep(as_of=clock.now())
    active.refresh_from_db()
    version.refresh_from_db()
    assert active.state == "active"
    assert version.state == {"decline": "declined", "lapse": "expired_offer", "void": "voided"}[answer]
    assert set(active.obligations.values_list("state", flat=True)) == {"scheduled"}
    owed = Obligation.objects.filter(case=active.case, discharged_at=None)
    assert set(owed.values_list("kind", flat=True)) & {"outcome.alternative", "agreement.answer"} == set()
    assert owed.filter(kind="agreement.complete").exists()
    again = an_amendment(active, cast)
    assert (again.version, again.reference) == (2, f"{active.reference}-V2-2")


def test_signing_too_late_for_its_day_changes_nothing(cast: Cast, active: Agreement) -> None:
    version = sign(an_amendment(active, cast), cast.martin)
    with clock.at(clock.now() + timedelta(days=16)), pytest.raises(Refused) as late:
        countersign(version, cast.ruth)
    assert late.value.code == "amendment-late"
    assert Agreement.objects.get(pk=active.pk).state == "active"
    assert not Signature.objects.filter(agreement=version, meaning="countersign").exists()


def test_a_change_that_leaves_no_time_is_not_offered(cast: Cast, active: Agreement) -> None:
    with pytest.raises(Refused) as refused:
        an_amendment(active, cast, effective_on=clock.today() + timedelta(days=1))
    assert refused.value.code == "amendment-too-soon"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"ends_on": timedelta(days=30)}, "extension_reason"),
        ({"ends_on": timedelta(days=1700), "extension_reason": "Because."}, "ends_on"),
        ({"reason": " "}, "change_reason"),
        ({"clauses": {"X01": "You give up every claim."}}, "clauses"),
        ({"clauses": {"C11": " "}}, "clauses"),
        ({"clauses": {}}, "clauses"),
        ({"duties": {9: None}}, "duties"),
    ],
)
def test_a_change_is_refused(cast: Cast, active: Agreement, told: dict[str, object], field: str) -> None:
    """I9: the cap counts from the first day of the agreement, whatever the version."""
    if isinstance(later := told.get("ends_on"), timedelta):
        told = {**told, "ends_on": active.ends_on + later}
    with pytest.raises(Invalid) as refused:
        propose_amendment(active, a_change(active, **told), actor=cast.daniel, reason=WHY)
    assert list(refused.value.errors) == [field]
    assert Agreement.objects.filter(case=active.case).count() == 1


def test_an_obligation_is_taken_out_only_in_sight(cast: Cast, active: Agreement) -> None:
    version = an_amendment(active, cast, clauses={}, duties={1: None}, more_duties=[a_duty(cast, active.ends_on)])
    letter = letter_of(version.document)
    assert isinstance(letter, Amendment)
    assert [(bool(each.was), bool(each.becomes)) for each in letter.obligations] == [(False, True), (True, False)]


def test_who_may_change_an_agreement(cast: Cast, active: Agreement) -> None:
    for name in ("martin", "erin", "ines", "joan", "noor"):
        with pytest.raises(Forbidden):
            propose_amendment(active, a_change(active), actor=getattr(cast, name), reason=WHY)
    version = an_amendment(active, cast, to="drafting")
    assert not can(cast.martin, "agreement.view", version)
    with pytest.raises(Refused) as twice:
        propose_amendment(active, a_change(active), actor=cast.ruth, reason=WHY)
    assert twice.value.code == "amendment-open"
    version = review_agreement(version, actor=cast.hugo, reason=WHY)
    with pytest.raises(Forbidden):
        approve_agreement(version, actor=cast.daniel, reason=WHY)
    version = approve_agreement(version, actor=cast.clara, reason=WHY)
    assert offer_agreement(version, actor=cast.daniel, reason=WHY).state == "offered"


def test_another_monitor_is_named_in_words_and_obligations(cast: Cast, active: Agreement) -> None:
    version = an_amendment(active, cast, to="drafting", monitor=cast.person("wanda"))
    assert {duty.verifier for duty in version.obligations.all()} == {cast.person("wanda")}
    with pytest.raises(Invalid) as refused:
        propose_amendment(
            void_agreement(version, actor=cast.ruth, reason=WHY) and active,
            a_change(active, monitor=cast.person("erin")),
            actor=cast.daniel,
            reason=WHY,
        )
    assert list(refused.value.errors) == ["monitor"]


def test_an_overturned_decision_ends_every_version(cast: Cast, active: Agreement) -> None:
    """I11."""
    version = an_amendment(active, cast)
    void_agreement(active, actor=cast.ruth, reason=WHY)
    assert {Agreement.objects.get(pk=each.pk).state for each in (active, version)} == {"voided"}
    rows = AgreementObligation.objects.filter(agreement__case=active.case)
    assert set(rows.values_list("state", flat=True)) == {"cancelled"}


def test_a_draft_is_needed_before_a_change(cast: Cast, an_agreement: Plays) -> None:
    offered = an_agreement("offered")
    with pytest.raises(Refused) as refused:
        propose_amendment(offered, a_change(offered), actor=cast.daniel, reason=WHY)
    assert refused.value.code == "wrong-state"
    assert AgreementClause.objects.filter(agreement=offered).exists()
    assert isinstance(a_change(offered), Change)
    assert a_draft(cast).alternative
