"""Referrals as a section of a case: how they stand in one word, and the beginning of a new one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can, scope
from backend.cases.models import Case
from backend.kernel.errors import NotVisible
from backend.referrals.actions.preparing import consider_referral
from backend.referrals.models import Referral
from backend.referrals.queries.choice import reasons_open_in
from backend.referrals.queries.gate import open_referral_in
from backend.referrals.queries.told import standings_in
from backend.web.acts import act_page
from backend.web.cases.shell import CASES, frame, opened
from backend.web.forms.referrals import ConsiderForm
from backend.web.pages import PersonRequest, must, page
from backend.web.referrals.shared import sent
from backend.web.registers.shell import sections

KNOW = "referral.know"


@require_safe
@page(CASES, "case.view")
def referrals(request: PersonRequest, case: Case) -> HttpResponse:
    """Show how the referrals of a case stand, and nothing of their course."""
    if not can(request.user, KNOW, case):
        raise NotVisible
    may = opened(case, request.user, part="referrals")
    at_gate = set(
        scope(request.user, "referral.see_gate", Referral.objects.filter(case=case)).values_list("reference", flat=True)
    )
    shown = {
        "standings": [
            {"told": row, "url": reverse("referral", args=[row.reference]) if row.reference in at_gate else ""}
            for row in standings_in(case, request.user)
        ],
        "unseen": list(
            scope(request.user, "referral.see_gate", Referral.objects.filter(case=case))
            .exclude(pk__in=scope(request.user, "referral.see_status", Referral.objects.filter(case=case)).values("pk"))
            .order_by("pk")
        ),
        "can_consider": "referral.consider" in may and case.is_open and not open_referral_in(case),
        "registers": sections(request.user, "case-referrals"),
    }
    return render(request, "web/referrals/of_case.html", {**frame(case, may, section="case-referrals"), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def consider(request: PersonRequest, case: Case) -> HttpResponse:
    """Begin to prepare a referral of the respondent."""
    must(request.user, "referral.consider", case)
    form = ConsiderForm(sent(request), allegations=reasons_open_in(case))

    def act() -> Referral:
        given = form.cleaned_data
        return consider_referral(
            case,
            intervention=given["intervention"],
            said=form.said(),
            ends_on=given["ends_on"],
            kind=given["kind"],
            actor=request.user,
        )

    shown = {
        **frame(case, set()),
        "heading": _("Prepare a referral"),
        "consequence": _(
            "Nobody is told yet. A memo, the evidence, a safeguard and a choice of providers come first, and counsel approves the memo."
        ),
        "submit": _("Begin to prepare it"),
        "cancel_url": reverse("case-referrals", args=[case.reference]),
    }
    return act_page(
        request,
        form,
        act,
        back=lambda made: reverse("referral", args=[made.reference]),
        done=_("The referral is being prepared. Below you see what must stand before it is offered."),
        shown=shown,
    )


urlpatterns = [
    path("<str:reference>/referrals/", referrals, name="case-referrals"),
    path("<str:reference>/referrals/new/", consider, name="referral-new"),
]
