"""I17: to whoever may not see a case, the product looks the same with and without it."""

import re

import pytest

from backend.audit.reads import viewed
from backend.cases.actions.break_glass import break_glass
from backend.cases.models import Case
from backend.demo.cast import Cast
from tests.builders import play_case

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
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
)
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"instance":"[^"]*"|CASE-\d{4}-\w{6}')


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


def test_whoever_works_on_it_sees_the_difference(cast, client):
    client.force_login(cast.ines)
    without = looks(client, "CASE-2026-ZZZZZZ")
    case = play_case(Cast(), "investigating")
    with_it = looks(client, case.reference)
    assert with_it["/cases/"] != without["/cases/"]
    assert with_it["/api/v1/cases/{ref}/"][0] == 200
