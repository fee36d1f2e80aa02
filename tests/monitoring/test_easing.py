"""Symmetry: what was kept is put before the decision maker as a fact; a person decides; nothing tightens this way."""

from datetime import timedelta
from itertools import pairwise

import pytest

from backend.access.policy import can
from backend.agreements.actions.obligations import verify_duty
from backend.agreements.actions.voiding import void_agreement
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid
from backend.monitoring.actions.breaches import drop_breach
from backend.monitoring.actions.check_ins import miss_agreement_check_in
from backend.monitoring.actions.easing import grant_easing, propose_easing, propose_easings, refuse_easing, steps_from
from backend.monitoring.models import AgreementCheckIn, Easing
from backend.monitoring.plan import earning
from tests.monitoring.scenes import WHY, at_day, first_check_in, held, suspected

pytestmark = pytest.mark.django_db


def keep(agreement, cast, count=0):
    """Hold so many check-ins and meet the obligations; gives the day after the last."""
    for duty in agreement.obligations.select_related("agreement__case"):
        verify_duty(duty, actor=cast.joan, reason=WHY, note="Seen.")
    for number in range(1, (count or earning().kept) + 1):
        check_in = held(AgreementCheckIn.objects.get(agreement=agreement, number=number), cast)
    return check_in.due_on + timedelta(days=1)


def test_a_stretch_that_was_kept_is_put_before_the_decision_maker_as_a_fact(cast, an_agreement):
    agreement = an_agreement("active")
    assert propose_easing(agreement, actor=cast.system) is None
    with at_day(keep(agreement, cast)):
        assert propose_easings() == 1
        assert propose_easings() == 0
    easing = Easing.objects.get(agreement=agreement)
    assert (easing.kept, easing.asked, easing.state) == (earning().kept, earning().kept, "proposed")
    assert can(cast.ruth, "agreement_easing.view", easing)
    for name in ("martin", "joan", "erin"):
        assert not can(getattr(cast, name), "agreement_easing.view", easing)


def test_a_miss_of_the_employee_or_an_open_suspicion_earns_none_and_ours_does_not_count(cast, an_agreement):
    agreement = an_agreement("active")
    for duty in agreement.obligations.select_related("agreement__case"):
        verify_duty(duty, actor=cast.joan, reason=WHY, note="Seen.")
    first = first_check_in(agreement)
    with at_day(first.due_on):
        miss_agreement_check_in(first, actor=cast.joan, reason=WHY, missed_by="organisation")
    for number in range(2, earning().kept + 2):
        last = held(AgreementCheckIn.objects.get(agreement=agreement, number=number), cast)
    with at_day(last.due_on + timedelta(days=1)):
        breach = suspected(agreement, cast)
        assert propose_easing(agreement, actor=cast.system) is None
        drop_breach(breach, actor=cast.daniel, reason="Explained.")
        assert propose_easing(agreement, actor=cast.system) is not None


def test_a_person_decides_and_check_ins_come_less_often_never_more(cast, an_agreement, last_event):
    agreement = an_agreement("active")
    with at_day(keep(agreement, cast)):
        easing = propose_easing(agreement, actor=cast.system)
        for name in ("joan", "daniel", "martin", "erin"):
            with pytest.raises(Forbidden):
                grant_easing(
                    easing, actor=getattr(cast, name), reason=WHY, kind="fewer_check_ins", reasons="Kept.", every="P1M"
                )
        assert "P1W" not in {str(rule) for rule in steps_from(agreement)}
        with pytest.raises(Invalid):
            grant_easing(easing, actor=cast.ruth, reason=WHY, kind="fewer_check_ins", reasons="Kept.", every="P1W")
        before = AgreementCheckIn.objects.filter(agreement=agreement, state="planned").count()
        easing = grant_easing(easing, actor=cast.ruth, reason=WHY, kind="fewer_check_ins", reasons="Kept.", every="P2M")
        planned = AgreementCheckIn.objects.filter(agreement=agreement, state="planned").order_by("due_on")
        assert 0 < planned.count() < before
        days = list(planned.values_list("due_on", flat=True))
        assert all((later - earlier).days > 50 for earlier, later in pairwise(days[:-1]))
        assert last_event(easing)[:2] == ("agreement_easing.grant", "ruth")
        assert can(cast.martin, "agreement_easing.view", easing)
        assert propose_easing(agreement, actor=cast.system) is None


def test_a_safeguard_is_looked_at_earlier_or_all_stays_as_it_is_with_reasons(cast, an_agreement):
    agreement = an_agreement("active")
    with at_day(keep(agreement, cast)):
        easing = propose_easing(agreement, actor=cast.system)
        with pytest.raises(Invalid):
            grant_easing(easing, actor=cast.ruth, reason=WHY, kind="safeguard_review", reasons="Kept.")
        with pytest.raises(Invalid):
            refuse_easing(easing, actor=cast.ruth, reason=WHY, reasons=" ")
        easing = refuse_easing(easing, actor=cast.ruth, reason=WHY, reasons="The review is next week.")
        assert not can(cast.martin, "agreement_easing.view", easing)
        assert propose_easing(agreement, actor=cast.system) is None


def test_an_easing_ends_with_its_agreement(cast, an_agreement):
    agreement = an_agreement("active")
    with at_day(keep(agreement, cast)):
        easing = propose_easing(agreement, actor=cast.system)
        until = clock.today() + timedelta(days=30)
        grant_easing(
            easing, actor=cast.ruth, reason=WHY, kind="safeguard_review", reasons="Kept.", what="Client events", review_on=until
        )  # fmt: skip
        void_agreement(agreement, actor=cast.ruth, reason="A defect in law was found.")
    easing.refresh_from_db()
    assert easing.state == "ended"


def test_an_obligation_that_is_late_earns_none(cast, an_agreement):
    agreement = an_agreement("active")
    for number in range(1, earning().kept + 1):
        check_in = held(AgreementCheckIn.objects.get(agreement=agreement, number=number), cast)
    with at_day(check_in.due_on + timedelta(days=1)):
        assert agreement.obligations.filter(state="scheduled", due_on__lt=clock.today()).exists()
        assert propose_easing(agreement, actor=cast.system) is None
