"""The pages of referrals, as each person who has them sees them: accessible, within the page, and whole at 320 pixels."""

import pytest

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.referrals.actions.releasing import offer_release
from tests.builders import cases_at_hand
from tests.e2e.test_every_page import Come, paths_of
from tests.referrals.referring import play_referral, ready_for_gate, release_ends

pytestmark = pytest.mark.e2e


@pytest.fixture
def decided(cast: Cast) -> Case:
    return cases_at_hand(cast)("outcome_decided")


def test_pages_of_preparing_a_referral(cast: Cast, decided: Case, visitor: Come) -> None:
    ruth = visitor()
    ruth.bring_session(cast.ruth)
    at = f"/cases/{decided.reference}/referrals/"
    paths_of(ruth, [at, f"{at}new/"])
    referral = play_referral(decided, cast, "considered")
    page = f"/referrals/{referral.reference}/"
    acts = ("memo", "evidence", "safeguard", "providers", "said", "gate", "withdraw")
    paths_of(ruth, ["/", page, *(f"{page}do/{act}/" for act in acts), "/referrals/"])
    ready_for_gate(referral, cast)
    paths_of(ruth, [page, f"{page}memo/", f"{page}do/end-safeguard/", f"/cases/{decided.reference}/"])


def test_pages_of_a_coordinator(cast: Cast, decided: Case, visitor: Come) -> None:
    mira = visitor()
    mira.bring_session(cast.mira)
    paths_of(mira, ["/referrals/"])
    referral = play_referral(decided, cast, "accepted")
    page = f"/referrals/{referral.reference}/"
    paths_of(mira, ["/referrals/?stage=release", "/referrals/?stage=provider", page, f"{page}do/release/"])
    release = offer_release(referral, expires_on=release_ends(referral), actor=cast.mira)
    paths_of(mira, [page, f"{page}preview/"])
    martin = visitor()
    martin.bring_session(cast.martin)
    own, paper = f"/mine/referrals/{referral.reference}/", f"/mine/releases/{release.reference}/"
    paths_of(
        martin,
        [
            "/mine/referrals/",
            own,
            f"{own}decline/",
            paper,
            f"{paper}sign/?sha256={release.offered_sha256}",
            f"{paper}not-sign/",
        ],
    )


def test_pages_of_a_referral_that_was_sent(cast: Cast, decided: Case, visitor: Come) -> None:
    referral = play_referral(decided, cast, "sent")
    release = referral.releases.get()
    mira, martin = visitor(), visitor()
    mira.bring_session(cast.mira)
    martin.bring_session(cast.martin)
    page = f"/referrals/{referral.reference}/"
    paths_of(mira, [page, f"{page}preview/", f"{page}do/withdraw/", "/referrals/"])
    paper = f"/mine/releases/{release.reference}/"
    paths_of(martin, [f"/mine/referrals/{referral.reference}/", paper, f"{paper}revoke/"])
