"""What a former manager, or a monitor who leaves, still sees to goes to another in one act: at once, or by a change of the agreement."""

from datetime import timedelta

import pytest

from backend.agreements.models import Agreement
from backend.audit.timeline import history
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid
from backend.safeguards.actions.handing_over import hand_over_what_is_left
from backend.safeguards.queries.left import holders_in, left_with
from tests.builders import WHY
from tests.safeguards.scenes import in_place, led_anew, proposed

pytestmark = pytest.mark.django_db
LATER = timedelta(days=30)


def test_safeguards_of_a_former_manager_go_to_the_new_one_at_once(cast, a_case, last_event):
    case = a_case("active")
    helen, oliver = cast.person("helen"), cast.person("oliver")
    first, waiting = in_place(case, cast, owner=helen), proposed(case, cast, owner=helen)
    mine = in_place(case, cast)
    agreement = led_anew(case, cast).agreement
    assert holders_in(agreement) == [helen, cast.person("joan")]
    assert set(left_with(agreement, helen, asked_by=cast.daniel).safeguards) == {first.reference, waiting.reference}
    asked = {"held_by": helen, "to": oliver, "reason": "She leads another unit.", "safeguards": [first.reference]}
    for stranger in (cast.helen, cast.joan, cast.martin, cast.erin, cast.ines, cast.noor):
        with pytest.raises(Forbidden):
            hand_over_what_is_left(agreement, actor=stranger, **asked)
    assert hand_over_what_is_left(agreement, actor=cast.daniel, **asked) is None
    for row in (first, waiting, mine):
        row.refresh_from_db()
    assert (first.owner, waiting.owner, mine.owner) == (oliver, helen, cast.person("joan"))
    assert (first.state, last_event(agreement)[:2]) == ("in_place", ("agreement.hand_over", "daniel"))
    assert history(first).filter(action="safeguard.hand_over").exists()
    assert Agreement.objects.filter(case=case).count() == 1


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"safeguards": []}, "safeguards"),
        ({"safeguards": ["SFG-NONE"]}, "safeguards"),
        ({"obligations": [99]}, "obligations"),
        ({"as_monitor": True}, "as_monitor"),
        ({"to": "helen"}, "to"),
        ({"to": "erin"}, "to"),
    ],
)
def test_only_what_somebody_has_goes_to_somebody_fit(cast, a_case, told, field):
    case = a_case("active")
    row = in_place(case, cast, owner=cast.person("helen"))
    agreement = led_anew(case, cast).agreement
    usual = {"held_by": cast.person("helen"), "to": "oliver", "reason": WHY, "safeguards": [row.reference]}
    asked = {**usual, "effective_on": clock.today() + LATER, **told}
    asked["to"] = cast.person(asked["to"])
    with pytest.raises(Invalid) as wrong:
        hand_over_what_is_left(agreement, actor=cast.daniel, **asked)
    assert set(wrong.value.errors) == {field}
    row.refresh_from_db()
    assert row.owner == cast.person("helen")


def test_what_a_monitor_has_goes_over_by_a_change_that_both_sign(cast, a_case):
    case = a_case("active")
    row = in_place(case, cast)
    joan, oliver = cast.person("joan"), cast.person("oliver")
    agreement = case.agreements.get()
    seqs = list(left_with(agreement, joan, asked_by=cast.daniel).obligations)
    asked = {"held_by": joan, "to": oliver, "reason": "She leaves in spring.", "safeguards": [row.reference]}
    asked |= {"obligations": seqs, "as_monitor": True}
    for day in (None, clock.today() - LATER):
        with pytest.raises(Invalid) as wrong:
            hand_over_what_is_left(agreement, actor=cast.daniel, **asked, effective_on=day)
        assert set(wrong.value.errors) == {"effective_on"}
        row.refresh_from_db()
        assert row.owner == joan  # all of it, or nothing
    version = hand_over_what_is_left(
        agreement, actor=cast.daniel, **asked, effective_on=clock.today() + timedelta(days=1)
    )
    assert version is not None
    agreement.refresh_from_db()
    row.refresh_from_db()
    assert (version.state, version.monitor, row.owner) == ("drafting", oliver, oliver)
    assert {duty.verifier for duty in version.obligations.filter(seq__in=seqs)} == {oliver}
    assert (agreement.state, agreement.monitor) == ("active", joan)
    assert {duty.verifier for duty in agreement.obligations.filter(seq__in=seqs)} == {joan}
