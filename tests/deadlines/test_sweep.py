"""The sweep wins each deadline once."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from backend.audit.models import Event
from backend.deadlines import clockwork
from backend.deadlines.actions import meet_all, pause_deadline, start_for
from backend.deadlines.clockwork import Swept, sweep, when_missed
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import Place
from backend.jobs.queue import submit
from backend.jobs.worker import work_once
from backend.kernel import clock
from backend.people.models import Person, PersonName, User

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
LATER = MONDAY + timedelta(days=60)
LEEDS = Place("UK")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clockwork, "WHEN_MISSED", {})


@pytest.fixture
def running(matter: Person, actor: User) -> Deadline:
    with clock.at(MONDAY):
        return start_for(matter, "case.update", actor=actor, place=LEEDS)


def test_a_passed_deadline_is_noticed_once_and_followed_up(running: Deadline, matter: Person, actor: User) -> None:
    followed = []
    when_missed("case.update")(lambda deadline, *, as_of: followed.append((deadline.pk, as_of)))

    assert sweep(as_of=running.due_at) == Swept(0, 0)
    assert sweep(as_of=LATER) == Swept(1, 0)
    assert sweep(as_of=LATER + timedelta(days=1)) == Swept(0, 0)

    running.refresh_from_db()
    assert running.missed_at == LATER
    assert followed == [(running.pk, LATER)]
    event = Event.objects.filter(stream=matter.key).latest("id")
    assert (event.action, event.actor) == ("deadline.miss", actor.uid)
    assert running.history.first().history_change_reason == "The time was over."


def test_what_was_met_or_paused_in_time_is_left_alone(running: Deadline, part: PersonName, actor: User) -> None:
    with clock.at(MONDAY):
        start_for(part, "case.update", actor=actor, place=LEEDS)
        meet_all(part, "case.update", actor=actor)
        pause_deadline(running, until=LATER, actor=actor, reason="The police asked for it")

    assert sweep(as_of=LATER) == Swept(0, 0)


def test_a_broken_handler_stops_neither_the_others_nor_the_next_try(
    running: Deadline, part: PersonName, actor: User
) -> None:
    with clock.at(MONDAY):
        start_for(part, "case.assign", actor=actor, place=LEEDS)
    broken = [True]

    @when_missed("case.update")
    def escalate(deadline: Deadline, *, as_of: datetime) -> None:
        if broken:
            raise RuntimeError("erin@larkfield.example")

    assert sweep(as_of=LATER) == Swept(1, 1)
    running.refresh_from_db()
    assert running.missed_at is None
    assert not running.history.filter(missed_at__isnull=False).exists()

    broken.clear()
    assert sweep(as_of=LATER) == Swept(1, 0)


def test_one_handler_for_one_kind() -> None:
    when_missed("case.update")(lambda deadline, *, as_of: None)

    with pytest.raises(ValueError, match="handler already"):
        when_missed("case.update")(lambda deadline, *, as_of: None)


def test_the_command_says_what_it_did(running: Deadline) -> None:
    out = StringIO()
    with clock.at(LATER):
        call_command("sweep", stdout=out)
        with pytest.raises(CommandError, match="to come"):
            call_command("sweep", "--as-of", "2030-01-01T00:00+00:00")
    assert out.getvalue() == "1 deadline passed.\n"
    with pytest.raises(CommandError, match="time zone"):
        call_command("sweep", "--as-of", "2026-01-01T00:00")


def test_the_command_fails_when_something_could_not_be_followed_up(running: Deadline) -> None:
    def broken(deadline: Deadline, *, as_of: datetime) -> Any:
        raise RuntimeError

    when_missed("case.update")(broken)

    with clock.at(LATER), pytest.raises(CommandError, match="1 could not"):
        call_command("sweep", stdout=StringIO())


def test_the_sweep_is_a_job_too(running: Deadline) -> None:
    with clock.at(LATER):
        submit("deadline.sweep", actor=None)
        done = work_once()

    assert done is not None
    assert done.error == ""
    running.refresh_from_db()
    assert running.missed_at == LATER
