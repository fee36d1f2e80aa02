"""Contested facts are weighed in words, on more than demeanour, by those who investigate."""

import pytest

from backend.access.policy import scope
from backend.investigation.actions.credibility import amend_credibility, assess_credibility, withdraw_credibility
from backend.investigation.models import CredibilityAssessment
from backend.investigation.queries.credibility import lacks_assessment
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import advance, the_allegation, weighed

pytestmark = pytest.mark.django_db
WHY = "For this test."


def test_demeanour_alone_is_not_enough(cast, a_case, last_event):
    case = advance(a_case("investigating"), cast, to="answered")
    allegation = the_allegation(case)
    assert lacks_assessment(allegation)
    with pytest.raises(Forbidden):
        assess_credibility(allegation, weighed(), actor=cast.ruth, reason=WHY)
    for wrong in ({"fact": " "}, {"factor": "charm"}, {"bearing": "7"}, {"text": ""}):
        with pytest.raises(Invalid) as refused:
            assess_credibility(allegation, weighed(**wrong), actor=cast.ines, reason=WHY)
        assert set(refused.value.errors) == set(wrong)
    assess_credibility(allegation, weighed(factor="demeanour"), actor=cast.ines, reason=WHY)
    assert lacks_assessment(allegation)
    row = assess_credibility(allegation, weighed(), actor=cast.ines, reason=WHY)
    assert last_event(row) == ("credibility.assess", "ines", WHY)
    assert not lacks_assessment(allegation)
    amended = amend_credibility(row, weighed(bearing="neutral"), actor=cast.ines, reason=WHY, seen=row.edition)
    assert (amended.bearing, amended.edition) == ("neutral", 2)
    withdraw_credibility(amended, actor=cast.ines, reason="Said twice.")
    assert lacks_assessment(allegation)

    rows = CredibilityAssessment.objects.filter(case=case)
    people = ("ines", "ruth", "hugo", "omar", "clara", "daniel", "lena", "erin", "martin")
    assert {name for name in people if scope(getattr(cast, name), "credibility.view", rows).exists()} == {
        "ines",
        "ruth",
        "hugo",
    }


def test_nothing_is_weighed_anew_once_a_finding_is_proposed(cast, a_case, sign_in):
    case = a_case("report_final")
    allegation = the_allegation(case)
    with pytest.raises(Refused) as refused:
        assess_credibility(allegation, weighed(), actor=cast.ines, reason=WHY)
    assert refused.value.code == "wrong-state"
    page = f"/cases/{case.reference}/allegations/1/"
    assert "Corroboration" in sign_in(cast.ruth).get(page).content.decode()
    assert "Corroboration" not in sign_in(cast.omar).get(page).content.decode()
