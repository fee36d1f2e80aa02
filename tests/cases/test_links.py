"""Links between cases: seen by whoever may see both, told by neither case's history, and no way to carry a respondent over."""

from typing import Any

import pytest

from backend.audit.timeline import history
from backend.cases.actions.appointments import appoint
from backend.cases.actions.links import link_by_reference, link_cases, open_linked, remove_link
from backend.cases.actions.progress import assign_case, clear_conflicts, owe
from backend.cases.linked import links_of
from backend.cases.models import CaseLink, CaseParty, Obligation
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import DECLARED

WHY = "For this test."


def test_a_link_is_seen_from_both_ends_by_whoever_may_see_both(cast, a_case, last_event):
    case, other = a_case("investigating"), a_case("opened")
    case.refresh_from_db()
    for stranger in (cast.noor, cast.erin, cast.lena, cast.daniel):
        with pytest.raises(Forbidden):
            link_cases(case, other, "related", actor=stranger, reason=WHY)
    with pytest.raises(Invalid) as hidden:  # ines works on one of them only
        link_by_reference(case, actor=cast.ines, reason=WHY, other=other.reference, kind="related")
    with pytest.raises(Invalid) as absent:
        link_by_reference(case, actor=cast.ines, reason=WHY, other="CASE-2026-000000", kind="related")
    assert hidden.value.errors == absent.value.errors
    link = link_by_reference(case, actor=cast.omar, reason=WHY, other=other.reference.lower(), kind="cross_complaint")
    assert last_event(link) == ("case.link", "omar", WHY)
    for again in ((case, other), (other, case)):
        with pytest.raises(Refused):
            link_cases(*again, "cross_complaint", actor=cast.omar, reason=WHY)
    with pytest.raises(Invalid):
        link_cases(case, case, "related", actor=cast.omar, reason=WHY)

    assert [seen.other for seen in links_of(case, cast.omar)] == [other]
    assert [seen.other for seen in links_of(other, cast.omar)] == [case]
    assert links_of(case, cast.ines) == []
    assert links_of(case, cast.ruth) == []
    assert "case.link" not in set(history(case).values_list("action", flat=True))
    appoint(other, cast.ines, "investigator", declaration=DECLARED, actor=cast.omar, reason=WHY)
    assert [seen.words for seen in links_of(case, cast.ines)] == ["Complaint of the other side"]
    with pytest.raises(Forbidden):
        remove_link(link, actor=cast.daniel, reason=WHY)
    remove_link(link, actor=cast.omar, reason="Another matter was meant.")
    assert links_of(case, cast.omar) == []


def test_a_case_about_retaliation_assumes_no_respondent_and_another_investigates(cast, a_case):
    case = a_case("implementing")
    told: dict[str, Any] = {"title": "What followed at work", "nexus": "It is about shifts.", "link": "retaliation_of"}
    with pytest.raises(Forbidden):
        open_linked(case, actor=cast.ines, reason=WHY, **told)
    opened = open_linked(case, actor=cast.omar, reason=WHY, complainant=cast.person("erin"), **told)
    assert (opened.kind, opened.state) == ("retaliation", "opened")
    assert list(CaseParty.objects.filter(case=opened).values_list("role", flat=True)) == ["complainant"]
    assert [seen.words for seen in links_of(case, cast.omar)] == ["Led to a case about retaliation"]
    assert [seen.words for seen in links_of(opened, cast.omar)] == ["Retaliation after"]
    assert links_of(case, cast.ines) == []

    other_one = {**told, "title": "Another", "respondent": cast.person("neil")}
    second = open_linked(case, actor=cast.omar, reason=WHY, complainant=cast.person("erin"), **other_one)
    second = clear_conflicts(second, actor=cast.omar, reason=WHY)
    with pytest.raises(Refused, match="somebody else investigates"):
        assign_case(second, actor=cast.omar, reason=WHY, investigator=cast.ines, declaration=DECLARED)
    with pytest.raises(Invalid):
        open_linked(case, actor=cast.omar, reason=WHY, **{**told, "title": " ", "link": "somehow"})
    assert CaseLink.objects.filter(other=case).count() == 2


def test_a_failure_to_act_that_is_owed_is_met_by_its_case(cast, a_case):
    case = a_case("investigating")
    owe(case, "mgmt_failure", "Decide whether a manager failed to act", actor=cast.omar, reason=WHY)
    told: dict[str, Any] = {"title": "What was known before", "nexus": "A manager was told.", "link": "mgmt_failure_of"}
    opened = open_linked(case, actor=cast.omar, reason=WHY, respondent=cast.person("neil"), **told)
    assert opened.kind == "mgmt_failure_to_act"
    assert not Obligation.objects.filter(case=case, kind="mgmt_failure", discharged_at=None).exists()
