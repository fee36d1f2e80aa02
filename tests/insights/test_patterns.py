"""Pattern reviews: asked by intake, read by one person outside, closed when the findings are decided."""

from collections.abc import Callable

import pytest
from django.test import Client

from backend.access.policy import can, scope
from backend.audit.models import Event
from backend.audit.timeline import history
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.insights.actions import ask_for_pattern, conclude_pattern
from backend.insights.models import PatternReview
from backend.insights.queries import earlier_matters, totals
from backend.kernel.errors import Forbidden, Refused
from tests.builders import WHY, advance
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(cast: Cast):
    return cast.paul


def test_one_person_outside_the_case_sees_earlier_matters_by_result_and_nobody_else_does(
    cast: Cast, a_case: Callable[..., Case], sign_in: Callable[..., Client], reviewer
) -> None:
    earlier, case = a_case("findings_decided"), a_case("investigating")
    with pytest.raises(Forbidden):
        ask_for_pattern(case, actor=cast.ines, reason=WHY)
    review = ask_for_pattern(case, actor=cast.omar, reason="The same event each spring.")
    with pytest.raises(Refused, match="asked already"):
        ask_for_pattern(case, actor=cast.omar, reason=WHY)

    page = text_of(sign_in(reviewer).get(f"/insights/patterns/{review.reference}/"))
    assert earlier.reference in page
    assert "Substantiated: 1" in page
    assert "Conference" in page
    assert "placed his hands" not in page  # the facets, and no narrative
    assert totals(earlier_matters(case))["substantiated"] >= 1
    assert review.reference in text_of(sign_in(reviewer).get("/"))

    asked = text_of(sign_in(cast.omar).get(f"/insights/patterns/{review.reference}/"))
    assert "The same event each spring." in asked
    assert earlier.reference not in asked
    for name in ("ines", "ruth", "martin", "erin", "noor", "lena", "daniel"):
        person = getattr(cast, name)
        assert sign_in(person).get(f"/insights/patterns/{review.reference}/").status_code == 404, name
        assert sign_in(person).get(f"/api/v1/pattern-reviews/{review.reference}/").status_code == 404, name
        assert not scope(person, "pattern.view", PatternReview.objects.all()).exists(), name
    assert not history(case).filter(action__startswith="pattern.").exists()
    read = Event.objects.filter(action="pattern.read_matters", actor=reviewer.uid)
    assert read.count() == 1

    answer = sign_in(reviewer).post(
        f"/insights/patterns/{review.reference}/conclude/",
        {"conclusion": "same_setting", "advice": "Plan the spring event without alcohol.", "reason": "Looked."},
        follow=True,
    )
    assert "The conclusion was recorded." in text_of(answer)
    assert earlier.reference not in text_of(answer)  # what was needed was read
    told = text_of(sign_in(cast.omar).get(f"/insights/patterns/{review.reference}/"))
    assert "Plan the spring event without alcohol." in told
    with pytest.raises(Forbidden):
        conclude_pattern(review, actor=reviewer, reason=WHY, conclusion="none", advice="none")


def test_whoever_decides_can_never_be_told_by_it_and_the_door_closes_when_findings_are_decided(
    cast: Cast, a_case: Callable[..., Case], reviewer
) -> None:
    case = a_case("evidence_review")
    review = ask_for_pattern(case, actor=cast.omar, reason=WHY)
    assert can(reviewer, "pattern.read_matters", review)
    advance(case, cast, to="report_final")
    assert not can(reviewer, "pattern.read_matters", review)
    with pytest.raises(Forbidden):
        conclude_pattern(review, actor=reviewer, reason=WHY, conclusion="none", advice="none")
    with pytest.raises(Refused, match="can’t be asked for any more"):
        ask_for_pattern(Case.objects.get(pk=case.pk), actor=cast.omar, reason=WHY)
