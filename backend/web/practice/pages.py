"""P1 and P2: the referrals of a provider, one of them as it was shared, and the answer to it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope
from backend.audit.reads import listed, viewed
from backend.referrals.actions.taking import take_referral, turn_down_referral
from backend.referrals.models import ProviderContact, ProviderReport, Referral
from backend.referrals.queries.as_provider import as_provider, due_of, shown_name
from backend.referrals.queries.custody import asked_again
from backend.referrals.vocabulary import ReferralState, ReportKind
from backend.web.acts import act_page, too_late
from backend.web.forms.moves import PlainForm
from backend.web.forms.practice import KIND_WORDS
from backend.web.pages import PersonRequest
from backend.web.practice.own import REFERRALS, own_referral, practice

MAIN_KINDS = (ReportKind.RECEIPT, ReportKind.INITIAL, ReportKind.STATUS)


@require_safe
@never_cache
@practice
def referrals(request: PersonRequest, contact: ProviderContact) -> HttpResponse:
    """P1: list the referrals to the practice, those that wait for an answer first."""
    rows = list(scope(request.user, "referral.see_as_provider", REFERRALS.all()).order_by("-sent_at"))
    ended = list(scope(request.user, "referral.see_ended", Referral.objects.all()).order_by("-sent_at"))
    listed(rows, "referral.list", actor=request.user)
    due = due_of(rows)
    told = [
        {"referral": row, "name": shown_name(row), "due": due[row.key], "waits": row.state == ReferralState.SENT}
        for row in rows
    ]
    told.sort(key=lambda each: (not each["waits"], each["due"] is None, str(each["due"])))
    return render(
        request, "web/practice/referrals.html", {"practice": contact.provider, "referrals": told, "ended": ended}
    )


@require_safe
@never_cache
@own_referral("referral.see_as_provider")
def referral(request: PersonRequest, referral: Referral) -> HttpResponse:
    """P2: show a referral as it was shared, what may be reported and what must not, and what comes next."""
    viewed(referral, "referral.see_as_provider", actor=request.user)
    seen = as_provider(referral)
    reports = list(
        scope(request.user, "provider_report.view", ProviderReport.objects.filter(referral=referral))
        .select_related("replaced_by")
        .order_by("-sent_at")
    )
    shown = {
        "referral": referral,
        "seen": seen,
        "waits": referral.state == ReferralState.SENT,
        "reports": reports,
        "next": _next(referral, seen.kinds, {report.kind for report in reports}),
        "kinds": [
            {"kind": kind, "label": KIND_WORDS[kind][0], "note": KIND_WORDS[kind][1]}
            for kind in seen.kinds
            if kind != ReportKind.SAFETY
        ],
        "safety": ReportKind.SAFETY in seen.kinds,
        "asked_again": list(asked_again(request.user).filter(referral=referral)),
    }
    return render(request, "web/practice/referral.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@own_referral("referral.see_as_provider")
def accept(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Accept a referral."""
    return _answer(
        request,
        referral,
        act=take_referral,
        what=_("Accept the referral"),
        consequence=_(
            "You then see the person’s full name and address, and report by codes and days until the release ends."
        ),
        done=_("You accepted the referral."),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@own_referral("referral.see_as_provider")
def decline(request: PersonRequest, referral: Referral) -> HttpResponse:
    """Decline a referral; nobody asks why."""
    return _answer(
        request,
        referral,
        act=turn_down_referral,
        what=_("Decline the referral"),
        consequence=_(
            "Nobody asks you why. The release for your practice ends, and the person may choose somebody else."
        ),
        done=_("You declined the referral. It is closed to you."),
    )


def _answer(
    request: PersonRequest, referral: Referral, *, act: Any, what: str, consequence: str, done: str
) -> HttpResponse:
    back = reverse("practice-referral", args=[referral.reference])
    if referral.state != ReferralState.SENT:
        return too_late(request, what, referral.get_state_display(), back)
    after = reverse("practice") if act is turn_down_referral else back
    shown = {"heading": what, "reference": referral.reference, "consequence": consequence, "submit": what}
    return act_page(
        request,
        PlainForm(request.POST if request.method == "POST" else None),
        lambda: act(referral, actor=request.user),
        back=after,
        done=done,
        shown={**shown, "cancel_url": back},
        template="web/mine/act.html",
    )


def _next(referral: Referral, kinds: tuple[ReportKind, ...], sent: set[str]) -> dict[str, str] | None:
    """Name the one thing to do next."""
    if referral.state == ReferralState.SENT:
        return None
    wanted = [kind for kind in MAIN_KINDS if kind in kinds and not (kind == ReportKind.RECEIPT and kind in sent)]
    if not wanted:
        return None
    return {
        "heading": _("Next: %(what)s") % {"what": str(KIND_WORDS[wanted[0]][0]).lower()},
        "action": str(KIND_WORDS[wanted[0]][0]),
        "url": reverse("practice-report-new", args=[referral.reference, wanted[0]]),
    }
