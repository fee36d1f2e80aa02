"""Temporary measures: proposed with alternatives, approved with full pay, looked at again, challenged before somebody else, and ended."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can
from backend.audit.timeline import history
from backend.cases.actions.progress import close_case
from backend.cases.models import Obligation
from backend.deadlines.models import Deadline
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.investigation.actions.measures import (
    Proposal,
    approve_measure,
    challenge_measure,
    change_measure,
    end_measures,
    extend_measure,
    modify_measure,
    propose_measure,
    review_measure,
    uphold_measure,
)
from backend.investigation.actions.violations import report_violation
from backend.investigation.measure_tables import InterimMeasure, MeasureState
from backend.investigation.queries.measures import own_instructions, protecting_measures
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused

WHY = "For this test."


def a_proposal(cast, **told: Any) -> Proposal:
    usual: dict[str, Any] = {
        "kind": "no_contact",
        "on_whom": cast.person("martin"),
        "affects": cast.person("erin"),
        "purpose": "keep_apart",
        "means": "You and Erin Lindqvist do not contact each other at work.",
        "told_affected": "The other person was asked not to contact you.",
        "grounds": "She is afraid of another meeting.",
        "alternatives_considered": "A talk with both; separate rooms alone.",
        "least_restrictive": "He keeps his post, his pay and his place of work.",
        "starts_on": clock.today(),
    }
    return Proposal(**{**usual, **told})


def test_a_measure_is_proposed_with_reasons_and_full_pay(cast, a_case, last_event):
    case = a_case("investigating")
    for told, field in (
        ({"pay": "half"}, "pay"),
        ({"alternatives_considered": " "}, "alternatives_considered"),
        ({"least_restrictive": ""}, "least_restrictive"),
        ({"told_affected": ""}, "told_affected"),
        ({"on_whom": cast.person("noor")}, "on_whom"),
        ({"on_whom": cast.person("erin"), "affects": None}, "own_request"),
        ({"instruction": "Plan him elsewhere."}, "instruction"),
        ({"ends_on": clock.today() - timedelta(days=1)}, "ends_on"),
    ):
        with pytest.raises(Invalid) as refused:
            propose_measure(case, a_proposal(cast, **told), actor=cast.ines, reason=WHY)
        assert list(refused.value.errors) == [field]
    for stranger in (cast.martin, cast.noor, cast.tomas):
        with pytest.raises(Forbidden):
            propose_measure(case, a_proposal(cast), actor=stranger, reason=WHY)
    measure = propose_measure(case, a_proposal(cast), actor=cast.ines, reason=WHY)
    assert last_event(measure) == ("measure.propose", "ines", WHY)
    assert measure.stream == case.key
    assert not can(cast.martin, "measure.view", measure)  # nobody is told before it is approved
    assert not can(cast.erin, "measure.view", measure)
    with pytest.raises(Forbidden):
        approve_measure(measure, actor=cast.ines, reason=WHY)
    signed = {"own_request": "I would rather work from home.", "own_request_signed_on": clock.today()}
    asked = a_proposal(cast, on_whom=cast.person("erin"), affects=None, kind="remote_work", **signed)
    assert propose_measure(case, asked, actor=cast.omar, reason=WHY).own_request


def test_approval_tells_the_person_bound_and_owes_the_end(cast, a_case, last_event, frozen):
    case = a_case("investigating")
    instruct = {"instructed": cast.person("neil"), "instruction": "From Monday Erin Lindqvist reports to Ruth Adeyemi."}
    measure = propose_measure(case, a_proposal(cast, **instruct), actor=cast.ines, reason=WHY)
    with pytest.raises(Invalid, match="another look"):
        approve_measure(measure, actor=cast.omar, reason=WHY, review_on=clock.today() + timedelta(days=15))
    measure = approve_measure(measure, actor=cast.omar, reason=WHY)
    assert last_event(measure) == ("measure.approve", "omar", WHY)
    assert measure.review_due_on == clock.today() + timedelta(days=14)
    assert Deadline.objects.about(measure).pending().get().due_on == measure.review_due_on
    assert Obligation.objects.get(case=case, kind=f"measure.{measure.reference}").discharged_at is None

    notice: Any = letter_of(Document.objects.get(about=measure.key, recipient=cast.person("martin"), kind="D4"))
    assert notice.measures[0].means == measure.means
    assert notice.review_on == measure.review_due_on
    assert notice.answered_within == "within 3 working days"
    assert notice.challenge_to.name not in {cast.omar.name, cast.ines.name}
    assert "afraid" not in str(notice)

    assert can(cast.martin, "measure.view", measure)
    assert can(cast.daniel, "measure.view", measure)
    assert [row.told_affected for row in protecting_measures(cast.erin)] == [measure.told_affected]
    assert [row.instruction for row in own_instructions(cast.neil)] == [measure.instruction]
    for stranger in (cast.noor, cast.lena, cast.sam, cast.joan, cast.tomas):
        assert not can(stranger, "measure.view", measure)
        assert not own_instructions(stranger).exists()
    assert not can(cast.neil, "measure.view", measure)


def test_paid_leave_needs_a_second_person(cast, a_case):
    case = a_case("investigating")
    leave = propose_measure(case, a_proposal(cast, kind="paid_leave"), actor=cast.daniel, reason=WHY)
    with pytest.raises(Refused) as alone:
        approve_measure(leave, actor=cast.daniel, reason=WHY)
    assert alone.value.code == "second-person"
    assert approve_measure(leave, actor=cast.omar, reason=WHY).state == MeasureState.IN_FORCE


def test_a_challenge_is_answered_by_somebody_who_took_no_part(cast, a_case, last_event):
    case = a_case("investigating")
    measure = propose_measure(case, a_proposal(cast), actor=cast.daniel, reason=WHY)
    measure = approve_measure(measure, actor=cast.omar, reason=WHY)
    for other in (cast.erin, cast.ines, cast.ruth):
        with pytest.raises(Forbidden):
            challenge_measure(measure, actor=other, reason=WHY, grounds="Not mine to say.")
    measure = challenge_measure(measure, actor=cast.martin, reason=WHY, grounds="We share one project.")
    assert measure.holds
    due = Deadline.objects.about(measure).get(kind="measure.answer_challenge")
    assert due.rule == "B3"
    for involved in (cast.omar, cast.daniel, cast.ines, cast.martin):
        with pytest.raises(Forbidden):
            uphold_measure(measure, actor=involved, reason=WHY, answer="No.")
    words = {"answer": "Work on the project goes through Ruth.", "means": "You write to her through Ruth Adeyemi only."}
    measure = change_measure(measure, actor=cast.ruth, reason=WHY, **words)
    assert (measure.state, measure.means) == ("in_force", words["means"])
    assert measure.challenges.get().result == "changed"
    assert Document.objects.filter(about=measure.key, kind="D4").count() == 2
    measure = challenge_measure(measure, actor=cast.martin, reason=WHY, grounds="Still too much.")
    measure = uphold_measure(measure, actor=cast.clara, reason=WHY, answer="It is the least that helps.")
    assert last_event(measure) == ("measure.uphold", "clara", WHY)
    assert Document.objects.filter(about=measure.key, kind="D4").count() == 2


def test_a_measure_is_looked_at_again_and_ends_with_the_case(cast, a_case, last_event, frozen):
    case = a_case("implementing")
    measure = propose_measure(case, a_proposal(cast), actor=cast.omar, reason=WHY)
    measure = approve_measure(measure, actor=cast.omar, reason=WHY, review_on=clock.today() + timedelta(days=7))
    wanted = a_proposal(
        cast, kind="support_leave", on_whom=cast.person("erin"), affects=None, purpose="support", means="Two free days."
    )
    support = approve_measure(propose_measure(case, wanted, actor=cast.omar, reason=WHY), actor=cast.omar, reason=WHY)
    letter: Any = letter_of(Document.objects.get(about=support.key))
    assert letter.protections == (measure.told_affected,)
    with clock.at(frozen + timedelta(days=7)):
        measure = review_measure(measure, actor=cast.daniel, reason=WHY)
        assert measure.review_due_on == clock.today() + timedelta(days=14)
        measure = extend_measure(measure, actor=cast.daniel, reason=WHY, ends_on=clock.today() + timedelta(days=30))
        measure = modify_measure(
            measure, actor=cast.daniel, reason=WHY, means="You meet only with a third person present."
        )
    with pytest.raises(Refused, match=measure.reference):
        close_case(case, actor=cast.ruth, reason=WHY)

    with pytest.raises(Refused) as late:  # nobody would be heard on it any more: it is a matter of its own
        report_violation(measure, actor=cast.omar, reason=WHY, particulars="It is alleged that he called her.")
    assert late.value.code == "report-is-final"
    assert "measure.report_violation" not in set(history(case).values_list("action", flat=True))

    ended = end_measures(case, actor=cast.ruth, reason="Nothing was substantiated.", keep_supportive=True)
    assert [row.pk for row in ended] == [measure.pk]
    measure.refresh_from_db()
    assert last_event(measure) == ("measure.end", "ruth", "Nothing was substantiated.")
    assert not Deadline.objects.about(measure).unfinished().exists()
    [support] = end_measures(case, actor=cast.ines, reason="It is over.", keep_supportive=False)
    assert last_event(support) == ("measure.end", "system", "It is over.")
    assert not InterimMeasure.objects.filter(case=case, ended_at=None).exists()
    assert not Obligation.objects.filter(case=case, kind__startswith="measure.", discharged_at=None).exists()


def test_who_does_not_keep_to_a_measure_hears_a_new_allegation(cast, a_case, sign_in):
    case = a_case("investigating")
    measure = propose_measure(case, a_proposal(cast), actor=cast.omar, reason=WHY)
    measure = approve_measure(measure, actor=cast.omar, reason=WHY, review_on=clock.today() + timedelta(days=7))
    allegation = report_violation(measure, actor=cast.omar, reason=WHY, particulars="It is alleged that he called her.")
    assert (allegation.state, allegation.conduct) == ("framed", ["agreement_breach"])
    assert "measure.report_violation" in set(history(case).values_list("action", flat=True))
    over = a_case("implementing")
    late = approve_measure(
        propose_measure(over, a_proposal(cast), actor=cast.omar, reason=WHY), actor=cast.omar, reason=WHY
    )
    for each, is_offered in ((measure, True), (late, False)):  # no button leads to what would be refused
        page = sign_in(cast.omar).get(f"/measures/{each.reference}/").content.decode()
        assert ("Note that it was not kept" in page) is is_offered


def test_the_doors_show_each_person_what_is_theirs(cast, a_case, sign_in):
    case = a_case("investigating")
    instruct = {"instructed": cast.person("neil"), "instruction": "From Monday Erin Lindqvist reports to Ruth Adeyemi."}
    measure = propose_measure(case, a_proposal(cast, **instruct), actor=cast.ines, reason=WHY)
    omar, page = sign_in(cast.omar), f"/measures/{measure.reference}/"
    assert page in omar.get("/").content.decode()
    done = omar.post(f"{page}moves/approve/", {"reason": WHY, "review_on": ""}, follow=True).content.decode()
    assert "In force" in done
    assert "She is afraid" in done
    assert "measures/" in sign_in(cast.daniel).get(f"/cases/{case.reference}/").content.decode()

    martin = sign_in(cast.martin)
    shown = martin.get(f"/mine/measures/{measure.reference}/").content.decode()
    assert "do not contact each other" in shown
    assert "afraid" not in shown
    assert martin.get(page).status_code == 404
    told = martin.get(f"/api/v1/measures/{measure.reference}/").json()
    assert (told["why"], told["means"]) == (None, measure.means)
    assert martin.post(f"/mine/measures/{measure.reference}/challenge/", {"grounds": ""}).status_code == 200
    martin.post(f"/mine/measures/{measure.reference}/challenge/", {"grounds": "We share one project."})
    measure.refresh_from_db()
    assert measure.state == MeasureState.CHALLENGED

    erin = sign_in(cast.erin).get("/mine/measures/").content.decode()
    assert measure.told_affected in erin
    assert "Keeping people apart" not in erin
    neil = sign_in(cast.neil).get("/mine/instructions/").content.decode()
    assert "reports to Ruth Adeyemi" in neil
    assert case.reference not in neil
    assert measure.reference not in neil
    told = sign_in(cast.ruth).get(f"/api/v1/measures/{measure.reference}/").json()
    assert told["why"]["grounds"] == measure.grounds
    assert {move["action"] for move in told["moves"]} == {"measure.uphold", "measure.change", "measure.end"}
    answered = {"reason": WHY, "answer": "It stays: the project goes on without contact."}
    sent = sign_in(cast.ruth).post(f"/api/v1/measures/{measure.reference}/uphold/", answered, "application/json")
    assert sent.status_code == 200
    assert answered["answer"] in martin.get(f"/mine/measures/{measure.reference}/").content.decode()

    wanted = {
        "kind": "support_counselling", "on_whom": cast.person("erin").reference, "purpose": "support",
        "means": "Ten talks outside the company.", "grounds": WHY, "alternatives_considered": WHY,
        "least_restrictive": WHY, "starts_on": clock.today().isoformat(), "reason": WHY,
    }  # fmt: skip
    made = omar.post(f"/cases/{case.reference}/measures/new/", wanted)
    assert made.status_code == 302
    refused = omar.post(f"/cases/{case.reference}/measures/new/", {**wanted, "kind": "remote_work"}).content.decode()
    assert "own signed request" in refused
    listed = sign_in(cast.ines).get(f"/api/v1/cases/{case.reference}/measures/").json()["results"]
    assert [row["state"] for row in listed] == ["in_force", "proposed"]
    assert sign_in(cast.noor).get(f"/api/v1/cases/{case.reference}/measures/").status_code == 404
