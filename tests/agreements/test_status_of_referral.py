"""A monitor learns whether a referral is kept to while the agreement is in force, and nothing else of it."""

from collections.abc import Callable

import pytest

from backend.access.policy import can
from backend.agreements.models import Agreement
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.referrals.models import Referral
from backend.referrals.queries.extract import extracts_for
from tests.builders import the_agreement
from tests.referrals.referring import play_referral

pytestmark = pytest.mark.django_db


def test_a_monitor_learns_the_status_alone(a_case: Callable[..., Case], cast: Cast) -> None:
    case = a_case("active")
    agreement: Agreement = the_agreement(case)
    referral = play_referral(case, cast, "in_service")
    monitor = cast.joan
    assert monitor.person_id == agreement.monitor_id
    assert can(monitor, "referral.see_status", referral)
    assert [told.complying for told in extracts_for(monitor, case)] == ["yes"]
    for action in ("referral.view", "referral.see_gate", "referral.see_as_provider", "referral.see_disclosures"):
        assert not can(monitor, action, Referral.objects.get(pk=referral.pk))
    for report in referral.reports.all():
        assert not can(monitor, "provider_report.view", report)
