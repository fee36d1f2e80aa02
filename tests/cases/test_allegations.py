"""Notice and answer come before any finding; silence is not admission."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can, scope
from backend.cases.actions.allegations import answer_allegation, examine_allegation, give_notice, lapse_answer
from backend.cases.actions.links import open_linked
from backend.cases.actions.opening import add_party, amend_allegation, frame_allegation
from backend.cases.actions.progress import close_case, discharge, owe
from backend.cases.models import Allegation
from backend.deadlines.clockwork import sweep
from backend.documents.inputs import to_inputs
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.investigation.actions.review import review_evidence
from backend.investigation.actions.starting import start_case
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import particulars, play_plan, ready_to_close, the_allegation

pytestmark = pytest.mark.django_db
WHY = "For this test."


def in_days(days):
    return clock.now() + timedelta(days=days)


def test_before_the_notice_the_matter_does_not_exist_for_the_respondent(cast, a_case):
    case = a_case("planning")
    assert not scope(cast.martin, "allegation.view", Allegation.objects.filter(case=case)).exists()
    give_notice(case, actor=cast.ines, reason=WHY, answer_due_at=in_days(7))
    assert scope(cast.martin, "allegation.view", Allegation.objects.filter(case=case)).count() == 1
    assert not scope(cast.erin, "allegation.view", Allegation.objects.filter(case=case)).exists()
    assert not can(cast.martin, "case.view", case)


def test_the_notice_is_a_letter_with_every_allegation_and_without_the_reporter(cast, a_case):
    case = a_case("planning")
    document = give_notice(
        case, actor=cast.ines, reason=WHY, answer_due_at=in_days(7), interview_at=in_days(5), interview_place="Leeds"
    )
    assert (document.kind, document.recipient) == ("D3", cast.martin.person)
    text = str(to_inputs(letter_of(document)))
    assert cast.erin.name not in text


@pytest.mark.parametrize(("answer", "interview"), [(1, None), (7, 1)])
def test_a_notice_leaves_time(cast, a_case, answer, interview):
    case = a_case("planning")
    with pytest.raises(Invalid):
        give_notice(
            case,
            actor=cast.ines,
            reason=WHY,
            answer_due_at=in_days(answer),
            interview_at=in_days(interview) if interview else None,
        )
    assert not Document.objects.filter(about=case.key, kind="D3").exists()


def test_a_notice_names_the_rule_that_is_meant(cast, a_case):
    case = a_case("planning")
    bare = frame_allegation(case, particulars(policy_clause=""), actor=cast.ines, reason=WHY)
    with pytest.raises(Refused, match="A2"):
        give_notice(case, actor=cast.ines, reason=WHY, answer_due_at=in_days(7))
    amend_allegation(bare, particulars(policy_clause="Dignity 4.1"), actor=cast.ines, reason="Clause added.")
    give_notice(case, actor=cast.ines, reason=WHY, answer_due_at=in_days(7))
    with pytest.raises(Refused, match="new one"):
        amend_allegation(Allegation.objects.get(pk=bare.pk), particulars(), actor=cast.ines, reason=WHY)


def test_the_investigation_starts_with_the_notice(cast, a_case):
    case = a_case("planning")
    play_plan(case, cast)
    with pytest.raises(Refused) as refused:
        start_case(case, actor=cast.ines, reason=WHY)
    assert refused.value.code == "notice-missing"


def test_only_the_respondent_answers(cast, a_case, last_event):
    allegation = the_allegation(a_case("investigating"))
    for name in ("ines", "erin", "noor", "omar"):
        with pytest.raises(Forbidden):
            answer_allegation(allegation, actor=getattr(cast, name), reason=WHY, response="admit")
    with pytest.raises(Invalid):
        answer_allegation(allegation, actor=cast.martin, reason=WHY, response="part", text="")
    allegation = answer_allegation(
        allegation, actor=cast.martin, reason="My answer.", response="part", text="Once only."
    )
    assert (allegation.state, allegation.response) == ("answered", "part")
    assert last_event(allegation) == ("allegation.answer", "martin", "My answer.")


def test_silence_is_noted_when_its_time_has_come_and_a_late_answer_is_still_taken(cast, a_case):
    case = a_case("investigating")
    allegation = the_allegation(case)
    with pytest.raises(Refused):
        lapse_answer(allegation, actor=cast.ines, reason=WHY)
    with pytest.raises(Refused) as early:
        review_evidence(case, actor=cast.ines, reason=WHY)
    assert early.value.code == "answer-outstanding"

    with clock.at(in_days(30)):
        sweep(as_of=clock.now())
        allegation.refresh_from_db()
        assert (allegation.state, allegation.response) == ("no_answer", "none")
        late = answer_allegation(allegation, actor=cast.martin, reason=WHY, response="deny")
        assert late.answered_at > late.answer_due_at
        examine_allegation(late, actor=cast.ines, reason=WHY)


def test_closing_waits_for_every_obligation(cast, a_case, last_event):
    case = a_case("implementing")
    owe(case, "training", "Attend the first session", actor=cast.daniel, reason=WHY)
    case = ready_to_close(case, cast)
    with clock.at(in_days(20)):
        with pytest.raises(Refused, match="first session"):
            close_case(case, actor=cast.ruth, reason="All done")
        case.refresh_from_db()
        assert case.state == "implementing"

        discharge(case, "training", actor=cast.daniel, note="Certificate seen")
        case = close_case(case, actor=cast.ruth, reason="All done")
    assert (case.state, case.closure_reason) == ("closed", "decided")
    assert last_event(case) == ("case.close", "ruth", "All done")


@pytest.mark.parametrize("state", ["report_final", "findings_decided", "outcome_decided", "implementing"])
def test_nothing_is_framed_once_nobody_would_be_heard_on_it_any_more(cast, a_case, state):
    case = a_case(state)
    with pytest.raises(Refused) as refused:
        frame_allegation(case, particulars(), actor=cast.omar, reason=WHY)
    assert refused.value.code == "report-is-final"


def test_whoever_else_is_complained_of_gets_a_case_of_their_own(cast, a_case):
    case = a_case("investigating")
    with pytest.raises(Refused, match="link the two") as refused:
        add_party(case, cast.person("oliver"), "respondent", actor=cast.ines, reason="A witness names him.")
    assert (refused.value.code, refused.value.field) == ("other-respondent", "person")
    assert [party.person for party in case.parties.filter(role="respondent")] == [cast.person("martin")]
    told: dict[str, Any] = {"link": "related", "title": "The same evening", "nexus": "At work."}
    of_his_own = open_linked(case, **told, respondent=cast.person("oliver"), actor=cast.omar, reason=WHY)
    assert [party.person for party in of_his_own.parties.all()] == [cast.person("oliver")]


def test_nobody_stands_on_both_sides_of_a_case(cast, a_case):
    case = a_case("investigating")
    for key, role in (("erin", "respondent"), ("martin", "complainant")):
        with pytest.raises(Refused) as refused:
            add_party(case, cast.person(key), role, actor=cast.ines, reason="They say so of each other.")
        assert refused.value.code == "person-in-both-parts"
    assert add_party(case, cast.person("martin"), "witness", actor=cast.ines, reason=WHY).role == "witness"
