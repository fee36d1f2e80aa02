"""Who may work on a case: conflicts of interest, separation of duties, access that ends."""

from datetime import timedelta

import pytest

from backend.access.policy import can
from backend.audit.recorded import keep
from backend.cases.actions.appointments import appoint, end_lapsed_grants, relieve
from backend.cases.actions.opening import add_party
from backend.cases.actions.progress import assign_case
from backend.cases.models import Assignment, CaseGrant
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import add_line

pytestmark = pytest.mark.django_db
NO_TIES = "I know nobody in this matter."


def test_an_investigator_in_the_respondents_line_is_refused_dotted_lines_included(cast, a_case):
    """Scenario 2."""
    case = a_case("conflict_cleared")
    with pytest.raises(Refused, match="reporting line of the respondent") as refused:
        assign_case(case, actor=cast.omar, reason="Next in turn.", investigator=cast.tomas, declaration=NO_TIES)
    assert refused.value.code == "conflict-of-interest"
    assert not Assignment.objects.filter(case=case, person=cast.tomas.person).exists()
    assert not can(cast.tomas, "case.view", case)

    case = assign_case(case, actor=cast.omar, reason="Next in turn.", investigator=cast.ines, declaration=NO_TIES)
    assert case.state == "assigned"
    assert can(cast.ines, "case.read", case)


def test_a_line_that_held_on_the_day_of_the_conduct_counts_although_it_ended(cast, a_case):
    case = a_case("conflict_cleared")
    day = case.allegations.get().occurred_from
    line = add_line(
        cast.ines.person, cast.erin.person, starts_on=day - timedelta(days=10), actor=cast.sam, reason="Project."
    )
    line.refresh_from_db()
    line.ends_on = day
    keep(line, "line.end", actor=cast.sam, reason="Over.")
    with pytest.raises(Refused, match=r"complainant, on the day of the conduct \(C2\)"):
        appoint(case, cast.ines, "investigator", declaration=NO_TIES, actor=cast.omar, reason="x")


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("ruth", "investigator"),
        ("ines", "decision_maker"),
        ("ines", "appeal_reviewer"),
        ("ruth", "approver"),
        ("omar", "investigator"),
    ],
)
def test_roles_that_must_be_apart_stay_apart_even_after_somebody_was_replaced(cast, a_case, name, role):
    case = a_case("investigating")
    user = getattr(cast, name)
    for assignment in Assignment.objects.filter(case=case, person=user.person, ends_on=None):
        if name != "omar":
            relieve(assignment, actor=cast.omar, reason="Replaced.")
    actor = cast.omar if name != "omar" else cast.system
    with pytest.raises(Refused, match="is or was"):
        appoint(case, user, role, declaration=NO_TIES, actor=actor, reason="x")


def test_nobody_appoints_themselves_a_party_or_without_a_declaration(cast, a_case):
    case = a_case("investigating")
    with pytest.raises(Forbidden, match="themselves"):
        appoint(case, cast.omar, "counsel", declaration=NO_TIES, actor=cast.omar, reason="x")
    with pytest.raises(Refused, match="C1"):
        appoint(case, cast.martin, "counsel", declaration=NO_TIES, actor=cast.omar, reason="x")
    with pytest.raises(Invalid):
        appoint(case, cast.priya, "counsel", declaration=" ", actor=cast.omar, reason="x")
    with pytest.raises(Forbidden):
        appoint(case, cast.priya, "counsel", declaration=NO_TIES, actor=cast.ines, reason="x")


def test_access_ends_with_the_appointment_and_its_history_stays(cast, a_case):
    case = a_case("investigating")
    grant = CaseGrant.objects.get(content_object=case, user=cast.ines)
    relieve(Assignment.objects.get(case=case, person=cast.ines.person), actor=cast.omar, reason="On leave.")
    assert not can(cast.ines, "case.view", case)
    assert not CaseGrant.objects.filter(pk=grant.pk).exists()
    assert [row.history_type for row in CaseGrant.history.filter(id=grant.pk)] == ["-", "+"]


def test_access_ends_by_itself_after_twelve_months_at_most(cast, a_case):
    case = a_case("investigating")
    with pytest.raises(Invalid):
        appoint(
            case,
            cast.priya,
            "counsel",
            declaration=NO_TIES,
            actor=cast.omar,
            reason="x",
            ends_at=clock.now() + timedelta(days=400),
        )
    later = clock.now() + timedelta(days=366)
    with clock.at(later):
        assert not can(cast.ines, "case.view", case)
        assert end_lapsed_grants(as_of=later) > 0
    assert not CaseGrant.objects.filter(content_object=case).exists()


def test_becoming_a_party_bars_at_once(cast, a_case):
    case = a_case("investigating")
    add_party(case, cast.ruth.person, "witness", actor=cast.ines, reason="She was at the bar.")
    assert not can(cast.ruth, "case.read", case)
    assert not can(cast.ruth, "case.decide_findings", case)
