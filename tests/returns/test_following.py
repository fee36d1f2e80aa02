"""After the return: the plan is held, travels with the person, closes at its end, and ends with the decision behind it."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can, scope
from backend.deadlines.models import Deadline
from backend.decisions.actions.appeal_results import overturn_decision
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import add_line
from backend.records.timeline import case_history
from backend.returns.actions.deciding import PlannedStep, refuse_return
from backend.returns.actions.following import (
    close_return,
    hand_over_follow_up,
    hold_step,
    miss_step,
    note_arrival,
    replan_step,
    void_return,
)
from backend.returns.models import FollowUpStep, ReturnToWork
from backend.returns.queries.plans import follow_ups_held, follow_ups_waiting, own_returns, plans_travelling
from tests.builders import WHY
from tests.decisions.scenes import REASONS, filed, reviewed, with_reviewer
from tests.returns.scenes import TO, approved, back_on, ready


@pytest.fixture
def returned(cast, a_case, frozen):
    """Give an approved return with two talks."""
    start = back_on()
    steps = [PlannedStep(on=start + timedelta(days=days), what="Talk", holder=cast.person("joan")) for days in (4, 30)]
    return approved(ready(a_case("active"), cast), cast, steps=steps, plan_ends_on=start + timedelta(days=40))


def later(frozen, days: int):
    return clock.at(frozen + timedelta(days=10 + days))


def test_a_plan_is_held_and_closed_at_its_end(cast, returned, frozen, last_event):
    with pytest.raises(Refused) as early:
        note_arrival(returned, actor=cast.daniel, reason=WHY)
    assert early.value.code == "day-not-come"
    first, second = returned.steps.order_by("seq")
    with pytest.raises(Refused):
        hold_step(first, actor=cast.joan, reason=WHY, note="Too soon.")
    with later(frozen, 0):
        rtw = note_arrival(returned, actor=cast.daniel, reason=WHY)
        assert rtw.arrived_on == clock.today()
    with later(frozen, 4):
        assert [step.pk for step in follow_ups_waiting(cast.joan, until=clock.today())] == [first.pk]
        for other in (cast.daniel, cast.ruth, cast.martin, cast.noor):
            with pytest.raises(Forbidden):
                hold_step(first, actor=other, reason=WHY, note="Not mine.")
        with pytest.raises(Invalid):
            hold_step(first, actor=cast.joan, reason=WHY, note=" ")
        first = hold_step(first, actor=cast.joan, reason=WHY, note="Conditions are clear, no barrier.")
        assert not Deadline.objects.about(first).unfinished().exists()
        assert ReturnToWork.objects.get(pk=rtw.pk).state == "follow_up"
    with later(frozen, 31):
        second = miss_step(second, actor=cast.joan, reason="He was on leave.")
        with pytest.raises(Invalid):
            replan_step(second, actor=cast.joan, reason=WHY, due_on=clock.today() + timedelta(days=30))
        second = replan_step(second, actor=cast.joan, reason=WHY, due_on=clock.today() + timedelta(days=3))
        assert (second.state, second.times_missed) == ("planned", 1)
    with later(frozen, 40):
        with pytest.raises(Refused) as open_steps:
            close_return(rtw, actor=cast.daniel, reason=WHY)
        assert open_steps.value.code == "steps-open"
        hold_step(second, actor=cast.joan, reason=WHY, note="Held.")
        rtw = close_return(rtw, actor=cast.daniel, reason=WHY)
        assert last_event(rtw)[0] == "rtw.close"
        assert not rtw.case.obligations.filter(kind=rtw.owed_as, discharged_at=None).exists()


def test_a_plan_travels_with_the_person(cast, returned, frozen):
    martin = cast.person("martin")
    add_line(martin, cast.person("oliver"), starts_on=clock.today(), actor=cast.system, reason="He moves to sales.")
    assert [row.pk for row in plans_travelling([martin.pk])] == [returned.pk]
    assert Deadline.objects.filter(kind="follow_up.due").pending().count() == 2
    with pytest.raises(Invalid):
        hand_over_follow_up(returned, holder=cast.person("erin"), actor=cast.daniel, reason=WHY)
    with pytest.raises(Forbidden):
        hand_over_follow_up(returned, holder=cast.person("noor"), actor=cast.joan, reason=WHY)
    hand_over_follow_up(returned, holder=cast.person("noor"), actor=cast.daniel, reason="He works with her now.")
    assert not follow_ups_held(cast.joan).exists()
    assert follow_ups_held(cast.noor).count() == 2


def test_whoever_holds_a_step_learns_no_reasons_and_strangers_nothing(cast, returned):
    step = returned.steps.first()
    for key in ("daniel", "ruth", "clara", "hugo", "joan", "martin"):
        assert can(getattr(cast, key), "follow_up.view", step), key
    for key in OTHERS:
        other = getattr(cast, key)
        assert not can(other, "rtw.view", returned), key
        assert not can(other, "follow_up.view", step), key
        assert scope(other, "rtw.view", ReturnToWork.objects.all()).count() == 0, key
        assert scope(other, "follow_up.view", FollowUpStep.objects.all()).count() == 0, key
        assert not own_returns(other).exists()
    assert not can(cast.joan, "rtw.view", returned)
    assert not case_history(cast.ines, returned.case).filter(action__startswith="rtw.").exists()
    assert not case_history(cast.ines, returned.case).filter(action__startswith="follow_up.").exists()
    assert case_history(cast.ruth, returned.case).filter(action="rtw.approve").exists()
    assert not can(cast.ines, "document.view", returned.document)
    assert can(cast.daniel, "document.view", returned.document)


OTHERS = ("ines", "omar", "tomas", "erin", "noor", "lena", "sam", "neil", "mira")


def test_the_employee_reads_it_once_it_is_decided(cast, a_case):
    rtw = ready(a_case("active"), cast)
    assert not own_returns(cast.martin).exists()
    assert not can(cast.martin, "rtw.view", rtw)
    rtw = approved(rtw, cast)
    assert [row.pk for row in own_returns(cast.martin)] == [rtw.pk]
    assert not can(cast.martin, "rtw.void", rtw)


def test_an_overturn_ends_plan_letters_and_steps(cast, returned):
    case = returned.case
    appeal = reviewed(filed(case, cast.martin), with_reviewer(case, cast))
    overturn_decision(appeal, actor=cast.ian, reason=WHY, answers=REASONS, upheld=list(REASONS))
    rtw = ReturnToWork.objects.get(pk=returned.pk)
    assert rtw.state == "voided"
    assert set(rtw.steps.values_list("state", flat=True)) == {"cancelled"}
    assert not Deadline.objects.filter(kind__startswith="follow_up").unfinished().exists()
    assert not Document.objects.current().filter(kind="D19").exists()
    assert not case.obligations.filter(kind=rtw.owed_as, discharged_at=None).exists()
    notices: list[Any] = [letter_of(row) for row in Document.objects.filter(kind="D21") if row.matter == case.reference]
    said = [
        notice.why
        for notice in notices
        if "return" in notice.withdrawn_title.lower() or "safety" in notice.withdrawn_title.lower()
    ]
    assert said == ["What this letter tells of has ended."] * 2
    assert {step.state for step in follow_ups_held(cast.joan)} == {"cancelled"}
    assert [row.state for row in own_returns(cast.martin)] == ["voided"]


def test_a_refusal_falls_with_the_decision_too(cast, a_case):
    rtw = ready(a_case("active"), cast)
    rtw = refuse_return(rtw, actor=cast.ruth, reason=WHY, reasons="The post leads the same team.", appeal_to=TO)
    appeal = reviewed(filed(rtw.case, cast.martin), with_reviewer(rtw.case, cast))
    overturn_decision(appeal, actor=cast.ian, reason=WHY, answers=REASONS, upheld=list(REASONS))
    assert ReturnToWork.objects.get(pk=rtw.pk).state == "voided"
    assert not Document.objects.current().filter(kind="D19").exists()


def test_whoever_decides_may_end_a_return_by_hand(cast, returned):
    for other in (cast.daniel, cast.hugo, cast.martin):
        with pytest.raises(Forbidden):
            void_return(returned, actor=other, reason=WHY)
    assert void_return(returned, actor=cast.ruth, reason="He has left.").state == "voided"
