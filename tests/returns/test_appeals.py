"""An appeal against a decision on a return: who may make it and until when, who answers it, and what is decided anew."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can
from backend.cases.models import Obligation
from backend.deadlines.models import Deadline
from backend.decisions.letters import AppealAcknowledgement
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.returns.actions.appeals import (
    appeal_return,
    dismiss_return_appeal,
    refuse_return_appeal,
    set_decision_aside,
)
from backend.returns.actions.checking import check_return, replan_return, schedule_return
from backend.returns.actions.deciding import refuse_return
from backend.returns.actions.following import void_return
from backend.returns.models import ReturnToWork
from backend.returns.queries.appeals import appeals_to_answer, appeals_without_reviewer, took_part
from tests.builders import WHY
from tests.returns.scenes import (
    TO,
    admitted,
    answer_of,
    appealed,
    back_on,
    checked,
    deferred,
    ready,
    refused,
    reviewer_of,
)

pytestmark = pytest.mark.django_db
CLAIM: Any = {"grounds": ["new_evidence"], "words": "The room was ready on that day."}


def owed(rtw):
    return set(Obligation.objects.filter(case=rtw.case, discharged_at=None).values_list("kind", flat=True))


def test_a_refusal_is_appealed_in_time_by_the_employee_alone(cast, a_case):
    rtw = refused(checked(a_case("active"), cast), cast)
    for other in (cast.erin, cast.daniel, cast.ruth, cast.joan):
        with pytest.raises(Forbidden):
            appeal_return(rtw, actor=other, **CLAIM)
    with pytest.raises(Invalid) as empty:
        appeal_return(rtw, actor=cast.martin, grounds=["mercy"], words=" ")
    assert set(empty.value.errors) == {"grounds", "words"}
    appeal = appealed(rtw, cast)
    assert (appeal.state, appeal.decision, appeal.decision_by) == ("filed", "refused", cast.ruth)
    assert appeal.owed_as in owed(rtw)
    assert not Deadline.objects.pending().filter(subject=rtw.key, kind="rtw.appeal").exists()
    assert Deadline.objects.pending().filter(subject=appeal.key, kind="appeal.admit").exists()
    assert can(cast.martin, "rtw_appeal.view", appeal)
    assert not can(cast.erin, "rtw_appeal.view", appeal)
    assert not can(cast.joan, "rtw_appeal.view", appeal)
    with pytest.raises(Refused) as twice:
        appealed(rtw, cast)
    assert twice.value.code == "appeal-used"


def test_what_was_approved_or_is_not_told_yet_has_no_such_appeal(cast, a_case):
    rtw = ready(a_case("active"), cast)
    with pytest.raises(Forbidden):
        appealed(rtw, cast)


def test_a_late_appeal_needs_a_good_cause_on_both_sides(cast, a_case):
    rtw = refused(checked(a_case("active"), cast), cast)
    reviewer = reviewer_of(rtw.case, cast)
    with clock.at(clock.now() + (rtw.appeal_until - clock.today()) + timedelta(days=1)):
        with pytest.raises(Invalid) as silent:
            appealed(rtw, cast)
        assert set(silent.value.errors) == {"late_reason"}
        appeal = appealed(rtw, cast, late_reason="My post did not reach me.")
        with pytest.raises(Invalid) as no_cause:
            admitted(appeal, reviewer)
        assert set(no_cause.value.errors) == {"good_cause"}
        appeal = admitted(appeal, reviewer, good_cause="The post office confirms it.")
        appeal = dismiss_return_appeal(appeal, actor=reviewer, reason=WHY, reasons="The room was not ready.")
    letter = answer_of(appeal)
    assert (letter.result, letter.good_cause) == ("dismissed", "The post office confirms it.")


def test_nobody_answers_who_took_part_or_stands_in_the_line(cast, a_case, monkeypatch):
    rtw = refused(ready(a_case("active"), cast), cast)
    appeal = appealed(rtw, cast)
    for involved in (cast.ruth, cast.daniel, cast.joan, cast.ines, cast.martin, cast.erin):
        with pytest.raises(Forbidden):
            admitted(appeal, involved)
    reviewer = reviewer_of(rtw.case, cast)
    monkeypatch.setattr("backend.returns.queries.gate.line_of", lambda person, on: [reviewer.person_id])
    with pytest.raises(Refused) as inside:
        admitted(appeal, reviewer)
    assert inside.value.code == "in-the-line"
    monkeypatch.undo()
    for involved in (cast.ruth, cast.daniel, cast.joan):  # who decided, who began it, who monitors
        assert took_part(appeal, involved)
    assert not took_part(appeal, reviewer)
    assert admitted(appeal, reviewer).state == "under_review"


def test_the_employee_learns_who_decides_and_what_was_decided(cast, a_case):
    rtw = refused(checked(a_case("active"), cast), cast)
    appeal = appealed(rtw, cast)
    assert list(appeals_without_reviewer(cast.omar)) == [appeal]
    assert list(appeals_without_reviewer(cast.daniel)) == []
    reviewer = reviewer_of(rtw.case, cast)
    assert list(appeals_without_reviewer(cast.omar)) == []
    assert list(appeals_to_answer(reviewer)) == [appeal]
    appeal = admitted(appeal, reviewer)
    received = letter_of(Document.objects.get(about=appeal.key))
    assert isinstance(received, AppealAcknowledgement)
    assert (received.kind, received.reviewer.name) == ("D20", reviewer.name)
    assert received.grounds == ("There is new evidence.",)
    with pytest.raises(Invalid) as named:
        dismiss_return_appeal(appeal, actor=reviewer, reason=WHY, reasons="Erin Lindqvist is afraid.")
    assert set(named.value.errors) == {"reasons"}
    appeal = dismiss_return_appeal(appeal, actor=reviewer, reason=WHY, reasons="The room was not ready.")
    letter = answer_of(appeal)
    assert (letter.kind, letter.result, letter.decision_letter) == ("D20", "dismissed", rtw.document.reference)
    assert can(cast.martin, "document.open", appeal.answer)
    assert not can(cast.erin, "document.open", appeal.answer)
    assert list(appeals_to_answer(reviewer)) == []
    assert appeal.owed_as not in owed(rtw)
    assert ReturnToWork.objects.get(pk=rtw.pk).state == "refused"
    assert not Deadline.objects.pending().filter(subject=appeal.key).exists()


def test_what_is_set_aside_is_decided_by_somebody_else(cast, a_case):
    rtw = refused(ready(a_case("active"), cast), cast)
    appeal = admitted(appealed(rtw, cast), reviewer_of(rtw.case, cast))
    set_decision_aside(appeal, actor=cast.wanda, reason=WHY, reasons="The room was ready on that day.")
    rtw = ReturnToWork.objects.get(pk=rtw.pk)
    assert rtw.state == "preconditions_check"
    assert {rtw.owed_as} == {kind for kind in owed(rtw) if kind.startswith("rtw")}
    assert Deadline.objects.pending().filter(subject=rtw.key, kind="rtw.check").exists()
    assert can(cast.martin, "rtw.view", rtw)
    replan_return(rtw, actor=cast.daniel, reason=WHY, returns_on=back_on(), place="Leeds")
    with pytest.raises(Refused) as again:
        refuse_return(rtw, actor=cast.ruth, reason=WHY, reasons="As before.", appeal_to=TO)
    assert again.value.code == "decided-before"
    other = refuse_return(rtw, actor=cast.clara, reason=WHY, reasons="Another reason.", appeal_to=TO)
    assert (other.state, other.decided_by) == ("refused", cast.clara)
    second = appealed(other, cast)  # a decision of its own, with an appeal of its own
    assert second.decision_by == cast.clara


def test_nobody_waits_because_they_appealed(cast, a_case):
    rtw = deferred(checked(a_case("active"), cast), cast)
    appeal = appealed(rtw, cast)
    rtw = check_return(rtw, actor=cast.daniel, reason=WHY, returns_on=back_on(), place="Leeds")
    with pytest.raises(Refused) as again:
        refuse_return(rtw, actor=cast.ruth, reason=WHY, reasons="As before.", appeal_to=TO)
    assert again.value.code == "decided-before"
    refuse_return(rtw, actor=cast.clara, reason=WHY, reasons="Another reason.", appeal_to=TO)
    appeal.refresh_from_db()
    assert appeal.state == "overtaken"
    assert appeal.owed_as not in owed(rtw)


def test_what_is_not_admitted_changes_nothing_and_says_why(cast, a_case):
    rtw = deferred(checked(a_case("active"), cast), cast)
    appeal = appealed(rtw, cast)
    reviewer = reviewer_of(rtw.case, cast)
    with pytest.raises(Invalid):
        refuse_return_appeal(appeal, actor=reviewer, reason=WHY, reasons="")
    appeal = refuse_return_appeal(appeal, actor=reviewer, reason=WHY, reasons="It names no ground.")
    letter = answer_of(appeal)
    assert (letter.result, letter.effects[-1]) == (
        "not_admitted",
        "It is decided again on the day that your letter names.",
    )
    assert ReturnToWork.objects.get(pk=rtw.pk).state == "deferred"


def test_an_appeal_ends_with_its_return_and_with_a_new_one(cast, a_case):
    rtw = deferred(checked(a_case("active"), cast), cast)
    appeal = appealed(rtw, cast)
    void_return(rtw, actor=cast.ruth, reason="The decision behind it is gone.")
    appeal.refresh_from_db()
    assert appeal.state == "overtaken"
    case = a_case("active")
    first = refused(checked(case, cast), cast)
    schedule_return(case, actor=cast.daniel, reason=WHY)
    with pytest.raises(Refused) as anew:
        appealed(first, cast)
    assert anew.value.code == "return-begun"
