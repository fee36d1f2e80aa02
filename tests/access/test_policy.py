"""A permission is a queryset: scope, can and require never disagree, and bars win over everything."""

import pytest
from django.db.models import Q

from backend.access.policy import ALL, NONE, Policy, can, grounds, permitted, require, scope
from backend.cases.actions.opening import add_party
from backend.cases.models import Case
from backend.demo.cast import KEYS
from backend.kernel.errors import Forbidden
from backend.people.models import User

pytestmark = pytest.mark.django_db


def test_named_filters_do_not_disappear_in_an_or(cast):
    """Trap 1: an empty Q() vanishes, and "auditors see all" silently sees nothing."""
    everybody = User.objects.count()
    assert User.objects.filter(ALL | Q(pk=cast.ines.pk)).count() == everybody
    assert User.objects.filter(NONE | Q(pk=cast.ines.pk)).count() == 1
    assert User.objects.filter(ALL & Q(pk=cast.ines.pk)).count() == 1


def test_one_case_is_seen_by_its_people_and_by_nobody_else(cast, a_case):
    case = a_case("investigating")
    seen_by = {name for name in KEYS if can(getattr(cast, name), "case.view", case)}
    assert {"omar", "ines", "lena"} <= seen_by
    assert not seen_by & {"noor", "erin", "martin", "tomas", "sam", "wanda", "priya"}
    for name in KEYS:
        person = getattr(cast, name)
        assert scope(person, "case.view", Case.objects.all()).filter(pk=case.pk).exists() == (name in seen_by)


def test_an_auditor_sees_the_header_and_not_the_file(cast, a_case):
    case = a_case("investigating")
    assert can(cast.lena, "case.view", case)
    assert not can(cast.lena, "case.read", case)
    assert not any(can(cast.lena, "allegation.view", row) for row in case.allegations.all())


def test_a_bar_beats_grant_role_and_superuser(cast, a_case):
    case = a_case("investigating")
    assert can(cast.ines, "case.read", case)
    add_party(case, cast.ines.person, "witness", actor=cast.ines, reason="Saw it herself.")
    assert not can(cast.ines, "case.read", case)

    add_party(case, cast.lena.person, "witness", actor=cast.omar, reason="Was there.")
    assert not can(cast.lena, "case.view", case)

    cast.noor.is_superuser = True
    assert not can(cast.noor, "case.view", case)


def test_a_closed_account_reaches_nothing(cast, a_case):
    case = a_case("investigating")
    cast.ines.is_active = False
    assert not can(cast.ines, "case.view", case)


def test_require_refuses_or_names_the_rule_that_permits(cast, a_case):
    case = a_case("investigating")
    assert require(cast.ines, "case.review_evidence", case) == ("acts_as_investigator",)
    with pytest.raises(Forbidden):
        require(cast.omar, "case.review_evidence", case)
    assert grounds(cast.noor, "case.view", case) == ()
    assert permitted(cast.ines, ["case.view", "case.close", "case.review_evidence"], case) == {
        "case.view",
        "case.review_evidence",
    }


@pytest.mark.parametrize("key", ["ines", "ruth", "martin", "lena"])
def test_what_is_permitted_at_once_is_what_is_permitted_one_by_one(cast, a_case, key):
    case, person = a_case("offered"), getattr(cast, key)
    for row in (case, case.allegations.get(), case.agreements.get(), case.agreements.get().document):
        actions = sorted(Policy.registry[type(row)].actions)
        singly = {action for action in actions if can(person, action, row)}
        assert permitted(person, actions, row) == singly, row


def test_nothing_is_permitted_on_a_row_that_is_gone(cast, a_case):
    case = a_case("investigating")
    case.pk = -1
    assert permitted(cast.lena, ["case.view", "case.review_access"], case) == set()


def test_an_action_without_a_rule_is_an_error_and_not_a_no(cast, a_case):
    with pytest.raises(LookupError, match=r"case\.invent"):
        can(cast.ines, "case.invent", a_case("opened"))


def test_a_model_has_one_policy():
    with pytest.raises(ValueError, match="extend"):
        Policy(Case)


def test_several_ways_to_a_case_start_from_the_grants(cast, a_case, django_assert_num_queries):
    a_case("investigating")
    cast.ines.__dict__.pop("_live_roles", None)
    with django_assert_num_queries(3):  # her roles, her emergency accesses, then the rows
        assert scope(cast.ines, "case.view", Case.objects.all()).exists()
