"""The pages of decisions and appeals on a phone and on a desk, light and dark."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from backend.decisions.actions.appeal_files import attach_to_appeal
from backend.decisions.actions.disclosing import disclose_outcome
from backend.decisions.actions.remedies import decide_remedy
from backend.demo.cast import Cast
from backend.kernel import clock
from tests.builders import WHY, cases_at_hand
from tests.decisions.scenes import filed, reviewed, with_reviewer
from tests.e2e.test_every_page import Come, paths_of
from tests.investigation.exhibits import sent

pytestmark = pytest.mark.e2e


def test_pages_of_a_decision_and_of_its_appeal(cast: Cast, visitor: Come) -> None:
    a_case = cases_at_hand(cast)
    case, open_one = a_case("implementing"), a_case("findings_decided")
    erin, due = cast.person("erin"), clock.today() + timedelta(days=20)
    decide_remedy(
        case, actor=cast.ruth, reason=WHY, person=erin, kind="support", what="Ten hours of support.", due_on=due
    )
    disclose_outcome(case, actor=cast.ruth, reason=WHY, to=erin, points="He works elsewhere.")
    appeal = filed(case, cast.martin, material="A log of the doors.")
    attach_to_appeal(appeal, actor=cast.martin, description="The log.", upload=sent())
    appeal = reviewed(appeal, with_reviewer(case, cast), material_told="A log of the doors of that evening.")
    at, decided = f"/appeals/{appeal.reference}/", f"/cases/{case.reference}/decision/"
    ruth = visitor()
    ruth.bring_session(cast.ruth)
    paths_of(
        ruth,
        [
            "/decisions/",
            decided,
            f"/cases/{open_one.reference}/decision/",
            f"/cases/{open_one.reference}/decision/decide/",
        ],
    )
    paths_of(ruth, [f"{decided}put-right/"])
    ian = visitor()
    ian.bring_session(cast.ian)
    paths_of(ian, ["/appeals/", at, f"{at}vary/", f"{at}overturn/", f"{at}files/1/show/"])
    martin = visitor()
    martin.bring_session(cast.martin)
    paths_of(martin, ["/mine/decisions/", f"/mine/decisions/{case.reference}/", f"/mine/appeals/{appeal.reference}/"])
    paths_of(martin, [f"/mine/appeals/{appeal.reference}/files/add/"])
    erins = visitor()
    erins.bring_session(cast.erin)
    paths_of(erins, [f"/mine/decisions/{case.reference}/", f"/mine/decisions/{case.reference}/appeal/"])
    paths_of(erins, [f"/mine/appeals/{appeal.reference}/comment/"])
    page = erins.page
    erins.open(f"/mine/decisions/{case.reference}/")
    expect(page.get_by_text("Ten hours of support.")).to_be_visible()
    expect(page.get_by_text("warning")).to_have_count(0)
    page.get_by_role("link", name="Write your appeal").click()
    page.get_by_label("In your own words").fill("Two of the three times were left out.")
    page.get_by_role("button", name="Save and go on later").click()
    page.get_by_role("link", name="Write your appeal").click()
    expect(page.get_by_label("In your own words")).to_have_value("Two of the three times were left out.")
