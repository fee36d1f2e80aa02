"""The plan comes before the start, a second person approves it, and a notice waits only with a reason and an end."""

from datetime import timedelta

import pytest

from backend.access.policy import scope
from backend.agreements.queries.next_steps import for_next, steps_of
from backend.cases.actions.allegations import give_notice
from backend.cases.actions.opening import frame_allegation
from backend.cases.models import Case
from backend.cases.queries import deadlines_of
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.investigation.actions.planning import approve_plan, return_plan, revise_plan, submit_plan, write_plan
from backend.investigation.actions.starting import defer_notice, start_case
from backend.investigation.actions.tasks import add_task, finish_task, reopen_task, take_list
from backend.investigation.models import InvestigationPlan, NoticeDeferral, Task
from backend.investigation.queries.inquiry import own_tasks
from backend.investigation.task_lists import usual_tasks
from backend.jobs.models import Job
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import a_plan, particulars, play_plan

pytestmark = pytest.mark.django_db
WHY = "For this test."


def next_of(case):
    [case] = for_next(Case.objects.filter(pk=case.pk))
    return steps_of(case, deadlines_of([case]))[0].action


def test_a_plan_is_approved_by_somebody_else_before_the_investigation_starts(cast, a_case, last_event):
    case = a_case("planning")
    assert next_of(case) == "plan.write"
    with pytest.raises(Invalid) as wrong:
        write_plan(case, a_plan(scope=" ", report_by=clock.today() - timedelta(days=1)), actor=cast.ines, reason=WHY)
    assert set(wrong.value.errors) == {"scope", "report_by"}
    with pytest.raises(Forbidden):
        write_plan(case, a_plan(), actor=cast.omar, reason=WHY)
    plan = write_plan(case, a_plan(), actor=cast.ines, reason=WHY)
    assert next_of(case) == "plan.submit"
    plan = submit_plan(plan, actor=cast.ines, reason=WHY)
    with pytest.raises(Forbidden):
        approve_plan(plan, actor=cast.ines, reason=WHY)
    with pytest.raises(Invalid):
        return_plan(plan, actor=cast.omar, reason=WHY, note=" ")
    plan = return_plan(plan, actor=cast.omar, reason=WHY, note="Who was at the table?")
    assert (plan.state, plan.return_note) == ("returned", "Who was at the table?")
    plan = write_plan(case, a_plan(sources="Four people at the table."), actor=cast.ines, reason=WHY, seen=plan.edition)
    plan = submit_plan(plan, actor=cast.ines, reason=WHY)
    assert next_of(case) == "plan.approve"
    plan = approve_plan(plan, actor=cast.omar, reason="Complete.")
    assert last_event(plan) == ("plan.approve", "omar", "Complete.")
    with pytest.raises(Refused, match="Take it back"):
        write_plan(case, a_plan(), actor=cast.ines, reason=WHY, seen=plan.edition)
    assert next_of(case) == "case.give_notice"
    give_notice(case, actor=cast.ines, reason=WHY, answer_due_at=clock.now() + timedelta(days=7))
    revise_plan(plan, actor=cast.ines, reason="One more source.")
    with pytest.raises(Refused) as refused:
        start_case(case, actor=cast.ines, reason=WHY)
    assert refused.value.code == "plan-not-approved"
    play_again = submit_plan(InvestigationPlan.objects.get(case=case), actor=cast.ines, reason=WHY)
    approve_plan(play_again, actor=cast.omar, reason=WHY)
    case = start_case(case, actor=cast.ines, reason=WHY)
    assert case.state == "investigating"
    assert Deadline.objects.pending().filter(subject=case.key, kind="case.update").exists()
    assert not scope(cast.martin, "plan.view", InvestigationPlan.objects.all()).filter(case=case).exists()


