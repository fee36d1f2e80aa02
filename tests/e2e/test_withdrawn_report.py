"""A report that its reporter withdraws: what they see, what intake sees, and that nobody else sees anything."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from backend.demo.cast import Cast
from backend.intake.models import Report
from tests.e2e.conftest import Visitor
from tests.e2e.test_every_page import paths_of

pytestmark = pytest.mark.e2e
WORDS = "I talked to him, and want to leave it there."


def test_a_reporter_withdraws_and_intake_weighs_the_duty(
    cast: Cast, a_report: Callable[..., Report], visitor: Callable[..., Visitor]
) -> None:
    report = a_report(respondent=cast.person("martin"), triaged=True)
    at = f"/reports/{report.reference}/"
    others = {name: visitor() for name in ("martin", "noor", "ines", "lena")}
    before = {}
    for name, other in others.items():
        other.bring_session(getattr(cast, name))
        before[name] = [other.page.request.get(other.url + path).status for path in (at, f"{at}retract/")]
    assert before == {name: [404, 404] for name in others}

    erin = visitor()
    erin.bring_session(cast.erin)
    erin.open(at)
    expect(erin.page.get_by_role("heading", name="You withdrew this report")).to_have_count(0)
    erin.page.get_by_role("link", name="Withdraw your report").click()
    expect(erin.page.get_by_text("Nothing is deleted.")).to_be_visible()
    erin.page.get_by_label("Anything you want us to know").fill(WORDS)
    erin.page.get_by_role("button", name="Withdraw your report").click()
    expect(erin.page.get_by_text("Your report is withdrawn.")).to_be_visible()
    expect(erin.page.get_by_role("heading", name="You withdrew this report")).to_be_visible()
    expect(erin.page.get_by_role("link", name="Withdraw your report")).to_have_count(0)
    expect(erin.page.get_by_text("We are assessing it")).to_be_visible()
    expect(erin.page.get_by_text("Weigh the duty")).to_have_count(0)
    paths_of(erin, [at])

    omar = visitor()
    omar.bring_session(cast.omar)
    omar.open("/reports/")
    expect(omar.page.get_by_text(report.reference).first).to_be_visible()
    omar.open(at)
    expect(omar.page.get_by_role("heading", name="The reporter withdrew it")).to_be_visible()
    expect(omar.page.get_by_text(WORDS)).to_be_visible()
    expect(omar.page.get_by_text("Weigh the duty to look into it").first).to_be_visible()
    expect(omar.page.get_by_role("link", name="Open a case")).to_be_visible()
    paths_of(omar, [at])

    for name, other in others.items():
        assert [other.page.request.get(other.url + path).status for path in (at, f"{at}retract/")] == [404, 404], name
        for path in ("/", "/reports/mine/", f"/search/?q={report.reference}"):
            shown = other.page.request.get(other.url + path).text()
            assert report.reference not in shown.replace(f"q={report.reference}", "").replace(
                f'value="{report.reference}"', ""
            ), (name, path)
            assert WORDS not in shown, (name, path)
    assert other.page.request.get(f"{other.url}/api/v1{at}").status in {401, 404}
    report.refresh_from_db()
    assert (report.state, report.retraction) == ("in_triage", WORDS)
