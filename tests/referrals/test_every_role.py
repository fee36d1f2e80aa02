"""Every role of the company, and everybody in it, against every permission of the compartment: who may, and that nobody else may."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from backend.access.models import Role, RoleHolding
from backend.access.policy import Policy, can, scope
from backend.access.roles import grant_role
from backend.cases.models import Case
from backend.demo.cast import KEYS, Cast
from backend.people.models import User
from backend.referrals.actions.barriers import ask_barrier
from backend.referrals.models import BarrierQuery, ProviderFile, ProviderReport, Referral, ReleaseAuthorization
from tests.referrals.referring import helena, play_referral
from tests.referrals.reported import a_file, a_report

pytestmark = pytest.mark.django_db
MODELS: Final = (Referral, ReleaseAuthorization, ProviderReport, ProviderFile, BarrierQuery)

COORDINATOR, EMPLOYEE, PROVIDER, DECIDES = {"mira"}, {"martin"}, {"helena"}, {"ruth"}
NOBODY: Final[set[str]] = set()
WHO: Final[dict[str, set[str]]] = {
    "referral.view": COORDINATOR | EMPLOYEE,
    "referral.see_gate": COORDINATOR | DECIDES | {"hugo"},
    "referral.see_status": COORDINATOR | DECIDES | {"clara", "daniel", "hugo"},
    "referral.see_as_provider": PROVIDER,
    "referral.see_ended": NOBODY,
    "referral.prepare": DECIDES,
    "referral.approve_memo": {"hugo"},
    "referral.gate": DECIDES,
    "referral.withdraw": DECIDES | COORDINATOR,
    "referral.void": DECIDES,
    "referral.see_disclosures": COORDINATOR | EMPLOYEE,
    "referral.unauthorize": COORDINATOR | EMPLOYEE,
    **dict.fromkeys(("referral.accept", "referral.choose", "referral.authorize", "referral.decline"), EMPLOYEE),
    **dict.fromkeys(("referral.offer", "referral.lapse", "referral.hand_over", "referral.offer_release"), COORDINATOR),
    **dict.fromkeys(("referral.send", "referral.conclude", "referral.conclude_unmet", "referral.close"), COORDINATOR),
    **dict.fromkeys(("referral.take", "referral.turn_down", "referral.report", "referral.evaluate"), PROVIDER),
    **dict.fromkeys(("referral.recommend", "referral.begin", "referral.follow_up"), PROVIDER),
    "release.view": COORDINATOR | EMPLOYEE,
    "release.expire": COORDINATOR,
    "release.note_revoked": COORDINATOR,
    "release.end": NOBODY,
    **dict.fromkeys(("release.sign", "release.not_sign", "release.revoke"), EMPLOYEE),
    "provider_report.view": COORDINATOR | EMPLOYEE | PROVIDER,
    "provider_report.replace": PROVIDER,
    "provider_report.take_note": COORDINATOR,
    "provider_file.replace": PROVIDER,
    **dict.fromkeys(("provider_file.view", "provider_file.open"), COORDINATOR),
    **dict.fromkeys(("provider_file.clear", "provider_file.seal", "provider_file.misdirect"), COORDINATOR),
    "barrier.view": COORDINATOR | EMPLOYEE,
    "barrier.answer": EMPLOYEE,
    **dict.fromkeys(("barrier.excuse", "barrier.not_excuse"), COORDINATOR),
    **dict.fromkeys(("barrier.lapse", "barrier.drop"), NOBODY),
}


@pytest.fixture
def referral(a_case: Callable[..., Case], cast: Cast) -> Referral:
    referral = play_referral(a_case("outcome_decided"), cast, "in_service")
    a_file(referral, cast)
    ask_barrier(a_report(referral, cast), actor=helena(cast))
    return referral


def everybody(cast: Cast) -> dict[str, User]:
    return {**{key: getattr(cast, key) for key in KEYS}, "helena": helena(cast)}


def actions() -> list[tuple[Any, str]]:
    return [(model, action) for model in MODELS for action in sorted(Policy.registry[model].actions)]


def test_everybody_against_every_permission(referral: Referral, cast: Cast) -> None:
    assert {action for _, action in actions()} == set(WHO)
    people = everybody(cast)
    for model, action in actions():
        row = Referral.objects.get(pk=referral.pk) if model is Referral else model.objects.order_by("-pk").first()
        assert row is not None
        may = {key for key, person in people.items() if can(person, action, row)}
        assert may == WHO[action], action
        listed = {key for key, person in people.items() if scope(person, action, model.objects.all()).exists()}
        assert listed == may, action


def test_a_role_alone_opens_nothing(referral: Referral, cast: Cast) -> None:
    """Whoever holds every role there is, and has no part in this referral, sees nothing of it; nor does a superuser."""
    assert set(Role) == set(RoleHolding.objects.values_list("role", flat=True)), "somebody in the cast holds every role"
    for role in set(Role) - {Role.AUDITOR}:  # an auditor holds no other
        grant_role(cast.noor, role, purpose="Tries.", actor=cast.sam, reason="A test.")
    noor = User.objects.get(pk=cast.noor.pk)
    noor.is_superuser = True
    for model, action in actions():
        assert not scope(noor, action, model.objects.all()).exists(), action


def test_the_employee_loses_nothing_and_gains_nothing_by_a_role(referral: Referral, cast: Cast) -> None:
    """A coordinator who is referred keeps the rights of the person, and holds no office over their own matter."""
    grant_role(cast.martin, Role.REFERRAL_COORDINATOR, purpose="Tries.", actor=cast.sam, reason="A test.")
    martin = User.objects.get(pk=cast.martin.pk)
    for model, action in actions():
        may = scope(martin, action, model.objects.all()).exists()
        assert may == ("martin" in WHO[action]), action
