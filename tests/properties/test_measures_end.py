"""I5: every temporary measure has a day on which it is looked at again, and an end no later than its case's, whoever does what."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.cases.actions.closing import close_without_decision, propose_early_close, reopen_case
from backend.cases.actions.progress import close_case
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.investigation.actions.measures import (
    Proposal,
    approve_measure,
    challenge_measure,
    end_measure,
    extend_measure,
    propose_measure,
    review_measure,
    uphold_measure,
)
from backend.investigation.measure_tables import InterimMeasure
from backend.kernel import clock
from backend.kernel.errors import Problem
from backend.people.models import User
from tests.builders import cases_at_hand, ready_to_close

WHY = "Because chance says so."
PEOPLE = ("omar", "daniel", "ruth", "clara", "ines", "martin", "erin", "noor")
ENDED = {"closed", "administratively_closed"}


def _measure(case: Case) -> InterimMeasure:
    found = InterimMeasure.objects.filter(case=case).select_related("case").order_by("-pk").first()
    if found is None:
        raise Problem("There is no measure yet.")
    return found


def _proposal(cast: Cast, kind: str) -> Proposal:
    words: dict[str, Any] = dict.fromkeys(("means", "grounds", "alternatives_considered", "least_restrictive"), WHY)
    return Proposal(kind=kind, on_whom=cast.person("martin"), purpose="keep_apart", starts_on=clock.today(), **words)


ATTEMPTS: dict[str, Callable[[Cast, Case, User], object]] = {
    "propose": lambda cast, case, who: propose_measure(case, _proposal(cast, "no_contact"), actor=who, reason=WHY),
    "propose leave": lambda cast, case, who: propose_measure(
        case, _proposal(cast, "paid_leave"), actor=who, reason=WHY
    ),
    "approve": lambda cast, case, who: approve_measure(_measure(case), actor=who, reason=WHY),
    "look again": lambda cast, case, who: review_measure(_measure(case), actor=who, reason=WHY),
    "look too late": lambda cast, case, who: review_measure(
        _measure(case), actor=who, reason=WHY, review_on=clock.today() + timedelta(days=60)
    ),
    "extend": lambda cast, case, who: extend_measure(
        _measure(case), actor=who, reason=WHY, ends_on=clock.today() + timedelta(days=40)
    ),
    "challenge": lambda cast, case, who: challenge_measure(_measure(case), actor=who, reason=WHY, grounds=WHY),
    "uphold": lambda cast, case, who: uphold_measure(_measure(case), actor=who, reason=WHY, answer=WHY),
    "end": lambda cast, case, who: end_measure(_measure(case), actor=who, reason=WHY),
    "close": lambda cast, case, who: close_case(case, actor=who, reason=WHY),
    "propose early": lambda cast, case, who: propose_early_close(
        case, actor=who, reason=WHY, closure_reason="no_nexus", duty_check=WHY
    ),
    "close early": lambda cast, case, who: close_without_decision(case, actor=who, reason=WHY),
    "reopen": lambda cast, case, who: reopen_case(case, actor=who, reason=WHY, basis="new_evidence"),
}


class MeasuresEnd(TestCase):
    """Chance acts on a case with measures; each keeps its review and its end."""

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        steps=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(ATTEMPTS))), min_size=8, max_size=14)
    )
    def test_every_measure_is_looked_at_again_and_ends_with_its_case(self, steps: list[tuple[str, str]]) -> None:
        cast = Cast()
        case = ready_to_close(cases_at_hand(cast)("implementing"), cast)
        moment = clock.now() + timedelta(days=20)
        for number, (name, attempt) in enumerate([("omar", "propose"), ("daniel", "approve"), *steps]):
            with clock.at(moment + timedelta(days=number)):
                try:
                    ATTEMPTS[attempt](cast, case, getattr(cast, name))
                except Problem:
                    continue
                finally:
                    case = Case.objects.get(pk=case.pk)
                self.check(case)

    def check(self, case: Case) -> None:
        """Hold I5, and the second person on a leave, against the database."""
        for measure in InterimMeasure.objects.filter(case=case):
            if measure.approved_at is None:
                continue
            assert measure.review_due_on is not None
            if measure.kind == "paid_leave":
                assert measure.approved_by_id != measure.proposed_by_id
            if measure.holds:
                looked = (measure.reviewed_at or measure.approved_at).date()
                assert measure.review_due_on <= looked + timedelta(days=15)
            if case.state in ENDED:
                assert measure.ended_at is not None
                assert measure.ended_at <= case.closed_at
