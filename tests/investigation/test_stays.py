"""A stay stops the clock, not what protects people, and is looked at again within two weeks."""

from datetime import timedelta

import pytest

from backend.access.policy import can
from backend.agreements.queries.next_steps import for_next, steps_of
from backend.cases.models import Case
from backend.cases.queries import deadlines_of
from backend.deadlines.actions import start_for
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.investigation.actions.stays import resume_case, review_stay, stay_case
from backend.investigation.models import Stay
from backend.jobs.models import Job
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused

pytestmark = pytest.mark.django_db
WHY = "For this test."


def due(case, kind):
    return Deadline.objects.pending().get(matter=case.key, kind=kind).due_at


def test_a_stay_stops_the_clock_and_is_looked_at_again(cast, a_case, last_event, frozen):
    case = a_case("investigating")
    before, update = due(case, "case.investigate.tier2"), due(case, "case.update")
    told = {"basis": "police_request", "details": "Letter of today.", "review_at": frozen + timedelta(days=10)}
    with pytest.raises(Forbidden):
        stay_case(case, actor=cast.ines, reason=WHY, **told)
    for wrong in ({"basis": "holiday"}, {"details": " "}, {"review_at": frozen + timedelta(days=20)}):
        with pytest.raises(Invalid) as refused:
            stay_case(case, actor=cast.hugo, reason=WHY, **{**told, **wrong})
        assert set(refused.value.errors) == set(wrong)
    case = stay_case(case, actor=cast.hugo, reason="They asked.", **told)
    assert last_event(case)[:2] == ("deadline.start", "hugo") or case.state == "stayed"
    assert due(case, "case.investigate.tier2") == before + timedelta(days=10)
    assert due(case, "case.update") == update
    [row] = for_next(Case.objects.filter(pk=case.pk))
    [step] = steps_of(row, deadlines_of([row]))
    assert (step.action, step.doer, step.due) == ("case.resume", "counsel", told["review_at"])
    assert not can(cast.martin, "case.resume", case)

    with clock.at(frozen + timedelta(days=8)):
        with pytest.raises(Invalid):
            review_stay(case, actor=cast.hugo, reason=WHY, review_at=frozen + timedelta(days=30))
        review_stay(case, actor=cast.hugo, reason="Not yet.", review_at=frozen + timedelta(days=16))
    late = frozen + timedelta(days=17)
    with clock.at(late):
        sweep(as_of=late)
        assert Job.objects.filter(kind="access.send_notices").exists()
        with pytest.raises(Forbidden):
            resume_case(case, actor=cast.ines, reason=WHY)
        case = resume_case(case, actor=cast.hugo, reason="Their part is over.")
        with pytest.raises(Refused):
            review_stay(case, actor=cast.hugo, reason=WHY, review_at=late + timedelta(days=2))
    assert case.state == "investigating"
    assert abs(due(case, "case.investigate.tier2") - before - timedelta(days=16)) < timedelta(days=1)
    stay = Stay.objects.get(case=case)
    assert (stay.ended_by, stay.ended_at) == (cast.hugo, late)
    start_for(case, "case.update", actor=cast.hugo)
