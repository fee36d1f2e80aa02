"""One proposes, another adopts; one decides, another approves; nothing follows from what was not found."""

from typing import Any

import pytest

from backend.access.policy import can
from backend.cases.actions.progress import finish_report
from backend.decisions.actions import (
    adopt_finding,
    approve_outcome,
    decide_findings,
    decide_outcome,
    propose_finding,
    remit_finding,
    return_outcome,
    tell_outcome,
)
from backend.decisions.models import Finding, Outcome
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import the_allegation

pytestmark = pytest.mark.django_db
WHY = "For this test."
FINDING: dict[str, Any] = {
    "factual": "substantiated",
    "policy": "breach",
    "reasons": "Two people saw it.",
    "summary": "It was seen.",
}
OUTCOME: dict[str, Any] = {"kinds": ["coaching"], "factors": "For: first time.", "comparators": "None."}


def test_a_finding_needs_an_examined_allegation_and_reasons(cast, a_case):
    case = a_case("investigating")
    with pytest.raises(Refused) as early:
        propose_finding(the_allegation(case), actor=cast.ines, reason=WHY, **FINDING)
    assert early.value.code == "wrong-state"

    allegation = the_allegation(a_case("evidence_review"))
    with pytest.raises(Invalid) as refused:
        propose_finding(allegation, actor=cast.ines, reason=WHY, factual="guilty", policy="", reasons="", summary="")
    assert set(refused.value.errors) == {"factual", "policy", "reasons", "summary"}
    with pytest.raises(Invalid, match=r".*"):
        propose_finding(allegation, actor=cast.ines, reason=WHY, **{**FINDING, "factual": "unfounded"})
    with pytest.raises(Forbidden):
        propose_finding(allegation, actor=cast.ruth, reason=WHY, **FINDING)
    assert propose_finding(allegation, actor=cast.ines, reason=WHY, **FINDING).state == "proposed"


def test_the_report_is_final_when_every_allegation_has_a_proposal(cast, a_case):
    case = a_case("evidence_review")
    with pytest.raises(Refused) as refused:
        finish_report(case, actor=cast.ines, reason=WHY)
    assert refused.value.code == "finding-missing"


def test_another_person_adopts_or_sends_back(cast, a_case, last_event):
    case = a_case("report_final")
    allegation = the_allegation(case)
    with pytest.raises(Forbidden):
        adopt_finding(allegation, actor=cast.ines, reason=WHY)
    with pytest.raises(Refused) as open_still:
        decide_findings(case, actor=cast.ruth, reason=WHY)
    assert open_still.value.code == "finding-open"

    allegation = remit_finding(allegation, actor=cast.ruth, reason="Ask the second witness.")
    case.refresh_from_db()
    assert (allegation.state, case.state) == ("examined", "evidence_review")

    propose_finding(allegation, actor=cast.ines, reason=WHY, **FINDING)
    finish_report(case, actor=cast.ines, reason=WHY)
    allegation = adopt_finding(the_allegation(case), actor=cast.ruth, reason="Well reasoned.")
    finding = Finding.objects.get(allegation=allegation)
    assert finding.stands
    assert (finding.proposed_by, finding.adopted_by) == (cast.ines, cast.ruth)
    assert last_event(allegation) == ("finding.adopt", "ruth", "Well reasoned.")


def test_an_outcome_takes_effect_when_a_second_person_approves(cast, a_case):
    case = a_case("findings_decided")
    with pytest.raises(Invalid) as refused:
        decide_outcome(case, actor=cast.ruth, reason=WHY, kinds=["final_warning"], factors="", comparators="")
    assert set(refused.value.errors) == {"factors", "comparators", "live_until"}
    with pytest.raises(Invalid):
        decide_outcome(case, actor=cast.ruth, reason=WHY, **{**OUTCOME, "kinds": ["no_action", "coaching"]})

    decide_outcome(case, actor=cast.ruth, reason="Proportionate.", **OUTCOME)
    with pytest.raises(Refused):
        decide_outcome(case, actor=cast.ruth, reason=WHY, **OUTCOME)
    with pytest.raises(Forbidden):
        approve_outcome(case, actor=cast.ruth, reason=WHY)
    assert not can(cast.martin, "outcome.view", Outcome.objects.get(case=case))

    return_outcome(case, actor=cast.clara, reason="Name the comparators.")
    outcome = decide_outcome(case, actor=cast.ruth, reason="Proportionate.", **OUTCOME)
    case = approve_outcome(case, actor=cast.clara, reason="Agreed.")
    outcome.refresh_from_db()
    assert (case.state, outcome.state, outcome.approved_by) == ("outcome_decided", "approved", cast.clara)
    assert can(cast.martin, "outcome.view", outcome)
    assert not can(cast.erin, "outcome.view", outcome)


def test_nothing_follows_from_what_was_not_found(cast, a_case):
    case = a_case("evidence_review")
    nothing = {**FINDING, "factual": "not_substantiated", "policy": "no_breach"}
    propose_finding(the_allegation(case), actor=cast.ines, reason=WHY, **nothing)
    finish_report(case, actor=cast.ines, reason=WHY)
    adopt_finding(the_allegation(case), actor=cast.ruth, reason=WHY)
    case = decide_findings(case, actor=cast.ruth, reason=WHY)
    for kind in ("written_warning", "accountability_agreement", "dismissal"):
        with pytest.raises(Refused) as refused:
            decide_outcome(case, actor=cast.ruth, reason=WHY, **{**OUTCOME, "kinds": [kind]}, live_until=clock.today())
        assert refused.value.code == "nothing-substantiated"
    decide_outcome(case, actor=cast.ruth, reason=WHY, **{**OUTCOME, "kinds": ["no_action"]})


def test_the_complainants_letter_says_nothing_of_discipline(cast, a_case):
    """I20, in the letter as it is issued."""
    case = a_case("outcome_decided")
    letters = tell_outcome(
        case, actor=cast.daniel, reason=WHY, appeal_until=clock.today(), appeal_to="the Appeals Secretary"
    )
    by_kind = {letter.kind: letter for letter in letters}
    assert (by_kind["D8"].recipient, by_kind["D9"].recipient) == (cast.erin.person, cast.martin.person)
    told = str(letter_of(by_kind["D8"])).lower()
    assert "substantiated" in told
    assert not [word for word in ("warning", "agreement", "factors", "treatment") if word in told]
    assert "final written warning" in str(letter_of(by_kind["D9"])).lower()
    assert not can(cast.erin, "document.open", by_kind["D9"])
    assert not can(cast.martin, "document.open", by_kind["D8"])
