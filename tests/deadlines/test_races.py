"""Several sweeps at once, on real commits."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Barrier, Lock, Thread

import pytest
from django.db import connection

from backend.audit.models import Event
from backend.deadlines import clockwork
from backend.deadlines.actions import start_for
from backend.deadlines.clockwork import sweep, when_missed
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import Place
from backend.kernel import clock
from backend.people.models import Person, User

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
LATER = MONDAY + timedelta(days=200)
KINDS = ["case.assign", "case.update", "report.triage", "finding.decide", "letters.outcome"]
SWEEPERS = 6


@pytest.mark.usefixtures("committed")
def test_six_sweeps_at_once_win_each_deadline_exactly_once(
    monkeypatch: pytest.MonkeyPatch, matter: Person, actor: User
) -> None:
    monkeypatch.setattr(clockwork, "WHEN_MISSED", {})
    followed: Counter[str] = Counter()
    missed: list[int] = []
    lock, start = Lock(), Barrier(SWEEPERS)
    with clock.at(MONDAY):
        for kind in KINDS:
            start_for(matter, kind, actor=actor, place=Place("UK"))

    def follow(deadline: Deadline, *, as_of: datetime) -> None:
        with lock:
            followed[deadline.kind] += 1

    def work() -> None:
        start.wait()
        swept = sweep(as_of=LATER)
        with lock:
            missed.append(swept.missed)
            assert swept.failed == 0
        connection.close()

    for kind in KINDS:
        when_missed(kind)(follow)
    threads = [Thread(target=work) for _ in range(SWEEPERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert followed == dict.fromkeys(KINDS, 1)
    assert (len(missed), sum(missed)) == (SWEEPERS, len(KINDS))
    assert Event.objects.filter(stream=matter.key, action="deadline.miss").count() == len(KINDS)
    assert Deadline.history.filter(missed_at=LATER).count() == len(KINDS)
