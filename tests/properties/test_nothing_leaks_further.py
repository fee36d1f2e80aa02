"""I17 for every route: lists, files, searches, suggestions, exports and notices answer a barred person as if the case were not there."""

import re
from collections.abc import Callable, Iterator
from difflib import unified_diff
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from backend.access.roles import grant_role
from backend.cases.actions.opening import accept_report, add_party
from backend.cases.actions.progress import assign_case, clear_conflicts
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.files.storage import path_of
from backend.intake.actions.assessing import triage_report
from backend.intake.actions.reporting import acknowledge_report
from backend.investigation.actions.evidence import verify_evidence
from backend.investigation.models import FileAlarm
from backend.jobs.models import Job
from backend.people.actions import move_person
from backend.people.models import Unit, User
from tests.architecture.test_routes import patterns
from tests.builders import DECLARED, WHY, particulars, play_case, play_report
from tests.investigation.exhibits import an_exhibit
from tests.properties.test_nothing_leaks import CHANGING

pytestmark = pytest.mark.django_db
ABSENT = "CASE-2026-ZZZZZZ"
TOKEN = re.compile(rb'name="token" value="[^"]+"')  # by which a page that is sent twice is told apart
NO_UID = "00000000-0000-4000-8000-000000000000"
APART = ("account/", "static/", "styleguide/", "api/v1/schema", "api/v1/description", "health", "verify/")
COUNTS_READS = "mine/data/"  # it counts what one read oneself, so it is looked at right before and right after
UIDS = {"uid", "uuid", "person"}
NUMBERS = {"number", "seq", "pk", "version"}
Look = tuple[int, bytes, str]


def routes() -> Iterator[str]:
    """Name every route of both doors; what is the same for everybody is left out."""
    for route, _view in patterns(get_resolver()):
        if not route.startswith(APART) and route != COUNTS_READS:
            yield route


def filled(route: str, reference: str) -> str:
    """Put the reference of the case wherever a route names a record, and something plausible in its other places."""

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        return NO_UID if name in UIDS else "1" if name in NUMBERS else reference

    return "/" + re.sub(r"\{(\w+)\}", value, route)


def look(client: Client, address: str) -> Look:
    """Tell what an answer is: its status, its bytes, and the name under which it comes as a file."""
    cache.clear()  # so many looks in a row are more than one person may make in a minute
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return (
        response.status_code,
        TOKEN.sub(b"", CHANGING.sub(b"", body)),
        response.headers.get("Content-Disposition", ""),
    )


def looks(client: Client, reference: str) -> dict[str, Look]:
    """Look at every route with the reference put in."""
    return {route: look(client, filled(route, reference)) for route in routes()}


def differing(one: Look, other: Look) -> list[str]:
    """List the lines by which two answers differ, for whoever has to mend it."""
    before, after = (answer[1].decode(errors="replace").splitlines() for answer in (one, other))
    return list(unified_diff(before, after, n=0, lineterm=""))


def a_matter_about_hr(cast: Cast) -> Case:
    """Play a case about the head of HR as far as evidence, one piece of which is changed on disk."""
    told: dict[str, Any] = {
        "respondent": cast.person("grace"),
        "reporter": cast.person("noor"),
        "narrative": "It was in a meeting.",
    }
    report = acknowledge_report(play_report(cast, **told), actor=cast.vera, reason=WHY)
    report = triage_report(report, actor=cast.vera, reason=WHY, priority="P2")
    accept_report(
        report, actor=cast.vera, reason=WHY, title="Conduct in a meeting", kind="conduct", nexus="At work.",
        allegations=[particulars()],
    )  # fmt: skip
    case = clear_conflicts(Case.objects.get(report_links__report=report), actor=cast.vera, reason=WHY)
    case = assign_case(case, actor=cast.vera, reason=WHY, investigator=cast.ines, declaration=DECLARED)
    item = an_exhibit(case, cast.ines)
    assert item.file is not None
    path_of(item.file.sha256, item.file.uid).unlink()
    verify_evidence(item, actor=cast.ines, reason=WHY)
    return case


