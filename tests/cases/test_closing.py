"""Closing: each condition in its turn, the memo from what was recorded, an end without a decision by two, and taking up again."""

from datetime import timedelta
from typing import Any

import pytest

from backend.cases.actions.closing import (
    close_without_decision,
    propose_early_close,
    record_closure,
    reopen_case,
    return_early_close,
)
from backend.cases.actions.progress import close_case, implement_outcome, plan_case
from backend.cases.actions.watch import start_watch
from backend.cases.closing_conditions import conditions_of, standing_closure
from backend.cases.models import Case, CheckIn
from backend.deadlines.models import Deadline
from backend.decisions.actions.outcomes import approve_outcome, decide_outcome, tell_outcome
from backend.documents.composing import COMPOSERS
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import DECLARED, WEIGHED, ready_to_close

WHY = "For this test."
LEARNED = {
    "root_cause": "No host was named: three events had none\nReports went to one person alone",
    "lessons": "Name a host for each event.",
    "retention_class": "decided",
}


def missing(case):
    return {condition.name for condition in conditions_of(case) if not condition.met}


def test_a_case_closes_when_every_condition_is_met(cast, a_case, last_event, frozen):
    case = a_case("outcome_decided")
    assert missing(case) == {"letters", "appeals", "lessons", "retention", "watch"}
    until = clock.today() + timedelta(days=14)
    tell_outcome(case, actor=cast.daniel, reason=WHY, appeal_until=until, appeal_to="Helen Marsh, Managing director")
    implement_outcome(case, actor=cast.daniel, reason=WHY)
    case.refresh_from_db()
    assert missing(case) == {"appeals", "lessons", "retention", "watch"}
    with pytest.raises(Forbidden):
        record_closure(case, actor=cast.ines, reason=WHY, **LEARNED)
    with pytest.raises(Invalid) as bare:
        record_closure(case, actor=cast.ruth, reason=WHY, **{**LEARNED, "lessons": " ", "retention_class": "for ever"})
    assert set(bare.value.errors) == {"lessons", "retention_class"}
    closure = record_closure(case, actor=cast.ruth, reason=WHY, **LEARNED)
    assert last_event(closure) == ("case.record_closure", "ruth", WHY)
    record_closure(case, actor=cast.daniel, reason="A second cause.", **LEARNED)
    with pytest.raises(Refused) as early:
        close_case(case, actor=cast.ruth, reason=WHY)
    assert early.value.code == "closing-conditions"
    assert "time to appeal" in early.value.detail
    assert "watch" in early.value.detail

    with clock.at(frozen + timedelta(days=20)):
        assert missing(case) == {"watch"}
        start_watch(case, actor=cast.omar, reason=WHY, watcher=cast.daniel, declaration=DECLARED, told=["earlier"])
        case = close_case(case, actor=cast.ruth, reason="Everything is done.")
        assert last_event(case) == ("case.close", "ruth", "Everything is done.")
        assert not Deadline.objects.of_matter(case.key).pending().exists()
        check_ins = CheckIn.objects.filter(watch__case=case)
        running = Deadline.objects.pending().filter(subject__in=[row.key for row in check_ins])
        assert running.count() == check_ins.count() == 6  # the closing of the case does not end the watch

        begun = COMPOSERS["closure_memo"].begins(case)
        assert begun["causes"][0] == ("No host was named", "three events had none")
        assert {state for _text, state in begun["checks"]} == {"done"}

        with pytest.raises(Forbidden):
            reopen_case(case, actor=cast.ines, reason=WHY, basis="new_evidence")
        with pytest.raises(Invalid):
            reopen_case(case, actor=cast.ruth, reason=WHY, basis="curiosity")
        case = reopen_case(case, actor=cast.ruth, reason="A message was found.", basis="new_evidence")
        assert (case.state, case.closed_at, case.closure_reason) == ("reopened", None, "")
        assert standing_closure(case) is None
        assert plan_case(case, actor=cast.ines, reason=WHY).state == "planning"


