"""Who may work on a case: conflicts of interest, separation of duties, access that ends."""

from datetime import timedelta

import pytest

from backend.access.policy import can
from backend.audit.recorded import keep
from backend.cases.actions.appointments import appoint, end_lapsed_grants, relieve
from backend.cases.actions.opening import add_party, amend_allegation
from backend.cases.actions.progress import assign_case
from backend.cases.conflicts.rules import conflicts_of
from backend.cases.models import Assignment, CaseGrant
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import add_line
from tests.builders import particulars

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
    both = (
        "Inês Duarte stands in the reporting line of the respondent, on the day of the conduct, "
        "and stands in the reporting line of the complainant, on the day of the conduct (C2)."
    )
    with pytest.raises(Refused) as refused:
        appoint(case, cast.ines, "investigator", declaration=NO_TIES, actor=cast.omar, reason="x")
    assert refused.value.detail.startswith(both)  # through Erin she stood below Martin, too


def test_a_line_that_began_and_ended_while_it_went_on_counts(cast, a_case):
    case = a_case("opened")
    allegation = case.allegations.get()
    today = clock.today()
    told = particulars(occurred_from=today - timedelta(days=90), occurred_to=today - timedelta(days=6))
    amend_allegation(allegation, told, actor=cast.omar, reason="It went on for a time.")
    assert not conflicts_of(cast.ines.person, case, "investigator")
    line = add_line(
        cast.ines.person, cast.martin.person, starts_on=today - timedelta(days=60), actor=cast.sam, reason="Project."
    )
    line.refresh_from_db()
    line.ends_on = today - timedelta(days=30)
    keep(line, "line.end", actor=cast.sam, reason="Over.")
    [found] = [each for each in conflicts_of(cast.ines.person, case, "investigator") if each.rule == "C2"]
    assert found.historic
    assert "on the day of the conduct" in found.words


def test_a_line_of_today_to_one_side_is_not_hidden_by_one_of_the_past_to_the_other(cast, a_case):
    case = a_case("conflict_cleared")
    day = case.allegations.get().occurred_from
    past = add_line(
        cast.ines.person, cast.martin.person, starts_on=day - timedelta(days=10), actor=cast.sam, reason="Project."
    )
    past.refresh_from_db()
    past.ends_on = day
    keep(past, "line.end", actor=cast.sam, reason="Over.")
    today = clock.today()
    add_line(cast.erin.person, cast.ines.person, kind="dotted", starts_on=today, actor=cast.sam, reason="Project.")
    told = {relation.rule: relation for relation in conflicts_of(cast.ines.person, case, "investigator")}
    assert not told["C2"].historic
    assert "respondent, on the day of the conduct" in told["C2"].words
    assert "complainant, today" in told["C2"].words
    assert not told["C2"].waivable


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
