"""Grants are django-guardian's, with real keys; its own questions get the same answer."""

import pytest
from django.db import IntegrityError, connection, transaction
from guardian.shortcuts import get_objects_for_user

from backend.access.policy import scope
from backend.cases.actions.appointments import relieve
from backend.cases.models import Assignment, Case, CaseGrant

pytestmark = pytest.mark.django_db


def test_guardian_and_scope_agree(cast, a_case):
    case = a_case("investigating")
    theirs = get_objects_for_user(cast.ines, "cases.act_as_investigator", Case, accept_global_perms=False)
    assert set(theirs) == set(scope(cast.ines, "case.review_evidence", Case.objects.all()))
    assert cast.ines.has_perm("cases.act_as_investigator", case)
    assert not cast.noor.has_perm("cases.act_as_investigator", case)

    relieve(Assignment.objects.get(case=case, person=cast.ines.person), actor=cast.omar, reason="On leave.")
    theirs = get_objects_for_user(cast.ines, "cases.act_as_investigator", Case, accept_global_perms=False)
    assert case not in theirs


def test_a_grant_says_who_gave_it_why_and_until_when(cast, a_case):
    grant = CaseGrant.objects.get(content_object=a_case("investigating"), user=cast.ines)
    assert grant.granted_by == cast.omar
    assert grant.purpose
    assert grant.starts_at < grant.ends_at
    assert grant.role == "investigator"


def test_a_grant_cannot_point_to_nothing(cast, a_case):
    grant = CaseGrant.objects.get(content_object=a_case("investigating"), user=cast.ines)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:  # noqa: PT012 - checked late
        cursor.execute("UPDATE cases_casegrant SET content_object_id = 999999 WHERE id = %s", [grant.pk])
        connection.check_constraints()
