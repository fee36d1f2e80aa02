"""The cast stands where the story needs it to, and the builders play what they promise."""

from collections.abc import Callable

import pytest

from backend.access.policy import can
from backend.access.roles import has_role
from backend.agreements.models import Agreement
from backend.audit.timeline import history
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.demo.company import FOUNDED
from backend.intake.models import Report
from backend.kernel import clock
from backend.people.queries import direct_manager_of, in_line_of
from tests.builders import AGREEMENT_STATES, CASE_STATES, GOLDEN, standing


def test_martin_is_two_levels_above_erin(cast: Cast) -> None:
    manager = direct_manager_of(cast.person("erin"), on=FOUNDED)
    assert manager == cast.person("neil")
    assert direct_manager_of(cast.person("neil"), on=FOUNDED) == cast.person("martin")


def test_nobody_who_works_on_the_case_stands_in_a_line_with_martin_but_tomas(cast: Cast, frozen: object) -> None:

    workers = ("omar", "wanda", "ines", "ruth", "clara", "daniel", "hugo", "joan")
    martin = cast.person("martin")
    assert in_line_of(cast.person("tomas"), martin, on=clock.today())
    assert not [key for key in workers if in_line_of(cast.person(key), martin, on=clock.today())]


def test_roles_were_given_by_the_administrator(cast: Cast) -> None:
    assert has_role(cast.ines, "investigator")
    assert not has_role(cast.noor, "intake", "investigator", "auditor", "administrator")
    assert cast.ines.holdings.get().granted_by == cast.sam


def test_a_name_outside_the_cast_is_an_error(cast: Cast) -> None:
    with pytest.raises(AttributeError, match="Nobody in the cast"):
        _ = cast.zaphod


@pytest.mark.parametrize("state", [*CASE_STATES, *AGREEMENT_STATES])
def test_a_case_is_played_up_to_the_wanted_state(a_case: Callable[..., Case], cast: Cast, state: str) -> None:
    case = a_case(state)
    assert standing(case) == state
    assert can(cast.omar, "case.view", case)
    assert not can(cast.noor, "case.view", case)


def test_a_second_case_is_another_case(a_case: Callable[..., Case]) -> None:
    assert a_case("opened") != a_case("opened")


def test_the_last_event_names_action_person_and_reason(
    a_report: Callable[..., Report], last_event: Callable[..., tuple[str, str, str]]
) -> None:
    report = a_report()
    assert last_event(report)[:2] in {("report.submit", "erin"), ("deadline.start", "erin")}
    assert history(report).filter(action="report.submit").exists()


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_starts_from_the_cast(an_agreement: Callable[..., Agreement], cast: Cast) -> None:
    agreement = an_agreement("signed")
    assert agreement.person == cast.person("martin")


@pytest.mark.django_db(transaction=True)
def test_the_next_one_finds_it_untouched(an_agreement: Callable[..., Agreement]) -> None:
    assert an_agreement("offered").state == "offered"
    assert Case.objects.count() == len(GOLDEN)
