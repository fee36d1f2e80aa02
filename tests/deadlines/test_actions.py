"""Deadlines as records: started, met, cancelled, paused, resumed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from backend.audit.models import Event
from backend.deadlines.actions import (
    cancel_all,
    latest_before,
    meet_all,
    pause_all,
    pause_deadline,
    resume_all,
    resume_deadline,
    start_deadline,
    start_for,
)
from backend.deadlines.models import Deadline, DeadlinePause
from backend.deadlines.profiles import Place
from backend.deadlines.rules import Rule
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, PersonName, User

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
LEEDS = Place("UK")
DUBLIN = Place("EU-IE")
SAN_DIEGO = Place("US-CA")
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def actions_on(row: Person) -> list[str]:
    events = Event.objects.filter(stream=row.key).exclude(action="record.created").order_by("id")
    return list(events.values_list("action", flat=True))


def test_a_deadline_stores_what_it_was_reckoned_from(matter: Person, actor: User) -> None:
    with clock.at(MONDAY):
        deadline = start_for(matter, "case.assign", actor=actor, place=LEEDS)

    assert (deadline.rule, deadline.calendar, deadline.zone) == ("B3", "GB-ENG", "Europe/London")
    assert (deadline.profile, deadline.profile_version, deadline.is_hard) == ("POLICY", "2026-11-27.2", False)
    assert deadline.started_at == MONDAY
    assert deadline.due_at == datetime(2026, 3, 5, 23, 59, 59, 999999, tzinfo=UTC)
    assert (deadline.due_on, deadline.words) == (
        date(2026, 3, 5),
        "3 working days, weekends and public holidays don't count",
    )
    assert actions_on(matter) == ["deadline.start"]


def test_the_same_event_counts_by_the_law_of_the_place(matter: Person, part: PersonName, actor: User) -> None:
    with clock.at(MONDAY):
        in_leeds = start_for(matter, "report.acknowledge", actor=actor, place=LEEDS)
        in_dublin = start_for(part, "report.acknowledge", actor=actor, place=DUBLIN)

    assert (in_leeds.is_hard, in_leeds.basis[:6]) == (False, "Policy")
    assert in_dublin.is_hard
    assert in_dublin.basis == "Protected Disclosures Act 2014, section 6A(1)(b), as amended in 2022"
    assert in_leeds.words == in_dublin.words[: len(in_leeds.words)] == "7 days, counts weekends"


def test_a_site_has_its_own_calendar_and_clock(matter: Person, actor: User) -> None:
    place = Place("UK", calendar="GB-SCT", zone="Europe/London")
    with clock.at(datetime(2026, 11, 27, 10, tzinfo=UTC)):  # a Friday; St Andrew's day is the Monday after
        deadline = start_for(matter, "report.triage", actor=actor, place=place)

    assert deadline.due_on == date(2026, 12, 1)


def test_a_record_brings_its_own_profile(matter: Person, actor: User) -> None:
    matter.profile = "US-CA"  # type: ignore[attr-defined]

    assert start_for(matter, "agreement.consider", actor=actor).rule == "P21D"


def test_an_unknown_timer_or_profile_is_an_error(matter: Person, actor: User) -> None:
    with pytest.raises(LookupError, match="no timer"):
        start_for(matter, "report.burn", actor=actor, place=LEEDS)
    with pytest.raises(LookupError, match="no profile"):
        start_for(matter, "report.triage", actor=actor, place=Place("ATLANTIS"))


def test_a_named_time_is_taken_as_it_is(matter: Person, actor: User) -> None:
    with clock.at(MONDAY):
        deadline = start_for(matter, "allegation.answer", actor=actor, place=LEEDS, due_at=MONDAY + 3 * DAY)
        named_day = start_for(matter, "duty.due", actor=actor, place=LEEDS, due_on=date(2026, 3, 29))

    assert (deadline.due_at, deadline.rule, deadline.words) == (MONDAY + 3 * DAY, "", "on a day that was named")
    assert named_day.due_at == datetime(2026, 3, 29, 22, 59, 59, 999999, tzinfo=UTC)  # summer time began that day


def test_a_named_time_may_not_take_from_what_a_statute_gives(matter: Person, actor: User) -> None:
    with clock.at(MONDAY):
        with pytest.raises(Invalid, match="fields"):
            start_for(matter, "agreement.consider", actor=actor, place=SAN_DIEGO, due_at=MONDAY + 20 * DAY)
        with pytest.raises(Invalid, match="fields"):
            start_for(matter, "report.acknowledge", actor=actor, place=DUBLIN, due_at=MONDAY + 9 * DAY)
        with pytest.raises(Invalid, match="fields"):
            start_for(matter, "duty.due", actor=actor, place=LEEDS, due_at=MONDAY - DAY)

    assert not Deadline.objects.of_matter(matter.key).exists()


def test_starting_again_replaces_a_policy_s_time_but_never_a_statute_s_limit(matter: Person, actor: User) -> None:
    with clock.at(MONDAY):
        first = start_for(matter, "case.update", actor=actor, place=LEEDS)
        statute = start_for(matter, "report.acknowledge", actor=actor, place=DUBLIN)
    with clock.at(MONDAY + DAY):
        second = start_for(matter, "case.update", actor=actor, place=LEEDS)
        again = start_for(matter, "report.acknowledge", actor=actor, place=DUBLIN)

    first.refresh_from_db()
    assert (first.cancelled_at, second.is_pending) == (MONDAY + DAY, True)
    assert (again.pk, again.due_at) == (statute.pk, statute.due_at)


def test_a_rule_outside_any_profile(matter: Person, actor: User) -> None:
    with clock.at(MONDAY):
        deadline = start_deadline(
            "order.comply", matter, rule=Rule.parse("P14D"), basis="Order of the tribunal", place=LEEDS, actor=actor
        )

    assert (deadline.basis, deadline.due_on) == ("Order of the tribunal", date(2026, 3, 16))


def test_notice_before_an_interview(matter: Person) -> None:
    latest = latest_before(matter, "interview.notice", MONDAY + 3 * DAY, place=LEEDS)

    assert latest.at == MONDAY + DAY
    with pytest.raises(ValueError, match="counts back"):
        start_for(matter, "interview.notice", actor=User(), place=LEEDS)


def test_met_in_time_or_late(matter: Person, actor: User) -> None:
    with clock.at(MONDAY):
        start_for(matter, "report.triage", actor=actor, place=LEEDS)
    with clock.at(MONDAY + 9 * DAY):
        [met] = meet_all(matter, "report.triage", actor=actor)
        assert meet_all(matter, "report.triage", actor=actor) == []

    assert met.met_at == MONDAY + 9 * DAY
    assert actions_on(matter) == ["deadline.start", "deadline.meet"]


def test_closing_a_matter_cancels_what_runs_anywhere_in_it(matter: Person, part: PersonName, actor: User) -> None:
    on_matter = start_for(matter, "case.update", actor=actor, place=LEEDS)
    on_part = start_for(part, "allegation.answer", actor=actor, place=LEEDS)

    assert [deadline.pk for deadline in cancel_all(part, actor=actor, reason="Withdrawn.")] == [on_part.pk]
    assert [deadline.pk for deadline in cancel_all(matter, actor=actor, reason="Closed.")] == [on_matter.pk]
    assert not Deadline.objects.of_matter(matter.key).pending().exists()


def test_a_pause_moves_the_end_and_resuming_gives_back_what_was_not_used(matter: Person, actor: User) -> None:
    with clock.at(MONDAY):
        deadline = start_for(matter, "case.update", actor=actor, place=LEEDS)
    with clock.at(MONDAY + DAY):
        paused = pause_deadline(deadline, until=MONDAY + 11 * DAY, actor=actor, reason="The police asked for it")
    assert paused.due_on == deadline.first_due_at.date() + 10 * DAY
    assert [(pause.reason, pause.paused_by) for pause in DeadlinePause.objects.all()] == [
        ("The police asked for it", actor)
    ]

    with clock.at(MONDAY + 4 * DAY):
        resumed = resume_deadline(paused, actor=actor, reason="The police are done")

    assert resumed.due_on == deadline.first_due_at.date() + 3 * DAY
    assert actions_on(matter) == ["deadline.start", *["deadline.pause"] * 2, *["deadline.resume"] * 2]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_pause_needs_a_reason_and_an_end(matter: Person, actor: User, reason: str) -> None:
    with clock.at(MONDAY):
        deadline = start_for(matter, "case.update", actor=actor, place=LEEDS)
        with pytest.raises(Refused, match="reason"):
            pause_deadline(deadline, until=MONDAY + DAY, actor=actor, reason=reason)
        with pytest.raises(Invalid):
            pause_deadline(deadline, until=MONDAY, actor=actor, reason="Illness")

    assert not DeadlinePause.objects.exists()


def test_a_statute_s_limit_does_not_wait_but_the_time_it_gives_may_grow(matter: Person, actor: User) -> None:
    with clock.at(MONDAY):
        limit = start_for(matter, "report.acknowledge", actor=actor, place=DUBLIN)
        floor = start_for(matter, "agreement.consider", actor=actor, place=SAN_DIEGO)
        soft = start_for(matter, "case.update", actor=actor, place=LEEDS)
        with pytest.raises(Refused, match="law's") as caught:
            pause_deadline(limit, until=MONDAY + DAY, actor=actor, reason="Illness")

        paused = pause_all(matter, until=MONDAY + 14 * DAY, actor=actor, reason="Stayed")

    assert caught.value.code == "deadline-statutory"
    assert {deadline.pk for deadline in paused} == {floor.pk, soft.pk}
    limit.refresh_from_db()
    assert limit.due_at == limit.first_due_at
    with clock.at(MONDAY + DAY):
        assert len(resume_all(matter, actor=actor, reason="The stay is over")) == 2
        assert resume_all(matter, actor=actor, reason="The stay is over") == []


def test_one_pause_at_a_time_and_only_while_it_runs(matter: Person, actor: User) -> None:
    with clock.at(MONDAY):
        deadline = start_for(matter, "case.update", actor=actor, place=LEEDS)
        with pytest.raises(Refused, match="not paused"):
            resume_deadline(deadline, actor=actor, reason="Done")
        pause_deadline(deadline, until=MONDAY + DAY, actor=actor, reason="Illness")
        with pytest.raises(Refused, match="already"):
            pause_deadline(deadline, until=MONDAY + DAY, actor=actor, reason="Illness")
        meet_all(matter, "case.update", actor=actor)
        with pytest.raises(Refused, match="running"):
            pause_deadline(deadline, until=MONDAY + DAY, actor=actor, reason="Illness")


def test_the_database_refuses_to_shorten_a_deadline(matter: Person, actor: User) -> None:
    deadline = start_for(matter, "case.update", actor=actor, place=LEEDS)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE deadlines_deadline SET due_at = started_at WHERE id = %s", [deadline.pk])


def test_what_runs_is_found_through_the_partial_index(matter: Person) -> None:
    assert "deadline_pending" in Deadline.objects.passed(MONDAY).order_by("due_at").explain() or (
        connection.vendor == "postgresql"  # an empty table is read as a whole there
    )
