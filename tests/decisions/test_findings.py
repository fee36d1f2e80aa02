"""One proposes, another adopts; one decides, another approves; nothing follows from what was not found."""

from typing import Any

import pytest

from backend.access.policy import can
from backend.agreements.queries.next_steps import for_next, steps_of
from backend.audit.recorded import keep
from backend.cases.models import Assignment, Case
from backend.decisions.actions.findings import (
    adopt_finding,
    change_standard,
    decide_findings,
    propose_finding,
    remit_finding,
    vary_finding,
)
from backend.decisions.actions.outcomes import approve_outcome, decide_outcome, return_outcome, tell_outcome
from backend.decisions.actions.reporting import finish_report
from backend.decisions.models import Finding, FindingExhibit, FindingVersion, Outcome
from backend.decisions.queries.reports import report_in_force
from backend.documents.actions.withdrawing import withdraw_document
from backend.documents.queries import letter_of
from backend.investigation.actions.evidence import rely_on_evidence
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import WEIGHED, advance, the_allegation
from tests.investigation.exhibits import an_exhibit
from tests.reports import issue_report

pytestmark = pytest.mark.django_db
WHY = "For this test."
FINDING: dict[str, Any] = {
    "factual": "substantiated",
    "policy": "breach",
    "reasons": "Two people saw it.",
    "summary": "It was seen.",
}
OUTCOME: dict[str, Any] = {
    "kinds": ["coaching"],
    "weighed": WEIGHED,
    "comparators": "None in the register of the last five years.",
    "legal_review": "By counsel.",
    "skip_reason": "He knows the rule: nothing needs to be made clear.",
}


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
    with pytest.raises(Refused, match="proposed after the report DOC-") as outdated:
        finish_report(case, actor=cast.ines, reason=WHY)
    assert outdated.value.code == "report-outdated"
    issue_report(case, cast)
    finish_report(case, actor=cast.ines, reason=WHY)
    allegation = adopt_finding(the_allegation(case), actor=cast.ruth, reason="Well reasoned.")
    finding = Finding.objects.get(allegation=allegation)
    assert finding.stands
    assert (finding.proposed_by, finding.adopted_by) == (cast.ines, cast.ruth)
    assert last_event(allegation) == ("finding.adopt", "ruth", "Well reasoned.")


def test_nothing_is_adopted_without_the_report(cast, a_case):
    """The report may be withdrawn while a decision waits for it: then it is written anew first."""
    case = a_case("report_final")
    withdraw_document(report_in_force(case), actor=cast.ines, reason=WHY, why="A page was missing.")
    change = {"factual": "partially_substantiated", "policy": "breach", "summary": "A part was found."}
    for decide in (
        lambda: adopt_finding(the_allegation(case), actor=cast.ruth, reason=WHY),
        lambda: vary_finding(the_allegation(case), actor=cast.ruth, reason=WHY, why="So.", **change),
    ):
        with pytest.raises(Refused, match="The investigation report is missing") as missing:
            decide()
        assert missing.value.code == "report-missing"
    [step] = steps_of(for_next(Case.objects.all()).get(pk=case.pk), [])
    assert (step.action, step.doer) == ("case.write_report", "investigator")
    issue_report(case, cast)
    [step] = steps_of(for_next(Case.objects.all()).get(pk=case.pk), [])
    assert (step.action, step.doer) == ("finding.adopt", "decision_maker")
    assert adopt_finding(the_allegation(case), actor=cast.ruth, reason=WHY).state == "adopted"


def test_a_decision_maker_changes_a_finding_with_reasons_and_what_was_proposed_stays(cast, a_case, last_event):
    case = a_case("report_final")
    allegation = the_allegation(case)
    change = {"factual": "partially_substantiated", "policy": "breach", "summary": "A part was found.", "severity": 2}
    with pytest.raises(Forbidden):
        vary_finding(allegation, actor=cast.ines, reason=WHY, why="So.", **change)
    with pytest.raises(Invalid) as silent:
        vary_finding(allegation, actor=cast.ruth, reason=WHY, why=" ", **change)
    assert set(silent.value.errors) == {"why"}
    allegation = vary_finding(allegation, actor=cast.ruth, reason="As written.", why="One of three is shown.", **change)
    finding = Finding.objects.get(allegation=allegation)
    assert (allegation.state, finding.factual, finding.severity_anchor) == ("adopted", "partially_substantiated", 2)
    assert finding.adoption_reasons == "One of three is shown."
    [before] = FindingVersion.objects.filter(finding=finding)
    assert (before.what, before.factual, before.by) == ("proposed", "substantiated", cast.ines)
    assert can(cast.ines, "finding.view_version", before)
    assert not can(cast.martin, "finding.view_version", before)
    assert last_event(allegation) == ("finding.vary", "ruth", "As written.")


