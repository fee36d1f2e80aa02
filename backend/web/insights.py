"""Insights: figures across matters without names, and reviews of whether earlier matters form a pattern."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.models import Role
from backend.access.policy import can, permitted
from backend.access.roles import has_role
from backend.audit.reads import listed, viewed
from backend.cases.models import Case
from backend.insights.actions import ask_for_pattern, conclude_pattern
from backend.insights.figures import Facet, Figures, Wanted, figures
from backend.insights.models import PatternReview
from backend.insights.policy import BEFORE_FINDINGS, READERS_OF_FIGURES
from backend.insights.queries import RESULTS, earlier_matters, reviews_told, reviews_waiting, since_of, totals
from backend.kernel import clock
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.web.acts import act_page, too_late
from backend.web.cases.shell import CASES
from backend.web.forms.insights import ConclusionForm, FiguresForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, must, page, signed_in

PER_PAGE = 25
FACETS = {
    "result": (lazy("What was found"), lazy("Result"), lazy("Allegations by result")),
    "setting": (lazy("Where it happened"), lazy("Setting"), lazy("Allegations by setting; one may name several")),
    "conduct": (lazy("What was done"), lazy("Conduct"), lazy("Allegations by conduct; one may name several")),
    "power_relation": (lazy("Power over the person affected"), lazy("Relation"), lazy("Allegations by power relation")),
    "unit": (lazy("Where in the organisation"), lazy("Unit"), lazy("Allegations by unit")),
}
REVIEWS = PatternReview.objects.select_related("case", "asked_by__person", "concluded_by__person")


@require_safe
@never_cache
@signed_in
def insights(request: PersonRequest) -> HttpResponse:
    """Show figures across matters, for a span of days and a unit."""
    if not has_role(request.user, *READERS_OF_FIGURES):
        raise NotVisible()
    usual = {"since": since_of(), "until": clock.today(), "unit": ""}
    form = FiguresForm(request.GET or None, initial=usual)
    told: Figures | None = None
    if not form.is_bound or form.is_valid():
        given = {**usual, **{name: value for name, value in form.told().items() if value}} if form.is_bound else usual
        told = figures(request.user, Wanted(**given))
        listed([], "insight.count", actor=request.user, filters={name: str(value) for name, value in given.items()})
    shown = {
        "form": form,
        "figures": told,
        "facets": [_facet(facet) for facet in told.facets] if told else [],
        "reviews_patterns": has_role(request.user, Role.PATTERN_REVIEWER, Role.INTAKE, Role.COUNSEL),
    }
    return render(request, "web/insights/figures.html", shown)


@require_safe
@never_cache
@signed_in
def patterns(request: PersonRequest) -> HttpResponse:
    """List the pattern reviews that a person asked for on their cases, or that wait for them as reviewer."""
    if not has_role(request.user, Role.PATTERN_REVIEWER, Role.INTAKE, Role.COUNSEL):
        raise NotVisible()
    found = Paginator(reviews_told(request.user), PER_PAGE).get_page(request.GET.get("page"))
    listed(found.object_list, "pattern.list", actor=request.user)
    return render(request, "web/insights/patterns.html", {"page": found, "rows": [_row(each) for each in found]})


@require_safe
@never_cache
@page(REVIEWS, "pattern.view")
def pattern(request: PersonRequest, review: PatternReview) -> HttpResponse:
    """Show one review; the earlier matters only to the pattern reviewer, and only until the findings are decided."""
    viewed(review, "pattern.view", actor=request.user)
    may = permitted(request.user, ["pattern.read_matters", "pattern.conclude"], review)
    shown: dict[str, Any] = {
        "review": review,
        "tag": _tag(review),
        "may_conclude": "pattern.conclude" in may,
        "is_reviewer": has_role(request.user, Role.PATTERN_REVIEWER),
        "sees_case": can(request.user, "case.view", review.case),
    }
    if "pattern.read_matters" in may:
        viewed(review, "pattern.read_matters", actor=request.user)
        matters = earlier_matters(review.case)
        shown |= {
            "matters": [_matter(each) for each in matters],
            "totals": [(RESULTS[result], number) for result, number in totals(matters).items()],
            "reads": True,
        }
    return render(request, "web/insights/pattern.html", shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def ask(request: PersonRequest, case: Case) -> HttpResponse:
    """Ask the pattern reviewer to look across the earlier matters of a case’s respondent."""
    must(request.user, "pattern.ask", case)
    back = reverse("case", args=[case.reference])
    if request.method != "POST" and case.state not in BEFORE_FINDINGS:
        return too_late(request, _("Ask for a pattern review"), case.get_state_display(), back)
    form = ReasonForm(request.POST or None)
    shown = {
        "heading": _("Ask for a pattern review"),
        "reference": case.reference,
        "crumbs": [(_("Cases"), reverse("cases")), (case.reference, back)],
        "consequence": _(
            "Somebody outside the case looks across the respondent’s earlier matters. You read the conclusion, not the matters. "
            "Whoever decides the case reads neither."
        ),
        "submit": _("Ask for the review"),
    }
    return act_page(
        request,
        form,
        lambda: ask_for_pattern(case, actor=request.user, **form.cleaned_data),
        back=lambda review: reverse("pattern-review", args=[review.reference]),
        done=_("The pattern reviewer was asked."),
        shown={**shown, "cancel_url": back},
    )


@require_http_methods(["GET", "POST"])
@page(REVIEWS, "pattern.view")
def conclude(request: PersonRequest, review: PatternReview) -> HttpResponse:
    """Conclude what earlier matters have in common."""
    must(request.user, "pattern.conclude", review)
    form = ConclusionForm(request.POST or None)
    back = reverse("pattern-review", args=[review.reference])
    shown = {
        "heading": _("Conclude the pattern review"),
        "reference": review.reference,
        "crumbs": [(_("Pattern reviews"), reverse("pattern-reviews")), (review.reference, back)],
        "consequence": _(
            "Intake and counsel of the case read your conclusion. Name no earlier matter that was not substantiated."
        ),
        "submit": _("Record the conclusion"),
    }
    return act_page(
        request,
        form,
        lambda: conclude_pattern(review, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("The conclusion was recorded."),
        shown=shown,
    )


def pattern_tasks(person: User) -> list[dict[str, Any]]:
    """Give the pattern reviews that wait on a reviewer’s first page."""
    if not has_role(person, Role.PATTERN_REVIEWER):
        return []
    return [
        {
            "label": _("Look for a pattern"),
            "url": reverse("pattern-review", args=[review.reference]),
            "reference": review.reference,
            "note": _("Asked about %(case)s; possible until its findings are decided.")
            % {"case": review.case.reference},
            "due": None,
        }
        for review in reviews_waiting(person)[:PER_PAGE]
    ]


def _facet(facet: Facet) -> dict[str, Any]:
    heading, label, caption = FACETS[facet.name]
    bars = [{"label": name, "value": number} for name, number in facet.shown]
    return {
        "name": facet.name,
        "heading": heading,
        "label": label,
        "caption": caption,
        "bars": bars,
        "kept_back": ", ".join(facet.kept_back),
    }


def _row(review: PatternReview) -> dict[str, Any]:
    url = reverse("pattern-review", args=[review.reference])
    return {
        "cells": [
            {"text": review.reference, "url": url, "main": True},
            {"text": review.case.reference, "mono": True, "label": _("Case")},
            {"tag": _tag(review), "label": _("State")},
            {"day": review.asked_at, "label": _("Asked")},
        ]
    }


def _tag(review: PatternReview) -> dict[str, str]:
    if review.concluded_at:
        return {"label": str(review.get_conclusion_display()), "tone": "ok"}
    return {"label": _("Waiting for the reviewer"), "tone": "warn"}


def _matter(matter: Any) -> dict[str, Any]:
    return {
        "reference": matter.reference,
        "opened_at": matter.opened_at,
        "kind": matter.kind,
        "results": [(RESULTS[result], number) for result, number in matter.results.items()],
        "shared": [*matter.settings, *matter.conduct],
    }


urlpatterns = [
    path("", insights, name="insights"),
    path("patterns/", patterns, name="pattern-reviews"),
    path("patterns/new/<str:reference>/", ask, name="pattern-ask"),
    path("patterns/<str:reference>/", pattern, name="pattern-review"),
    path("patterns/<str:reference>/conclude/", conclude, name="pattern-conclude"),
]
