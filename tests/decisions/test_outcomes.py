"""The ladder, the points that are weighed, and what an outcome is compared with."""

from typing import Any

import pytest

from backend.access.policy import can
from backend.decisions.actions.outcomes import Compared, decide_outcome
from backend.decisions.models import Comparator, OutcomeFactor
from backend.decisions.queries.priors import next_rung, rung_of
from backend.kernel.errors import Invalid
from tests.builders import WEIGHED, WHY

pytestmark = pytest.mark.django_db


def test_what_was_weighed_and_compared_is_kept_point_by_point(cast, a_case):
    case = a_case("findings_decided")
    unlike = Compared(matter="A matter of 2024", followed="Written warning", difference="It happened once.")
    usual: dict[str, Any] = {
        "kinds": ["written_warning"],
        "skip_reason": "A talk would not do.",
        "legal_review": "By counsel.",
    }
    for wrong, field in (
        ({"weighed": {"nature": "It was repeated."}}, "weighed"),
        ({"weighed": {**WEIGHED, "character": "Bad."}}, "weighed"),
        ({"compared": [Compared(matter="One", followed="", difference="")]}, "compared"),
        ({"compared": []}, "comparators"),
        ({"live_until": None}, "live_until"),
    ):
        given: dict[str, Any] = {**usual, "weighed": WEIGHED, "compared": [unlike], **wrong}
        with pytest.raises(Invalid) as refused:
            decide_outcome(case, actor=cast.ruth, reason=WHY, **given)
        assert field in refused.value.errors
    outcome = decide_outcome(
        case,
        actor=cast.ruth,
        reason=WHY,
        **usual,
        weighed=WEIGHED,
        compared=[unlike],
        live_until=case.opened_at.date(),
    )
    assert set(OutcomeFactor.objects.filter(outcome=outcome).values_list("code", flat=True)) == set(WEIGHED)
    [kept] = Comparator.objects.filter(outcome=outcome)
    assert (kept.matter, kept.difference) == ("A matter of 2024", "It happened once.")
    assert can(cast.clara, "outcome.view_comparator", kept)
    assert not any(can(person, "outcome.view_comparator", kept) for person in (cast.ines, cast.martin, cast.erin))


def test_the_ladder_counts_from_what_still_stands():
    assert [rung_of(kinds) for kinds in (["training"], ["coaching"], ["org_remedy", "written_warning"])] == [0, 2, 5]
    assert (
        rung_of(["dismissal"]) > rung_of(["last_chance_agreement"]) > rung_of(["demotion"]) > rung_of(["final_warning"])
    )
    assert next_rung([]) == 1
