"""The pages of those who report with an account, of intake's mailbox, and of the identity vault."""

from collections.abc import Callable

import pytest

from backend.demo.cast import Cast
from backend.intake.models import Report
from backend.intake.vault import GivenIdentity, approve_opening, ask_to_open, give_identity
from backend.people.actions import system_user
from tests.e2e.test_every_page import Come, paths_of, violations

pytestmark = pytest.mark.e2e


def test_pages_of_reporting(cast: Cast, a_report: Callable[..., Report], visitor: Come) -> None:
    report, nameless = a_report(mode="confidential"), a_report(reporter=None, mode="anonymous")
    give_identity(nameless, GivenIdentity(name="Quentin Marlowe"), actor=system_user())
    opening = ask_to_open(nameless, purpose="They are to be asked whether they are safe.", actor=cast.omar)
    erin = visitor()
    erin.bring_session(cast.erin)
    paths_of(erin, [f"/reports/new/{part}/" for part in ("what", "when", "wishes", "name")])
    erin.open("/reports/new/what/")
    erin.page.get_by_label("What happened?").fill("He kept asking.")
    erin.page.get_by_role("button", name="Save and go back").click()
    erin.page.wait_for_url("**/reports/new/")  # sending waits for the save that is under way
    paths_of(erin, ["/reports/new/", "/reports/new/files/", "/reports/new/check/", f"/reports/{report.reference}/"])
    paths_of(erin, [f"/reports/{report.reference}/messages/", f"/reports/{report.reference}/name/"])
    omar = visitor()
    omar.bring_session(cast.omar)
    paths_of(omar, [f"/reports/{nameless.reference}/", f"/reports/{nameless.reference}/messages/"])
    paths_of(omar, ["/reports/identities/", "/reports/identities/ask/", "/reports/new/somebody/"])
    paths_of(omar, [f"/reports/identities/{opening.reference}/"])
    approve_opening(opening, actor=cast.priya, reason="There is no milder way.")
    omar.open(f"/reports/identities/{opening.reference}/")
    omar.page.get_by_role("button", name="Read the name").click()
    assert violations(omar.page) == []
