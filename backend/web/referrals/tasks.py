"""What referrals ask of a person on their home page: as the one referred, and as one who prepares, approves or coordinates."""

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from backend.access.models import Role
from backend.people.models import User
from backend.referrals.models import Referral, ReleaseAuthorization
from backend.referrals.queries.choice import own_waiting, waiting_referrals
from backend.referrals.vocabulary import ReferralState, ReleaseState
from backend.web.custody.tasks import own_questions

WORK: Final = frozenset({Role.REFERRAL_COORDINATOR, Role.DECISION_MAKER, Role.COUNSEL})
COORDINATORS: Final[dict[str, Promise]] = {
    ReferralState.GATED: lazy("Offer a referral to the employee"),
    ReferralState.ACCEPTED: lazy("Offer the release for a referral"),
    ReferralState.AUTHORIZED: lazy("Send a referral to the provider"),
    ReferralState.DECLINED: lazy("Close a referral that was declined"),
    ReferralState.LAPSED: lazy("Close a referral that was not answered"),
    ReferralState.COMPLIED: lazy("Close a referral that came to its end"),
    ReferralState.NOT_COMPLIED: lazy("Close a referral that came to its end"),
}


def referral_tasks(person: User, roles: frozenset[str], waits: frozenset[str]) -> list[dict[str, Any]]:
    """Tell which referrals wait for somebody."""
    return [*(_own(person) if "referral" in waits else ()), *(_staff(person) if roles & WORK else ())]


def _own(person: User) -> Iterable[dict[str, Any]]:
    mine = own_waiting(person)
    if mine:  # questions are asked about an open referral alone
        yield from own_questions(person)
    for referral in mine:
        if referral.state == ReferralState.OFFERED:
            yield {
                "label": _("Read the referral and answer it"),
                "url": reverse("my-referral", args=[referral.reference]),
                "reference": referral.reference,
                "note": _("You may accept or decline. Declining is no misconduct."),
                "due": referral.answer_by,
            }
        elif asked := getattr(referral, "release_asked", None):
            yield {
                "label": _("Read the release and answer it"),
                "url": reverse("my-release", args=[asked]),
                "reference": referral.reference,
                "note": _("Nothing is sent to a provider before you sign it. Not signing is no misconduct."),
                "due": None,
            }
        elif referral.state == ReferralState.ACCEPTED:
            yield {
                "label": _("See what your referral waits for"),
                "url": reverse("my-referral", args=[referral.reference]),
                "reference": referral.reference,
                "note": _("Nothing is sent to a provider before you sign a release."),
                "due": None,
            }


def _staff(person: User) -> Iterable[dict[str, Any]]:
    rows = waiting_referrals(person)
    held = _with_release(rows)
    for referral in rows:
        if referral.state == ReferralState.ACCEPTED and referral.coordinator_id != person.pk:  # the fact, and no more
            label, url = (
                _("A permission to report was revoked"),
                reverse("case-referrals", args=[referral.case.reference]),
            )
        else:
            label = _label(referral, person, is_held=referral.pk in held)
            url = reverse("referral", args=[referral.reference])
        if label:
            yield {
                "label": label,
                "url": url,
                "reference": referral.reference,
                "note": "",
                "due": None,
            }


def _label(referral: Referral, person: User, *, is_held: bool) -> str:
    if referral.state == ReferralState.CONSIDERED:
        memo = getattr(referral, "memo", None)
        if memo is not None and memo.approved_at is None and memo.written_by_id != person.pk:
            return _("Read and approve the memo on a referral")
        return _("Finish preparing a referral")
    if referral.coordinator_id != person.pk or (is_held and referral.state == ReferralState.ACCEPTED):
        return ""
    return str(COORDINATORS.get(referral.state, ""))


def _with_release(rows: list[Referral]) -> set[int]:
    accepted = [row.pk for row in rows if row.state == ReferralState.ACCEPTED]
    if not accepted:
        return set()
    live = ReleaseAuthorization.objects.filter(
        referral__in=accepted, state__in=[ReleaseState.OFFERED, ReleaseState.ACTIVE]
    )
    return set(live.values_list("referral", flat=True))
