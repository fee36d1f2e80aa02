"""From the first word to the decision what becomes of a report."""

from datetime import timedelta

import pytest

from backend.access.policy import can
from backend.cases.actions.opening import accept_report
from backend.cases.models import Case, CaseGrant
from backend.cases.vocabulary import PartyRole
from backend.deadlines.models import Deadline
from backend.documents.models import Document
from backend.intake.account import Account
from backend.intake.actions.assessing import triage_report
from backend.intake.actions.ending import decline_report, propose_decline, return_to_triage
from backend.intake.actions.reporting import acknowledge_report, submit_report
from backend.intake.models import Report
from backend.intake.vocabulary import DeclineCode
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import an_account

pytestmark = pytest.mark.django_db
WHY = "For this test."


def accept(report, cast, **told):
    usual = {"title": "Conduct at a conference", "kind": "harassment", "nexus": "A company event."}
    return accept_report(report, actor=cast.omar, reason=WHY, **{**usual, **told})


def test_only_what_happened_is_required(cast):
    report = submit_report(Account(narrative="He shouted at me."), actor=cast.noor)
    assert report.state == "submitted"
    assert Deadline.objects.filter(subject=report.key).values_list("kind", flat=True).distinct().count() == 2

    with pytest.raises(Invalid) as refused:
        submit_report(Account(narrative="   "), actor=cast.noor)
    assert set(refused.value.errors) == {"narrative"}


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"conduct": ["rudeness"]}, "conduct"),
        ({"settings": ["moon"]}, "settings"),
        ({"occurred_on": "tomorrow"}, "occurred_on"),
    ],
)
def test_what_is_not_understood_is_refused_beside_its_field(cast, told, field):
    if told.get("occurred_on"):
        told = {"occurred_on": clock.today() + timedelta(days=1)}
    before = Report.objects.count()
    with pytest.raises(Invalid) as refused:
        submit_report(Account(narrative="It happened.", **told), actor=cast.noor)
    assert set(refused.value.errors) == {field}
    assert Report.objects.count() == before


def test_acknowledging_meets_its_clock_and_writes_to_the_reporter(cast, a_report, last_event):
    report = a_report()
    with pytest.raises(Forbidden):
        acknowledge_report(report, actor=cast.ines, reason=WHY)
    report = acknowledge_report(report, actor=cast.omar, reason="Received, thank you.")
    assert report.state == "acknowledged"
    letter = Document.objects.get(about=report.key)
    assert (letter.kind, letter.recipient) == ("D1", cast.erin.person)
    assert Deadline.objects.get(subject=report.key, kind="report.acknowledge").met_at
    assert Deadline.objects.get(subject=report.key, kind="report.feedback").met_at is None
    assert last_event(report) == ("report.acknowledge", "omar", "Received, thank you.")

    with pytest.raises(Refused) as again:
        acknowledge_report(report, actor=cast.omar, reason=WHY)
    assert again.value.code == "wrong-state"


def test_every_move_needs_a_reason(cast, a_report):
    with pytest.raises(Refused) as refused:
        acknowledge_report(a_report(), actor=cast.omar, reason="  ")
    assert (refused.value.code, refused.value.field) == ("reason-missing", "reason")


def test_the_situation_is_assessed_and_danger_is_always_first(cast, a_report):
    report = acknowledge_report(a_report(), actor=cast.omar, reason=WHY)
    with pytest.raises(Invalid):
        triage_report(report, actor=cast.omar, reason=WHY, priority="P3", flags=["immediate_danger"])
    with pytest.raises(Invalid):
        triage_report(report, actor=cast.omar, reason=WHY, priority="P9")
    report = triage_report(
        report, actor=cast.omar, reason=WHY, priority="P1", flags=["immediate_danger"], note="They share a van."
    )
    assert (report.priority, report.flags) == ("P1", ["immediate_danger"])


def test_two_people_decline_and_no_action_asked_for_is_no_reason(cast, a_report):
    report = a_report(triaged=True)
    assert not any("no_action" in code for code in DeclineCode.values)
    with pytest.raises(Invalid):
        propose_decline(report, actor=cast.omar, reason=WHY, code="no_action_asked", grounds="She wants no action.")
    with pytest.raises(Invalid):
        propose_decline(report, actor=cast.omar, reason=WHY, code="no_nexus", grounds=" ")
    report = propose_decline(report, actor=cast.omar, reason=WHY, code="no_nexus", grounds="A private party.")
    with pytest.raises(Refused) as alone:
        decline_report(report, actor=cast.omar, reason=WHY)
    assert alone.value.code == "second-person"

    report = return_to_triage(report, actor=cast.wanda, reason="Colleagues were there.")
    assert (report.state, report.decline_grounds) == ("in_triage", "")
    report = propose_decline(report, actor=cast.omar, reason=WHY, code="no_nexus", grounds="A private party.")
    assert decline_report(report, actor=cast.wanda, reason=WHY).state == "declined"


def test_accepting_opens_a_case_with_its_people(cast, a_report):
    report = accept(a_report(triaged=True), cast)
    case = Case.objects.get(report_links__report=report)
    assert case.reference not in report.reference
    people = set(case.parties.values_list("person__name", "role"))
    assert people == {(cast.erin.name, PartyRole.COMPLAINANT), (cast.martin.name, PartyRole.RESPONDENT)}
    assert CaseGrant.objects.get(content_object=case).user == cast.omar
    assert can(cast.omar, "case.read", case)
    assert not can(cast.wanda, "case.view", case)


def test_a_case_needs_a_link_to_work_and_a_neutral_title(cast, a_report):
    report = a_report(triaged=True)
    before = Case.objects.count()
    with pytest.raises(Invalid) as refused:
        accept(report, cast, nexus="", title=" ", kind="gossip")
    assert set(refused.value.errors) == {"nexus", "title", "kind"}
    assert Case.objects.count() == before
    report.refresh_from_db()
    assert report.state == "in_triage"


def test_intake_that_is_named_in_a_report_does_not_see_it(cast, a_report):
    report = a_report(respondent=cast.omar.person)
    assert not can(cast.omar, "report.view", report)
    assert not can(cast.wanda, "report.view", report)  # his colleague: the independent channel takes it in
    assert can(cast.vera, "report.view", report)
    assert can(cast.erin, "report.view", report)
    assert not can(cast.martin, "report.view", report)


def test_a_report_does_not_name_one_person_in_both_parts_and_wishes_have_an_end(cast):
    with pytest.raises(Invalid) as both:
        submit_report(an_account(cast, affected=cast.person("martin")), actor=cast.omar)
    assert set(both.value.errors) == {"affected"}
    with pytest.raises(Invalid) as long:
        submit_report(an_account(cast, wishes="w" * 20_001), actor=cast.erin)
    assert set(long.value.errors) == {"wishes"}
