"""A date that was passed on becomes a suspected breach, and stands afterwards as what the decision found."""

from datetime import timedelta

import pytest

from backend.access.policy import can
from backend.agreements.actions.calendar_sweep import sweep_occurrences
from backend.agreements.actions.obstacles import answer_obstacle
from backend.agreements.actions.occurrences import refer_as_breach
from backend.agreements.actions.pausing import resume_agreement, suspend_agreement
from backend.agreements.models import Obstacle, Occurrence
from backend.audit.agreeing import compared
from backend.audit.coverage import all_claims
from backend.audit.timeline import history
from backend.cases.actions.appointments import appoint
from backend.deadlines.clockwork import sweep as deadline_sweep
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Refused
from backend.monitoring.actions.breaches import notice_breach, respond_to_breach
from backend.monitoring.actions.determining import appeal_breach, decide_breach_appeal, determine_breach
from backend.monitoring.models import Breach
from backend.monitoring.queries.kept import kept_in
from tests.agreements.scenes import dates, in_force, on
from tests.builders import a_duty

pytestmark = pytest.mark.django_db
WHY = "For this test."
DECISION = {"weighed": "Read and weighed.", "reasons": "What was shown is enough.", "appeal_to": "Helen Marsh"}


def passed_on(cast, a_case):
    """Let one date pass, the question go unanswered, and the monitor pass it on."""
    first = clock.today() + timedelta(days=20)
    agreement = in_force(a_case, cast, [a_duty(cast, first, grace_days=3, cure_days=7)])
    [one] = dates(agreement)
    late = first + timedelta(days=40)
    for day in (first, first + timedelta(days=1), first + timedelta(days=4), late):
        with on(day):
            sweep_occurrences(as_of=clock.now())
    return agreement, Occurrence.objects.get(pk=one.pk), late


def test_what_is_passed_on_is_suspected_on_facts_alone_and_once(cast, a_case):
    agreement, one, late = passed_on(cast, a_case)
    with on(late):
        with pytest.raises(Forbidden):  # who decides is not who reports (I12)
            refer_as_breach(one, actor=cast.ruth, reason=WHY)
        refer_as_breach(one, actor=cast.joan, reason="Nothing shows it.")
        breach = Breach.objects.get(agreement=agreement)
        assert (breach.state, breach.due_on, breach.reported_by) == ("suspected", one.due_on, cast.joan)
        assert breach.was_answered is False
        assert not can(cast.martin, "agreement_breach.view", breach)  # before the notice
        with pytest.raises(Refused):
            refer_as_breach(Occurrence.objects.get(pk=one.pk), actor=cast.joan, reason=WHY)
    assert Breach.objects.filter(agreement=agreement).count() == 1


@pytest.mark.parametrize(("result", "state"), [("none", "verified"), ("excused", "waived")])
def test_a_decision_that_clears_it_lets_the_date_stand_as_it_was(cast, a_case, result, state):
    agreement, one, late = passed_on(cast, a_case)
    with on(late):
        refer_as_breach(one, actor=cast.joan, reason="Nothing shows it.")
        before = kept_in(agreement)
        breach = Breach.objects.get(agreement=agreement)
        breach = notice_breach(breach, actor=cast.daniel, reason=WHY, respond_by=late + timedelta(days=14))
        breach = respond_to_breach(breach, actor=cast.martin, words="I handed it in at the desk.")
        determine_breach(breach, actor=cast.ruth, reason=WHY, result=result, **DECISION)
        one.refresh_from_db()
        assert one.state == state
        after = kept_in(agreement)
    assert before.asked - before.kept == after.asked - after.kept + 1
    assert list(compared(all_claims(), all_claims)) == []


def test_a_breach_that_stands_stays_on_its_date_until_an_appeal_sets_it_aside(cast, a_case):
    agreement, one, late = passed_on(cast, a_case)
    with on(late):
        refer_as_breach(one, actor=cast.joan, reason="Nothing shows it.")
        breach = Breach.objects.get(agreement=agreement)
        breach = notice_breach(breach, actor=cast.daniel, reason=WHY, respond_by=late + timedelta(days=14))
        breach = respond_to_breach(breach, actor=cast.martin, words="I forgot it.")
        breach = determine_breach(breach, actor=cast.ruth, reason=WHY, result="minor", step=1, **DECISION)
        one.refresh_from_db()
        assert one.state == "referred_as_breach"
        appoint(
            agreement.case,
            cast.ian,
            "appeal_reviewer",
            declaration="None.",
            told=["earlier"],
            actor=cast.omar,
            reason=WHY,
        )
        breach = appeal_breach(breach, actor=cast.martin, grounds=["new_evidence"], words="Here is the receipt.")
        decide_breach_appeal(breach, actor=cast.ian, reason=WHY, answer="overturned", reasons="The receipt is right.")
    one.refresh_from_db()
    assert one.state == "verified"


