"""Check-ins: planned by the rhythm, held in three lines, missed by somebody, planned again or passed on."""

from datetime import timedelta
from itertools import pairwise

import pytest

from backend.access.policy import can, scope
from backend.agreements.actions.signing import decline_agreement
from backend.agreements.actions.voiding import void_agreement
from backend.agreements.letters.monitoring import MonitorBriefing
from backend.audit.models import Disclosure
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.verifying import verify_and_tell
from backend.cases.models import CheckIn
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.monitoring.actions.briefing import give_undertaking
from backend.monitoring.actions.check_ins import (
    cancel_agreement_check_in,
    escalate_agreement_check_in,
    hold_agreement_check_in,
    miss_agreement_check_in,
    reschedule_agreement_check_in,
    say_barrier,
    write_own_words,
)
from backend.monitoring.models import AgreementCheckIn, MonitorUndertaking
from backend.monitoring.plan import question_set, rhythm
from backend.monitoring.queries.reach import check_ins_to_hold, ended_for
from tests.builders import ready_to_close
from tests.monitoring.scenes import DAY, GOOD, WHY, at_day, first_check_in, held

pytestmark = pytest.mark.django_db


def due(agreement):
    return [row.subject for row in Deadline.objects.pending().filter(kind="duty.check_in")]


def test_they_are_planned_when_the_agreement_comes_into_force_and_not_before(cast, an_agreement):
    signed = an_agreement("signed")
    assert not AgreementCheckIn.objects.filter(agreement=signed).exists()
    agreement = an_agreement("active")
    days = list(
        AgreementCheckIn.objects.filter(agreement=agreement).order_by("number").values_list("planned_on", flat=True)
    )
    apart = [(later - earlier).days for earlier, later in pairwise(days)]
    assert len([gap for gap in apart[:3] if 3 <= gap <= 11]) == 3
    assert all(10 <= gap <= 18 for gap in apart[3:7])
    assert all(24 <= gap <= 36 for gap in apart[7:-1])
    assert days[-1] <= agreement.ends_on
    assert due(agreement) == [first_check_in(agreement).key]


def test_an_agreement_that_was_declined_has_none(cast, an_agreement):
    agreement = decline_agreement(an_agreement("offered"), actor=cast.martin, reason="No.", factors=["password"])
    assert not AgreementCheckIn.objects.filter(agreement=agreement).exists()
    assert not MonitorUndertaking.objects.filter(agreement=agreement).exists()


def test_only_the_monitor_holds_them_and_the_next_one_follows(cast, an_agreement, last_event):
    agreement = an_agreement("active")
    check_in = first_check_in(agreement)
    for name in ("martin", "daniel", "ruth", "erin", "noor", "sam"):
        with at_day(check_in.due_on), pytest.raises(Forbidden):
            hold_agreement_check_in(check_in, actor=getattr(cast, name), reason=WHY, answers=GOOD)
    check_in = held(check_in, cast, lines={"barriers": "The room was taken; we found another."})
    assert (check_in.state, check_in.questions) == ("held", question_set().version)
    assert last_event(check_in) == ("agreement_check_in.hold", "joan", WHY)
    second = AgreementCheckIn.objects.get(agreement=agreement, number=2)
    assert due(agreement) == [second.key]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"answers": {"barriers": "nothing", "obligations": "done"}}, "support"),
        ({"answers": {"barriers": "his mood", "obligations": "done", "support": "nothing"}}, "barriers"),
        ({"lines": {"support": "x" * 141}}, "support_line"),
        ({"lines": {"support": "one\ntwo"}}, "support_line"),
        ({"lines": {"barriers": "He is a predator."}}, "barriers_line"),
        ({"lines": {"story": "Once upon a time"}}, "answers"),
    ],
)
def test_three_lines_and_no_story(cast, an_agreement, told, field):
    check_in = first_check_in(an_agreement("active"))
    with pytest.raises(Invalid) as refused:
        held(check_in, cast, **told)
    assert field in refused.value.errors


def test_no_question_asks_for_a_mood_and_barriers_come_first():
    asked = question_set().asked
    assert asked[0].name == "barriers"
    words = " ".join(f"{each.label} {' '.join(each.answers.values())}" for each in asked).lower()
    assert not any(word in words for word in ("feel", "mood", "sorry", "remorse", "attitude", "sincere"))


