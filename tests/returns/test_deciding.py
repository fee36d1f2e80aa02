"""A return to work: gate by gate denied and then approved, by somebody outside the line, and those affected are told first."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can
from backend.agreements.actions.obligations import verify_duty
from backend.audit.timeline import entries, history
from backend.cases.actions.appointments import appoint
from backend.cases.actions.concerns import raise_concern, settle_concern
from backend.cases.actions.waivers import ask_waiver, grant_waiver
from backend.cases.actions.watch import start_watch
from backend.cases.models import Obligation
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import place_of
from backend.documents.actions.withdrawing import withdraw_document
from backend.documents.guard.reading import WordsRefused
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import add_line, end_line
from backend.people.models import ReportingLine
from backend.referrals.models import Referral
from backend.referrals.vocabulary import Compliance
from backend.returns.actions import deciding
from backend.returns.actions.checking import (
    ask_return,
    check_return,
    notify_affected,
    override_precondition,
    replan_return,
    schedule_return,
    second_override,
)
from backend.returns.actions.deciding import PlannedStep, defer_return, refuse_return
from backend.returns.models import FollowUpStep, ReturnNotice, ReturnToWork
from backend.returns.queries.gate import in_the_line, preconditions, word_of
from backend.returns.queries.plans import own_returns, returns_waiting
from backend.safeguards.actions.proposing import confirm_safeguard
from tests.builders import DECLARED, TOLD, WHY
from tests.returns.scenes import (
    PROTECTIONS,
    TO,
    a_plan,
    approved,
    back_on,
    checked,
    on_leave,
    ready,
    told,
)
from tests.safeguards.scenes import in_place, proposed


def missing(rtw: ReturnToWork) -> list[str]:
    return [str(tick.code) for tick in preconditions(rtw) if not tick.settled]


def code_of(act: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **given)
    return refused.value.code


def test_a_return_is_asked_for_or_planned_and_then_checked(cast, a_case, last_event, frozen):
    case = a_case("active")
    for other in (cast.ines, cast.hugo, cast.erin, cast.martin, cast.noor):
        with pytest.raises(Forbidden):
            schedule_return(case, actor=other, reason=WHY)
    with pytest.raises(Invalid):
        schedule_return(case, actor=cast.daniel, reason=WHY, trigger="interim_measure")
    assert code_of(ask_return, case, actor=cast.martin, reason=WHY) == "not-away"
    on_leave(case, cast)
    for other in (cast.erin, cast.noor, cast.daniel):
        with pytest.raises(Forbidden):
            ask_return(case, actor=other, reason=WHY)
    rtw = ask_return(case, actor=cast.martin, reason="I would like to come back.")
    assert (rtw.state, rtw.trigger) == ("requested", "interim_measure")
    assert [row.pk for row in own_returns(cast.martin)] == [rtw.pk]
    assert code_of(schedule_return, case, actor=cast.daniel, reason=WHY) == "return-begun"
    assert Obligation.objects.get(case=case, kind=rtw.owed_as).discharged_at is None
    assert [row.pk for row in returns_waiting(cast.daniel)] == [rtw.pk]
    for wrong in ({"returns_on": clock.today(), "place": "Leeds"}, {"returns_on": back_on(), "place": " "}):
        with pytest.raises(Invalid):
            check_return(rtw, actor=cast.daniel, reason=WHY, **wrong)
    with pytest.raises(Forbidden):
        check_return(rtw, actor=cast.martin, reason=WHY, returns_on=back_on(), place="Leeds")
    rtw = check_return(rtw, actor=cast.daniel, reason=WHY, returns_on=back_on(), place="Leeds")
    assert last_event(rtw) == ("rtw.check", "daniel", WHY)
    assert Deadline.objects.about(rtw).pending().get().rule == "B5"


def test_each_gate_denies_and_then_opens(cast, a_case, last_event, frozen):
    case = a_case("active")
    rtw = checked(case, cast, safeguarded=False)
    assert missing(rtw) == ["safeguards", "told"]

    waiting = proposed(case, cast)
    assert "safeguards" in missing(rtw)
    confirm_safeguard(waiting, actor=cast.joan, reason=WHY)
    assert missing(rtw) == ["told"]
    assert code_of(approved, rtw, cast) == "affected-first"

    rtw = told(rtw, cast)
    assert missing(rtw) == []
    watch = start_watch(case, actor=cast.omar, reason=WHY, watcher=cast.daniel, declaration=DECLARED, told=TOLD)
    concern = raise_concern(watch.people.get(), actor=cast.erin, told="My shifts were changed.")
    assert missing(rtw) == ["no_retaliation"]
    assert code_of(approved, rtw, cast) == "preconditions-open"
    settle_concern(concern, actor=cast.omar, reason=WHY, answer="The rota was changed for everybody.")

    duty = case.agreements.get().obligations.get()
    with clock.at(frozen + timedelta(days=61)):
        rtw = replan_return(rtw, actor=cast.daniel, reason=WHY, returns_on=back_on(), place="Leeds")
        rtw = told(rtw, cast)
        assert missing(rtw) == ["obligations"]
        assert code_of(approved, rtw, cast) == "preconditions-open"
        verify_duty(duty, actor=cast.joan, reason=WHY, note="Seen.")
        assert missing(rtw) == []
        rtw = approved(rtw, cast)
        assert last_event(rtw) == ("rtw.approve", "ruth", WHY)
        assert not Deadline.objects.about(rtw).filter(kind="rtw.check").unfinished().exists()
        assert Deadline.objects.about(rtw).pending().get().kind == "rtw.appeal"
        steps = list(FollowUpStep.objects.filter(rtw=rtw).order_by("seq"))
        assert len(steps) == 6
        assert {step.holder.name for step in steps} == {"Joan Mbeki"}
        assert all(Deadline.objects.about(step).pending().get().due_on == step.due_on for step in steps)


def test_the_complainant_is_told_first_and_of_the_same_day(cast, a_case, frozen):
    case = a_case("active")
    rtw = checked(case, cast)
    for words in (
        "He received a written warning.",
        "His agreement asks for it.",
        "He took part in a course.",
        "He sees a therapist.",
    ):
        with pytest.raises((Invalid, WordsRefused)):
            notify_affected(rtw, actor=cast.daniel, reason=WHY, protections=[words])
    with pytest.raises(Invalid):
        notify_affected(rtw, actor=cast.daniel, reason=WHY, protections=[" "])
    for other in (cast.ines, cast.omar, cast.hugo, cast.erin, cast.martin):
        with pytest.raises(Forbidden):
            notify_affected(rtw, actor=other, reason=WHY, protections=PROTECTIONS)
    assert not ReturnNotice.objects.exists()
    assert not Document.objects.filter(kind="D19").exists()
    rtw = told(rtw, cast)
    first = Document.objects.get(kind="D19")
    assert first.recipient == cast.person("erin")
    letter: Any = letter_of(first)
    assert (letter.returns_on, letter.person) == (rtw.returns_on, "Martin Hale")

    later = back_on() + timedelta(days=7)
    rtw = replan_return(rtw, actor=cast.daniel, reason=WHY, returns_on=later, place="Leeds")
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert code_of(approved, rtw, cast, steps=a_plan(cast, later)) == "affected-first"
    rtw = told(rtw, cast)
    rtw = approved(rtw, cast, steps=a_plan(cast, later))
    order = list(
        Document.objects.current()
        .filter(kind="D19")
        .order_by("issued_at", "pk")
        .values_list("recipient__name", flat=True)
    )
    assert order == ["Erin Lindqvist", "Martin Hale"]
    decision: Any = letter_of(rtw.document)
    assert decision.returns_on == later
    assert "Erin" not in repr(decision)
    assert "Lindqvist" not in repr(decision)


def test_a_notice_withdrawn_by_hand_tells_nobody(cast, a_case):
    rtw = ready(a_case("active"), cast)
    notice = ReturnNotice.objects.select_related("document").get()
    withdraw_document(notice.document, actor=cast.daniel, reason=WHY, why="A line was wrong.")
    assert missing(rtw) == ["told"]
    assert code_of(approved, rtw, cast) == "affected-first"
    assert approved(told(rtw, cast), cast).state == "approved_with_plan"


def test_the_employees_letter_never_names_whoever_was_affected(cast, a_case):
    rtw = ready(a_case("active"), cast)
    with pytest.raises(WordsRefused):
        approved(rtw, cast, conditions=["You do not contact Erin Lindqvist."])
    with pytest.raises(WordsRefused):
        approved(rtw, cast, reasons="The provider says that he is fit to return.")
    assert ReturnToWork.objects.get(pk=rtw.pk).state == "preconditions_check"
    assert not FollowUpStep.objects.exists()
    assert (
        approved(rtw, cast, conditions=["You leave client events with the working part."]).state == "approved_with_plan"
    )


def test_the_providers_word_is_an_input_and_never_the_decision(cast, a_case, monkeypatch):
    rtw = ready(a_case("active"), cast)
    for word in (Compliance.NO, Compliance.UNKNOWN):
        monkeypatch.setattr(deciding, "provider_word", lambda _rtw, word=word: word)
        with pytest.raises(Invalid) as despite:
            approved(rtw, cast)
        assert list(despite.value.errors) == ["despite"]
    monkeypatch.setattr(deciding, "provider_word", lambda _rtw: Compliance.YES)
    assert ReturnToWork.objects.get(pk=rtw.pk).state == "preconditions_check"  # “yes” approves nothing by itself
    monkeypatch.setattr(deciding, "provider_word", lambda _rtw: Compliance.UNKNOWN)
    rtw = approved(rtw, cast, despite="The release was revoked, and nothing depends on it.")
    assert "release" not in repr(letter_of(rtw.document))
    unknown, yes = Referral(compliance=Compliance.UNKNOWN), Referral(compliance=Compliance.YES)
    assert word_of([]) is None
    monkeypatch.setattr(
        "backend.returns.queries.gate.extract_of", lambda row: type("E", (), {"complying": row.compliance})
    )
    assert word_of([yes, unknown]) == Compliance.UNKNOWN
    assert word_of([yes, unknown, Referral(compliance=Compliance.NO)]) == Compliance.NO
    assert word_of([yes]) == Compliance.YES


def test_two_people_put_aside_what_is_missing_in_writing(cast, a_case, frozen):
    case = a_case("active")
    rtw = told(checked(case, cast, safeguarded=False), cast)
    assert missing(rtw) == ["safeguards"]
    why = "The place of work itself is another one from the first day."
    for other in (cast.daniel, cast.hugo):
        with pytest.raises(Forbidden):
            override_precondition(rtw, code="safeguards", why=why, actor=other)
    assert code_of(override_precondition, rtw, code="obligations", why=why, actor=cast.ruth) == "not-overridable"
    row = override_precondition(rtw, code="safeguards", why=why, actor=cast.ruth)
    assert code_of(approved, rtw, cast) == "preconditions-open"
    assert code_of(second_override, rtw, code="safeguards", actor=cast.ruth, reason=WHY) == "second-person"
    with pytest.raises(Forbidden):
        second_override(rtw, code="safeguards", actor=cast.daniel, reason=WHY)
    row = second_override(rtw, code="safeguards", actor=cast.clara, reason="So it is.")
    assert (row.written_by, row.seconded_by) == (cast.ruth, cast.clara)
    assert missing(rtw) == []
    proposed(case, cast)  # another gap than the one that was put aside
    assert missing(rtw) == ["safeguards"]
    assert code_of(approved, rtw, cast) == "preconditions-open"


def test_nobody_puts_the_order_of_telling_aside(cast, a_case):
    rtw = checked(a_case("active"), cast)
    assert missing(rtw) == ["told"]
    assert code_of(override_precondition, rtw, code="told", why="It is quicker.", actor=cast.ruth) == "not-overridable"


@pytest.mark.parametrize("kind", [ReportingLine.SOLID, ReportingLine.DOTTED])
def test_whoever_stands_in_the_line_does_not_decide(cast, a_case, kind):
    case = a_case("active")
    rtw = ready(case, cast)
    assert not in_the_line(cast.person("ruth"), rtw)
    add_line(
        cast.person("martin"), cast.person("ruth"), kind=kind, starts_on=clock.today(), actor=cast.system, reason=WHY
    )
    assert in_the_line(cast.person("ruth"), rtw)
    assert not can(cast.ruth, "rtw.view", rtw)  # the line of today bars from the whole case
    for act in (
        approved,
        lambda row, cast: refuse_return(row, actor=cast.ruth, reason=WHY, reasons="No.", appeal_to=TO),
    ):
        with pytest.raises(Forbidden):
            act(rtw, cast)
    assert approved(rtw, cast, by=cast.clara).decided_by == cast.clara


def test_whoever_stood_in_the_line_when_it_happened_does_not_decide_even_with_a_waiver(cast, a_case):
    today = clock.today()
    dotted: dict[str, Any] = {"kind": ReportingLine.DOTTED, "starts_on": today - timedelta(days=30)}
    line = add_line(cast.person("martin"), cast.person("ian"), **dotted, actor=cast.system, reason=WHY)
    end_line(line, on=today - timedelta(days=1), actor=cast.system, reason=WHY)
    case = a_case("active", occurred_on=today - timedelta(days=6))
    waiver = ask_waiver(case, person=cast.person("ian"), rule="C2", actor=cast.omar, reason="Nobody else is free.")
    grant_waiver(waiver, actor=cast.vera, reason="The line is over.", disclosed="Ian Cole led a programme; it is over.")
    appoint(case, cast.ian, "decision_maker", declaration=DECLARED, told=TOLD, actor=cast.omar, reason=WHY)
    rtw = ready(case, cast)
    assert can(cast.ian, "rtw.approve", rtw)
    assert code_of(approved, rtw, cast, by=cast.ian) == "in-the-line"
    assert (
        code_of(
            defer_return,
            rtw,
            actor=cast.ian,
            reason=WHY,
            reasons="Later.",
            decided_again_on=back_on(),
            needed=["So."],
            appeal_to=TO,
        )
        == "in-the-line"
    )
    assert code_of(override_precondition, rtw, code="safeguards", why=WHY, actor=cast.ian) == "in-the-line"
    assert approved(rtw, cast).decided_by == cast.ruth


def test_a_plan_begins_within_a_week_and_has_an_end(cast, a_case):
    rtw = ready(a_case("active"), cast)
    start = back_on()

    def step(days: int, holder: str = "joan", what: str = "Talk") -> PlannedStep:
        return PlannedStep(on=start + timedelta(days=days), what=what, holder=cast.person(holder))

    for wrong, field in (
        ({"steps": []}, "steps"),
        ({"steps": [step(8)]}, "steps"),
        ({"steps": [step(-1)]}, "steps"),
        ({"steps": [step(3, "erin")]}, "steps"),
        ({"steps": [step(3, "martin")]}, "steps"),
        ({"steps": [step(3, what=" ")]}, "steps"),
        ({"steps": [step(3), step(400)]}, "steps"),
        ({"plan_ends_on": start, "steps": [step(0)]}, "plan_ends_on"),
        ({"plan_ends_on": start + timedelta(days=365 * 5 + 10)}, "plan_ends_on"),
        ({"reasons": " "}, "reasons"),
        ({"appeal_to": ""}, "appeal_to"),
    ):
        with pytest.raises(Invalid) as refused:
            approved(rtw, cast, **wrong)
        assert list(refused.value.errors) == [field]
    assert approved(rtw, cast, steps=[step(7)]).plan_ends_on


def test_deferring_names_a_day_and_takes_back_what_was_told(cast, a_case, last_event, frozen):
    case = a_case("active")
    rtw = ready(case, cast)
    later = clock.today() + timedelta(days=20)
    given: dict[str, Any] = {
        "reasons": "The other desk is not ready.",
        "needed": ["A desk in the other house."],
        "appeal_to": TO,
    }
    for wrong in ({"decided_again_on": clock.today()}, {"decided_again_on": later, "needed": [" "]}):
        with pytest.raises(Invalid):
            defer_return(rtw, actor=cast.ruth, reason=WHY, **{**given, **wrong})
    with pytest.raises(Forbidden):
        defer_return(rtw, actor=cast.daniel, reason=WHY, decided_again_on=later, **given)
    rtw = defer_return(rtw, actor=cast.clara, reason=WHY, decided_again_on=later, **given)
    assert last_event(rtw) == ("rtw.defer", "clara", WHY)
    letter: Any = letter_of(rtw.document)
    assert (letter.result, letter.decided_again_on, letter.returns_on) == ("deferred", later, None)
    assert not ReturnNotice.objects.filter(withdrawn_at=None).exists()
    assert Document.objects.filter(kind="D21", recipient=cast.person("erin")).count() == 1
    assert Deadline.objects.about(rtw).filter(kind="rtw.decide_again").pending().get().due_on == later
    assert returns_waiting(cast.daniel) == []
    with clock.at(frozen + timedelta(days=20)):
        assert [row.pk for row in returns_waiting(cast.daniel)] == [rtw.pk]
        rtw = check_return(rtw, actor=cast.daniel, reason=WHY, returns_on=back_on(), place="Leeds")
        assert approved(told(rtw, cast), cast).state == "approved_with_plan"


def test_refusing_gives_reasons_and_a_way_to_appeal(cast, a_case, frozen):
    case = a_case("active")
    rtw = ready(case, cast)
    rtw = refuse_return(rtw, actor=cast.ruth, reason=WHY, reasons="The post leads the same team.", appeal_to=TO)
    letter: Any = letter_of(rtw.document)
    assert (letter.result, letter.appeal.to.name) == ("refused", TO)
    assert letter.appeal.until == rtw.appeal_until
    assert rtw.appeal_until is not None
    assert place_of(case).working_days.count(clock.today(), rtw.appeal_until) == 10  # whichever day of the week it is
    assert Obligation.objects.get(case=case, kind=rtw.owed_as).discharged_at
    assert not ReturnNotice.objects.filter(withdrawn_at=None).exists()


def test_a_case_without_anybody_affected_tells_nobody(cast, a_case):
    case = a_case("active", reporter=None)
    rtw = checked(case, cast)
    assert missing(rtw) == []
    assert code_of(notify_affected, rtw, actor=cast.daniel, reason=WHY, protections=PROTECTIONS) == "nobody-affected"
    assert approved(rtw, cast).state == "approved_with_plan"


def test_every_act_stands_in_the_history(cast, a_case):
    case = a_case("active")
    approved(ready(case, cast), cast)
    told_of = {entry.action.name for entry in entries(history(case))}
    assert {"rtw.schedule", "rtw.check", "rtw.notify", "rtw.approve", "follow_up.plan"} <= told_of


def test_in_place_is_what_the_letter_names(cast, a_case):
    case = a_case("active")
    rtw = ready(case, cast)
    other = in_place(
        case, cast, falls_on="organisation", person=None, situation="one_to_one", control="Doors have windows."
    )
    letter: Any = letter_of(approved(rtw, cast).document)
    assert letter.safeguards
    assert other.control not in letter.safeguards  # what the organisation changes about itself is no condition for him
