"""I1, I2, I11, I20 and I22 after any sequence of acts on an appeal by anybody, permitted or not."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.cases.models import Assignment, Case
from backend.decisions.actions.appeal_results import (
    Changed,
    dismiss_appeal,
    overturn_decision,
    remit_appeal,
    vary_decision,
)
from backend.decisions.actions.appeals import (
    admit_appeal,
    communicate_decision,
    conclude_appeal,
    refuse_appeal,
    review_appeal,
)
from backend.decisions.actions.outcomes import decide_outcome, tell_outcome
from backend.decisions.models import Appeal, Outcome
from backend.decisions.queries.priors import counting_outcomes
from backend.decisions.queries.standing import standing_findings
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Problem
from backend.people.models import User
from tests.builders import WEIGHED, WHY, cases_at_hand
from tests.decisions.scenes import REASONS, filed, with_reviewer
from tests.decisions.test_overturn import assert_nothing_lives_on

UPHELD = {"answers": REASONS, "upheld": list(REASONS)}
LESS = Changed(seq=1, factual="not_substantiated", policy="no_breach", summary="It was not shown.")
PEOPLE = ("ian", "ian", "ian", "ruth", "ines", "martin", "erin", "daniel")
SANCTIONS = ("warning", "accountability agreement", "coaching", "dismissal")
Attempt = Callable[[Case, User], object]


def appeal_in(case: Case) -> Appeal:
    return Appeal.objects.select_related("case", "outcome").get(case=case)


ATTEMPTS: dict[str, Attempt] = {
    "admit": lambda case, who: admit_appeal(
        appeal_in(case), actor=who, reason=WHY, comment_until=clock.now() + timedelta(days=3)
    ),
    "refuse": lambda case, who: refuse_appeal(appeal_in(case), actor=who, reason=WHY, grounds_missing="None."),
    "review": lambda case, who: review_appeal(appeal_in(case), actor=who, reason=WHY),
    "dismiss": lambda case, who: dismiss_appeal(appeal_in(case), actor=who, reason=WHY, answers=REASONS),
    "vary": lambda case, who: vary_decision(appeal_in(case), actor=who, reason=WHY, **UPHELD, changes=[LESS]),
    "vary outcome": lambda case, who: vary_decision(appeal_in(case), actor=who, reason=WHY, **UPHELD, kinds=["coaching"]),
    "overturn": lambda case, who: overturn_decision(appeal_in(case), actor=who, reason=WHY, **UPHELD),
    "remit": lambda case, who: remit_appeal(appeal_in(case), actor=who, reason=WHY, **UPHELD),
    "communicate": lambda case, who: communicate_decision(appeal_in(case), actor=who, reason=WHY),
    "conclude": lambda case, who: conclude_appeal(appeal_in(case), actor=who, reason=WHY),
    "decide anew": lambda case, who: decide_outcome(
        case, actor=who, reason=WHY, kinds=["coaching"], weighed=WEIGHED, comparators="None.", skip_reason="So.", legal_review="So."
    ),
    "tell": lambda case, who: tell_outcome(case, actor=who, reason=WHY, appeal_until=clock.today(), appeal_to="Ian Cole"),
}  # fmt: skip


def check(case: Case) -> None:
    """Hold the invariants against the database as it stands."""
    held = {
        role: set(Assignment.objects.filter(case=case, role=role).values_list("person_id", flat=True))
        for role in ("investigator", "decision_maker", "appeal_reviewer")
    }
    assert not (held["investigator"] | held["decision_maker"]) & held["appeal_reviewer"], (
        "I2: the reviewer took no part"
    )
    stands = bool(standing_findings(case))
    warnings = Document.objects.current().filter(matter_stream=case.key, kind__in=["D10", "D12"])
    assert stands or not warnings.exists(), "I1: no warning and no agreement without a finding that stands"
    if appeal_in(case).result in {"overturned", "remitted"} or not stands:
        assert_nothing_lives_on(case)
        assert not Outcome.objects.filter(pk__in=[row.pk for row in counting_outcomes(case)], case=case).exists(), "I22"
    for letter in Document.objects.filter(matter_stream=case.key, recipient__name="Erin Lindqvist"):
        if letter.kind != "D8a":
            words = str(letter_of(letter)).lower()
            assert not [word for word in SANCTIONS if word in words], "I20: nothing of what follows for another"


class Appeals(TestCase):
    """Chance acts on an appeal; the invariants hold after each act."""

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        steps=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(ATTEMPTS))), min_size=4, max_size=9)
    )
    def test_no_sequence_of_acts_on_an_appeal_breaks_an_invariant(self, steps: list[tuple[str, str]]) -> None:
        cast = Cast()
        case = cases_at_hand(cast)("implementing")
        filed(case, cast.martin)
        with_reviewer(case, cast)
        for name, attempt in [("ian", "admit"), ("ian", "review"), *steps]:
            try:
                ATTEMPTS[attempt](case, getattr(cast, name))
            except Problem:
                continue
            finally:
                case = Case.objects.get(pk=case.pk)
            check(case)
