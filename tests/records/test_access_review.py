"""The review of access agrees with the policies, shows what ended, names no party, and is recorded."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.access.models import Role
from backend.access.policy import can, scope
from backend.access.roles import end_role
from backend.audit.models import Event
from backend.audit.reads import viewed
from backend.cases.actions.appointments import appoint, end_lapsed_grants, relieve
from backend.cases.actions.break_glass import break_glass, end_break_glass
from backend.cases.actions.opening import add_party
from backend.cases.models import Case, CaseGrant
from backend.demo.cast import KEYS, Cast
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid
from backend.records.access_reach import grants_of, reach_of_case, reach_of_person
from backend.records.access_reviews import review_case_access, review_person_access
from backend.records.former_readers import former_readers
from backend.records.models import AccessReview
from tests.builders import DECLARED, play_case
from tests.web.reading import selects

ACase = Callable[..., Case]
pytestmark = pytest.mark.django_db


def seers(case: Case) -> set[str]:
    """Name who can see the head of a case, as the review tells it."""
    reach = reach_of_case(case)
    ways = [*reach.live, *(way for way in reach.by_glass if not way.ended_because)]
    return {way.who for way in ways if way.extent in {"file", "head"}}


@pytest.mark.parametrize("state", ["opened", "investigating", "active"])
def test_who_can_see_a_case_is_what_the_policy_says_for_each_person(cast: Cast, a_case: ACase, state: str) -> None:
    case = a_case(state)
    break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    add_party(case, cast.person("omar"), "witness", actor=cast.omar, reason="He saw it.")
    told = {getattr(cast, key).name for key in KEYS if can(getattr(cast, key), "case.view", case)}
    assert {"Wanda Ilves", "Lena Fischer"} <= told
    assert "Omar Haddad" not in told
    assert seers(case) == told


def test_each_way_says_why_by_whom_since_and_until_when_and_when_last_looked(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    viewed(case, "case.read", actor=cast.ines)
    grant = CaseGrant.objects.get(content_object=case, user=cast.ines)
    [way] = [way for way in reach_of_case(case).live if way.who == cast.ines.name]
    assert (way.extent, way.why, way.purpose) == ("file", "investigator", grant.purpose)
    assert (way.granted_by, way.since, way.until) == (grant.granted_by.name, grant.starts_at, grant.ends_at)
    assert clock.now() - way.last_seen_at < timedelta(minutes=1)
    [unread] = [way for way in reach_of_case(case).live if way.who == "Lena Fischer"]
    assert (unread.extent, unread.why, unread.last_seen_at) == ("head", "auditor", None)


def test_parties_stand_by_their_label(cast: Cast, a_case: ACase) -> None:
    reach = reach_of_case(a_case("active"))
    parties = [way for way in reach.live if way.extent == "own"]
    assert {way.who for way in parties} == {"Complainant 1", "Respondent 1"}
    assert all(way.person is None and way.account is None for way in parties)
    assert not [way for way in reach.live if "Martin" in way.who or "Erin" in way.who]


def test_what_ended_stands_apart_for_90_days(cast: Cast, a_case: ACase) -> None:
    case = a_case("opened")
    assignment = appoint(case, cast.hugo, "counsel", declaration=DECLARED, actor=cast.omar, reason="To advise.")
    relieve(assignment, actor=cast.omar, reason="No more advice needed.")
    [way] = reach_of_case(case).ended
    assert (way.who, way.why, way.purpose, way.ended_because) == (cast.hugo.name, "counsel", "To advise.", "ended")
    assert cast.hugo.name not in seers(case)
    [other] = reach_of_person(cast.person("hugo"), reader=cast.lena, grants=[]).ended
    assert (other.case, other.why) == (case, "counsel")
    with clock.at(clock.now() + timedelta(days=91)):
        assert reach_of_case(case).ended == []
        assert reach_of_person(cast.person("hugo"), reader=cast.lena, grants=[]).ended == []


def test_access_that_lapsed_is_told_as_lapsed(cast: Cast, a_case: ACase) -> None:
    case = a_case("opened")
    until = clock.now() + timedelta(days=2)
    appoint(case, cast.hugo, "counsel", declaration=DECLARED, actor=cast.omar, reason="To advise.", ends_at=until)
    with clock.at(until + timedelta(hours=1)):
        end_lapsed_grants(as_of=clock.now())
        [way] = reach_of_case(case).ended
    assert (way.ended_because, way.until) == ("lapsed", until)


def test_an_emergency_access_stands_apart_also_when_it_is_over(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    glass = break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    [way] = reach_of_case(case).by_glass
    assert (way.who, way.why_words, way.ended_because) == ("Wanda Ilves", glass.reference, "")
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    [way] = reach_of_case(case).by_glass
    assert way.ended_because == "over"
    [own] = reach_of_person(cast.person("wanda"), reader=cast.lena, grants=[]).by_glass
    assert own.case == case


def test_what_one_person_can_see_leaves_out_cases_of_which_the_reviewer_is_a_party(cast: Cast, a_case: ACase) -> None:
    case, other = a_case("investigating"), a_case("opened")
    add_party(case, cast.person("lena"), "witness", actor=cast.omar, reason="She saw it.")
    shown = {grant.content_object_id for grant in grants_of(cast.person("omar"), cast.lena)}
    assert other.pk in shown
    assert case.pk not in shown
    assert case.pk in {grant.content_object_id for grant in grants_of(cast.person("omar"), cast.priya)}
    assert not can(cast.lena, "case.review_access", case)


@pytest.mark.usefixtures("frozen")  # a role is asked for again after five seconds
def test_more_people_and_cases_cost_no_more_queries(cast: Cast, a_case: ACase) -> None:
    case, person = a_case("active"), cast.person("omar")

    def cost() -> tuple[int, int, int]:
        with selects() as of_case:
            reach_of_case(case)
        with selects() as of_person:
            reach_of_person(person, reader=cast.lena, grants=list(grants_of(person, cast.lena)))
        with selects() as of_former:
            former_readers(cast.lena)
        return len(of_case), len(of_person), len(of_former)

    viewed(case, "case.read", actor=cast.omar)
    appointed = appoint(case, cast.felix, "counsel", declaration=DECLARED, actor=cast.omar, reason="To advise.")
    relieve(appointed, actor=cast.omar, reason="Done.")
    cost()  # roles and accounts are asked for once
    before = cost()
    for _turn in range(2):
        more = play_case(cast, "investigating")
        viewed(more, "case.read", actor=cast.omar)
        viewed(more, "case.read", actor=cast.ines)
    for who, role in (("karl", "counsel"), ("bridget", "hr_partner")):
        relieve(
            appoint(case, getattr(cast, who), role, declaration=DECLARED, actor=cast.omar, reason="More."),
            actor=cast.omar,
            reason="Done.",
        )
    break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    assert cost() == before
    assert before[0] <= 10
    assert before[1] <= 9
    assert before[2] <= 8


def test_a_review_is_recorded_with_what_was_there(
    cast: Cast, a_case: ACase, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    case = a_case("investigating")
    review = review_case_access(case, actor=cast.lena, reason="The yearly review.", verdict="in_order")
    assert last_event(review) == ("access.review", "lena", "The yearly review.")
    assert review.seen == reach_of_case(case).seen
    assert review.stream == "access-reviews"
    about = review_person_access(
        cast.person("ines"), actor=cast.priya, reason="Asked for.", verdict="to_change", findings="End two roles."
    )
    assert about.subject == cast.person("ines")
    assert set(scope(cast.lena, "access_review.view", AccessReview.objects.all())) == {review, about}


def test_nobody_reviews_their_own_access_or_without_the_role(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    with pytest.raises(Forbidden):
        review_person_access(cast.person("lena"), actor=cast.lena, reason="Me.", verdict="in_order")
    for other in (cast.ines, cast.sam, cast.ruth):
        with pytest.raises(Forbidden):
            review_case_access(case, actor=other, reason="Why not.", verdict="in_order")
    with pytest.raises(Invalid) as refused:
        review_case_access(case, actor=cast.lena, reason=" ", verdict="to_change")
    assert set(refused.value.errors) == {"reason", "findings"}
    assert not AccessReview.objects.exists()


def test_a_review_is_hidden_from_its_subject_and_from_parties(cast: Cast, a_case: ACase) -> None:
    case = a_case("investigating")
    of_lena = review_person_access(cast.person("lena"), actor=cast.priya, reason="Yearly.", verdict="in_order")
    of_case = review_case_access(case, actor=cast.priya, reason="Yearly.", verdict="in_order")
    assert can(cast.lena, "access_review.view", of_case)
    assert not can(cast.lena, "access_review.view", of_lena)
    add_party(case, cast.person("lena"), "witness", actor=cast.omar, reason="She saw it.")
    assert not can(cast.lena, "access_review.view", of_case)


def test_readers_without_access_now_are_found_and_others_are_not(cast: Cast, a_case: ACase) -> None:
    case = a_case("opened")
    assignment = appoint(case, cast.hugo, "counsel", declaration=DECLARED, actor=cast.omar, reason="To advise.")
    viewed(case, "case.read", actor=cast.hugo)
    viewed(case, "case.read", actor=cast.hugo)
    viewed(case, "case.read", actor=cast.omar)
    viewed(case, "case.view", actor=cast.lena)
    glass = break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    viewed(case, "case.read", actor=cast.wanda)
    assert [each for each in former_readers(cast.priya).readers if each.case == case] == []
    relieve(assignment, actor=cast.omar, reason="Done.")
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    found = {each.user.name: each for each in former_readers(cast.priya).readers if each.case == case}
    assert set(found) == {"Hugo Brandt", "Wanda Ilves"}
    assert found["Hugo Brandt"].times == 2
    end_role(cast.lena.holdings.get(role=Role.AUDITOR), actor=cast.sam, reason="Left.")
    add_party(case, cast.person("omar"), "witness", actor=cast.omar, reason="He saw it.")
    now = {each.user.name: each.is_party for each in former_readers(cast.priya).readers if each.case == case}
    assert now == {"Hugo Brandt": False, "Wanda Ilves": False, "Lena Fischer": False, "Omar Haddad": True}
    for name, user in (("Hugo Brandt", cast.hugo), ("Omar Haddad", cast.omar)):
        assert not can(user, "case.view", case), name


def test_a_look_back_goes_on_where_the_last_one_stopped(cast: Cast, a_case: ACase) -> None:
    case = a_case("opened")
    glass = break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    viewed(case, "case.read", actor=cast.wanda)
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    viewed(case, "case.read", actor=cast.omar)
    first = former_readers(cast.priya, most=1)
    assert first.readers == []
    [found] = former_readers(cast.priya, before=first.before, most=1).readers
    assert found.user == cast.wanda


def test_a_former_reader_is_not_told_to_an_auditor_who_is_a_party(cast: Cast, a_case: ACase) -> None:
    case = a_case("opened")
    glass = break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    viewed(case, "case.read", actor=cast.wanda)
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    assert former_readers(cast.lena).readers
    add_party(case, cast.person("lena"), "witness", actor=cast.omar, reason="She saw it.")
    assert former_readers(cast.lena).readers == []


def test_the_history_tells_an_auditor_nothing_of_reviews_of_their_own_matter_or_of_themselves(
    cast: Cast, a_case: ACase
) -> None:
    case = a_case("investigating")
    glass = break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    of_case = review_case_access(case, actor=cast.priya, reason="Yearly.", verdict="in_order")
    of_lena = review_person_access(cast.person("lena"), actor=cast.priya, reason="Yearly.", verdict="in_order")
    told = Event.objects.filter(obj__in=[glass.review.key, of_case.key, of_lena.key])
    assert {event.obj for event in scope(cast.lena, "event.view", told)} == {glass.review.key, of_case.key}
    add_party(case, cast.person("lena"), "witness", actor=cast.omar, reason="She saw it.")
    assert not scope(cast.lena, "event.view", told).exists()
    deadline = Event.objects.filter(stream=glass.review.key, action="deadline.start")
    assert deadline.exists()
    assert not scope(cast.lena, "event.view", deadline).exists()
