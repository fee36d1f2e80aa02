"""A page prepares its query when the server starts; a role given later counts on it all the same."""

from datetime import timedelta

from backend.cases.actions.appointments import appoint
from backend.cases.models import Case
from backend.cases.queries import holders_of, roles_on, with_grants
from backend.kernel import clock


def test_a_role_given_after_the_query_was_prepared_is_seen(cast, a_case):
    prepared = with_grants(Case.objects.all())
    case = a_case("opened")
    appoint(case, cast.hugo, "counsel", declaration="None.", actor=cast.omar, reason="To advise.")

    fetched = prepared.get(pk=case.pk)
    assert roles_on(fetched, cast.hugo) == {"counsel"}
    assert holders_of(fetched, "counsel") == ["Hugo Brandt"]


def test_a_role_whose_time_is_over_is_not(cast, a_case, frozen):
    case = a_case("opened")
    ends_at = frozen + timedelta(days=30)
    appoint(case, cast.hugo, "counsel", declaration="None.", actor=cast.omar, reason="To advise.", ends_at=ends_at)

    with clock.at(ends_at):
        assert roles_on(with_grants(Case.objects.all()).get(pk=case.pk), cast.hugo) == set()
