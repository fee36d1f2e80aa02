"""What stood in the way: asked first, weighed by codes, and only then a suspicion, which tells no cause to anybody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.cases.models import Case, Obligation
from backend.deadlines.clockwork import sweep
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.referrals.actions.barriers import (
    SUSPECTED_OWED,
    answer_query,
    ask_barrier,
    excuse_absence,
    find_no_excuse,
    lapse_query,
)
from backend.referrals.actions.concluding import conclude_complied, conclude_unmet
from backend.referrals.actions.ending import withdraw_referral
from backend.referrals.actions.following import follow_up
from backend.referrals.actions.releasing import revoke_release
from backend.referrals.actions.reporting import send_report
from backend.referrals.compartment import opened
from backend.referrals.contents import Answered
from backend.referrals.models import BarrierQuery, Referral
from backend.referrals.reportable import Codes
from tests.referrals.referring import a_status, helena, play_referral
from tests.referrals.reported import a_report

pytestmark = pytest.mark.django_db
WORDS = "I lay in the hospital at Ashworth."


@pytest.fixture
def sent(a_case: Callable[..., Case], cast: Cast) -> Referral:
    return play_referral(a_case("outcome_decided"), cast, "sent")


@pytest.fixture
def asked(sent: Referral, cast: Cast) -> BarrierQuery:
    return ask_barrier(a_report(sent, cast), actor=helena(cast))


def now(query: BarrierQuery) -> BarrierQuery:
    return BarrierQuery.objects.select_related("referral__case").get(pk=query.pk)


def suspected(referral: Referral) -> list[Obligation]:
    return list(Obligation.objects.filter(case=referral.case_id, kind=SUSPECTED_OWED, discharged_at=None))


def compliance(query: BarrierQuery) -> str:
    return now(query).referral.compliance


def test_the_employee_is_asked_before_anything_counts(asked: BarrierQuery, sent: Referral) -> None:
    assert (asked.state, compliance(asked)) == ("asked", "unknown")
    assert asked.answer_by > clock.now() + timedelta(days=4)
    assert not suspected(sent)


def test_the_same_report_is_asked_about_once(asked: BarrierQuery, cast: Cast) -> None:
    assert ask_barrier(asked.report, actor=helena(cast)) == asked
    assert BarrierQuery.objects.count() == 1


def test_an_answer_is_the_employees_own_and_stays_closed(asked: BarrierQuery, cast: Cast) -> None:
    for stranger in (cast.mira, cast.ruth, cast.daniel, helena(cast)):
        with pytest.raises(Forbidden):
            answer_query(asked, actor=stranger, words=WORDS)
    with pytest.raises(Invalid):
        answer_query(asked, actor=cast.martin, words="  ")
    answered = answer_query(asked, actor=cast.martin, words=WORDS)
    assert answered.state == "answered"
    assert WORDS not in answered.sealed
    assert opened(Answered, answered.sealed, answered.referral).words == WORDS


def test_an_excuse_means_no_breach_and_nothing_suspected(asked: BarrierQuery, cast: Cast, sent: Referral) -> None:
    answered = answer_query(asked, actor=cast.martin, words=WORDS)
    for stranger in (cast.martin, cast.ruth, helena(cast)):
        with pytest.raises(Forbidden):
            excuse_absence(answered, actor=stranger, excuse="sickness")
    with pytest.raises(Invalid):
        excuse_absence(answered, actor=cast.mira, excuse="hospital")
    assert excuse_absence(answered, actor=cast.mira, excuse="sickness").excuse == "sickness"
    assert compliance(asked) == "yes"
    assert not suspected(sent)


def test_without_an_excuse_it_is_suspected_and_told_without_its_cause(
    asked: BarrierQuery, cast: Cast, sent: Referral
) -> None:
    with pytest.raises(Refused):
        find_no_excuse(asked, actor=cast.mira)
    find_no_excuse(answer_query(asked, actor=cast.martin, words=WORDS), actor=cast.mira)
    assert compliance(asked) == "no"
    [owed] = suspected(sent)
    assert not {"referral", "provider", "appointment", "hospital"} & set(owed.what.lower().split())


def test_silence_becomes_a_suspicion_only_when_the_time_has_passed(
    asked: BarrierQuery, cast: Cast, sent: Referral
) -> None:
    with pytest.raises(Refused):
        lapse_query(asked, actor=cast.system)
    sweep(as_of=asked.answer_by - timedelta(minutes=1))
    assert not suspected(sent)
    late = asked.answer_by + timedelta(minutes=1)
    with clock.at(late):
        sweep(as_of=late)
        assert (now(asked).state, compliance(asked)) == ("unanswered", "no")
        assert suspected(sent)
        excuse_absence(answer_query(now(asked), actor=cast.martin, words=WORDS), actor=cast.mira, excuse="sickness")
        assert compliance(asked) == "yes"
        assert not suspected(sent)


def test_a_report_that_replaces_another_takes_its_question_away(
    asked: BarrierQuery, cast: Cast, sent: Referral
) -> None:
    again = ask_barrier(a_report(sent, cast, replaces=asked.report), actor=helena(cast))
    assert (now(asked).state, again.state) == ("dropped", "asked")


def test_nothing_is_suspected_once_the_release_is_revoked(asked: BarrierQuery, cast: Cast, sent: Referral) -> None:
    revoke_release(sent.releases.get(state="active"), actor=cast.martin)
    late = asked.answer_by + timedelta(minutes=1)
    with clock.at(late):
        sweep(as_of=late)
    assert (now(asked).state, compliance(asked)) == ("dropped", "unknown")
    assert not suspected(sent)


def test_withdrawing_the_referral_leaves_nothing_held_against_anybody(
    asked: BarrierQuery, cast: Cast, sent: Referral
) -> None:
    find_no_excuse(answer_query(asked, actor=cast.martin, words=WORDS), actor=cast.mira)
    assert suspected(sent)
    withdraw_referral(Referral.objects.get(pk=sent.pk), actor=cast.ruth)
    assert (now(asked).state, compliance(asked)) == ("dropped", "unknown")
    assert not suspected(sent)


def test_whoever_decides_notes_what_follows_and_the_case_waits_no_longer(
    asked: BarrierQuery, cast: Cast, sent: Referral, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    with pytest.raises(Refused) as nothing:
        follow_up(sent.case, actor=cast.ruth, reason="Nothing is to be done.")
    assert nothing.value.code == "nothing-owed"
    find_no_excuse(answer_query(asked, actor=cast.martin, words=WORDS), actor=cast.mira)
    for stranger in (cast.mira, cast.daniel, cast.clara, cast.ines, cast.martin):
        with pytest.raises(Forbidden):
            follow_up(sent.case, actor=stranger, reason="It stays as it is.")
    with pytest.raises(Refused):
        follow_up(sent.case, actor=cast.ruth, reason=" ")
    before = now(asked)
    follow_up(sent.case, actor=cast.ruth, reason="He was heard; the warning stays and nothing is added.")
    assert not suspected(sent)
    assert last_event(sent.case)[0] == "outcome.follow_up"
    assert (now(asked).state, compliance(asked)) == (before.state, "no")


def reports(referral: Referral, cast: Cast, kind: str = "status", **told: object) -> Referral:
    codes = a_status(**told) if kind == "status" else Codes(evaluated_on=clock.today(), complying="yes")
    send_report(Referral.objects.get(pk=referral.pk), kind=kind, codes=codes, actor=helena(cast))
    return Referral.objects.get(pk=referral.pk)


@pytest.fixture
def missed(a_case: Callable[..., Case], cast: Cast) -> BarrierQuery:
    """Give the question after a status report of a missed appointment."""
    referral = play_referral(a_case("outcome_decided"), cast, "planned")
    reports(referral, cast, kept=1, planned=2, complying="partly", barrier="no_show")
    return BarrierQuery.objects.select_related("referral__case").get(referral=referral)


def test_a_good_report_says_nothing_of_an_absence_that_is_not_weighed(missed: BarrierQuery, cast: Cast) -> None:
    assert reports(missed.referral, cast).compliance == "unknown"
    answer_query(missed, actor=cast.martin, words=WORDS)
    assert reports(missed.referral, cast).compliance == "unknown"
    with pytest.raises(Refused) as open_still:
        conclude_complied(reports(missed.referral, cast, "follow_up_evaluation"), actor=cast.mira)
    assert open_still.value.code == "barrier-open"


def test_a_good_report_leaves_a_no_until_whoever_decides_said_what_follows(missed: BarrierQuery, cast: Cast) -> None:
    find_no_excuse(answer_query(missed, actor=cast.martin, words=WORDS), actor=cast.mira)
    since = now(missed).referral.compliance_on
    with clock.at(clock.now() + timedelta(days=10)):
        after = reports(missed.referral, cast)
        assert (after.compliance, after.compliance_on) == ("no", since)
        assert suspected(missed.referral)

        follow_up(missed.referral.case, actor=cast.ruth, reason="He was heard; nothing is added.")
        assert compliance(missed) == "no"  # what follows is said; it buys no better word
        assert reports(missed.referral, cast).compliance == "yes"


def test_an_excuse_found_later_lets_a_good_report_count_again(missed: BarrierQuery, cast: Cast) -> None:
    find_no_excuse(answer_query(missed, actor=cast.martin, words=WORDS), actor=cast.mira)
    assert reports(missed.referral, cast).compliance == "no"
    excuse_absence(now(missed), actor=cast.mira, excuse="sickness")
    assert not suspected(missed.referral)
    assert reports(missed.referral, cast).compliance == "yes"


def test_an_absence_that_was_decided_on_is_held_against_nobody_twice(missed: BarrierQuery, cast: Cast) -> None:
    find_no_excuse(answer_query(missed, actor=cast.martin, words=WORDS), actor=cast.mira)
    follow_up(missed.referral.case, actor=cast.ruth, reason="He was heard; nothing is added.")
    reports(missed.referral, cast, kept=1, planned=2, complying="partly", barrier="no_show")
    assert (compliance(missed), suspected(missed.referral)) == ("unknown", [])
    again = BarrierQuery.objects.select_related("referral__case").get(referral=missed.referral, state="asked")
    find_no_excuse(answer_query(again, actor=cast.martin, words=WORDS), actor=cast.mira)
    assert (compliance(missed), len(suspected(missed.referral))) == ("no", 1)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("receipt", {"first_kept": False}),
        ("follow_up_evaluation", {"complying": "no"}),
        ("status", {"kept": 2, "planned": 2, "complying": "no"}),
    ],
)
def test_whatever_was_not_kept_to_is_asked_about_first(
    a_case: Callable[..., Case], cast: Cast, kind: str, codes: dict[str, Any]
) -> None:
    referral = play_referral(a_case("outcome_decided"), cast, "received" if kind == "receipt" else "in_service")
    today = clock.today()
    days: dict[str, dict[str, Any]] = {
        "receipt": {"contacted_on": today, "first_appointment_on": today},
        "status": {"first_day": today, "last_day": today},
        "follow_up_evaluation": {"evaluated_on": today},
    }
    send_report(referral, kind=kind, codes=Codes(**days[kind], **codes), actor=helena(cast))
    query = BarrierQuery.objects.select_related("referral__case").get(referral=referral)
    assert (query.state, compliance(query), suspected(referral)) == ("asked", "unknown", [])
    with pytest.raises(Refused) as unasked:
        conclude_unmet(Referral.objects.get(pk=referral.pk), actor=cast.mira)
    assert unasked.value.code == "barrier-open"

    excuse_absence(query, actor=cast.mira, excuse="provider_failure")
    with pytest.raises(Refused) as excused:
        conclude_unmet(Referral.objects.get(pk=referral.pk), actor=cast.mira)
    assert excused.value.code == ("absence-excused" if kind == "follow_up_evaluation" else "report-missing")
    assert suspected(referral) == []


def test_the_end_agrees_with_the_follow_up_evaluation_and_waits_for_what_is_open(
    missed: BarrierQuery, cast: Cast
) -> None:
    find_no_excuse(answer_query(missed, actor=cast.martin, words=WORDS), actor=cast.mira)
    ready = reports(missed.referral, cast, "follow_up_evaluation")
    assert ready.compliance == "no"
    with pytest.raises(Refused) as undecided:
        conclude_complied(ready, actor=cast.mira)
    assert undecided.value.code == "absence-open"
    with pytest.raises(Refused) as otherwise:
        conclude_unmet(ready, actor=cast.mira)
    assert otherwise.value.code == "report-says-otherwise"
    follow_up(ready.case, actor=cast.ruth, reason="He was heard; nothing is added.")
    conclude_complied(Referral.objects.get(pk=ready.pk), actor=cast.mira)
    assert compliance(missed) == "yes"
