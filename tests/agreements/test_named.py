"""An offer names people as they are on its day, and nobody who must not be named: at the draft, at the offer and in a change alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.agreements.actions.drafting import (
    Draft,
    approve_agreement,
    draft_agreement,
    redraft_agreement,
    review_agreement,
    take_back_agreement,
)
from backend.agreements.actions.signing import offer_agreement
from backend.agreements.letters.amendment import Amendment
from backend.agreements.lines import differing
from backend.agreements.models import Agreement, AgreementObligation
from backend.audit.models import Event
from backend.audit.recorded import keep
from backend.cases.actions.opening import add_party
from backend.cases.models import Case, CaseBar
from backend.demo.cast import Cast
from backend.documents.queries import content_sha256, letter_of
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.monitoring.actions.easing import grant_easing
from backend.monitoring.models import Easing
from backend.people.actions import close_account, rename_person
from backend.people.models import Person
from tests.agreements.answers import WHY, an_amendment, countersign, sign
from tests.agreements.scenes import a_promise
from tests.builders import a_draft, a_duty, clause_values, the_agreement

pytestmark = pytest.mark.django_db
Build = Callable[..., Case]
NEW = "Joan Winterbourne-Ashe"


def a_named_draft(cast: Cast, **told: Any) -> Draft:
    """Draw up from clauses that name the monitor, and with an obligation and a promise that she checks."""
    first = clock.today() + timedelta(days=60)
    usual = {"clauses": clause_values(["C28"]), "duties": [a_duty(cast, first), a_promise(cast, first)]}
    return a_draft(cast, **{**usual, **told})


def approved(case: Case, draft: Draft, cast: Cast) -> Agreement:
    return on(draft_agreement(case, draft, actor=cast.daniel, reason=WHY), cast)


def on(agreement: Agreement, cast: Cast) -> Agreement:
    return approve_agreement(
        review_agreement(agreement, actor=cast.hugo, reason=WHY, note="Checked."), actor=cast.clara, reason=WHY
    )


def offer(agreement: Agreement, cast: Cast) -> Agreement:
    fresh = Agreement.objects.select_related("case", "person", "monitor", "officer__person").get(pk=agreement.pk)
    return offer_agreement(fresh, actor=cast.daniel, reason=WHY)


def renamed(person: Person, name: str, cast: Cast) -> str:
    before = person.name
    rename_person(person, name, on=clock.today(), actor=cast.system, reason=WHY)
    return before


def barred(case: Case, person: Person, cast: Cast, rule: str = "C1") -> None:
    bar = CaseBar(case=case, person=person, rule=rule, words="For this test.", since=clock.now())
    keep(bar, "case.bar", actor=cast.system, reason=WHY)


def test_whoever_goes_by_another_name_is_offered_by_that_name(cast: Cast, a_case: Build) -> None:
    case = a_case("implementing")
    drawn = approved(case, a_named_draft(cast), cast)
    before = [renamed(cast.person("joan"), NEW, cast), renamed(cast.ruth.person, "Ruth Castellane", cast)]
    agreement = offer(drawn, cast)
    assert agreement.document
    words = str(letter_of(agreement.document))
    assert [name for name in before if name in words] == []
    assert NEW in words
    assert "Ruth Castellane" in words
    assert content_sha256(agreement.document) == agreement.offered_sha256
    assert differing(agreement, agreement.document) == []
    assert all(
        NEW in clause.text for clause in agreement.clauses.filter(code__in=["C28", "C15"])
    )  # the rows that are tracked
    assert Event.objects.filter(action="agreement.update_name", stream=case.key).exists()


def test_an_offer_in_which_nothing_changed_is_left_as_it_was_reviewed(cast: Cast, a_case: Build) -> None:
    case = a_case("implementing")
    drawn = approved(case, a_named_draft(cast), cast)
    before = list(drawn.clauses.order_by("pk").values_list("text", flat=True))
    agreement = offer(drawn, cast)
    assert list(agreement.clauses.order_by("pk").values_list("text", flat=True)) == before
    assert not Event.objects.filter(action="agreement.update_name").exists()


@pytest.mark.parametrize("what", ["party", "conflict", "gone", "officer gone", "checker gone"])
def test_whoever_no_longer_fits_is_not_offered_until_somebody_else_is_named(
    cast: Cast, a_case: Build, what: str
) -> None:
    case = a_case("implementing")
    drawn = approved(case, a_named_draft(cast), cast)
    joan = cast.person("joan")
    if what == "party":
        add_party(case, joan, "witness", actor=cast.omar, reason=WHY)
    elif what == "conflict":
        barred(case, joan, cast)
    else:
        gone = {"gone": cast.joan, "officer gone": cast.ruth, "checker gone": cast.joan}[what]
        if what == "checker gone":
            duty = AgreementObligation.objects.filter(agreement=drawn).first()
            duty.verifier = cast.person("noor")
            keep(duty, "duty.plan", actor=cast.system, reason=WHY)
            gone = cast.noor
        close_account(gone, actor=cast.system, reason=WHY)
    with pytest.raises(Refused) as refused:
        offer(drawn, cast)
    assert refused.value.code == "names-unfit"
    assert "Take the agreement back, and name somebody else." in str(refused.value)
    drawn.refresh_from_db()
    assert (drawn.state, drawn.document, drawn.offered_sha256) == ("approved", None, "")

    if what in {"party", "conflict", "gone"}:
        first = clock.today() + timedelta(days=60)
        other = {"monitor": cast.person("noor"), "verifier": cast.person("noor")}
        duties = [a_duty(cast, first, verifier=other["verifier"]), a_promise(cast, first, verifier=other["verifier"])]
        again = take_back_agreement(Agreement.objects.get(pk=drawn.pk), actor=cast.daniel, reason=WHY)
        draft = a_named_draft(cast, monitor=other["monitor"], duties=duties)
        offered = offer(on(redraft_agreement(again, draft, actor=cast.daniel, reason=WHY), cast), cast)
        words = str(letter_of(offered.document))
        assert joan.name not in words
        assert cast.noor.name in words


@pytest.mark.parametrize(
    ("field", "who"),
    [("monitor", "erin"), ("monitor", "martin"), ("officer", "erin"), ("officer", "martin"), ("verifier", "erin")],
)
def test_nobody_is_named_at_the_draft_who_must_not_be(cast: Cast, a_case: Build, field: str, who: str) -> None:
    case = a_case("implementing")
    duty = a_duty(cast, clock.today() + timedelta(days=60))
    if field == "verifier":
        told: dict[str, Any] = {"duties": [replace(duty, verifier=cast.person(who))]}
    else:
        told = {field: cast.person(who) if field == "monitor" else getattr(cast, who)}
    with pytest.raises(Invalid) as refused:
        draft_agreement(case, a_named_draft(cast, **told), actor=cast.daniel, reason=WHY)
    assert set(refused.value.errors) == {"duties" if field == "verifier" else field}
    assert not Agreement.objects.filter(case=case).exists()


def test_a_monitor_in_conflict_is_refused_at_the_draft_and_one_without_is_not(cast: Cast, a_case: Build) -> None:
    case = a_case("implementing")
    barred(case, cast.person("joan"), cast)
    with pytest.raises(Invalid) as refused:
        draft_agreement(case, a_named_draft(cast), actor=cast.daniel, reason=WHY)
    assert "conflict" in refused.value.errors["monitor"][0]
    CaseBar.objects.get(person=cast.person("joan"), ended=None)
    other = a_named_draft(cast, monitor=cast.person("noor"))
    assert draft_agreement(case, other, actor=cast.daniel, reason=WHY).monitor == cast.person("noor")


def test_a_clause_names_the_people_of_its_draft_whatever_was_typed(cast: Cast, a_case: Build) -> None:
    clauses = clause_values(["C28"])
    clauses["C28"]["monitor"] = "Somebody Else"
    agreement = draft_agreement(
        a_case("implementing"), a_named_draft(cast, clauses=clauses), actor=cast.daniel, reason=WHY
    )
    text = agreement.clauses.get(code="C28").text
    assert "Somebody Else" not in text
    assert cast.joan.name in text


@pytest.mark.parametrize("who", ["erin", "martin", "barred"])
def test_a_change_of_the_monitor_has_the_guards_of_the_draft(cast: Cast, a_case: Build, who: str) -> None:
    active = the_agreement(a_case("active"))
    if who == "barred":
        barred(active.case, cast.person("noor"), cast, "C5")
    monitor = cast.person("noor" if who == "barred" else who)
    with pytest.raises(Invalid) as refused:
        an_amendment(active, cast, monitor=monitor)
    assert "monitor" in refused.value.errors


def test_a_change_of_a_monitor_who_was_renamed_leaves_neither_name(cast: Cast, a_case: Build) -> None:
    case = a_case("implementing")
    drawn = offer(approved(case, a_named_draft(cast), cast), cast)
    active = _in_force(drawn, cast)
    before = renamed(cast.person("joan"), NEW, cast)
    fresh = Agreement.objects.select_related("case", "person", "monitor").get(pk=active.pk)
    version = an_amendment(fresh, cast, monitor=cast.person("noor"))
    checks = version.clauses.get(code="C28").text
    assert cast.noor.name in checks
    assert not [name for name in (before, NEW) if name in checks]
    assert version.document
    letter = letter_of(version.document)
    assert isinstance(letter, Amendment)
    assert before not in str([clause.becomes for clause in letter.clauses])


def test_an_easing_rests_on_a_monitor_who_fits(cast: Cast, a_case: Build) -> None:
    active = the_agreement(a_case("active"))
    now = clock.now()
    row = Easing(
        reference="EAS-2026-TESTED", agreement=active, kept=9, asked=9, since_on=clock.today(), proposed_at=now
    )
    easing = keep(row, "agreement_easing.propose", actor=cast.system, reason=WHY)
    told = {"kind": "safeguard_review", "reasons": "Kept.", "what": "Travel", "review_on": clock.today()}
    barred(active.case, cast.person("joan"), cast)
    with pytest.raises(Refused) as refused:
        grant_easing(easing, actor=cast.ruth, reason=WHY, **told)
    assert refused.value.code == "monitor-conflict"
    bar = CaseBar.objects.get(person=cast.person("joan"), ended=None)
    bar.ended = now
    keep(bar, "case.unbar", actor=cast.system, reason=WHY)
    assert grant_easing(easing, actor=cast.ruth, reason=WHY, **told).state == "granted"


def _in_force(offered: Agreement, cast: Cast) -> Agreement:
    return countersign(sign(offered, cast.martin), cast.ruth)
