"""What a provider reports: who may, in which order, what a report can't hold, and what follows from it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from backend.access.policy import can, scope
from backend.cases.models import Case
from backend.deadlines.models import Deadline
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.referrals.actions.barriers import answer_query, excuse_absence, find_no_excuse
from backend.referrals.actions.concluding import conclude_complied, conclude_unmet
from backend.referrals.actions.inviting import end_contact
from backend.referrals.actions.listing import end_licence
from backend.referrals.actions.releasing import revoke_release
from backend.referrals.actions.reporting import replace_report, send_report, take_note_of_danger
from backend.referrals.actions.taking import take_referral, turn_down_referral
from backend.referrals.models import BarrierQuery, Licence, ProviderReport, Referral
from backend.referrals.queries.reports import codes_of, standing_reports
from backend.referrals.reportable import CLINICAL_RULE, FIELDS, FITNESS_RULE, Codes, Limit
from backend.referrals.vocabulary import ReportKind
from tests.referrals.referring import (
    a_contact,
    a_provider,
    a_status,
    an_initial,
    helena,
    play_referral,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(a_case: Callable[..., Case]) -> Case:
    return a_case("outcome_decided")


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def problems(kind: str, codes: Codes, referral: Referral, cast: Cast) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as invalid:
        send_report(referral, kind=kind, codes=codes, actor=helena(cast))
    return invalid.value.errors


def test_a_referral_goes_from_the_provider_to_its_conclusion(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "sent")
    take_referral(referral, actor=helena(cast))
    assert now(referral).state == "received_by_provider"
    send_report(now(referral), kind="receipt", codes=Codes(contacted_on=clock.today()), actor=helena(cast))
    send_report(now(referral), kind="initial", codes=an_initial(), actor=helena(cast))
    assert now(referral).state == "plan_recommended"
    send_report(now(referral), kind="status", codes=a_status(), actor=helena(cast))
    assert (now(referral).state, now(referral).compliance) == ("in_service", "yes")
    follow_up = Codes(evaluated_on=clock.today(), complying="yes")
    send_report(now(referral), kind="follow_up_evaluation", codes=follow_up, actor=helena(cast))
    assert (now(referral).state, now(referral).next_report_on) == ("follow_up_evaluated", None)
    with pytest.raises(Forbidden):
        conclude_complied(now(referral), actor=cast.ruth)
    with pytest.raises(Refused):
        conclude_unmet(now(referral), actor=cast.mira)
    conclude_complied(now(referral), actor=cast.mira)
    assert (now(referral).state, now(referral).ended_as) == ("complied", "complied")


def test_only_the_provider_takes_or_declines(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "sent")
    other = a_contact(cast, a_provider(cast, "Meridian Counselling")).user
    assert other is not None
    for stranger in (cast.mira, cast.ruth, cast.martin, cast.hugo, other):
        for act in (take_referral, turn_down_referral):
            with pytest.raises(Forbidden):
                act(referral, actor=stranger)
        with pytest.raises(Forbidden):
            send_report(referral, kind="status", codes=a_status(), actor=stranger)
    turn_down_referral(referral, actor=helena(cast))
    after = now(referral)
    assert (after.state, after.compliance, after.next_report_on) == ("accepted", "unknown", None)
    assert [release.state for release in after.releases.all()] == ["ended"]
    assert after.offered.get(provider=after.provider).declined_at is not None
    assert not can(helena(cast), "referral.see_as_provider", after)
    assert not Deadline.objects.about(after).pending().filter(kind="referral.contact").exists()


def test_reports_come_in_their_order(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "sent")
    with pytest.raises(Refused) as early:
        send_report(referral, kind="status", codes=a_status(), actor=helena(cast))
    assert early.value.code == "wrong-state"
    take_referral(referral, actor=helena(cast))
    with pytest.raises(Refused) as unseen:
        send_report(now(referral), kind="status", codes=a_status(), actor=helena(cast))
    assert unseen.value.code == "evaluation-missing"
    send_report(now(referral), kind="initial", codes=an_initial(recommended="no_service"), actor=helena(cast))
    assert now(referral).state == "evaluated"
    with pytest.raises(Refused):
        send_report(now(referral), kind="initial", codes=an_initial(), actor=helena(cast))
    conclude_complied(now(referral), actor=cast.mira)


@pytest.mark.parametrize(
    ("kind", "told", "field", "says"),
    [
        ("status", {"kept": 5, "planned": 3}, "kept", "Of 3 planned appointments, 5"),
        ("status", {"last_day": timedelta(days=2)}, "last_day", "not come yet"),
        ("status", {"missed_on": (timedelta(days=1),), "kept": 1}, "missed_on", "still to come"),
        ("status", {"first_day": timedelta(days=0), "last_day": timedelta(days=-3)}, "last_day", "before the first"),
        ("status", {"complying": "fit_to_return"}, "complying", FITNESS_RULE),
        ("status", {"complying": "depression is better"}, "complying", CLINICAL_RULE),
        ("status", {"complying": "mostly"}, "complying", "yes, partly, no"),
        ("status", {"barrier": "relapse"}, "barrier", CLINICAL_RULE),
        ("status", {"danger": "He shouts."}, "danger", "does not hold this"),
        ("status", {"kept": None}, "kept", "Give this."),
        ("status", {"limits": (Limit(restriction="unwell", until=clock.today()),)}, "limits", "one of these codes"),
        ("initial", {"evaluated_on": timedelta(days=1)}, "evaluated_on", "not come yet"),
        ("initial", {"evaluated_on": timedelta(days=-9999)}, "evaluated_on", "before the referral was sent"),
        ("initial", {"next_report_on": timedelta(days=400)}, "next_report_on", "Check the year"),
        ("status", {"missed_on": (timedelta(days=-1),), "kept": 1}, "missed_on", "within those"),
        ("initial", {"recommended": "ready to return"}, "recommended", FITNESS_RULE),
        ("safety_notice", {"danger": "He is fit to return to work on Monday."}, "danger", FITNESS_RULE),
        ("safety_notice", {"danger": "His depression is worse."}, "danger", CLINICAL_RULE),
        ("safety_notice", {"danger": "x" * 501}, "danger", "at most 500"),
        ("opinion on fitness for work", {}, "kind", FITNESS_RULE),
    ],
)
def test_what_a_report_cannot_hold_is_refused_in_plain_words(
    decided: Case, cast: Cast, kind: str, told: dict[str, object], field: str, says: str
) -> None:
    referral = play_referral(decided, cast, "planned" if kind == "status" else "received")
    usual = {"status": a_status(), "initial": an_initial()}.get(kind, Codes())
    codes = replace(usual, **{name: days(value) for name, value in told.items()})  # type: ignore[arg-type]
    found = problems(kind, codes, referral, cast)
    assert says in " ".join(found[field])
    assert now(referral).state == referral.state


def days(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(days(each) for each in value)
    return clock.today() + value if isinstance(value, timedelta) else value


def test_a_first_appointment_may_be_planned_but_not_kept_ahead_of_time(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "received")
    ahead = clock.today() + timedelta(days=9)
    told = Codes(contacted_on=clock.today(), first_appointment_on=ahead, first_kept=True)
    assert "still to come" in problems("receipt", told, referral, cast)["first_kept"][0]
    planned = send_report(referral, kind="receipt", codes=replace(told, first_kept=None), actor=helena(cast))
    assert codes_of(planned).first_appointment_on == ahead
    assert planned.document is None


def test_no_kind_of_report_has_room_for_a_session() -> None:
    with_words = {kind for kind, held in FIELDS.items() if "danger" in held.all}
    assert with_words == {ReportKind.SAFETY}
    assert FIELDS[ReportKind.SAFETY].all == ("danger",)


def test_what_is_reported_lies_closed_and_goes_to_the_receiver(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "planned")
    report = send_report(
        referral, kind="status", codes=a_status(kept=1, planned=2, barrier="access"), actor=helena(cast)
    )
    assert "access" not in report.sealed
    assert codes_of(report).barrier == "access"
    assert report.document is not None
    assert (report.document.kind, report.document.recipient, report.document.classification) == (
        "D15",
        cast.mira.person,
        "medical_confidential",
    )
    assert now(referral).disclosures.order_by("-pk")[0].to == cast.mira.name
    for reader, sees in {"mira": True, "martin": True, "ruth": False, "hugo": False, "daniel": False}.items():
        assert can(getattr(cast, reader), "provider_report.view", report) is sees, reader


def test_missed_appointments_make_the_course_unknown_and_never_a_no(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "in_service")
    assert referral.compliance == "yes"
    send_report(
        referral,
        kind="status",
        codes=a_status(kept=1, planned=3, complying="no", barrier="no_show"),
        actor=helena(cast),
    )
    assert now(referral).compliance == "unknown"
    query = BarrierQuery.objects.get(referral=referral)
    with pytest.raises(Refused) as asked:
        conclude_unmet(now(referral), actor=cast.mira)
    assert asked.value.code == "barrier-open"
    answer_query(query, actor=cast.martin, words="The lift was out of order.")
    excuse_absence(query, actor=cast.mira, excuse="access_or_cost")
    with pytest.raises(Refused) as excused:
        conclude_unmet(now(referral), actor=cast.mira)
    assert excused.value.code == "report-missing"
    send_report(
        now(referral),
        kind="non_participation",
        codes=Codes(first_day=clock.today(), last_day=clock.today(), barrier="declined"),
        actor=helena(cast),
    )
    again = BarrierQuery.objects.get(referral=referral, state="asked")
    answer_query(again, actor=cast.martin, words="I do not want to go on.")
    find_no_excuse(again, actor=cast.mira)
    conclude_unmet(now(referral), actor=cast.mira)
    assert (now(referral).state, now(referral).compliance) == ("not_complied", "no")


def test_only_its_author_replaces_a_report(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "in_service")
    report = ProviderReport.objects.get(referral=referral, kind="status")
    better = a_status(kept=1, planned=2, barrier="cost", complying="partly")
    for stranger in (cast.mira, cast.ruth, cast.martin):
        with pytest.raises(Forbidden):
            replace_report(report, codes=better, actor=stranger)
    new = replace_report(report, codes=better, actor=helena(cast))
    assert (new.kind, new.replaces, now(referral).compliance) == ("status", report, "unknown")
    assert ProviderReport.objects.get(pk=report.pk).sealed == report.sealed
    assert BarrierQuery.objects.get(report=new).state == "asked"
    assert list(standing_reports(referral).filter(kind="status")) == [new]
    with pytest.raises(Refused) as again:
        replace_report(report, codes=better, actor=helena(cast))
    assert again.value.code == "report-replaced"
    corrected = replace_report(new, codes=a_status(), actor=helena(cast))
    assert BarrierQuery.objects.get(report=new).state == "dropped"
    assert not BarrierQuery.objects.filter(report=corrected).exists()
    assert now(referral).compliance == "yes"


def test_nothing_is_reported_after_the_release_was_revoked(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "in_service")
    report = ProviderReport.objects.get(referral=referral, kind="status")
    revoke_release(referral.releases.get(), actor=cast.martin)
    provider = helena(cast)
    for act in (
        lambda: send_report(now(referral), kind="status", codes=a_status(), actor=provider),
        lambda: replace_report(report, codes=a_status(), actor=provider),
    ):
        with pytest.raises(Forbidden):
            act()
    assert not scope(provider, "referral.see_as_provider", Referral.objects.all()).exists()
    assert list(scope(provider, "referral.see_ended", Referral.objects.all())) == [now(referral)]
    assert can(cast.mira, "provider_report.view", report)


def test_an_employee_who_revokes_before_sending_is_unknown_to_the_provider(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "authorized")
    provider = helena(cast)
    revoke_release(referral.releases.get(), actor=cast.martin)
    for action in ("referral.see_as_provider", "referral.see_ended"):
        assert not scope(provider, action, Referral.objects.all()).exists()


def test_an_expired_licence_stops_what_only_somebody_licensed_may_report(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "received")
    licence = Licence.objects.get(provider=referral.provider)
    end_licence(licence, actor=cast.mira, reason="It was withdrawn.")
    with pytest.raises(Refused) as refused:
        send_report(now(referral), kind="initial", codes=an_initial(), actor=helena(cast))
    assert refused.value.code == "licence-expired"
    send = Codes(first_day=clock.today(), last_day=clock.today(), barrier="no_show")
    send_report(now(referral), kind="non_participation", codes=send, actor=helena(cast))


def test_a_danger_has_a_clock_of_its_own_until_somebody_took_note(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "received")
    said = Codes(danger="He says that he will wait for a colleague at the gate tonight.")
    report = send_report(referral, kind="safety_notice", codes=said, actor=helena(cast))
    running = Deadline.objects.about(referral).pending().filter(kind="referral.safety")
    assert running.count() == 1
    with pytest.raises(Forbidden):
        take_note_of_danger(report, actor=cast.ruth)
    take_note_of_danger(report, actor=cast.mira)
    assert running.count() == 0
    assert now(referral).state == "received_by_provider"


def test_who_left_the_practice_sees_nothing_any_more(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "received")
    contact = a_contact(cast, a_provider(cast))
    user = helena(cast)
    assert can(user, "referral.see_as_provider", referral)
    end_contact(contact, actor=cast.mira, reason="She left.")
    user.refresh_from_db()
    assert not can(user, "referral.see_as_provider", referral)
    assert not user.is_active


def test_without_the_second_step_the_door_stays_shut(decided: Case, cast: Cast) -> None:
    referral = play_referral(decided, cast, "received")
    user = helena(cast)
    Authenticator.objects.filter(user=user).delete()
    assert not can(user, "referral.see_as_provider", referral)
    with pytest.raises(Forbidden):
        send_report(referral, kind="initial", codes=an_initial(), actor=user)