def test_a_check_in_is_not_held_weeks_ahead_of_its_day(cast, an_agreement):
    last = AgreementCheckIn.objects.filter(agreement=an_agreement("active")).latest("number")
    with at_day(last.due_on - timedelta(days=20)), pytest.raises(Invalid) as early:
        hold_agreement_check_in(last, actor=cast.joan, reason=WHY, answers=GOOD)
    assert set(early.value.errors) == {"held_on"}


def test_own_words_are_for_the_two_who_meet(cast, an_agreement):
    check_in = first_check_in(an_agreement("active"))
    for name in ("joan", "daniel", "ruth", "erin"):
        with pytest.raises(Forbidden):
            write_own_words(check_in, actor=getattr(cast, name), words="Not mine.")
    with pytest.raises(Invalid):
        write_own_words(check_in, actor=cast.martin, words="x" * 2001)
    check_in = write_own_words(check_in, actor=cast.martin, words="I need Friday mornings for the course.")
    readers = {
        name for name in ("martin", "joan", "daniel", "ruth", "hugo", "erin", "ines")
        if can(getattr(cast, name), "agreement_check_in.read_words", check_in)
    }  # fmt: skip
    assert readers == {"martin", "joan"}
    held(check_in, cast)
    again = write_own_words(AgreementCheckIn.objects.get(pk=check_in.pk), actor=cast.martin, words="Added later.")
    assert again.own_words == "Added later."


def test_what_we_missed_counts_against_nobody_else(cast, an_agreement):
    check_in = first_check_in(an_agreement("active"))
    with pytest.raises(Refused) as early:
        miss_agreement_check_in(check_in, actor=cast.joan, reason=WHY, missed_by="employee")
    assert early.value.code == "check-in-early"
    with at_day(check_in.due_on):
        check_in = miss_agreement_check_in(check_in, actor=cast.joan, reason=WHY, missed_by="monitor")
        assert (check_in.state, check_in.times_missed) == ("missed", 0)
        with pytest.raises(Refused):
            say_barrier(check_in, actor=cast.martin, in_the_way="travel")


def test_a_check_in_that_nobody_recorded_is_ours_and_goes_to_the_hr_partner(cast, an_agreement):
    check_in = first_check_in(an_agreement("active"))
    with at_day(check_in.due_on + DAY):
        sweep(as_of=clock.now())
    with at_day(check_in.due_on + timedelta(days=6)):
        sweep(as_of=clock.now())
    check_in.refresh_from_db()
    assert (check_in.state, check_in.missed_by, check_in.times_missed) == ("missed", "organisation", 0)
    assert not can(cast.daniel, "agreement_check_in.hold", check_in)
    with at_day(check_in.due_on + timedelta(days=14)):
        sweep(as_of=clock.now())
        check_in.refresh_from_db()
        assert check_in.state == "escalated"
        moved = reschedule_agreement_check_in(
            check_in, actor=cast.daniel, reason="Joan was ill.", due_on=clock.today() + DAY
        )
        assert (moved.state, moved.times_missed) == ("planned", 0)


def test_barriers_are_asked_first_and_an_excuse_takes_the_miss_away(cast, an_agreement):
    agreement = an_agreement("active")
    check_in = first_check_in(agreement)
    with at_day(check_in.due_on):
        check_in = miss_agreement_check_in(check_in, actor=cast.joan, reason=WHY, missed_by="employee")
        assert check_in.times_missed == 1
        with pytest.raises(Forbidden):
            say_barrier(check_in, actor=cast.joan, in_the_way="travel")
        said = say_barrier(check_in, actor=cast.martin, in_the_way="not_told")
        assert (said.times_missed, said.missed_by) == (0, "organisation")
        with pytest.raises(Refused):
            say_barrier(check_in, actor=cast.martin, in_the_way="travel")


def test_several_misses_in_a_row_go_to_the_hr_partner_and_are_no_breach(cast, an_agreement):
    agreement = an_agreement("active")
    for number in range(1, rhythm().escalate_after_misses + 1):
        check_in = AgreementCheckIn.objects.get(agreement=agreement, number=number)
        with at_day(check_in.due_on):
            miss_agreement_check_in(check_in, actor=cast.joan, reason=WHY, missed_by="employee")
    check_in.refresh_from_db()
    assert check_in.state == "escalated"
    assert not agreement.breaches.exists()
    with pytest.raises(Forbidden):
        cancel_agreement_check_in(check_in, actor=cast.joan, reason=WHY)
    assert cancel_agreement_check_in(check_in, actor=cast.daniel, reason="A new time was found.").times_missed == 0


