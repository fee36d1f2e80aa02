"""What those who keep the evidence register do: enter an intervention, review what is known of it, and give one up."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.cases.vocabulary import Track
from backend.kernel.errors import Forbidden
from backend.referrals.actions.grading import (
    add_intervention,
    edit_intervention,
    grade_evidence,
    retire_intervention,
)
from backend.referrals.models import EvidenceGrade, Intervention
from backend.referrals.policy.registers import REGISTER_READERS, may_keep_register
from backend.referrals.queries.register import current_grade
from backend.web.acts import act_page, too_late
from backend.web.forms.interventions import CitationForm, CitationFormSet, GradeForm, InterventionForm
from backend.web.forms.registers import RegisterReasonForm
from backend.web.pages import PersonRequest, absent, attempt, must, page
from backend.web.registers.evidence import INTERVENTIONS
from backend.web.registers.shell import only_for


@require_http_methods(["GET", "POST"])
@never_cache
@only_for(*REGISTER_READERS)
def new(request: PersonRequest) -> HttpResponse:
    """Add an intervention."""
    if not may_keep_register(request.user):
        raise Forbidden
    form = InterventionForm(request.POST or None)
    shown = {
        "heading": _("Add an intervention"),
        "consequence": _("Nobody can be referred to it before somebody has reviewed what is known of it."),
        "submit": _("Add the intervention"),
        "crumbs": [(_("Evidence register"), reverse("evidence-register"))],
        "cancel_url": reverse("evidence-register"),
    }
    return act_page(
        request,
        form,
        lambda: add_intervention(form.kind_told(), actor=request.user),
        back=_at,
        done=_("The intervention was added."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(INTERVENTIONS, "intervention.view", by="code")
def edit(request: PersonRequest, intervention: Intervention) -> HttpResponse:
    """Change how the register describes an intervention."""
    must(request.user, "intervention.edit", intervention)
    form = InterventionForm(request.POST or None, initial=InterventionForm.first(intervention))
    form.fields["code"].disabled = True
    shown = {**_head(intervention), "heading": _("Change the description"), "submit": _("Save")}
    return act_page(
        request,
        form,
        lambda: edit_intervention(intervention, form.kind_told(intervention), actor=request.user),
        back=_at(intervention),
        done=_("Saved."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(INTERVENTIONS, "intervention.view", by="code")
def grade(request: PersonRequest, intervention: Intervention, track: str) -> HttpResponse:
    """Review what is known for one track of conduct; the review before it stays, with the referrals that rest on it."""
    if track not in Track.values:
        return absent(request)
    must(request.user, "intervention.grade", intervention)
    if intervention.retired_on is not None:
        return too_late(request, _("Review the evidence"), _("Given up"), _at(intervention))
    before = current_grade(intervention, track)
    form = GradeForm(request.POST or None, initial=GradeForm.first(before))
    sources = CitationFormSet(request.POST or None, initial=CitationForm.first(before), prefix="sources")
    if request.method == "POST" and all([form.is_valid(), sources.is_valid()]):
        review = form.review(track, _citations(sources, before))
        if attempt(form, grade_evidence, intervention, review, actor=request.user):
            return redirect(_at(intervention))
    shown = {
        **_head(intervention),
        "heading": _("Review the evidence"),
        "sub": f"{intervention.name}: {Track(track).label}",
        "form": form,
        "sources": sources,
        "here": _("Review"),
    }
    return render(request, "web/registers/grade.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(INTERVENTIONS, "intervention.view", by="code")
def retire(request: PersonRequest, intervention: Intervention) -> HttpResponse:
    """Take an intervention out of the offer."""
    must(request.user, "intervention.retire", intervention)
    form = RegisterReasonForm(request.POST or None)
    shown = {
        **_head(intervention),
        "heading": _("Take it out of the offer"),
        "consequence": _("Nobody is referred to it any more, and it needs no review. Referrals that run go on."),
        "submit": _("Take it out"),
    }
    return act_page(
        request,
        form,
        lambda: retire_intervention(intervention, actor=request.user, **form.cleaned_data),
        back=_at(intervention),
        done=_("It is not offered any more."),
        shown=shown,
    )


def _citations(sources: Any, before: EvidenceGrade | None) -> list[dict[str, object]]:
    known = {citation.get("title"): citation for citation in (before.citations if before else [])}
    typed = [each.citation(known.get(each.cleaned_data.get("title"))) for each in sources]
    return [citation for citation in typed if citation]


def _at(intervention: Intervention) -> str:
    return reverse("evidence", args=[intervention.code])


def _head(intervention: Intervention) -> dict[str, Any]:
    crumbs = [(_("Evidence register"), reverse("evidence-register")), (intervention.name, _at(intervention))]
    return {"crumbs": crumbs, "cancel_url": _at(intervention)}