def test_a_notice_waits_for_a_reason_and_not_for_long(cast, a_case, last_event, frozen):
    case = a_case("planning")
    play_plan(case, cast)
    until = frozen + timedelta(days=10)
    told = {"ground": "evidence_at_risk", "why": "Messages could be deleted before they are copied."}
    for wrong in ({"why": " "}, {"ground": "convenience"}, {"expires_at": frozen + timedelta(days=20)}):
        with pytest.raises(Invalid) as refused:
            defer_notice(case, **{**told, "expires_at": until, **wrong}, actor=cast.ines, reason=WHY)
        assert set(refused.value.errors) == set(wrong)
    with pytest.raises(Forbidden):
        defer_notice(case, **told, expires_at=until, actor=cast.omar, reason=WHY)
    deferral = defer_notice(case, **told, expires_at=until, actor=cast.ines, reason="Copies first.")
    assert last_event(deferral) == ("case.defer_notice", "ines", "Copies first.")
    assert next_of(case) == "case.start"
    case = start_case(case, actor=cast.ines, reason=WHY)
    assert not scope(cast.martin, "allegation.view", case.allegations.all()).exists()

    late = until + timedelta(hours=1)
    with clock.at(late):
        sweep(as_of=late)
        assert NoticeDeferral.objects.get(pk=deferral.pk).lapsed_at == late
        assert next_of(case) == "case.give_notice"
        assert [task.what[:11] for task in own_tasks(cast.ines)] == ["Give the re"]
        assert Job.objects.filter(kind="access.send_notices").exists()
        again = defer_notice(case, **told, expires_at=late + timedelta(days=5), actor=cast.ines, reason=WHY)
        assert again.replaces == deferral
        give_notice(case, actor=cast.ines, reason=WHY, answer_due_at=late + timedelta(days=7))
        assert not Deadline.objects.pending().filter(kind="notice.deferral").exists()
        with pytest.raises(Refused, match="no allegation"):
            defer_notice(case, **told, expires_at=late + timedelta(days=5), actor=cast.ines, reason=WHY)


def test_tasks_come_from_a_list_and_from_people_and_are_done(cast, a_case, last_event):
    case = a_case("investigating")
    with pytest.raises(Invalid):
        add_task(case, what="Read it.", owner=cast.tomas, actor=cast.ines, reason=WHY)
    with pytest.raises(Forbidden):
        add_task(case, what="Read it.", owner=cast.ines, actor=cast.hugo, reason=WHY)
    with pytest.raises(Invalid) as late:
        add_task(
            case,
            what="Read it.",
            owner=cast.ines,
            due_on=clock.today() - timedelta(days=1),
            actor=cast.ines,
            reason=WHY,
        )
    assert set(late.value.errors) == {"due_on"}
    listed = take_list(case, owner=cast.ines, actor=cast.ines, reason=WHY)
    assert len(listed) == len(usual_tasks("harassment")) > len(usual_tasks("conduct")) > 5
    with pytest.raises(Refused) as refused:
        take_list(case, owner=cast.ines, actor=cast.ines, reason=WHY)
    assert refused.value.code == "nothing-to-add"
    mine = add_task(
        case, what="Advise on the notice.", owner=cast.hugo, due_on=clock.today(), actor=cast.ines, reason=WHY
    )
    assert own_tasks(cast.hugo) == [mine]
    mine = finish_task(mine, actor=cast.hugo, reason="Done.")
    assert last_event(mine) == ("task.finish", "hugo", "Done.")
    assert own_tasks(cast.hugo) == []
    with pytest.raises(Refused):
        finish_task(mine, actor=cast.hugo, reason=WHY)
    assert reopen_task(mine, actor=cast.hugo, reason=WHY).done_at is None
    assert not scope(cast.martin, "task.view", Task.objects.all()).exists()


def test_no_allegation_holds_a_word_of_guilt_before_a_finding(cast, a_case):
    case = a_case("planning")
    with pytest.raises(Invalid) as wrong:
        frame_allegation(case, particulars(particulars="The perpetrator touched her."), actor=cast.ines, reason=WHY)
    assert "perpetrator" in wrong.value.errors["particulars"][0]
    quoted = particulars(particulars="It is alleged that you called a colleague “the culprit” in a meeting.")
    assert frame_allegation(case, quoted, actor=cast.ines, reason=WHY).seq == 2
