"""Conflicts of interest on one case: who is kept out, who declared what, waivers, challenges, handovers; and one's own part in them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can, scope
from backend.cases.actions.impartiality import declare_conflicts, recuse
from backend.cases.actions.routing import take_in_case
from backend.cases.actions.waivers import ask_waiver
from backend.cases.models import (
    Case,
    CaseBar,
    CaseRoute,
    ConflictChallenge,
    ConflictDeclaration,
    ConflictWaiver,
    Handover,
)
from backend.cases.vocabulary import Declared
from backend.web.acts import act_page
from backend.web.cases.shell import CASES, frame, opened
from backend.web.forms.conflicts import AskWaiverForm, DeclareForm, TakeInForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, must, page

SEE = "case.see_conflicts"


@require_safe
@page(CASES, "case.view")
def conflicts(request: PersonRequest, case: Case) -> HttpResponse:
    """Show what is known of conflicts on a case; who is kept out is for whoever takes the case in."""
    must(request.user, SEE, case)
    person = request.user
    may = opened(case, person, part="conflicts")
    declarations = scope(person, "declaration.view", ConflictDeclaration.objects.filter(case=case))
    shown = {
        "bars": scope(person, "case_bar.view", CaseBar.objects.filter(case=case, ended=None))
        .select_related("person")
        .order_by("rule", "pk"),
        "sees_bars": "case.ask_waiver" in may,
        "declarations": [(each, _yes(each)) for each in declarations.select_related("person").order_by("-pk")],
        "waivers": scope(person, "waiver.view", ConflictWaiver.objects.filter(case=case)).select_related("person"),
        "challenges": scope(person, "challenge.view", ConflictChallenge.objects.filter(case=case)).select_related(
            "person"
        ),
        "handovers": scope(person, "handover.view", Handover.objects.filter(case=case)).select_related("person"),
        "may_ask": "case.ask_waiver" in may and case.is_open,
        "may_step_aside": "case.recuse" in may,
        "may_take_in": can(person, "case.take_in", case),
        "route": CaseRoute.objects.filter(case=case).first(),
        "unsigned": ConflictDeclaration.objects.filter(case=case, person=person.person, signed_at=None).exists(),
    }
    return render(request, "web/conflicts/of_case.html", {**frame(case, may, section="case-conflicts"), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def declare(request: PersonRequest, case: Case) -> HttpResponse:
    """Sign one's own declaration about conflicts of interest."""
    must(request.user, "case.declare", case)
    form = DeclareForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Sign your declaration"),
        "consequence": _(
            "A tie to somebody in this case ends your access at once, unless the independent channel waived it. "
            "A false or late declaration can itself be reported."
        ),
        "submit": _("Sign"),
    }
    return act_page(
        request,
        form,
        lambda: declare_conflicts(case, actor=request.user, reason="Signed by themselves.", **form.cleaned_data),
        back=reverse("home"),
        done=_("Your declaration is signed."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def step_aside(request: PersonRequest, case: Case) -> HttpResponse:
    """Step aside from a case."""
    must(request.user, "case.recuse", case)
    form = ReasonForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Step aside"),
        "consequence": _(
            "Your access to this case ends at once and you cannot be appointed to it again. "
            "Whoever leads it sees what you read until now."
        ),
        "submit": _("Step aside"),
    }
    return act_page(
        request,
        form,
        lambda: recuse(case, actor=request.user, **form.cleaned_data),
        back=reverse("home"),
        done=_("You stepped aside."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def take_in(request: PersonRequest, case: Case) -> HttpResponse:
    """Take in, as the independent channel, a case that came to it."""
    must(request.user, "case.take_in", case)
    form = TakeInForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Take the case in"),
        "consequence": _(
            "This case came to the independent channel because of whom it is about. "
            "You take it in from now on: you see its file, and you appoint whoever works on it."
        ),
        "facts": [{"key": _("Why it came to you"), "value": case.route.words}],
        "submit": _("Take the case in"),
    }
    return act_page(
        request,
        form,
        lambda: take_in_case(case, actor=request.user, **form.cleaned_data),
        back=reverse("case", args=[case.reference]),
        done=_("You take this case in now."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def waiver_ask(request: PersonRequest, case: Case) -> HttpResponse:
    """Ask the independent channel to waive a conflict."""
    must(request.user, "case.ask_waiver", case)
    form = AskWaiverForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Ask for a waiver"),
        "consequence": _(
            "Only the independent channel decides. What it waives, both parties are told. "
            "A party, a line of today and an independent matter’s department are never waived."
        ),
        "submit": _("Ask"),
    }
    return act_page(
        request,
        form,
        lambda: ask_waiver(case, actor=request.user, **form.cleaned_data),
        back=reverse("case-conflicts", args=[case.reference]),
        done=_("The independent channel was asked."),
        shown=shown,
    )


def _yes(declaration: ConflictDeclaration) -> list[Any]:
    return [Declared(code).label for code in declaration.told if code in Declared.values]


urlpatterns = [
    path("", conflicts, name="case-conflicts"),
    path("declare/", declare, name="case-declare"),
    path("step-aside/", step_aside, name="case-recuse"),
    path("take-in/", take_in, name="case-take-in"),
    path("waiver/", waiver_ask, name="case-ask-waiver"),
]
