"""I2, I3 and C1, C2, C5 over random changes of the organisation and of a case: whoever stands too close never reads it as staff."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.access.policy import can
from backend.access.relations import staff
from backend.access.roles import grant_role
from backend.access.ties import add_tie
from backend.cases.actions.appointments import appoint
from backend.cases.actions.impartiality import challenge, recuse, uphold_challenge
from backend.cases.actions.opening import add_party
from backend.cases.conflicts.rules import MEASURED, measure
from backend.cases.models import Assignment, Case, CaseBar, CaseGrant
from backend.cases.policy import CASES
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.kernel.errors import Problem
from backend.people.actions import add_line, end_line, move_person
from backend.people.models import ReportingLine, Unit, User
from tests.builders import play_case

WHY = "Because chance says so."
PEOPLE = ("erin", "martin", "neil", "omar", "wanda", "ines", "tomas", "ruth", "clara", "hugo", "lena", "vera", "grace")
SEPARATED = (
    {"investigator", "decision_maker"},
    {"decision_maker", "appeal_reviewer"},
    {"investigator", "appeal_reviewer"},
)


def _end_a_line(cast: Cast, case: Case, one: User, other: User) -> None:
    for line in ReportingLine.objects.filter(person=one.person, ends_on=None):
        end_line(line, on=clock.today() - timedelta(days=1), actor=cast.system, reason=WHY)


CHANGES: dict[str, Callable[[Cast, Case, User, User], object]] = {
    "line": lambda cast, case, one, other: add_line(
        one.person, other.person, starts_on=clock.today() - timedelta(days=3), actor=cast.system, reason=WHY
    ),
    "line ends": _end_a_line,
    "unit": lambda cast, case, one, other: move_person(
        one.person, Unit.objects.get(pk=other.person.unit_id), actor=cast.system, reason=WHY
    ),
    "tie": lambda cast, case, one, other: add_tie(one.person, other.person, "financial", actor=one, reason=WHY),
    "role": lambda cast, case, one, other: grant_role(one, "investigator", purpose=WHY, actor=cast.sam, reason=WHY),
    "party": lambda cast, case, one, other: add_party(case, one.person, "witness", actor=other, reason=WHY),
    "respondent": lambda cast, case, one, other: add_party(case, one.person, "respondent", actor=cast.omar, reason=WHY),
    "investigates": lambda cast, case, one, other: appoint(
        case, one, "investigator", declaration="None.", actor=other, reason=WHY, told=["earlier"]
    ),
    "decides": lambda cast, case, one, other: appoint(
        case, one, "decision_maker", declaration="None.", actor=cast.omar, reason=WHY, told=["earlier"]
    ),
    "reviews": lambda cast, case, one, other: appoint(
        case, one, "appeal_reviewer", declaration="None.", actor=cast.omar, reason=WHY, told=["earlier"]
    ),
    "steps aside": lambda cast, case, one, other: recuse(case, actor=one, reason=WHY),
    "challenged": lambda cast, case, one, other: uphold_challenge(
        challenge(case, role="investigator", grounds="So.", actor=one, reason=WHY), actor=other, reason=WHY, answer="So."
    ),
}  # fmt: skip


def check(case: Case) -> None:
    """Hold the rules against the database as it stands."""
    too_close = {key for key, _rule in measure(case)}
    barred = set(CaseBar.objects.filter(case=case, ended=None).values_list("person_id", flat=True))
    working = {user.person_id: user for user in User.objects.filter(person__in=staff()).select_related("person")}
    assert too_close & working.keys() <= barred, "whoever works here and stands too close is barred"
    assert not CaseBar.objects.filter(case=case, ended=None, rule__in=MEASURED).exclude(person__in=too_close).exists()
    for key in barred & working.keys():
        assert not any(can(working[key], action, case) for action in CASES.allow), "I3: no staff right against a bar"
    assert not CaseGrant.objects.filter(content_object=case, user__person__in=barred).exists(), "access ended at once"
    assert not Assignment.objects.filter(case=case, person__in=barred, ends_on=None).exists()
    held: dict[str, set[int]] = {}
    for person, role in Assignment.objects.filter(case=case).values_list("person_id", "role"):
        held.setdefault(role, set()).add(person)
    for pair in SEPARATED:
        one, other = sorted(pair)
        assert not held.get(one, set()) & held.get(other, set()), "I2: for all time, replaced holders included"


class ConflictsHold(TestCase):
    """Chance reorganises the company around a case; the rules hold after each change."""

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(sorted(CHANGES)), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
            min_size=4,
            max_size=8,
        )
    )
    def test_no_change_lets_somebody_in_who_stands_too_close(self, steps: list[tuple[str, str, str]]) -> None:
        cast = Cast()
        case = play_case(cast, "assigned")
        check(case)
        for change, one, other in steps:
            try:
                CHANGES[change](cast, case, getattr(cast, one), getattr(cast, other))
            except Problem:
                continue
            finally:
                cast.__dict__.clear()  # people are read afresh: roles and units may have changed
            check(case)
