"""The pages of triage and of the timers, looked at like every other page."""

from collections.abc import Callable

import pytest

from backend.demo.cast import Cast
from backend.intake.actions.assessing import reassess_report
from backend.intake.models import Report
from tests.e2e.conftest import Visitor
from tests.e2e.test_every_page import paths_of

pytestmark = pytest.mark.e2e
WHY = "For this test."


def test_pages_of_triage(cast: Cast, a_report: Callable[..., Report], visitor: Callable[..., Visitor]) -> None:
    a_report(respondent_as_told="Martin Hale", respondent=None)
    told = a_report(triaged=True, respondent_as_told="Martin Hale", respondent=None)
    reassess_report(told, actor=cast.omar, reason=WHY, priority="P1", flags=["immediate_danger", "evidence_loss"])
    named = a_report(triaged=True)
    at = f"/reports/{told.reference}/"
    omar, erin, sam = visitor(), visitor(), visitor()
    omar.bring_session(cast.omar)
    paths_of(omar, ["/reports/?view=weigh", at, f"{at}identify/", f"{at}weigh/measures/", f"{at}moves/reassess/"])
    paths_of(omar, [f"{at}moves/merge/", f"{at}moves/redirect/", f"/reports/{named.reference}/match/"])
    erin.bring_session(cast.erin)
    paths_of(erin, [f"/reports/{named.reference}/retract/"])
    sam.bring_session(cast.sam)
    paths_of(sam, ["/settings/timers/", "/"])