def test_nothing_substantiated_closes_with_the_watch_on(cast, a_case, frozen):
    case = a_case("findings_decided")
    words: dict[str, Any] = {"weighed": WEIGHED, "comparators": "None."}
    decide_outcome(case, actor=cast.ruth, reason="Nothing was found.", kinds=["no_action"], **words)
    approve_outcome(case, actor=cast.clara, reason=WHY)
    tell_outcome(
        case, actor=cast.daniel, reason=WHY, appeal_until=clock.today() + timedelta(days=14), appeal_to="Helen Marsh"
    )
    case = implement_outcome(Case.objects.get(pk=case.pk), actor=cast.daniel, reason=WHY)
    case = ready_to_close(case, cast)
    with clock.at(frozen + timedelta(days=20)):
        assert close_case(case, actor=cast.ruth, reason=WHY).state == "closed"
    assert case.watch.state == "watching"


def test_a_case_ends_without_a_decision_by_two_people_only(cast, a_case, last_event):
    case = a_case("investigating")
    told = {
        "closure_reason": "withdrawn_duty_reviewed",
        "duty_check": "One event, nobody else affected, no power over others.",
    }
    for bad, field in (({"duty_check": " "}, "duty_check"), ({"closure_reason": "decided"}, "closure_reason")):
        with pytest.raises(Invalid) as refused:
            propose_early_close(case, actor=cast.omar, reason=WHY, **{**told, **bad})
        assert list(refused.value.errors) == [field]
    with pytest.raises(Refused):
        close_without_decision(case, actor=cast.ruth, reason=WHY)
    with pytest.raises(Forbidden):
        propose_early_close(case, actor=cast.martin, reason=WHY, **told)
    propose_early_close(case, actor=cast.omar, reason=WHY, **told)
    with pytest.raises(Refused) as alone:
        close_without_decision(case, actor=cast.omar, reason=WHY)
    assert alone.value.code == "second-person"
    assert return_early_close(case, actor=cast.ruth, reason="The duty goes on.").is_agreed is False
    proposal = propose_early_close(case, actor=cast.omar, reason=WHY, **told)
    with pytest.raises(Refused, match="watch for retaliation"):
        close_without_decision(case, actor=cast.ruth, reason=WHY)
    start_watch(case, actor=cast.omar, reason=WHY, watcher=cast.daniel, declaration=DECLARED, told=["earlier"])
    case = close_without_decision(case, actor=cast.ruth, reason="Agreed.")
    assert (case.state, case.closure_reason) == ("administratively_closed", "withdrawn_duty_reviewed")
    assert last_event(case) == ("case.close_without_decision", "ruth", "Agreed.")
    proposal.refresh_from_db()
    assert (proposal.decided_by, proposal.is_agreed) == (cast.ruth, True)
    assert reopen_case(case, actor=cast.omar, reason=WHY, basis="new_evidence").state == "reopened"


def test_the_pages_show_what_is_missing_and_close(cast, a_case, sign_in, frozen):
    case = a_case("implementing")
    ruth, page = sign_in(cast.ruth), f"/cases/{case.reference}/closing/"
    shown = ruth.get(page).content.decode()
    assert "Start the watch for retaliation" in shown
    assert "Record the causes and the lessons" in shown
    assert page in ruth.get(f"/cases/{case.reference}/").content.decode()
    assert "Start the watch for retaliation" in sign_in(cast.omar).get(f"/cases/{case.reference}/").content.decode()
    assert ruth.post(f"{page}record/", {**LEARNED, "reason": WHY, "org_remedies": ""}).status_code == 302
    start_watch(case, actor=cast.omar, reason=WHY, watcher=cast.daniel, declaration=DECLARED, told=["earlier"])
    for hidden in (cast.lena, cast.martin, cast.noor, cast.erin):
        assert sign_in(hidden).get(page).status_code == 404
    with clock.at(frozen + timedelta(days=20)):
        ruth = sign_in(cast.ruth)
        assert f"/cases/{case.reference}/moves/close/" in ruth.get(page).content.decode()
        closed = ruth.post(f"/api/v1/cases/{case.reference}/close/", {"reason": WHY}, "application/json")
        assert closed.json()["state"] == "closed"
        again = {"basis": "appeal", "reason": "The reviewer sent it back."}
        assert ruth.post(f"{page}reopen/", again).status_code == 302
        case.refresh_from_db()
        assert case.state == "reopened"
