"""The pages of custody for those who have them, looked at by axe and by size; and the way of one question without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.referrals.actions.barriers import answer_query, ask_barrier
from backend.referrals.actions.screening import seal_file
from tests.e2e.conftest import Visitor
from tests.e2e.test_every_page import paths_of
from tests.referrals.referring import helena, play_referral
from tests.referrals.reported import a_file, a_report

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]


def test_pages_of_custody(cast: Cast, a_case: Callable[..., Case], visitor: Come) -> None:
    referral = play_referral(a_case("outcome_decided"), cast, "sent")
    file = a_file(referral, cast)
    sealed = seal_file(a_file(referral, cast), actor=cast.mira)
    answered = ask_barrier(a_report(referral, cast), actor=helena(cast))
    answer_query(answered, actor=cast.martin, words="The train did not run.")
    asked = ask_barrier(a_report(referral, cast), actor=helena(cast))
    mira, martin = visitor(), visitor()
    mira.bring_session(cast.mira)
    paths_of(
        mira,
        [
            "/custody/",
            f"/custody/files/{file.reference}/",
            f"/custody/files/{file.reference}/moves/seal/",
            f"/custody/files/{sealed.reference}/",
            f"/custody/files/{sealed.reference}/open/",
            f"/custody/questions/{answered.reference}/",
            f"/custody/questions/{answered.reference}/moves/excuse/",
        ],
    )
    martin.bring_session(cast.martin)
    paths_of(
        martin,
        ["/mine/questions/", f"/mine/questions/{asked.reference}/", f"/mine/questions/{answered.reference}/"],
    )
    page = martin.page
    martin.open(f"/mine/questions/{asked.reference}/")
    page.get_by_label("What stood in the way?").fill("The train did not run.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("The train did not run.")).to_be_visible()
