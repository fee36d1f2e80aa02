"""Whatever chance does with obligations, in whatever order and by whom: I10, and that nobody ever checks what they owe."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.agreements.actions.calendar_sweep import sweep_occurrences
from backend.agreements.actions.obligations import excuse_duty, verify_duty
from backend.agreements.actions.obstacles import answer_obstacle
from backend.agreements.actions.occurrences import (
    cure_occurrence,
    excuse_occurrence,
    refer_as_breach,
    reject_occurrence,
    submit_occurrence,
    verify_occurrence,
    waive_occurrence,
)
from backend.agreements.actions.signing import complete_agreement
from backend.agreements.actions.voiding import void_agreement
from backend.agreements.models import Agreement, AgreementObligation, AgreementState, Obstacle, Occurrence
from backend.agreements.obligation_vocabulary import OPEN, ObligationState, ObstacleState, OccurrenceState
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.kernel.errors import Problem
from backend.people.models import User
from tests.agreements.scenes import a_promise, in_force
from tests.builders import a_duty, play_case

WHY = "Because chance says so."
PEOPLE = ("erin", "martin", "noor", "ines", "ruth", "clara", "daniel", "joan", "lena")
Attempt = Callable[[Occurrence, User], object]

ATTEMPTS: dict[str, Attempt] = {
    "submit": lambda row, who: submit_occurrence(row, actor=who, words=WHY),
    "verify": lambda row, who: verify_occurrence(row, actor=who, reason=WHY, note=WHY),
    "cure": lambda row, who: cure_occurrence(row, actor=who, reason=WHY, note=WHY),
    "reject": lambda row, who: reject_occurrence(row, actor=who, missing=WHY),
    "excuse": lambda row, who: excuse_occurrence(row, actor=who, excuse="medical"),
    "excuse with details": lambda row, who: excuse_occurrence(row, actor=who, excuse="medical", note="His back."),
    "waive": lambda row, who: waive_occurrence(row, actor=who, reason=WHY),
    "refer": lambda row, who: refer_as_breach(row, actor=who, reason=WHY),
    "answer": lambda row, who: answer_obstacle(Obstacle.objects.get(occurrence=row), actor=who, words=WHY),
    "verify whole": lambda row, who: verify_duty(row.duty, actor=who, reason=WHY, note=WHY),
    "excuse whole": lambda row, who: excuse_duty(row.duty, actor=who, excuse="approved_leave"),
    "complete": lambda row, who: complete_agreement(row.agreement, actor=who, reason=WHY),
    "void": lambda row, who: void_agreement(row.agreement, actor=who, reason=WHY),
}


def check(agreement: Agreement) -> None:
    """Hold every invariant against the database as it stands."""
    agreement.refresh_from_db()
    rows = Occurrence.objects.filter(agreement=agreement).select_related("duty", "agreement__person")
    if agreement.state != AgreementState.ACTIVE:
        running = AgreementObligation.objects.filter(agreement=agreement, state=ObligationState.SCHEDULED)
        assert not running.exists(), "I10: no obligation lives beside an agreement in force"
        assert not rows.filter(state__in=OPEN).exists(), "I10: nothing is due under an agreement that ended"
        assert not Obstacle.objects.filter(occurrence__agreement=agreement, state=ObstacleState.ASKED).exists()
    checked = {OccurrenceState.VERIFIED, OccurrenceState.CURED, OccurrenceState.REJECTED}
    for row in rows:
        owes = set(User.objects.filter(person__in=[row.duty.obligor, agreement.person]).values_list("uid", flat=True))
        by = set(row.history.filter(state__in=checked).values_list("history_user_id", flat=True))
        moved = row.history.exclude(state__in=OPEN)
        assert not owes & (by | set(moved.values_list("history_user_id", flat=True))), "whoever owes it never closes it"
        assert row.excuse != "medical" or not row.note, "of health only the bare word"
        if row.state == OccurrenceState.REFERRED:
            assert row.duty.bearer == "employee"
            asked = Obstacle.objects.get(occurrence=row)
            assert asked.state in {ObstacleState.ANSWERED, ObstacleState.UNANSWERED}, "barriers first"
    for duty in AgreementObligation.objects.filter(agreement=agreement):
        left = rows.filter(duty=duty, state__in=OPEN).exists()
        assert (duty.state == ObligationState.SCHEDULED) == left, "an obligation is closed with its last date"


def agreed(cast: Cast) -> Agreement:
    first = clock.today() + timedelta(days=20)
    again = a_duty(cast, first, recurrence="FREQ=WEEKLY;COUNT=3", due="", grace_days=2, cure_days=3)
    promise = a_promise(cast, first, verifier=cast.person("ruth"))
    return in_force(lambda state: play_case(cast, state), cast, [a_duty(cast, first), again, promise])


class Obligations(TestCase):
    """Chance acts and days pass; the invariants hold after each act."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        steps=st.lists(
            st.tuples(
                st.integers(0, 4),
                st.sampled_from(PEOPLE),
                st.sampled_from(sorted(ATTEMPTS)),
                st.sampled_from([0, 0, 0, 1, 8, 20]),
            ),
            min_size=10,
            max_size=30,
        )
    )
    def test_no_sequence_of_acts_breaks_an_invariant(self, steps: list[tuple[int, str, str, int]]) -> None:
        cast = Cast()
        agreement = agreed(cast)
        moment = clock.now()
        for which, name, attempt, days in steps:
            moment += timedelta(days=days)
            with clock.at(moment):
                sweep_occurrences(as_of=moment)
                rows = Occurrence.objects.filter(agreement=agreement).select_related("agreement", "duty").order_by("pk")
                try:
                    ATTEMPTS[attempt](rows[which], getattr(cast, name))
                except (Problem, Obstacle.DoesNotExist):
                    continue
                finally:
                    check(agreement)


@pytest.mark.django_db
def test_the_right_people_get_through(cast: Cast) -> None:
    """The walk above could pass by refusing everything: this one must succeed, and the invariants hold all the way."""
    agreement = agreed(cast)
    checks = {1: cast.joan, 2: cast.joan, 3: cast.ruth}
    owes = {1: cast.martin, 2: cast.martin, 3: cast.daniel}
    for row in Occurrence.objects.filter(agreement=agreement).select_related("agreement", "duty").order_by("pk"):
        handed_in = submit_occurrence(row, actor=owes[row.duty.seq], words=WHY)
        verify_occurrence(handed_in, actor=checks[row.duty.seq], reason=WHY, note=WHY)
        check(agreement)
    with clock.at(clock.now() + timedelta(days=320)):
        complete_agreement(agreement, actor=cast.ruth, reason=WHY)
        check(agreement)
    assert agreement.state == AgreementState.COMPLETED
