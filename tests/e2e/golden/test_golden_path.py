"""The whole story on phones of 390 px with the keyboard alone: from the report to the signature, and from the offer to the checked export.

Each part is one chain. The second begins where an agreement was drawn up by the product’s own actions, as its people do it in the first.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from backend.agreements.actions.drafting import approve_agreement, draft_agreement, review_agreement
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from tests.builders import WHY, a_draft, a_duty
from tests.e2e.golden import (
    agreeing,
    changing,
    deciding,
    ending,
    guarding,
    inquiring,
    referring,
    reporting,
    returning,
    watching,
)
from tests.e2e.golden.telling import Golden
from tests.referrals.referring import a_provider
from tests.safeguards.scenes import in_place

pytestmark = [pytest.mark.e2e, pytest.mark.paper]
Begin = Callable[[int], Golden]


def registers(cast: Cast) -> None:
    """List two practices with a licence; who signs in at one of them is named and invited when she is needed."""
    for name in ("Calder Practice", "Meridian Counselling"):
        a_provider(cast, name)


def test_from_the_report_to_the_signature(golden: Begin, cast: Cast, tmp_path: Path) -> None:
    g = golden(0)
    registers(cast)
    reporting.tells(g)
    g.day(0, "12:00")
    reporting.takes_in(g)
    reporting.protects(g)
    g.day(2)
    reporting.staffs(g)
    g.day(7)
    inquiring.gives_notice(g)
    g.day(9, "13:00")
    inquiring.hears(g, "erin", "Three times, and I said no.")
    inquiring.names_a_witness(g)
    g.day(10, "13:00")
    inquiring.hears(g, "neil", "He stood behind her chair.")
    g.day(12)
    inquiring.answers(g)
    g.day(20)
    inquiring.collects(g, tmp_path)
    g.day(30)
    inquiring.tells_both(g)
    g.day(33)
    inquiring.reviews(g)
    g.day(45)
    deciding.reports(g)
    g.day(52)
    deciding.finds(g)
    g.day(58)
    deciding.decides(g)
    g.day(60)
    deciding.tells_the_outcome(g)
    reporting.ends_measures(g)
    g.day(61)
    agreeing.draws_up(g)
    guarding.safeguards(g)
    referring.prepares(g)
    agreeing.is_approved(g)
    g.day(62)
    agreeing.is_offered(g)
    g.day(67)
    agreeing.is_signed(g)


def test_from_the_offer_to_the_checked_export(
    golden: Begin, cast: Cast, a_case: Callable[..., Case], tmp_path: Path
) -> None:
    g = golden(62)
    registers(cast)
    g.begins_with(drawn_up(a_case("implementing"), cast))
    agreeing.is_offered(g)
    referring.prepares(g)
    g.day(67)
    agreeing.is_signed(g)
    agreeing.is_countersigned(g)
    g.day(68)
    guarding.monitors(g, DUTY)
    referring.gates(g)
    g.day(69)
    referring.is_chosen(g)
    g.day(70)
    referring.lets_in(g)
    referring.is_sent(g)
    watching.watches(g)
    g.day(77)
    watching.asks(g)
    g.day(84)
    referring.is_seen(g)
    g.day(98)
    referring.keeps_to_it(g)
    g.day(100)
    watching.asks(g)
    g.day(112)
    referring.misses(g)
    g.day(130)
    watching.is_left_out(g)
    g.day(132)
    watching.is_mended(g)
    g.day(150)
    changing.is_changed(g)
    g.day(160)
    watching.asks(g)
    g.day(180)
    returning.is_evaluated(g)
    g.day(184)
    returning.is_checked(g)
    g.day(190)
    returning.is_approved(g)
    g.day(200)
    returning.is_back(g)
    returning.is_talked_over(g)
    g.day(210)
    ending.is_proved(g)
    g.day(250)
    watching.asks(g)
    g.day(336)
    returning.is_talked_over(g)
    g.day(363)
    ending.is_completed(g)
    ending.is_closed(g)
    g.day(370)
    ending.is_taken_out(g, tmp_path)


DUTY = "Take part in the course on power and boundaries."


def drawn_up(case: Case, cast: Cast) -> Case:
    """Draw an agreement up and have it approved, beside a safeguard that is in place."""
    duty = a_duty(cast, clock.today() + timedelta(days=140), what=DUTY)
    terms = {"review_on": clock.today() + timedelta(days=150), "ends_on": clock.today() + timedelta(days=300)}
    agreement = draft_agreement(case, a_draft(cast, duties=[duty], **terms), actor=cast.daniel, reason=WHY)
    approve_agreement(review_agreement(agreement, actor=cast.hugo, reason=WHY), actor=cast.clara, reason=WHY)
    in_place(case, cast)
    return case
