"""What is due when: planned to the end of the agreement, handed in, checked by somebody else, excused, and passed on only last."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from backend.access.policy import can
from backend.agreements.actions.calendar_sweep import sweep_occurrences
from backend.agreements.actions.drafting import draft_agreement
from backend.agreements.actions.obligations import excuse_duty, verify_duty
from backend.agreements.actions.obstacles import answer_obstacle
from backend.agreements.actions.occurrences import (
    excuse_occurrence,
    refer_as_breach,
    reject_occurrence,
    submit_occurrence,
    verify_occurrence,
    waive_occurrence,
)
from backend.agreements.actions.signing import complete_agreement
from backend.agreements.actions.voiding import void_agreement
from backend.agreements.lines import differing
from backend.agreements.models import AgreementClause, AgreementObligation, Obstacle, Occurrence
from backend.agreements.recurrence import dates_of, rule_for, rule_words, words_for
from backend.audit.agreeing import compared
from backend.audit.coverage import all_claims
from backend.deadlines.models import Deadline
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.agreements.scenes import a_promise, dates, in_force, on
from tests.builders import a_draft, a_duty

pytestmark = pytest.mark.django_db
WHY = "For this test."
FORTNIGHT = "FREQ=WEEKLY;INTERVAL=2"
SPAN = {"starts_on": -20, "review_on": 60, "ends_on": 200}


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("", ["2027-01-31"]),
        ("FREQ=WEEKLY;COUNT=2", ["2027-01-31", "2027-02-07"]),
        ("RRULE:FREQ=MONTHLY", ["2027-01-31", "2027-03-31"]),
        (rule_for("MONTHLY", 1, date(2027, 1, 31)), ["2027-01-31", "2027-02-28", "2027-03-31"]),
    ],
)
def test_a_rule_gives_calendar_days_up_to_the_end(rule, found):
    assert dates_of(date(2027, 1, 31), rule, until=date(2027, 4, 1)) == [date.fromisoformat(day) for day in found]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=HOURLY", "often", "FREQ=WEEKLY;UNTIL=20300101T000000Z", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=MO"],
)
def test_a_rule_that_does_not_fit_is_refused(cast, a_case, rule):
    case, first = a_case("implementing"), clock.today() + timedelta(days=60)
    while not first.weekday():
        first += timedelta(days=1)
    vague = a_duty(cast, first, recurrence=rule)
    with pytest.raises(Invalid) as refused:
        draft_agreement(case, a_draft(cast, duties=[vague]), actor=cast.daniel, reason=WHY)
    assert refused.value.errors["duties"][0].startswith("Obligation 1:")


def test_a_year_later_the_29_february_is_its_last_day():
    rule = rule_for("YEARLY", 1, date(2028, 2, 29))
    found = dates_of(date(2028, 2, 29), rule, until=date(2032, 3, 1))
    assert [day.isoformat() for day in found] == [f"{year}-02-{28 + (year % 4 == 0)}" for year in range(2028, 2033)]
    assert words_for(rule, date(2028, 2, 29)) == "every year, first by 29 February 2028"


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY", "FREQ=YEARLY;BYMONTH=1,7"])
def test_a_rule_that_says_more_than_how_often_is_put_into_words(cast, a_case, rule):
    """What is printed, and signed, must not promise less than the calendar then asks for, nor more."""
    case, first = a_case("implementing"), date(clock.today().year + 1, 1, 31)
    while rule.startswith("FREQ=WEEKLY") and first.weekday():
        first += timedelta(days=1)
    terms = {name: first + timedelta(days=days) for name, days in SPAN.items()}
    unsaid = a_draft(cast, duties=[a_duty(cast, first, recurrence=rule, due="")], **terms)
    with pytest.raises(Invalid) as refused:
        draft_agreement(case, unsaid, actor=cast.daniel, reason=WHY)
    assert "say in words when it is owed" in refused.value.errors["duties"][0]
    said = a_duty(cast, first, recurrence=rule, due="on the days of the rota")
    agreement = draft_agreement(case, a_draft(cast, duties=[said], **terms), actor=cast.daniel, reason=WHY)
    assert agreement.obligations.get(what=said.what).due == "on the days of the rota"


def test_how_often_is_said_in_words():
    assert [rule_words(rule) for rule in ("", "FREQ=MONTHLY", FORTNIGHT)] == ["once", "every month", "every two weeks"]


def test_every_date_up_to_the_end_is_planned_when_it_comes_into_force(cast, a_case):
    first = clock.today() + timedelta(days=20)
    agreement = in_force(a_case, cast, [a_duty(cast, first, recurrence=FORTNIGHT, due="", grace_days=3, cure_days=5)])
    rows = dates(agreement)
    assert [row.due_on for row in rows] == dates_of(first, FORTNIGHT, until=agreement.ends_on)
    assert len(rows) > 15
    assert {row.grace_until - row.due_on for row in rows} == {timedelta(days=3)}
    assert {row.cure_until - row.grace_until for row in rows} == {timedelta(days=5)}
    duty = agreement.obligations.get()
    assert duty.due.startswith("every two weeks, first by ")
    assert Deadline.objects.about(duty).pending().get().due_on == first
    with pytest.raises(Refused) as several:
        verify_duty(duty, actor=cast.joan, reason=WHY, note="Seen.")
    assert several.value.code == "several-dates"


def test_handed_in_checked_and_closed_with_the_last_date(cast, a_case, last_event):
    first = clock.today() + timedelta(days=20)
    agreement = in_force(
        a_case, cast, [a_duty(cast, first, recurrence=f"{rule_for('MONTHLY', 1, first)};COUNT=2", due="")]
    )
    one, two = dates(agreement)
    with pytest.raises(Forbidden):
        submit_occurrence(one, actor=cast.joan, words="Done.")
    with pytest.raises(Invalid):
        submit_occurrence(one, actor=cast.martin, words=" ")
    one = submit_occurrence(one, actor=cast.martin, words="I took part; the certificate is on file.")
    assert one.state == "submitted"
    for name in ("martin", "erin", "ruth", "daniel", "noor"):
        with pytest.raises(Forbidden):
            verify_occurrence(one, actor=getattr(cast, name), reason=WHY, note="Seen.")
    one = reject_occurrence(one, actor=cast.joan, missing="The second day is not on the certificate.")
    assert (one.state, one.missing) == ("rejected", "The second day is not on the certificate.")
    one = submit_occurrence(one, actor=cast.martin, words="Here is the second day.")
    one = verify_occurrence(one, actor=cast.joan, reason=WHY, note="Both days.")
    assert (one.state, one.proof_seen) == ("verified", "Both days.")
    assert last_event(one) == ("occurrence.verify", "joan", WHY)
    duty = agreement.obligations.get()
    assert duty.state == "scheduled"
    assert Deadline.objects.about(duty).pending().get().due_on == two.due_on
    verify_occurrence(two, actor=cast.joan, reason=WHY, note="Seen.")
    duty.refresh_from_db()
    assert (duty.state, duty.met_on) == ("met", agreement.today)
    assert not Deadline.objects.about(duty).unfinished().exists()


@pytest.mark.parametrize(
    ("zone", "hours", "state"),
    [
        ("America/Los_Angeles", 24 + 3, "due"),  # there it is still the evening of the day
        ("America/Los_Angeles", 24 + 9, "grace"),
        ("Pacific/Auckland", 9, "due"),
        ("Pacific/Auckland", 14, "grace"),  # there the next day has begun
    ],
)
def test_a_day_ends_where_the_employee_works(cast, a_case, zone, hours, state):
    first = clock.today() + timedelta(days=20)
    agreement = in_force(a_case, cast, [a_duty(cast, first)])
    site = agreement.person.site
    site.zone = zone
    site.save_base()
    with on(first - timedelta(days=1)):
        sweep_occurrences(as_of=clock.now())
    with clock.at(datetime.combine(first, time(), tzinfo=UTC) + timedelta(hours=hours)):
        sweep_occurrences(as_of=clock.now())
        [one] = dates(agreement)
        assert one.state == state
        one = submit_occurrence(one, actor=cast.martin, words="Done; the certificate is on file.")
        assert one.submitted_on == first + timedelta(days=state == "grace")
        one = verify_occurrence(one, actor=cast.joan, reason=WHY, note="Seen.")
        assert one.state == ("cured" if state == "grace" else "verified")


def test_the_calendar_moves_and_asks_before_anything_is_passed_on(cast, a_case):
    first = clock.today() + timedelta(days=20)
    agreement = in_force(a_case, cast, [a_duty(cast, first, grace_days=3, cure_days=30)])
    [one] = dates(agreement)

    def stands(day, state):
        with on(day):
            sweep_occurrences(as_of=clock.now())
            assert sweep_occurrences(as_of=clock.now()).overdue == 0
        one.refresh_from_db()
        assert one.state == state

    stands(first - timedelta(days=8), "scheduled")
    stands(first - timedelta(days=7), "due")
    stands(first, "due")
    assert not Obstacle.objects.filter(occurrence__agreement=agreement).exists()
    stands(first + timedelta(days=1), "overdue")
    asked = Obstacle.objects.get(occurrence=one)
    assert asked.state == "asked"
    stands(first + timedelta(days=4), "grace")
    with on(first + timedelta(days=34)):
        with pytest.raises(Refused) as barriers:
            refer_as_breach(one, actor=cast.joan, reason="Not shown.")
        assert barriers.value.code == "barriers-first"
    stands(first + timedelta(days=20), "grace")
    asked.refresh_from_db()
    assert asked.state == "unanswered"
    with on(first + timedelta(days=33)), pytest.raises(Refused) as early:
        refer_as_breach(one, actor=cast.joan, reason="Not shown.")
    assert early.value.code == "cure-open"
    with on(first + timedelta(days=34)):
        answer_obstacle(asked, actor=cast.martin, words="The provider moved the day twice.")
        assert refer_as_breach(one, actor=cast.joan, reason="Not shown.").state == "referred_as_breach"
    assert agreement.obligations.get().state == "closed"
    assert list(compared(all_claims(), all_claims)) == []


def test_what_comes_within_grace_is_in_time_and_later_it_is_put_right(cast, a_case):
    first = clock.today() + timedelta(days=20)
    duty = a_duty(cast, first, grace_days=3, cure_days=10, recurrence="FREQ=DAILY;COUNT=2", due="")
    one, two = dates(in_force(a_case, cast, [duty]))
    with on(first + timedelta(days=3)):
        sweep_occurrences(as_of=clock.now())
        one = submit_occurrence(one, actor=cast.martin, words="Done.")
    with on(first + timedelta(days=9)):  # the check took its time
        sweep_occurrences(as_of=clock.now())
        assert verify_occurrence(one, actor=cast.joan, reason=WHY, note="Seen.").state == "verified"
        two = submit_occurrence(two, actor=cast.martin, words="Done.")
        assert verify_occurrence(two, actor=cast.joan, reason=WHY, note="Seen.").state == "cured"
    assert set(Obstacle.objects.values_list("state", flat=True)) == {"dropped"}


def test_excused_by_a_code_and_of_health_no_word(cast, an_agreement):
    agreement = an_agreement("active")
    duty = agreement.obligations.get()
    with pytest.raises(Invalid):
        excuse_duty(duty, actor=cast.ruth, excuse="because")
    with pytest.raises(Invalid) as health:
        excuse_duty(duty, actor=cast.ruth, excuse="medical", note="Back pain.")
    assert "note" in health.value.errors
    [one] = dates(agreement)
    with pytest.raises(Forbidden):
        excuse_occurrence(one, actor=cast.joan, excuse="medical")
    one = excuse_occurrence(one, actor=cast.ruth, excuse="medical")
    duty.refresh_from_db()
    assert (one.state, one.note, duty.state) == ("excused", "", "excused")
    assert not can(cast.joan, "occurrence.view_excuse", one)
    assert can(cast.martin, "occurrence.view_excuse", one)


def test_waiving_is_for_the_decision_maker_and_has_a_reason(cast, an_agreement):
    [one] = dates(an_agreement("active"))
    with pytest.raises(Forbidden):
        waive_occurrence(one, actor=cast.joan, reason=WHY)
    with pytest.raises(Refused) as refused:
        waive_occurrence(one, actor=cast.ruth, reason=" ")
    assert refused.value.code == "reason-missing"
    assert waive_occurrence(one, actor=cast.ruth, reason="The course no longer exists.").state == "waived"


def test_what_the_organisation_promises_is_owed_by_somebody_and_stands_in_its_clause(cast, a_case):
    first = clock.today() + timedelta(days=20)
    promise = a_promise(cast, first)
    agreement = in_force(a_case, cast, [promise, a_duty(cast, first)])
    owed, promised = AgreementObligation.objects.filter(agreement=agreement).order_by("seq")
    assert (owed.bearer, promised.bearer, promised.clause) == ("employee", "organisation", "C15")
    assert promised.what.rstrip(".") in AgreementClause.objects.get(agreement=agreement, code="C15").text
    assert differing(agreement, agreement.document) == []
    [one] = dates(agreement, seq=promised.seq)
    with pytest.raises(Forbidden):
        submit_occurrence(one, actor=cast.martin, words="They did it.")
    one = submit_occurrence(one, actor=cast.daniel, words="Paid; the receipt is on file.")
    with pytest.raises(Forbidden):
        verify_occurrence(one, actor=cast.daniel, reason=WHY, note="Mine.")
    with on(first + timedelta(days=90)):
        with pytest.raises(Refused):
            refer_as_breach(one, actor=cast.joan, reason=WHY)
        assert verify_occurrence(one, actor=cast.joan, reason=WHY, note="Receipt.").state == "verified"
    assert can(cast.martin, "occurrence.view", one)
    assert not Obstacle.objects.filter(occurrence__agreement=agreement).exists()


def test_nobody_checks_what_they_owe(cast, a_case):
    case, day = a_case("implementing"), clock.today() + timedelta(days=20)
    own = [a_duty(cast, day, verifier=cast.person("martin")), a_promise(cast, day, verifier=cast.person("daniel"))]
    with pytest.raises(Invalid) as refused:
        draft_agreement(case, a_draft(cast, duties=own), actor=cast.daniel, reason=WHY)
    assert len(refused.value.errors["duties"]) == 2


def test_voiding_cancels_every_open_date_and_no_question_stays(cast, a_case):
    first = clock.today() + timedelta(days=20)
    agreement = in_force(a_case, cast, [a_duty(cast, first, recurrence=FORTNIGHT, due="")])
    with on(first + timedelta(days=1)):
        sweep_occurrences(as_of=clock.now())
        one = dates(agreement)[0]
        assert one.state == "grace"
        void_agreement(agreement, actor=cast.ruth, reason="The finding fell.")
        sweep_occurrences(as_of=clock.now() + timedelta(days=60))
    assert set(Occurrence.objects.filter(agreement=agreement).values_list("state", flat=True)) == {"cancelled"}
    assert Obstacle.objects.get(occurrence__agreement=agreement).state == "dropped"
    assert not can(cast.joan, "occurrence.view", one)
    with pytest.raises(Forbidden):
        submit_occurrence(one, actor=cast.martin, words="Late.")


def test_completion_waits_for_the_promises_too(cast, a_case):
    first = clock.today() + timedelta(days=20)
    agreement = in_force(a_case, cast, [a_promise(cast, first), a_duty(cast, first)])
    with on(agreement.ends_on + timedelta(days=1)):
        verify_duty(agreement.obligations.get(seq=1), actor=cast.joan, reason=WHY, note="Seen.")
        with pytest.raises(Refused) as refused:
            complete_agreement(agreement, actor=cast.ruth, reason=WHY)
        assert refused.value.code == "obligations-open"
        verify_duty(agreement.obligations.get(seq=2), actor=cast.joan, reason=WHY, note="Receipt.")
        assert complete_agreement(agreement, actor=cast.ruth, reason=WHY).state == "completed"


def test_a_date_from_before_there_was_a_calendar_is_planned_by_the_sweep(cast, an_agreement):
    agreement = an_agreement("active")
    assert sweep_occurrences(as_of=clock.now()).scheduled == 0
    assert Occurrence.objects.filter(agreement=agreement).count() == 1