def test_every_route_answers_somebody_barred_as_if_there_were_no_case(cast: Cast, client: Client) -> None:
    """Daniel helps intake out and is of the department of the respondent (C5): no list, file, search or export tells him."""
    grant_role(cast.daniel, "intake", purpose="Helps out.", actor=cast.sam, reason="Short of people.")
    client.force_login(cast.daniel)
    without, own = looks(client, ABSENT), look(client, f"/{COUNTS_READS}")
    case = a_matter_about_hr(Cast())
    assert look(client, f"/{COUNTS_READS}") == own
    with_it = looks(client, case.reference)
    assert {
        route: differing(without[route], answer) for route, answer in with_it.items() if answer != without[route]
    } == {}
    assert not [route for route, answer in with_it.items() if answer[0] >= 500]
    for route in ("cases/{reference}/evidence/{number}/file/", "cases/{reference}/", "api/v1/cases/{reference}/"):
        assert with_it[route][0] == 404, route
    client.force_login(cast.ines)
    assert look(client, f"/cases/{case.reference}/evidence/1/")[0] == 200


@pytest.mark.parametrize("address", [
    "/audit/history/?q={ref}", "/audit/exports/new/?of=case&reference={ref}", "/audit/access/cases/{ref}/",
    "/cases/?q={ref}", "/search/?q={ref}", "/api/v1/events/?q={ref}", "/file-alarms/{uid}/",
])  # fmt: skip
def test_an_auditor_of_the_department_exports_and_searches_as_if_there_were_no_case(
    cast: Cast, client: Client, address: str
) -> None:
    move_person(cast.person("lena"), Unit.objects.get(code="PEOPLE"), actor=cast.system, reason=WHY)
    client.force_login(cast.lena)
    absent = {"ref": ABSENT, "uid": NO_UID}
    without = look(client, address.format(**absent))
    case = a_matter_about_hr(Cast())
    present = {"ref": case.reference, "uid": str(FileAlarm.objects.get(item__case=case).uid)}
    assert look(client, address.format(**present)) == without
    move_person(cast.person("lena"), Unit.objects.get(code="AUDIT"), actor=cast.system, reason=WHY)
    assert look(client, address.format(**present)) != look(client, address.format(**absent)), "the test can fail"


def test_no_notice_goes_to_somebody_barred(cast: Cast) -> None:
    """Of a file of the evidence that is gone, the auditors are told: not one of the respondent's department."""
    told: Callable[[User], bool] = lambda user: any(str(user.uid) in str(job.params) for job in Job.objects.all())  # noqa: E731
    usual = an_exhibit(play_case(cast, "investigating"), cast.ines)
    assert usual.file is not None
    path_of(usual.file.sha256, usual.file.uid).unlink()
    verify_evidence(usual, actor=cast.ines, reason=WHY)
    assert told(cast.lena)
    Job.objects.all().delete()
    move_person(cast.person("lena"), Unit.objects.get(code="PEOPLE"), actor=cast.system, reason=WHY)
    a_matter_about_hr(Cast())
    assert told(cast.vera) or told(cast.ines)
    for barred in (cast.lena, cast.daniel, cast.grace):
        assert not told(barred), barred.email
    assert mail.outbox == []


def test_suggestions_at_triage_tell_nothing_of_a_case_from_which_one_is_barred(cast: Cast, client: Client) -> None:
    """Wanda is a witness in another matter about the same respondent: neither his name nor the report's likeness tells her."""
    report = play_report(cast, triaged=True)
    addresses = (
        "/reports/",
        "/reports/?view=all",
        f"/reports/{report.reference}/",
        f"/reports/{report.reference}/match/",
    )
    client.force_login(cast.wanda)
    without = {address: look(client, address) for address in addresses}
    client.force_login(cast.omar)
    usual = {address: look(client, address) for address in addresses}
    case = play_case(Cast(), "opened")
    add_party(case, cast.person("wanda"), "witness", actor=cast.omar, reason=WHY)
    assert {address: look(client, address) for address in addresses} != usual, "whoever may see it is told"
    client.force_login(cast.wanda)
    assert {address: look(client, address) for address in addresses} == without
