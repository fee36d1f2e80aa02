"""Roles are given by administrators, to others, for a time; an auditor never writes."""

from datetime import timedelta

import pytest

from backend.access.models import Role, RoleHolding
from backend.access.roles import end_role, grant_role, has_role, live_roles, users_with
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Refused

pytestmark = pytest.mark.django_db


def test_an_administrator_gives_a_role_and_ends_it(cast, last_event):
    holding = grant_role(
        cast.noor, Role.MONITOR, purpose="Monitors agreements in Bristol.", actor=cast.sam, reason="Asked by HR."
    )
    assert has_role(cast.noor, Role.MONITOR)
    assert cast.noor in users_with(Role.MONITOR)
    assert last_event(holding) == ("access.grant_role", "sam", "Asked by HR.")
    end_role(holding, actor=cast.sam, reason="Moved on.")
    cast.noor.__dict__.pop("_live_roles", None)
    assert not has_role(cast.noor, Role.MONITOR)


def test_nobody_gives_a_role_to_themselves_and_nobody_but_an_administrator_gives_one(cast):
    with pytest.raises(Forbidden, match="themselves"):
        grant_role(cast.sam, Role.INTAKE, purpose="x", actor=cast.sam, reason="x")
    with pytest.raises(Forbidden):
        grant_role(cast.noor, Role.INTAKE, purpose="x", actor=cast.omar, reason="x")
    assert live_roles(cast.noor) == frozenset()


def test_an_auditor_holds_no_role_that_writes(cast):
    with pytest.raises(Refused) as refusal:
        grant_role(cast.lena, Role.INTAKE, purpose="x", actor=cast.sam, reason="x")
    assert refusal.value.code == "auditor-writes"
    with pytest.raises(Refused):
        grant_role(cast.ines, Role.AUDITOR, purpose="x", actor=cast.sam, reason="x")


def test_a_role_ends_by_itself(cast):
    until = clock.now() + timedelta(days=30)
    grant_role(cast.noor, Role.MONITOR, purpose="For a month.", actor=cast.sam, reason="x", ends_at=until)
    with clock.at(until + timedelta(seconds=1)):
        assert not has_role(cast.noor, Role.MONITOR)
    assert RoleHolding.objects.filter(user=cast.noor).count() == 1
