"""Warnings before a deadline ends and the word to somebody else after: once each, and on the first page of who has to know."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.audit.models import Event
from backend.deadlines.actions import meet_all, start_for
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import DeadlineNotice
from backend.deadlines.profiles import Place
from backend.deadlines.warnings import warn_of_deadlines
from backend.kernel import clock
from tests.web.reading import text_of

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
LEEDS = Place("UK")
pytestmark = pytest.mark.django_db


def test_each_step_is_told_once_and_a_miss_to_the_role(matter, part, actor):
    with clock.at(MONDAY):
        deadline = start_for(matter, "report.acknowledge", actor=actor, place=LEEDS)
        done = start_for(part, "report.acknowledge", actor=actor, place=LEEDS)
        meet_all(part, "report.acknowledge", actor=actor)
    due = deadline.due_at
    mine = DeadlineNotice.objects.filter(deadline__in=[deadline, done])

    def told(as_of):
        warn_of_deadlines(as_of=as_of)
        return list(mine.order_by("pk").values_list("about", flat=True))

    assert told(due - timedelta(days=5)) == []
    assert told(due - timedelta(days=2)) == ["P3D"]
    assert told(due - timedelta(days=2)) == ["P3D"], "once"
    assert told(due - timedelta(hours=2)) == ["P3D", "P1D"]
    event = Event.objects.filter(stream=matter.key, action="deadline.warn").latest("id")
    assert event.actor == actor.uid
    sweep(as_of=due + timedelta(minutes=1))
    sweep(as_of=due + timedelta(minutes=2))
    missed = mine.get(about="missed")
    assert (missed.deadline, missed.role) == (deadline, "intake")
    assert Event.objects.filter(stream=matter.key, action="deadline.escalate").count() == 1
    assert told(due + timedelta(days=1))[-1] == "missed", "what is over is not warned of"


def test_a_late_sweep_tells_the_nearest_step_alone(matter, actor):
    with clock.at(MONDAY):
        deadline = start_for(matter, "report.acknowledge", actor=actor, place=LEEDS)
    warn_of_deadlines(as_of=deadline.due_at - timedelta(hours=1))
    assert DeadlineNotice.objects.get(deadline=deadline).about == "P1D"


def test_the_first_page_tells_those_who_have_to_know(cast, a_case, sign_in):
    case = a_case("opened")
    report = case.report_links.get().report
    due = report.received_at + timedelta(days=85)
    with clock.at(due):
        warn_of_deadlines(as_of=clock.now())
        page = text_of(sign_in(cast.omar).get("/"))
        assert "Feedback to the reporter" in page
        for stranger in (cast.tomas, cast.erin, cast.martin, cast.sam):
            assert "Feedback to the reporter" not in text_of(sign_in(stranger).get("/"))
    with clock.at(report.received_at + timedelta(days=100)):
        sweep(as_of=clock.now())
        assert "The time was missed" in text_of(sign_in(cast.wanda).get("/"))
        assert "The time was missed" not in text_of(sign_in(cast.ines).get("/"))
