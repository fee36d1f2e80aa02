"""Scenario 1: the respondent leads HR. Only the independent channel, and whom it appoints, find the matter."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from backend.access.models import Role, RoleHolding
from backend.access.policy import can, scope
from backend.access.roles import end_role
from backend.audit.models import Event
from backend.cases.actions.break_glass import break_glass
from backend.cases.actions.progress import assign_case, clear_conflicts
from backend.cases.models import Case, CaseBar
from backend.cases.near import deadlines_near
from backend.deadlines.clockwork import sweep
from backend.demo.cast import Cast
from backend.intake.models import Report, ReportBar, ReportRoute
from backend.kernel import clock
from backend.kernel.errors import NotVisible, Refused
from backend.people.actions import add_line, move_person
from backend.people.models import Unit, User
from tests.builders import DECLARED, WHY

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
AReport = Callable[..., Report]


def test_scenario_1_the_head_of_hr_is_the_respondent(cast: Cast, a_report: AReport, sign_in: SignIn) -> None:
    report = a_report(reporter=cast.person("noor"), respondent=cast.person("grace"))
    address, api = f"/reports/{report.reference}/", f"/api/v1/reports/{report.reference}/"
    for name in ("omar", "wanda", "daniel", "grace", "sam", "lena"):
        browser = sign_in(getattr(cast, name))
        assert browser.get(address).status_code == 404, name
        assert browser.get(api).status_code == 404, name
        assert report.reference not in browser.get("/").content.decode(), name
    assert report.reference not in sign_in(cast.omar).get("/reports/").content.decode()
    assert Event.objects.filter(action="access.denied", actor=cast.omar.uid).exists()  # the try is recorded

    channel = sign_in(cast.vera)
    assert report.reference in channel.get("/reports/").content.decode()
    assert "For the independent channel" in channel.get(address).content.decode()
    for verb, given in (
        ("acknowledge", {}),
        ("triage", {"priority": "P2"}),
        ("accept", {"title": "Conduct in a meeting", "kind": "conduct", "nexus": "At work.", "allegations": []}),
    ):
        done = channel.post(f"{api}{verb}/", {**given, "reason": WHY}, "application/json")
        assert done.status_code == 200, done.content
    case = Case.objects.get(report_links__report=report)
    assert set(case.bars.filter(rule="C5", ended=None).values_list("person", flat=True)) == {
        cast.person(name).pk for name in ("daniel", "mira")
    }
    clear_conflicts(case, actor=cast.vera, reason=WHY)
    with pytest.raises(Refused, match=r"in the department of the respondent \(C5\)|reporting line"):
        assign_case(case, actor=cast.vera, reason=WHY, investigator=cast.daniel, declaration=DECLARED)
    assign_case(case, actor=cast.vera, reason=WHY, investigator=cast.tomas, declaration=DECLARED)
    assert can(cast.tomas, "case.read", case)
    for name in ("omar", "wanda", "daniel", "grace", "sam", "ines"):
        assert sign_in(getattr(cast, name)).get(f"/cases/{case.reference}/").status_code == 404, name
    with pytest.raises(NotVisible):  # not even in an emergency
        break_glass(case.reference, actor=cast.omar, reason="It burns.")

    told = Event.objects.filter(stream__in=[case.key, report.key])
    assert scope(cast.lena, "event.view", told).exists()
    move_person(
        cast.person("lena"), Unit.objects.get(code="PEOPLE"), actor=cast.system, reason="HR has its own auditor now."
    )
    assert not scope(
        cast.lena, "event.view", told
    ).exists()  # an auditor on the side of HR learns nothing, not even of what was refused
    assert not can(cast.lena, "case.view", case)
    assert CaseBar.objects.filter(case=case, person=cast.person("lena"), rule="C5", ended=None).exists()


def test_a_report_that_nobody_in_intake_may_read_goes_to_the_channel_and_alarms_when_there_is_none(
    cast: Cast, a_report: AReport, sign_in: SignIn
) -> None:
    holding = RoleHolding.objects.get(user=cast.vera, role=Role.INDEPENDENT_CHANNEL)
    report = a_report(narrative="Omar Haddad and Wanda Ilves both knew of it and told nobody.")
    assert ReportRoute.objects.get(report=report).why == ReportRoute.NOBODY
    assert can(cast.vera, "report.triage", report)
    assert "nobody may read" not in sign_in(cast.sam).get("/").content.decode()
    end_role(holding, actor=cast.sam, reason=WHY)
    home = sign_in(cast.sam).get("/").content.decode()
    assert "1 report waits and nobody may read it" in home
    assert report.reference not in home


def test_whoever_the_text_names_is_barred_until_somebody_else_looked(
    cast: Cast, a_report: AReport, sign_in: SignIn
) -> None:
    report = a_report(narrative="I told wanda ilves in March. Wandas and ilvesters are not meant.")
    page = f"/reports/{report.reference}/"
    assert sign_in(cast.wanda).get(page).status_code == 404
    reader = sign_in(cast.omar)
    assert "The text names somebody who works with reports: Wanda Ilves" in reader.get(page).content.decode()
    sent = {"is_meant": "no", "reason": "She was only told of it."}
    assert reader.post(f"{page}names/{cast.person('wanda').reference}/", sent).status_code == 302
    assert sign_in(cast.wanda).get(page).status_code == 200
    assert "names somebody" not in reader.get(page).content.decode()

    meant = a_report(narrative="Omar Haddad did it too.")
    body = {"person": cast.person("omar").reference, "is_meant": True, "reason": "It says so itself."}
    told = sign_in(cast.wanda).post(f"/api/v1/reports/{meant.reference}/weigh-name/", body, "application/json")
    assert told.status_code == 200, told.content
    assert not can(cast.omar, "report.view", meant)
    assert ReportBar.objects.get(report=meant, rule=ReportBar.NAMED).is_meant


def test_intake_in_the_line_of_the_respondent_never_finds_the_report(
    cast: Cast, a_report: AReport, sign_in: SignIn
) -> None:
    report = a_report()
    assert sign_in(cast.wanda).get(f"/reports/{report.reference}/").status_code == 200
    add_line(
        cast.person("wanda"), cast.person("martin"), starts_on=report.received_at.date(), actor=cast.system, reason=WHY
    )
    assert sign_in(cast.wanda).get(f"/reports/{report.reference}/").status_code == 404
    assert report.reference not in sign_in(cast.wanda).get("/reports/?view=all").content.decode()
    assert can(cast.omar, "report.triage", report)


def test_the_channel_is_told_of_a_time_that_was_missed_and_intake_is_not(
    cast: Cast, a_report: AReport, frozen: datetime
) -> None:
    report = a_report(respondent=cast.person("grace"))
    with clock.at(frozen + timedelta(days=20)):
        sweep(as_of=clock.now())
        missed = {near.deadline.kind for near in deadlines_near(cast.vera) if near.matter == report and near.missed}
        assert "report.acknowledge" in missed
        assert report not in [near.matter for near in deadlines_near(cast.omar)]
