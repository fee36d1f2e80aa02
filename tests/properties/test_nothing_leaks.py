"""I17: to whoever may not see a case, the product looks the same with and without it."""

import re

import pytest

from backend.access.roles import grant_role
from backend.audit.reads import viewed
from backend.cases.actions.break_glass import break_glass
from backend.cases.actions.opening import accept_report
from backend.cases.actions.progress import assign_case, clear_conflicts
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.intake.actions.assessing import triage_report
from backend.intake.actions.reporting import acknowledge_report
from tests.builders import particulars, play_case, play_report

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/tasks/",
    "/tasks/?view=overdue&about=reports&q={ref}",
    "/cases/",
    "/cases/?q={ref}",
    "/search?q={ref}",
    "/search?q=conference",
    "/mine/agreements/",
    "/documents/",
    "/reports/",
    "/mine/looked/",
    "/mine/looked/?record={ref}",
    "/mine/looked/?since=2020-01-01",
    "/break-glass/",
    "/audit/access/",
    "/audit/access/?q={ref}",
    "/audit/access/cases/{ref}/",
    "/audit/access/former/",
    "/mine/handling/",
    "/waivers/",
    "/ties/",
    "/cases/{ref}/conflicts/",
)
CALLS = (
    "/api/v1/cases/",
    "/api/v1/cases/?q=conference&count=true",
    "/api/v1/cases/{ref}/",
    "/api/v1/cases/{ref}/allegations/",
    "/api/v1/reports/",
    "/api/v1/agreements/",
    "/api/v1/documents/",
    "/api/v1/events/",
    "/api/v1/exports/",
    "/api/v1/mine/reads/?count=true",
    "/api/v1/mine/reads/?record={ref}&count=true",
    "/api/v1/break-glasses/?count=true",
    "/api/v1/access/cases/{ref}/",
    "/api/v1/access-reviews/?count=true",
    "/api/v1/access-reviews/former-readers/",
    "/api/v1/waivers/",
    "/api/v1/challenges/",
    "/api/v1/handovers/",
    "/api/v1/cases/{ref}/bars/",
)
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"instance":"[^"]*"|(?:CASE|RPT)-\d{4}-\w{6}')


def looks(client, reference):
    answers = {}
    for address in (*PAGES, *CALLS):
        response = client.get(address.format(ref=reference))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        answers[address] = (response.status_code, CHANGING.sub(b"", body))
    return answers


@pytest.mark.parametrize("name", ["noor", "tomas", "sam", "wanda"])
def test_a_case_changes_nothing_for_those_who_may_not_see_it(cast, client, name):
    client.force_login(getattr(cast, name))
    if name == "wanda":  # she sees reports, so only the case's own addresses are compared for her
        without = {address: look for address, look in looks(client, "CASE-2026-ZZZZZZ").items() if "cases" in address}
        case = play_case(Cast(), "investigating")
        with_it = {address: look for address, look in looks(client, case.reference).items() if "cases" in address}
    else:
        without = looks(client, "CASE-2026-ZZZZZZ")
        case = play_case(Cast(), "active")
        with_it = looks(client, case.reference)
    assert with_it == without
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_case_changes_nothing_for_its_respondent_before_the_notice(cast, client):
    client.force_login(cast.victor)
    without = looks(client, "CASE-2026-ZZZZZZ")
    case = play_case(Cast(), "planning", respondent=cast.person("victor"))
    for part in ("people", "history", "allegations"):
        viewed(case, "case.read", actor=cast.ines, ctx={"part": part})
    break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    viewed(case.allegations.get(), "allegation.view", actor=cast.wanda)
    with_it = looks(client, case.reference)
    assert with_it == without
    assert with_it["/mine/looked/"][0] == 200


@pytest.mark.parametrize("name", ["daniel", "tomas"])
def test_a_matter_changes_nothing_for_those_whom_a_conflict_bars(cast, client, name):
    """The respondent leads HR: daniel of her department also helps intake out (C5), and the text names tomas."""
    person = getattr(cast, name)
    if name == "daniel":
        grant_role(person, "intake", purpose="Helps out.", actor=cast.sam, reason="Short of people.")
    client.force_login(person)
    without = looks(client, "CASE-2026-ZZZZZZ")
    told = {"respondent": cast.person("grace"), "reporter": cast.person("noor"), "narrative": "Tomas Berg knows."}
    report = play_report(Cast(), **told)
    for address in ("/", "/reports/", "/search?q={ref}", "/documents/", "/api/v1/reports/", "/api/v1/events/"):
        answer = client.get(address.format(ref=report.reference))
        assert (answer.status_code, CHANGING.sub(b"", answer.content)) == without[address], address
    report = acknowledge_report(report, actor=cast.vera, reason="Read.")
    report = triage_report(report, actor=cast.vera, reason="Read.", priority="P2")
    accept_report(
        report, actor=cast.vera, reason="To look into it.", title="Conduct at the sales conference", kind="conduct",
        nexus="A conference.", allegations=[particulars()],
    )  # fmt: skip
    case = Case.objects.get(report_links__report=report)
    assign_case(clear_conflicts(case, actor=cast.vera, reason="Checked."), actor=cast.vera, reason="Free.",
                investigator=cast.ines, declaration="None.")  # fmt: skip
    viewed(case, "case.read", actor=cast.ines)
    assert looks(client, case.reference) == without
    assert without["/"][0] == 200


def test_whoever_works_on_it_sees_the_difference(cast, client):
    client.force_login(cast.ines)
    without = looks(client, "CASE-2026-ZZZZZZ")
    case = play_case(Cast(), "investigating")
    with_it = looks(client, case.reference)
    assert with_it["/cases/"] != without["/cases/"]
    assert with_it["/api/v1/cases/{ref}/"][0] == 200