def test_what_cannot_be_determined_needs_a_reason_and_only_what_happened_has_a_gravity(cast, a_case):
    allegation = the_allegation(a_case("evidence_review"))
    unclear = {**FINDING, "factual": "undetermined", "policy": "no_breach"}
    for wrong, field in (({}, "why_undetermined"), ({"severity": 3}, "severity")):
        with pytest.raises(Invalid) as refused:
            propose_finding(allegation, actor=cast.ines, reason=WHY, **unclear, **wrong)
        assert field in refused.value.errors
    propose_finding(allegation, actor=cast.ines, reason=WHY, **unclear, why_undetermined="The only witness left.")
    assert not Finding.objects.get(allegation=allegation).stands


def test_a_finding_cites_only_what_both_sides_were_shown(cast, a_case):
    case = a_case("evidence_review")
    item = an_exhibit(case, cast.ines)
    with pytest.raises(Invalid) as unshown:
        propose_finding(the_allegation(case), actor=cast.ines, reason=WHY, **FINDING, exhibits=[item.number, 77])
    assert len(unshown.value.errors["exhibits"]) == 2
    rely_on_evidence(item, actor=cast.ines, reason=WHY)
    propose_finding(the_allegation(case), actor=cast.ines, reason=WHY, **FINDING, exhibits=[item.number])
    [cited] = FindingExhibit.objects.filter(finding__allegation__case=case)
    assert cited.item == item
    assert can(cast.ruth, "finding.view_exhibit", cited)
    assert not can(cast.martin, "finding.view_exhibit", cited)


def test_whoever_once_investigated_never_adopts(cast, a_case):
    """I2 holds for replaced holders too, even where an appointment slipped through."""
    case = a_case("report_final")
    once = Assignment(
        case=case, person=cast.ruth.person, role="investigator", starts_on=clock.today(), ends_on=clock.today()
    )
    keep(once, "case.appoint", actor=cast.system, reason="As an import might.")
    with pytest.raises(Refused) as refused:
        adopt_finding(the_allegation(case), actor=cast.ruth, reason=WHY)
    assert refused.value.code == "investigated-it"


def test_only_counsel_changes_the_standard_and_only_before_the_evidence_review(cast, a_case, last_event):
    case = a_case("investigating")
    with pytest.raises(Forbidden):
        change_standard(case, actor=cast.ines, reason=WHY, standard="clear_and_convincing")
    case = change_standard(case, actor=cast.hugo, reason="The policy asks for it.", standard="clear_and_convincing")
    assert last_event(case) == ("case.change_standard", "hugo", "The policy asks for it.")
    case = advance(case, cast, to="report_final")
    assert Finding.objects.get(allegation__case=case).standard == "clear_and_convincing"
    with pytest.raises(Refused) as late:
        change_standard(case, actor=cast.hugo, reason=WHY, standard="preponderance")
    assert late.value.code == "standard-fixed"


def test_an_outcome_takes_effect_when_a_second_person_approves(cast, a_case):
    case = a_case("findings_decided")
    with pytest.raises(Invalid) as refused:
        decide_outcome(case, actor=cast.ruth, reason=WHY, kinds=["final_warning"], weighed={})
    assert set(refused.value.errors) == {"weighed", "comparators"}
    with pytest.raises(Invalid) as refused:
        decide_outcome(case, actor=cast.ruth, reason=WHY, **{**OUTCOME, "kinds": ["final_warning"], "skip_reason": ""})
    assert set(refused.value.errors) == {"live_until"}  # an earlier final warning counts: no step is left out
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
    issue_report(case, cast)
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
