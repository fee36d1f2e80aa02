"""Setting safeguards: about situations and never about people, confirmed by an owner who learns no reasons, looked at again, ended."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can, scope
from backend.audit.timeline import entries, history
from backend.cases.actions.opening import add_party
from backend.cases.closing_conditions import conditions_of
from backend.deadlines.models import Deadline
from backend.decisions.actions.appeal_results import overturn_decision
from backend.intake.vocabulary import Setting
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import add_line
from backend.records.timeline import case_history
from backend.safeguards.actions.proposing import (
    confirm_safeguard,
    hand_over_safeguard,
    propose_safeguard,
    withdraw_safeguard,
)
from backend.safeguards.actions.reviewing import (
    change_safeguard,
    ease_safeguard,
    end_safeguard,
    keep_safeguard,
    suggest_safeguard,
)
from backend.safeguards.models import SettingSafeguard
from backend.safeguards.queries.standing import (
    safeguards_around,
    safeguards_of,
    safeguards_seen_to,
    safeguards_to_decide,
)
from backend.safeguards.vocabulary import SITUATION_LABELS
from tests.builders import WHY, the_agreement
from tests.decisions.scenes import REASONS, filed, reviewed, with_reviewer
from tests.safeguards.scenes import a_control, in_place, proposed


def test_the_situations_are_those_of_allegations_and_a_few_gaps():
    assert set(Setting.values) < set(SITUATION_LABELS)
    assert {"supervision_gap", "power_gap"} < set(SITUATION_LABELS)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"situation": "temptation"}, "situation"),
        ({"control": "  "}, "control"),
        ({"control": "She no longer wears a short skirt at events."}, "control"),
        ({"control": "Her history is kept in mind when events are planned."}, "control"),
        ({"control": "He does not sit beside Erin Lindqvist."}, "control"),
        ({"control": "He does not sit beside Ms Lindqvist."}, "control"),
        ({"falls_on": "her"}, "falls_on"),
        ({"person": None}, "person"),
        ({"person": "erin"}, "person"),
        ({"owner": "martin"}, "owner"),
        ({"owner": "erin"}, "owner"),
        ({"review_on": 91}, "review_on"),
        ({"review_on": -1}, "review_on"),
        ({"ends_on": -1}, "ends_on"),
    ],
)
def test_a_safeguard_speaks_of_the_setting_alone(cast, a_case, told: dict[str, Any], field: str):
    case = a_case("active")
    given = {
        name: cast.person(value)
        if name in {"person", "owner"} and value
        else clock.today() + timedelta(days=value)
        if isinstance(value, int)
        else value
        for name, value in told.items()
    }
    with pytest.raises(Invalid) as refused:
        propose_safeguard(case, a_control(cast, **given), actor=cast.daniel, reason=WHY)
    assert list(refused.value.errors) == [field]
    assert not SettingSafeguard.objects.exists()
    assert propose_safeguard(case, a_control(cast), actor=cast.daniel, reason=WHY).state == "proposed"


def test_what_changes_around_an_employee_rests_on_a_finding(cast, a_case):
    early = a_case("report_final")
    with pytest.raises(Refused) as nothing:
        proposed(early, cast)
    assert nothing.value.code == "nothing-substantiated"
    ours = {"falls_on": "organisation", "person": None, "situation": "supervision_gap"}
    assert proposed(early, cast, control="A host is named for every event.", **ours).person is None


def test_whoever_decides_proposes_and_the_owner_confirms(cast, a_case, last_event, frozen):
    case = a_case("active")
    for other in (cast.ines, cast.martin, cast.erin, cast.joan, cast.noor, cast.hugo, cast.lena):
        with pytest.raises(Forbidden):
            propose_safeguard(case, a_control(cast), actor=other, reason=WHY)
    agreement = the_agreement(case)
    row = proposed(case, cast, agreement=agreement)
    assert row.agreement == agreement
    assert "safeguard.propose" in {entry.action.name for entry in entries(history(row))}
    assert Deadline.objects.about(row).pending().get().kind == "safeguard.confirm"
    assert not safeguards_around(cast.martin)  # nothing changes around him before it is in place
    for other in (cast.daniel, cast.ruth, cast.martin):
        with pytest.raises(Forbidden):
            confirm_safeguard(row, actor=other, reason=WHY)
    row = confirm_safeguard(row, actor=cast.joan, reason="The rota for events is changed.")
    assert last_event(row) == ("safeguard.confirm", "joan", "The rota for events is changed.")
    assert row.holds
    review = Deadline.objects.about(row).pending().get()
    assert (review.kind, review.due_on) == ("safeguard.review", row.review_on)
    assert [each.control for each in safeguards_around(cast.martin)] == [row.control]
    with pytest.raises(Refused):
        withdraw_safeguard(row, actor=cast.daniel, reason=WHY)
    assert withdraw_safeguard(proposed(case, cast), actor=cast.ruth, reason=WHY).state == "not_taken"


def test_the_owner_keeps_or_suggests_and_others_decide(cast, a_case, last_event, frozen):
    case = a_case("active")
    row = in_place(case, cast)
    milder = "He leaves client events when the working part ends."
    for act in (change_safeguard, ease_safeguard):
        with pytest.raises(Forbidden):
            act(row, actor=cast.joan, reason=WHY, note="It works.", control=milder)
    with pytest.raises(Forbidden):
        end_safeguard(row, actor=cast.joan, reason=WHY, note="It works.")
    with pytest.raises(Invalid):
        keep_safeguard(row, actor=cast.joan, reason=WHY, note=" ")
    with pytest.raises(Invalid) as late:
        keep_safeguard(row, actor=cast.joan, reason=WHY, note="All kept.", review_on=clock.today() + timedelta(days=91))
    assert list(late.value.errors) == ["review_on"]
    row = keep_safeguard(row, actor=cast.joan, reason=WHY, note="Three events, all kept.")
    assert row.review_on == clock.today() + timedelta(days=90)
    assert Deadline.objects.about(row).pending().get().due_on == row.review_on

    row = suggest_safeguard(row, actor=cast.joan, reason=WHY, result="eased", note="It works.", control=milder)
    assert (row.state, row.holds, row.control != milder) == ("change_suggested", True, True)
    assert [each.pk for each in safeguards_to_decide(cast.daniel, until=clock.today())] == [row.pk]
    assert not safeguards_to_decide(cast.joan, until=clock.today()).exists()
    with pytest.raises(Invalid):
        ease_safeguard(row, actor=cast.daniel, reason=WHY, note="Fine.", control="Erin may stay longer.")
    row = ease_safeguard(row, actor=cast.daniel, reason=WHY, note="Kept for a month.", control=milder)
    assert (row.state, row.control) == ("in_place", milder)
    assert [review.result for review in row.reviews.order_by("pk")] == ["kept", "eased", "eased"]
    row = end_safeguard(row, actor=cast.ruth, reason=WHY, note="The agreement has ended.")
    assert last_event(row) == ("safeguard.end", "ruth", WHY)
    assert not Deadline.objects.about(row).unfinished().exists()
    [told] = safeguards_seen_to(cast.joan)
    assert told.state == "ended"


def test_another_owner_takes_a_safeguard_over(cast, a_case):
    case = a_case("active")
    row = in_place(case, cast)
    with pytest.raises(Invalid):
        hand_over_safeguard(row, owner=cast.person("erin"), actor=cast.daniel, reason=WHY)
    with pytest.raises(Forbidden):
        hand_over_safeguard(row, owner=cast.person("noor"), actor=cast.joan, reason=WHY)
    row = hand_over_safeguard(row, owner=cast.person("noor"), actor=cast.daniel, reason=WHY)
    assert (can(cast.noor, "safeguard.view", row), can(cast.joan, "safeguard.view", row)) == (True, False)


def test_who_has_no_business_with_it_finds_nothing(cast, a_case):
    case = a_case("active")
    before = {
        key: scope(getattr(cast, key), "safeguard.view", SettingSafeguard.objects.all()).count() for key in OTHERS
    }
    told = {key: case_history(getattr(cast, key), case).count() for key in OTHERS}
    row = in_place(case, cast)
    for key in OTHERS:
        other = getattr(cast, key)
        assert not can(other, "safeguard.view", row), key
        assert scope(other, "safeguard.view", SettingSafeguard.objects.all()).count() == before[key] == 0
        assert not safeguards_of(case, other).exists()
        assert not safeguards_seen_to(other).exists()
        assert case_history(other, case).count() == told[key]  # its history lies apart from the case's
    assert row.stream == row.key != case.key
    assert history(row).exists()
    for key in ("daniel", "ruth", "clara", "hugo", "joan"):
        assert can(getattr(cast, key), "safeguard.view", row), key


OTHERS = ("ines", "omar", "tomas", "erin", "martin", "noor", "lena", "sam", "neil", "mira")


def test_a_party_never_owns_one_even_when_named_later(cast, a_case):
    """Somebody who becomes a party to the case finds no safeguard of it any more."""
    case = a_case("active")
    row = in_place(case, cast)
    assert can(cast.joan, "safeguard.view", row)
    add_party(case, person=cast.person("joan"), role="witness", actor=cast.ines, reason=WHY)
    assert not can(cast.joan, "safeguard.view", row)


def test_a_supervisor_in_the_line_may_see_to_it(cast, a_case):
    case = a_case("active")
    add_line(cast.person("martin"), cast.person("joan"), starts_on=clock.today(), actor=cast.system, reason=WHY)
    row = in_place(case, cast)
    assert row.holds


def test_it_outlasts_the_case_and_is_not_owed_by_it(cast, a_case):
    case = a_case("active")
    row = in_place(case, cast)
    assert "safeguard" not in str([condition.missing for condition in conditions_of(case)]).lower()
    assert Deadline.objects.of_matter(row.key).pending().exists()


def test_an_overturn_ends_it_and_its_owner_learns_only_that(cast, a_case):
    case = a_case("active")
    row, waiting = in_place(case, cast), proposed(case, cast)
    ours = in_place(
        case, cast, falls_on="organisation", person=None, situation="supervision_gap", control="A host for every event."
    )
    appeal = reviewed(filed(case, cast.martin), with_reviewer(case, cast))
    overturn_decision(appeal, actor=cast.ian, reason=WHY, answers=REASONS, upheld=list(REASONS))
    states = dict(SettingSafeguard.objects.values_list("pk", "state"))
    assert states == {row.pk: "ended", waiting.pk: "ended", ours.pk: "in_place"}
    assert not Deadline.objects.about(row).unfinished().exists()
    seen = safeguards_seen_to(cast.joan)
    assert {each.pk for each in seen if each.state == "ended"} == {row.pk, waiting.pk}
    assert not any(can(cast.joan, "safeguard.view_review", review) for review in row.reviews.all())