def test_a_day_can_be_moved_with_a_reason_and_not_beyond_the_end(cast, an_agreement):
    agreement = an_agreement("active")
    check_in = first_check_in(agreement)
    with pytest.raises(Invalid):
        reschedule_agreement_check_in(check_in, actor=cast.joan, reason=WHY, due_on=agreement.ends_on + DAY)
    with pytest.raises(Refused):
        reschedule_agreement_check_in(check_in, actor=cast.joan, reason=" ", due_on=check_in.due_on + DAY)
    moved = reschedule_agreement_check_in(
        check_in, actor=cast.joan, reason="Martin is away.", due_on=check_in.due_on + DAY
    )
    assert moved.planned_on == check_in.planned_on
    with pytest.raises(Refused):
        escalate_agreement_check_in(moved, actor=cast.joan, reason=WHY)


def test_the_monitor_is_briefed_without_reasons_and_gives_an_undertaking(cast, an_agreement, last_event):
    agreement = an_agreement("active")
    row = MonitorUndertaking.objects.get(agreement=agreement)
    letter = letter_of(row.briefing)
    assert isinstance(letter, MonitorBriefing)
    assert (letter.matter, letter.employee) == (agreement.reference, cast.martin.name)
    told = str(letter)
    assert agreement.case.reference not in told
    assert cast.erin.name not in told
    for name in ("martin", "daniel", "ruth", "noor"):
        with pytest.raises(Forbidden):
            give_undertaking(row, actor=getattr(cast, name))
    give_undertaking(row, actor=cast.joan)
    assert last_event(row)[:2] == ("agreement_monitor.undertake", "joan")
    with pytest.raises(Refused):
        give_undertaking(row, actor=cast.joan)
    assert Document.objects.filter(about=agreement.key, kind="D14").count() == 1


def test_the_check_ins_of_the_complainant_are_elsewhere_and_never_seen_here(cast, an_agreement):
    agreement = an_agreement("active")
    ready_to_close(agreement.case, cast)
    hers = set(CheckIn.objects.filter(watch__case=agreement.case).values_list("reference", flat=True))
    assert hers
    for name in ("joan", "martin"):
        person = getattr(cast, name)
        assert not scope(person, "check_in.view", CheckIn.objects.all()).exists()
        ours = scope(person, "agreement_check_in.view", AgreementCheckIn.objects.all())
        assert ours.exists()
        assert not hers & set(ours.values_list("reference", flat=True))
    assert not scope(cast.erin, "agreement_check_in.view", AgreementCheckIn.objects.all()).exists()
    watcher_only = scope(cast.omar, "agreement_check_in.view", AgreementCheckIn.objects.all())
    assert not watcher_only.exists()


def test_a_voided_agreement_ends_them_and_the_monitor_hears_that_it_ended(cast, an_agreement):
    agreement = an_agreement("active")
    assert check_ins_to_hold(cast.joan).exists()
    void_agreement(agreement, actor=cast.ruth, reason="A defect in law was found.")
    assert set(AgreementCheckIn.objects.filter(agreement=agreement).values_list("state", flat=True)) == {"cancelled"}
    assert not check_ins_to_hold(cast.joan).exists()
    assert not Deadline.objects.pending().filter(kind__startswith="duty.check_in").exists()
    assert [each.reference for each in ended_for(cast.joan)] == [agreement.reference]
    assert ended_for(cast.martin) == []


def test_own_words_stand_in_no_copy_and_rows_and_history_still_agree(cast, an_agreement):
    check_in = first_check_in(an_agreement("active"))
    check_in = write_own_words(check_in, actor=cast.martin, words="A sentence that nobody else finds.")
    write_own_words(check_in, actor=cast.martin, words="Another one.")
    seal_now()
    found = verify_and_tell(actor=None, rows=True)
    assert found.ok, found
    assert "own_words" not in {field.name for field in AgreementCheckIn.history.model._meta.get_fields()}
    assert not Disclosure.objects.filter(disclosure__contains="nobody else finds").exists()
