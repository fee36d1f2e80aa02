"""What leaves the compartment: one word, a day, and functional limits; to those who decide or monitor, and to nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.kernel.errors import Forbidden
from backend.referrals.actions.barriers import answer_query, find_no_excuse
from backend.referrals.actions.releasing import revoke_release
from backend.referrals.actions.reporting import send_report
from backend.referrals.models import BarrierQuery, Referral
from backend.referrals.queries.extract import Extract, Limit, extract_for, extract_of, extracts_for
from backend.referrals.reportable import Codes
from backend.referrals.reportable import Limit as Reported
from tests.referrals.referring import a_status, helena, play_referral

pytestmark = pytest.mark.django_db


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


@pytest.fixture
def in_service(a_case: Callable[..., Case], cast: Cast) -> Referral:
    return play_referral(a_case("outcome_decided"), cast, "in_service")


def limits_until(days: int) -> tuple[Reported, ...]:
    return (Reported(restriction="no_travel", until=clock.today() + timedelta(days=days)),)


def test_limits_stand_until_their_day_and_the_latest_report_counts(in_service: Referral, cast: Cast) -> None:
    told = a_status(limits=limits_until(10))
    send_report(in_service, kind="status", codes=told, actor=helena(cast))
    until = clock.today() + timedelta(days=10)
    assert extract_of(now(in_service)).restrictions == (Limit("no_travel", until),)
    assert extract_of(now(in_service)).complying == "yes"
    with clock.at(clock.now() + timedelta(days=11)):
        assert extract_of(now(in_service)).restrictions == ()
        send_report(now(in_service), kind="status", codes=a_status(), actor=helena(cast))
        assert extract_of(now(in_service)).restrictions == ()


def test_a_cause_is_nowhere_in_it(in_service: Referral, cast: Cast) -> None:
    today = clock.today()
    codes = Codes(first_day=today, last_day=today, barrier="medical_absence", missed_on=(today,))
    send_report(in_service, kind="non_participation", codes=codes, actor=helena(cast))
    assert extract_of(now(in_service)) == Extract(complying="unknown", since=None, restrictions=())
    query = BarrierQuery.objects.get()
    find_no_excuse(answer_query(query, actor=cast.martin, words="I was in hospital."), actor=cast.mira)
    assert extract_of(now(in_service)) == Extract(complying="no", since=today, restrictions=())


def test_nothing_is_known_once_the_release_is_revoked(in_service: Referral, cast: Cast) -> None:
    send_report(in_service, kind="status", codes=a_status(limits=limits_until(10)), actor=helena(cast))
    revoke_release(in_service.releases.get(state="active"), actor=cast.martin)
    assert extract_of(now(in_service)) == Extract(complying="unknown", since=None, restrictions=())


def test_who_learns_the_status(in_service: Referral, cast: Cast) -> None:
    for told in (cast.ruth, cast.clara, cast.daniel, cast.hugo, cast.mira):
        assert extract_for(told, in_service).complying == "yes"
        assert len(extracts_for(told, in_service.case)) == 1
    for other in (cast.erin, cast.ines, cast.omar, cast.lena, cast.sam, cast.noor, cast.martin, helena(cast)):
        assert extracts_for(other, in_service.case) == []
        with pytest.raises(Forbidden):
            extract_for(other, in_service)
