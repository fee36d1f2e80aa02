"""Reports that are looked into together: no reporter learns of another, and none loses anything by it."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.access.policy import can
from backend.cases.actions.merging import merge_report
from backend.cases.actions.opening import accept_report
from backend.cases.models import Case, CaseParty
from backend.intake.actions.ending import (
    decline_report,
    give_feedback,
    propose_decline,
    redirect_report,
    separate_report,
)
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
WHY = "For this test."
OPENING = {"title": "Conduct at a conference", "kind": "harassment", "nexus": "A company event."}


def seen_by(browser, report):
    """Read everything that a reporter can ask about their own report and the reports of others."""
    pages = [f"/reports/{report.reference}/", "/reports/mine/"]
    asked = [f"/api/v1/reports/{report.reference}/", "/api/v1/reports/", "/api/v1/reports/?state=merged"]
    return {path: browser.get(path).content.decode() for path in [*pages, *asked]}


def test_the_sides_and_the_targets_that_would_harm_are_refused(cast, a_report, a_case):
    report = a_report(triaged=True)
    with pytest.raises(Forbidden):
        merge_report(report, actor=cast.ines, reason=WHY, into="RPT-1")

    def refused(into):
        with pytest.raises((Refused, Invalid)) as told:
            merge_report(report, actor=cast.omar, reason=WHY, into=into)
        return getattr(told.value, "code", "")

    hidden = a_report(respondent=cast.person("omar"))
    with pytest.raises(Invalid) as absent:
        merge_report(report, actor=cast.omar, reason=WHY, into="RPT-2020-NOSUCH")
    with pytest.raises(Invalid) as barred:
        merge_report(report, actor=cast.omar, reason=WHY, into=hidden.reference)
    assert absent.value.errors == barred.value.errors, "a hidden report is told like an absent one"
    assert refused(report.reference) == "same-report"
    counter = a_report(reporter=cast.person("martin"), respondent=cast.person("erin"))
    assert refused(counter.reference) == "opposed-reports"
    assert refused(a_report(respondent=cast.person("joan")).reference) == "other-respondent"
    ended = a_report(triaged=True)
    propose_decline(ended, actor=cast.omar, reason=WHY, code="no_nexus", grounds="A private party.")
    decline_report(ended, actor=cast.wanda, reason=WHY)
    assert refused(ended.reference) == "target-ended"
    decided = a_case("findings_decided")
    decided_report = decided.report_links.get().report
    assert refused(decided_report.reference) == "target-ended"


def test_a_joined_report_comes_into_the_case_now_or_later(cast, a_report, last_event):
    first, second = a_report(triaged=True), a_report(triaged=True, reporter=cast.person("noor"))
    second = merge_report(second, actor=cast.omar, reason="One evening, one respondent.", into=first.reference)
    assert last_event(second) == ("report.merge", "omar", "One evening, one respondent.")
    assert (second.state, second.merged_into) == ("merged", first)
    with pytest.raises(Refused) as depends:
        propose_decline(first, actor=cast.omar, reason=WHY, code="no_nexus", grounds="A private party.")
    assert depends.value.code == "reports-joined"
    second = separate_report(second, actor=cast.omar, reason="Another evening after all.")
    assert (second.state, second.merged_into) == ("in_triage", None)
    second = merge_report(second, actor=cast.omar, reason=WHY, into=first.reference)
    accept_report(first, actor=cast.omar, reason=WHY, **OPENING)
    with pytest.raises(Refused):
        separate_report(second, actor=cast.omar, reason=WHY)
    case = Case.objects.get(report_links__report=first)
    assert set(case.report_links.values_list("report", flat=True)) == {first.pk, second.pk}
    third = a_report(triaged=True, reporter=cast.person("joan"), affected=cast.person("noor"))
    third = merge_report(third, actor=cast.omar, reason=WHY, into=second.reference)
    assert third.merged_into == first
    roles = dict(CaseParty.objects.filter(case=case).values_list("person__name", "role"))
    assert roles == {
        "Erin Lindqvist": "complainant",
        "Martin Hale": "respondent",
        cast.noor.name: "affected_other",
        cast.joan.name: "reporter",
    }
    assert can(cast.omar, "report.view", third)
    assert not can(cast.martin, "report.view", second)
    for words in ("Erin Lindqvist told us the same.", "He received a written warning."):
        with pytest.raises(Invalid) as refused:
            give_feedback(second, actor=cast.omar, reason=WHY, text=words)
        assert "Leave out" in refused.value.errors["text"][0]
    assert give_feedback(second, actor=cast.omar, reason=WHY, text="We look into it and took steps.").feedback


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_reporter_learns_of_another(cast, a_report, sign_in, data):
    others = [cast.noor, cast.joan]
    reports = [a_report(triaged=True), *(a_report(triaged=True, reporter=each.person) for each in others)]
    for report, way in zip(reports[1:], data.draw(st.permutations(["merge", "redirect"])), strict=True):
        if way == "merge":
            merge_report(report, actor=cast.omar, reason=WHY, into=reports[0].reference)
        else:
            redirect_report(
                report, actor=cast.omar, reason=WHY, place="The grievance process", text="They are responsible."
            )
    if data.draw(st.booleans()):
        accept_report(reports[0], actor=cast.omar, reason=WHY, **OPENING)
    for report, reader in zip(reports, [cast.erin, *others], strict=True):
        report.refresh_from_db()
        seen = seen_by(sign_in(reader), report)
        for path, page in seen.items():
            secrets = [other.reference for other in reports if other != report]
            secrets += [name for name in ("Erin Lindqvist", cast.noor.name, cast.joan.name) if name != reader.name]
            assert [secret for secret in secrets if secret in page] == [], (path, report.state)
            assert "merged" not in page or "state=merged" in path, path
            assert "another report" not in text_of_page(page), path
        assert json.loads(seen["/api/v1/reports/?state=merged"])["results"] == []


def text_of_page(page):
    class Page:
        content = page.encode()

    return text_of(Page)
