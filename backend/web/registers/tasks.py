"""What the registers, examinations and suggestions ask of a person on their home page."""

from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.access.models import Role
from backend.access.policy import scope
from backend.kernel import clock
from backend.people.models import User
from backend.referrals.models import FitnessRequest
from backend.referrals.policy.examinations import KNOW_OF_EXAMINATIONS
from backend.referrals.queries.keeping import licences_to_check, reviews_due, standing_of
from backend.referrals.vocabulary import FitnessState
from backend.web.forms.inquiry import end_of

MOST: Final = 5


def register_tasks(person: User, roles: frozenset[str], waits: frozenset[str]) -> list[dict[str, Any]]:
    """Tell what waits: licences to check, reviews that are due, examinations to decide or to tell of, and help pointed out."""
    tasks = _suggested() if "support" in waits else []
    if Role.REFERRAL_COORDINATOR in roles:
        tasks += [*_licences(), *_reviews()]
    if not roles.isdisjoint(KNOW_OF_EXAMINATIONS):
        tasks += _examinations(person)
    return tasks


def _suggested() -> list[dict[str, Any]]:
    note = _("It is voluntary. Nobody is told whether you read it.")
    return [_task(_("Help was pointed out to you"), reverse("my-support"), note)]


def _licences() -> list[dict[str, Any]]:
    today = clock.today()
    rows = list(licences_to_check(today)[: MOST + 1])
    if len(rows) > MOST:
        return [
            _task(
                _("Check the licences that end soon or are not verified"),
                f"{reverse('providers')}?view=licences",
                _("More than %(number)s wait.") % {"number": MOST},
                due=rows[0].expires_on,
            )
        ]
    words = {
        "expired": _("Renew a licence that has expired"),
        "ends_soon": _("Check a licence that ends soon"),
        "not_verified": _("Verify a licence with its authority"),
    }
    return [
        _task(
            words[standing_of(row, today)],
            reverse("licence-verify", args=[row.uid]),
            f"{row.provider.name}, {row.holder}",
            due=row.expires_on if row.verified_on else None,
        )
        for row in rows
    ]


def _reviews() -> list[dict[str, Any]]:
    days = list(reviews_due(clock.today()).values_list("review_due", flat=True))
    if not days:
        return []
    words = ngettext("%(count)s review is due", "%(count)s reviews are due", len(days)) % {"count": len(days)}
    url = f"{reverse('evidence-register')}?view=due"
    return [_task(_("Review the evidence register"), url, words, due=days[0])]


def _examinations(person: User) -> list[dict[str, Any]]:
    parts = (
        ("fitness.approve", FitnessState.ASKED, _("Decide, as counsel, on a request for an examination")),
        ("fitness.offer", FitnessState.APPROVED, _("Tell an employee of an examination")),
        ("fitness.answer", FitnessState.OFFERED, _("Note an examiner’s answer, once it is there")),
    )
    waiting = {
        action: scope(person, action, FitnessRequest.objects.filter(state=state)).values_list("reference", flat=True)
        for action, state, _label in parts
    }
    return [
        _task(label, reverse("fitness-request", args=[reference]), "", reference=reference)
        for action, _state, label in parts
        for reference in waiting[action][:MOST]
    ]


def _task(label: str, url: str, note: str, *, reference: str = "", due: date | None = None) -> dict[str, Any]:
    return {"label": label, "url": url, "note": note, "reference": reference, "due": end_of(due) if due else None}
