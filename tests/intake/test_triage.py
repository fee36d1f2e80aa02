"""Assessing a report: its clock, the link to work, what must be weighed at once, and what somebody in charge knew."""

from datetime import timedelta

import pytest

from backend.audit.models import Event
from backend.cases.actions.opening import accept_report
from backend.cases.models import Case, Obligation
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.intake.actions.assessing import answer_prompt, reassess_report, triage_report
from backend.intake.actions.ending import propose_decline, retract_report
from backend.intake.actions.reporting import acknowledge_report
from backend.intake.composers import _begins
from backend.intake.queries.queue import ReportFilter, counts_of_views, reports_for
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
WHY = "For this test."


def clocks(report):
    rows = Deadline.objects.filter(subject=report.key, kind__startswith="report.triage.")
    return {
        row.kind[-2:]: ("met" if row.met_at else "off" if row.cancelled_at else "runs", row.started_at) for row in rows
    }


def test_a_priority_starts_its_clock_and_another_replaces_it(cast, a_report, frozen, last_event):
    report = acknowledge_report(a_report(), actor=cast.omar, reason=WHY)
    with pytest.raises(Forbidden):
        triage_report(report, actor=cast.ines, reason=WHY, priority="P3")
    with pytest.raises(Invalid) as both:
        triage_report(report, actor=cast.omar, reason=WHY, priority="P3", nexus=["not_clear", "place"])
    assert set(both.value.errors) == {"nexus"}

    report = triage_report(
        report, actor=cast.omar, reason=WHY, priority="P3", nexus=["time", "colleagues"], category="harassment"
    )
    assert (report.triage.nexus, report.triage.category) == (["time", "colleagues"], "harassment")
    assert clocks(report) == {"P3": ("runs", frozen)}
    assert not report.prompts.exists()
    assert Deadline.objects.get(subject=report.key, kind="report.triage").met_at

    later = frozen + timedelta(hours=30)
    with clock.at(later):
        report = reassess_report(
            report, actor=cast.omar, reason=WHY, priority="P2", flags=["ongoing_contact", "evidence_loss"]
        )
    assert clocks(report) == {"P3": ("off", frozen), "P2": ("runs", later)}, "more urgent: from now"
    assert set(report.prompts.values_list("kind", flat=True)) == {"measures", "preservation"}
    assert last_event(report)[0] in {"report.reassess", "report.note_assessment"}
    with clock.at(later + timedelta(hours=1)):
        report = reassess_report(report, actor=cast.omar, reason=WHY, priority="P4", flags=report.flags)
    assert clocks(report)["P4"] == ("runs", later), "less urgent: from when the clock first ran"
    assert report.prompts.count() == 2, "what is asked already is not asked twice"


def test_measures_are_weighed_before_a_report_leaves_intake(cast, a_report, sign_in):
    report = acknowledge_report(a_report(), actor=cast.omar, reason=WHY)
    report = triage_report(report, actor=cast.omar, reason=WHY, priority="P1")
    with pytest.raises(Refused) as waits:
        propose_decline(report, actor=cast.omar, reason=WHY, code="no_nexus", grounds="A private party.")
    assert waits.value.code == "prompt-open"
    assert "Consider interim measures now" in text_of(sign_in(cast.omar).get("/"))
    assert "interim measures" not in text_of(sign_in(cast.erin).get(f"/reports/{report.reference}/"))
    with pytest.raises(Forbidden):
        answer_prompt(report, actor=cast.ines, reason=WHY, kind="measures")

    page = sign_in(cast.omar).post(
        f"/reports/{report.reference}/weigh/measures/", {"reason": "They work in two towns until Monday."}, follow=True
    )
    assert "two towns until Monday" in text_of(page)
    assert Event.objects.filter(stream=report.key, action="report.answer_prompt").count() == 1
    with pytest.raises(Refused) as twice:
        answer_prompt(report, actor=cast.omar, reason=WHY, kind="measures")
    assert twice.value.code == "prompt-answered"
    assert propose_decline(report, actor=cast.omar, reason=WHY, code="no_nexus", grounds="A private party.")


