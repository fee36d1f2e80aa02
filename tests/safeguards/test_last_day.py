"""The last day of a safeguard: it ends by itself with its history, or waits for a decision where it must not end in silence."""

from datetime import timedelta

import pytest

from backend.audit.timeline import history
from backend.jobs.models import Job
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.safeguards.actions.expiring import end_safeguards_run_out
from backend.safeguards.actions.reviewing import keep_safeguard, suggest_safeguard
from backend.safeguards.queries.standing import (
    in_place_for,
    safeguards_around,
    safeguards_seen_to,
    safeguards_to_decide,
)
from tests.builders import WHY
from tests.safeguards.scenes import in_place, proposed

pytestmark = pytest.mark.django_db
TEN, DAY = timedelta(days=10), timedelta(days=1)


def test_it_ends_after_its_last_day_and_not_on_it(cast, a_case):
    case = a_case("active")
    last = clock.today() + TEN
    row, other = in_place(case, cast, ends_on=last), in_place(case, cast)
    waits = proposed(case, cast, ends_on=last)
    with clock.at(clock.now() + TEN):
        assert end_safeguards_run_out() == 0
    with clock.at(clock.now() + TEN + DAY):
        sent = Job.objects.filter(kind="access.send_notices").count()
        assert end_safeguards_run_out() == 2
        assert Job.objects.filter(kind="access.send_notices").count() == sent + 2
        assert end_safeguards_run_out() == 0
        for each in (row, other, waits):
            each.refresh_from_db()
        assert (row.state, waits.state, other.state) == ("ended", "ended", "in_place")
        assert row.reviews.get().note == "Its last day has passed."
        assert history(row).filter(action="safeguard.end").exists()
        assert row in safeguards_seen_to(cast.joan)
        assert list(in_place_for(case)) == [other]
        assert not next(each for each in safeguards_around(cast.martin) if each == row).applies_today


def test_what_an_agreement_in_force_needs_waits_for_a_decision(cast, a_case):
    case = a_case("active")
    row = in_place(case, cast, ends_on=clock.today() + TEN, agreement=case.agreements.get())
    with clock.at(clock.now() + TEN + DAY):
        assert end_safeguards_run_out() == 0
        assert row in safeguards_to_decide(cast.daniel, until=clock.today())
        row.refresh_from_db()
        with pytest.raises(Refused) as owner:
            keep_safeguard(row, actor=cast.joan, reason=WHY, note="It works.")
        assert owner.value.code == "last-day-fixed"
        with pytest.raises(Invalid) as no_day:
            keep_safeguard(row, actor=cast.daniel, reason=WHY, note="It works.")
        assert set(no_day.value.errors) == {"ends_on"}
        kept = keep_safeguard(row, actor=cast.daniel, reason=WHY, note="It works.", ends_on=clock.today() + TEN)
        assert (kept.state, kept.ends_on) == ("in_place", clock.today() + TEN)
        assert row not in safeguards_to_decide(cast.daniel, until=clock.today())


def test_what_somebody_suggested_waits_for_its_answer(cast, a_case):
    row = in_place(a_case("active"), cast, ends_on=clock.today() + TEN)
    with clock.at(clock.now() + TEN):
        suggest_safeguard(row, actor=cast.joan, reason=WHY, result="ended", note="Nobody needs it.")
    with clock.at(clock.now() + TEN + DAY):
        assert end_safeguards_run_out() == 0
        row.refresh_from_db()
        assert row.state == "change_suggested"
