"""What an employee reads of examinations asked of them, and of help that was pointed out to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.access.models import Role
from backend.access.policy import scope_own
from backend.audit.reads import listed, viewed
from backend.documents.queries import support
from backend.kernel.errors import NotVisible
from backend.referrals.actions.suggesting import see_support, suggest_support
from backend.referrals.models import FitnessRequest, Provider, SupportSuggestion
from backend.referrals.vocabulary import ProviderState
from backend.web.acts import act_page
from backend.web.forms.registers import SuggestForm
from backend.web.pages import PersonRequest, page, signed_in
from backend.web.registers.fitness import REQUESTS, answer_facts, question_facts
from backend.web.registers.shell import only_for

SUGGESTIONS = SupportSuggestion.objects.select_related(
    "provider__secular_alternative", "suggested_by__person", "person"
)


@require_safe
@never_cache
@signed_in
def examinations(request: PersonRequest) -> HttpResponse:
    """List the examinations that were asked of the person."""
    rows = list(scope_own(request.user, "fitness.view", REQUESTS.all()).order_by("-offered_at"))
    listed(rows, "fitness.list", actor=request.user)
    return render(request, "web/registers/my_examinations.html", {"rows": rows})


@require_safe
@never_cache
@page(REQUESTS, "fitness.view")
def examination(request: PersonRequest, row: FitnessRequest) -> HttpResponse:
    """Show the person what is asked, who examines, what may be answered, and the answer once there is one."""
    if row.person_id != request.user.person_id:
        raise NotVisible
    viewed(row, "fitness.view", actor=request.user)
    shown = {
        "row": row,
        "facts": question_facts(row),
        "answer": answer_facts(row),
        "crumbs": [(_("Examinations"), reverse("my-examinations"))],
        "here": row.reference,
    }
    return render(request, "web/registers/my_examination.html", shown)


@require_safe
@never_cache
@signed_in
def my_support(request: PersonRequest) -> HttpResponse:
    """Show the person the help that was pointed out to them, and whom anybody can turn to."""
    rows = list(scope_own(request.user, "support.view", SUGGESTIONS.all()).order_by("-suggested_at"))
    if rows:
        listed(rows, "support.list", actor=request.user)
    person = request.user.person
    shown: dict[str, Any] = {
        "rows": rows,
        "contacts": support(person.jurisdiction if person else ""),
    }
    return render(request, "web/registers/my_support.html", shown)


@require_POST
@page(SUGGESTIONS, "support.see", by="uid")
def seen(request: PersonRequest, suggestion: SupportSuggestion) -> HttpResponse:
    """Take a suggestion off the person's first page."""
    see_support(suggestion, actor=request.user)
    messages.success(request, _("Noted for you. Nobody is told."))
    return redirect("my-support")


@require_http_methods(["GET", "POST"])
@never_cache
@only_for(Role.REFERRAL_COORDINATOR, Role.HR_PARTNER)
def point_out(request: PersonRequest) -> HttpResponse:
    """Point help out to somebody, without anything following from it."""
    offered = Provider.objects.filter(state=ProviderState.LISTED).order_by("name")
    form = SuggestForm(request.POST or None, offered=offered, initial={"provider": request.GET.get("provider", "")})
    shown = {
        "heading": _("Point out help to somebody"),
        "consequence": _(
            "They read it on their own page, with your name. Nothing is asked of them, nobody reports back, and nobody "
            "here can look up to whom it was pointed out."
        ),
        "submit": _("Point it out"),
        "cancel_url": reverse("home"),
    }

    def act() -> SupportSuggestion:
        return suggest_support(form.cleaned_data["person"], form.cleaned_data["provider"], actor=request.user)

    return act_page(request, form, act, back=reverse("support-new"), done=_("It was pointed out."), shown=shown)


urlpatterns = [
    path("examinations/", examinations, name="my-examinations"),
    path("examinations/<str:reference>/", examination, name="my-examination"),
    path("support/", my_support, name="my-support"),
    path("support/<uuid:reference>/seen/", seen, name="my-support-seen"),
]