def test_a_manager_who_sat_on_it_is_seen_in_the_clock_and_in_the_case(cast, a_report, frozen, sign_in):
    report = a_report(channel="manager", first_known_on=clock.today() - timedelta(days=50))
    assert report.days_known == 50
    acknowledge = Deadline.objects.get(subject=report.key, kind="report.acknowledge")
    assert acknowledge.due_at < frozen, "the clock runs since the organisation knew"
    sweep(as_of=frozen)
    feedback = Deadline.objects.get(subject=report.key, kind="report.feedback")
    assert feedback.started_at == acknowledge.due_at, "without an acknowledgement, from its day on"

    report = acknowledge_report(report, actor=cast.omar, reason=WHY)
    assert Deadline.objects.filter(subject=report.key, kind="report.feedback").count() == 1
    report = triage_report(report, actor=cast.omar, reason=WHY, priority="P3", nexus=["place"])
    assert ": 50 days" in text_of(sign_in(cast.omar).get(f"/reports/{report.reference}/"))
    assert ": 50 days" not in text_of(sign_in(cast.erin).get(f"/reports/{report.reference}/"))
    told = {"title": "Conduct on site", "kind": "harassment", "nexus": "On site."}
    accept_report(report, actor=cast.omar, reason=WHY, mgmt_failure=True, **told)
    case = Case.objects.get(report_links__report=report)
    assert case.profile == "UK"
    assert Obligation.objects.get(case=case, kind="mgmt_failure").discharged_at is None
    assert clocks(report)["P3"][0] == "met"


def test_withdrawing_deletes_nothing_and_asks_to_weigh_the_duty(cast, a_report, sign_in, last_event):
    report = a_report(triaged=True, no_action_asked=True, wishes="Nothing, please.")
    for stranger in (cast.omar, cast.ines, cast.martin):
        with pytest.raises(Forbidden):
            retract_report(report, actor=stranger, reason=WHY)
    page = sign_in(cast.erin).post(f"/reports/{report.reference}/retract/", {"reason": ""}, follow=True)
    assert "You withdrew this report" in text_of(page)
    report.refresh_from_db()
    assert (report.state, report.retraction) == ("in_triage", "I withdraw my report.")  # nobody has to explain
    assert report.narrative
    assert Event.objects.filter(stream=report.key, action="report.retract", actor=cast.erin.uid).exists()
    assert report.prompts.get().kind == "duty"
    assert "Weigh the duty to look into it" in text_of(sign_in(cast.omar).get("/"))
    with pytest.raises(Refused):
        retract_report(report, actor=cast.erin, reason=WHY)
    assert _begins(report)["wish"] == "Nothing, please."


def test_the_queue_is_cut_down_and_ordered_as_asked(cast, a_report, frozen, sign_in):
    old = a_report(triaged=True)
    reassess_report(old, actor=cast.omar, reason=WHY, priority="P1", flags=["immediate_danger"])
    with clock.at(frozen + timedelta(hours=1)):
        new = a_report(channel="letter")
    barred = a_report(respondent=cast.person("omar"))

    def found(**asked):
        return list(reports_for(cast.omar, ReportFilter(**asked)))

    assert barred not in found(view="all")
    assert barred not in reports_for(cast.wanda, ReportFilter(view="all"))
    assert barred in reports_for(cast.vera, ReportFilter(view="all"))
    assert found(channel="letter") == [new]
    assert old in found(flag="immediate_danger")
    assert new not in found(flag="immediate_danger")
    assert found(sort="priority")[0] == old
    assert found(view="new")[-1] == new
    assert old in found(view="weigh")
    counts = counts_of_views(cast.omar)
    assert counts["weigh"] >= 1
    assert counts["new"] == len(found(view="new"))

    page = text_of(sign_in(cast.omar).get("/reports/?flag=immediate_danger"))
    assert "Something to weigh now" in page
    assert "Decided what becomes of it: " in page
    assert new.reference not in page
    assert "Respondent named in another matter" in page, "Martin stands in cases at hand"


def test_programs_do_the_same_by_the_api(cast, a_report, sign_in):
    report = a_report(triaged=True, respondent=None, respondent_as_told="Martin from the north")
    omar, at = sign_in(cast.omar), f"/api/v1/reports/{report.reference}/"

    def post(verb, **body):
        return omar.post(f"{at}{verb}/", {"reason": WHY, **body}, content_type="application/json")

    assert post("reassess", priority="P9").status_code == 400
    assert post("reassess", priority="P1", nexus=["place"], category="bullying").status_code == 200
    assessment = omar.get(at).json()["assessment"]
    assert (assessment["nexus"], assessment["category"], assessment["prompts"]) == (["place"], "bullying", ["measures"])
    assert sign_in(cast.erin).get(at).json()["assessment"] is None
    assert post("merge", into=a_report().reference).status_code == 409, "measures first"
    assert post("answer-prompt", kind="measures").status_code == 200
    martin = cast.person("martin").reference
    assert post("identify", person=martin, part="respondent").status_code == 200
    into = a_report(reporter=cast.person("noor")).reference
    assert post("merge", into=into).json()["state"] == "merged"
    assert omar.get(at).json()["assessment"]["merged_into"] == into
    assert sign_in(cast.erin).get(at).json()["state"] == "in_triage"
    assert {move["action"] for move in omar.get(at).json()["moves"]} == {"report.give_feedback", "report.separate"}
    assert post("give-feedback", text="We look into it.").json()["state"] == "feedback_given"
    assert post("close").json()["state"] == "closed"
