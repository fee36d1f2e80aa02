"""What somebody holds is looked up before the table is."""

import pytest
from django.db import connection

from backend.access.policy import scope
from backend.cases.models import Case, CaseGrant, CaseParty

pytestmark = pytest.mark.django_db


def test_the_database_begins_with_the_keys_and_finds_the_same_rows(cast, a_case):
    a_case("investigating")
    held = CaseGrant.objects.filter(user=cast.ines).values("content_object_id")
    among = Case.objects.filter(pk__among=held)
    assert among.exists()
    assert set(among) == set(Case.objects.filter(pk__in=held))
    assert set(CaseParty.objects.filter(case__among=held)) == set(CaseParty.objects.filter(case__in=held))
    written = str(scope(cast.ines, "case.view", Case.objects.order_by("-opened_at"))[:26].query)
    assert ("= ANY(ARRAY(SELECT" in written) == (connection.vendor == "postgresql")


def test_nothing_held_and_keys_given_singly_are_understood_too(cast, a_case):
    case = a_case("opened")
    assert not Case.objects.filter(pk__among=CaseGrant.objects.none().values("content_object_id")).exists()
    assert not Case.objects.filter(
        pk__among=CaseGrant.objects.filter(user=cast.noor).values("content_object_id")
    ).exists()
    assert list(Case.objects.filter(pk__among=[case.pk])) == [case]
