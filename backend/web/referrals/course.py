"""The course of a referral, for its coordinator alone: releases, reports, files, questions, and what was disclosed."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.policy import scope
from backend.people.models import User
from backend.referrals.actions.preparing import lifecycle
from backend.referrals.models import BarrierQuery, ProviderFile, ProviderReport, Referral
from backend.referrals.papers import said_in
from backend.referrals.queries.choice import disclosures_of
from backend.referrals.queries.custody import WAITING
from backend.referrals.vocabulary import FileState, ReferralState

CONCLUSIONS: Final = {
    "conclude": "referral-conclude",
    "conclude_unmet": "referral-conclude-unmet",
}  # moves, and their pages


def course_shown(referral: Referral, person: User) -> dict[str, Any]:
    """Give the course of a referral to its coordinator; each part is found as its own page would find it."""
    said = said_in(referral)
    reports = scope(person, "provider_report.view", ProviderReport.objects.filter(referral=referral))
    files = scope(person, "provider_file.view", ProviderFile.objects.filter(referral=referral))
    queries = scope(person, "barrier.view", BarrierQuery.objects.filter(referral=referral))
    return {
        "releases": list(referral.releases.select_related("provider", "document").order_by("-pk")),
        "reports": list(reports.select_related("author").order_by("-sent_at")),
        "files": list(files.order_by("-received_at")),
        "queries": list(queries.order_by("-asked_at")),
        "disclosures": list(disclosures_of(person, referral)),
        "words": [
            {"key": key, "value": value, "lines": True}
            for key, value in (
                (_("What the employee said"), said.decline_reason),
                (_("Note at the end"), said.end_note),
            )
            if value
        ],
    }


def conclusions(referral: Referral, person: User) -> list[dict[str, Any]]:
    """Offer the last word on a referral to whoever may say it now."""
    return [
        {"label": move.label, "url": reverse(CONCLUSIONS[move.name], args=[referral.reference])}
        for move in lifecycle.open_to(referral, person)
        if move.name in CONCLUSIONS
    ]


def course_next(referral: Referral, course: dict[str, Any]) -> dict[str, Any] | None:
    """Say what of the course waits for its coordinator before anything else: an unread file, an answer to weigh, the last word."""
    for file in course["files"]:
        if file.state == FileState.QUARANTINED:
            label, url = _("Look at a provider’s file"), reverse("provider-file", args=[file.reference])
            return {"heading": label, "text": _("Nobody else opens it before you have."), "action": label, "url": url}
    for query in course["queries"]:
        if query.state in WAITING:
            label, url = _("Weigh what stood in the way"), reverse("barrier-query", args=[query.reference])
            return {
                "heading": label,
                "text": _("Until then it is not known whether the referral is kept to."),
                "action": label,
                "url": url,
            }
    if referral.state == ReferralState.FOLLOWED_UP:
        label, url = (
            _("Conclude whether a referral was complied with"),
            reverse("referral-conclude", args=[referral.reference]),
        )
        text = _("It lifts no sanction, no restriction and no finding. A return to work is decided on its own.")
        return {"heading": label, "text": text, "action": label, "url": url}
    return None