def test_an_obligation_whose_last_dates_lay_in_that_time_is_closed(cast, a_case):
    first = clock.today() + timedelta(days=10)
    agreement = in_force(a_case, cast, [a_duty(cast, first, recurrence="FREQ=DAILY;COUNT=2", due="")])
    with on(first - timedelta(days=1)):
        still = suspend_agreement(agreement, actor=cast.ruth, reason="Leave.", until=first + timedelta(days=20))
    with on(first + timedelta(days=9)):
        resume_agreement(still, actor=cast.ruth, reason="Back.")
    assert {row.state for row in dates(agreement)} == {"cancelled"}
    assert (
        agreement.obligations.get().state == "excused"
    )  # nothing of it is asked any more, and completion is not held up


def test_the_time_in_which_an_agreement_stood_still_is_given_back(cast, a_case):
    first = clock.today() + timedelta(days=10)
    weekly = a_duty(cast, first, recurrence="FREQ=WEEKLY", due="")
    agreement = in_force(a_case, cast, [a_duty(cast, first), weekly])
    [once] = dates(agreement)
    start = first - timedelta(days=3)
    with on(start):
        still = suspend_agreement(agreement, actor=cast.ruth, reason="Leave.", until=start + timedelta(days=20))
    with on(start + timedelta(days=12)):
        sweep_occurrences(as_of=clock.now())  # while it stands still, nothing falls due
        once.refresh_from_db()
        assert (once.state, once.due_on) == ("due" if once.state == "due" else "scheduled", first)
        resume_agreement(still, actor=cast.ruth, reason="Back.")
        sweep_occurrences(as_of=clock.now())
    once.refresh_from_db()
    assert once.due_on == first + timedelta(days=12)
    states = [(row.due_on - first, row.state) for row in dates(agreement, seq=2)[:3]]
    assert states[:2] == [(timedelta(0), "cancelled"), (timedelta(days=7), "cancelled")]
    assert states[2][1] in {"scheduled", "due"}
    assert not Occurrence.objects.filter(agreement=agreement, state__in=["overdue", "grace"]).exists()
    assert list(compared(all_claims(), all_claims)) == []


def test_no_question_runs_out_while_an_agreement_stands_still(cast, a_case):
    """Somebody on leave can't answer: the time for it is given back, as that of the date is."""
    first = clock.today() + timedelta(days=20)
    agreement = in_force(a_case, cast, [a_duty(cast, first, grace_days=3, cure_days=7)])
    for day in (first, first + timedelta(days=1)):
        with on(day):
            sweep_occurrences(as_of=clock.now())
    asked = Obstacle.objects.get(occurrence__agreement=agreement)
    until = asked.answer_by
    with on(first + timedelta(days=2)):
        still = suspend_agreement(agreement, actor=cast.ruth, reason="Leave.", until=first + timedelta(days=32))
    with on(first + timedelta(days=30)):
        sweep_occurrences(as_of=clock.now())
        asked.refresh_from_db()
        assert (asked.state, asked.answer_by) == ("asked", until)
        resume_agreement(still, actor=cast.ruth, reason="Back.")
        sweep_occurrences(as_of=clock.now())
        asked.refresh_from_db()
        assert (asked.state, asked.answer_by) == ("asked", until + timedelta(days=28))
        assert history(asked).filter(action="obstacle.move_on").exists()
        answer_obstacle(asked, actor=cast.martin, words="I was away.")
    assert list(compared(all_claims(), all_claims)) == []


def test_no_notice_runs_out_while_an_agreement_stands_still(cast, a_case):
    agreement, one, late = passed_on(cast, a_case)
    with on(late):
        refer_as_breach(one, actor=cast.joan, reason="Nothing shows it.")
        breach = Breach.objects.get(agreement=agreement)
        breach = notice_breach(breach, actor=cast.daniel, reason=WHY, respond_by=late + timedelta(days=14))
        until = breach.respond_by
        suspend_agreement(agreement, actor=cast.ruth, reason="Leave.", until=late + timedelta(days=30))
    with on(late + timedelta(days=29)):
        deadline_sweep(as_of=clock.now())
        breach.refresh_from_db()
    assert breach.state == "noticed"
    assert timedelta(days=29) < breach.respond_by - until < timedelta(days=32)
    with on(late + timedelta(days=50)):
        deadline_sweep(as_of=clock.now())
        breach.refresh_from_db()
    assert breach.state == "no_response"
