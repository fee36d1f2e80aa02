"""Break-glass: opening one case in an emergency, seeing who did, ending it and reviewing it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.models import Role
from backend.access.policy import can, permitted
from backend.access.roles import has_role
from backend.audit.reads import listed, viewed
from backend.cases.actions.break_glass import break_glass, end_break_glass, review_break_glass
from backend.cases.glass import opening_role
from backend.cases.models import BreakGlass
from backend.cases.queries import glasses_to_look_at, glasses_told, reads_under
from backend.kernel import clock
from backend.kernel.errors import NotVisible
from backend.people.models import User
from backend.web.acts import act_page
from backend.web.forms.moves import ReasonForm
from backend.web.forms.oversight import BreakGlassForm, BreakGlassReviewForm
from backend.web.pages import PersonRequest, attempt, must, note_refusal, page, signed_in

PER_PAGE = 25
GLASSES = BreakGlass.objects.select_related("case", "user__person", "review__reviewed_by__person")
END, REVIEW = "access.end_break_glass", "access.review_break_glass"


@require_safe
@never_cache
@signed_in
def glasses(request: PersonRequest) -> HttpResponse:
    """List the emergency accesses that the person may know of, the newest first."""
    may_open = bool(opening_role(request.user))
    if not (may_open or has_role(request.user, Role.PRIVACY_OFFICER, Role.AUDITOR)):
        raise NotVisible()
    found = Paginator(glasses_told(request.user), PER_PAGE).get_page(request.GET.get("page"))
    listed(found.object_list, "break_glass.list", actor=request.user)
    shown = {"page": found, "items": [_item(each) for each in found], "may_open": may_open}
    return render(request, "web/break_glass/list.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def new(request: PersonRequest) -> HttpResponse:
    """Open one case by its exact reference; whatever cannot be opened is refused in the same words, and each try is recorded."""
    if not opening_role(request.user):
        raise NotVisible()
    form = BreakGlassForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            glass = attempt(form, break_glass, actor=request.user, **form.cleaned_data)
        except NotVisible as refusal:
            note_refusal(request, "access.break_glass", target=form.cleaned_data["reference"])
            form.add_error("reference", refusal.detail)
            glass, status = None, 404
        if glass:
            until = timezone.localtime(glass.ends_at).strftime("%H:%M %Z")
            messages.success(request, _("You can read this case until %(until)s.") % {"until": until})
            return redirect("case", glass.case.reference)
    return render(request, "web/break_glass/new.html", {"form": form}, status=status)


@require_safe
@never_cache
@page(GLASSES, "break_glass.view")
def glass(request: PersonRequest, glass: BreakGlass) -> HttpResponse:
    """Show one emergency access: who, why, until when, what was read under it, and its review."""
    viewed(glass, "break_glass.view", actor=request.user)
    may = permitted(request.user, [END, REVIEW], glass)
    review = glass.review
    shown = {
        "glass": glass,
        "review": review,
        "reads": reads_under(glass),
        "sees_case": can(request.user, "case.view", glass.case),
        "sees_words": not has_role(request.user, Role.AUDITOR),
        "may_end": END in may and glass.is_open,
        "may_review": REVIEW in may and not glass.is_open and not review.reviewed_at,
        "waits_for_end": REVIEW in may and glass.is_open,
        **_standing(glass),
    }
    return render(request, "web/break_glass/glass.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(GLASSES, "break_glass.view")
def end(request: PersonRequest, glass: BreakGlass) -> HttpResponse:
    """End an emergency access before its time is over."""
    must(request.user, END, glass)
    back = reverse("break-glass", args=[glass.reference])
    if request.method != "POST" and not glass.is_open:
        messages.info(request, _("This access has ended already."))
        return redirect(back)
    form = ReasonForm(request.POST or None)
    shown = {
        "heading": _("End the emergency access"),
        "consequence": _("The case is closed to %(name)s at once. What was read stays in the history.")
        % {"name": glass.user.name},
        "submit": _("End the access"),
    }
    return act_page(
        request,
        form,
        lambda: end_break_glass(glass, actor=request.user, **form.cleaned_data),
        back=back,
        done=_("The emergency access was ended."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(GLASSES, "break_glass.view")
def review(request: PersonRequest, glass: BreakGlass) -> HttpResponse:
    """Record whether an emergency access was justified."""
    must(request.user, REVIEW, glass)
    form = BreakGlassReviewForm(request.POST or None)
    shown = {
        "heading": _("Review the emergency access"),
        "consequence": _("Your name and your words stay with this access for good. They can’t be changed later."),
        "submit": _("Record the review"),
        "glass": glass,
        "reads": reads_under(glass),
    }
    return act_page(
        request,
        form,
        lambda: review_break_glass(glass, actor=request.user, **form.cleaned_data),
        back=reverse("break-glass", args=[glass.reference]),
        done=_("The review was recorded."),
        shown=shown,
        template="web/break_glass/review.html",
    )


def glass_tasks(person: User) -> list[dict[str, Any]]:
    """Give the emergency accesses that wait on a person's first page."""
    return [_task(each, person) for each in glasses_to_look_at(person)]


def _task(glass: BreakGlass, person: User) -> dict[str, Any]:
    url, due = reverse("break-glass", args=[glass.reference]), None
    until = timezone.localtime(glass.over_at).strftime("%H:%M %Z")
    if glass.user_id == person.pk:
        label, url = _("Your emergency access is open"), reverse("case", args=[glass.case.reference])
        note = _("%(case)s, until %(until)s") % {"case": glass.case.reference, "until": until}
    elif has_role(person, Role.PRIVACY_OFFICER):
        label, due = _("Review an emergency access"), glass.review.due_at
        note = (
            _("%(case)s is open by break-glass until %(until)s.")
            if glass.is_open
            else _("%(case)s was opened by break-glass.")
        ) % {"case": glass.case.reference, "until": until}
    elif has_role(person, Role.AUDITOR):
        label, due = _("The review of an emergency access is late"), glass.review.due_at
        note = _("The privacy officers were told again.")
    else:
        label = _("A case that you lead was opened by break-glass")
        note = _("%(case)s. A privacy officer reviews it.") % {"case": glass.case.reference}
    return {"label": label, "url": url, "reference": glass.reference, "note": note, "due": due}


def _item(glass: BreakGlass) -> dict[str, Any]:
    told = _standing(glass)
    return {
        "glass": glass,
        "tag": told["tag"],
        "review_tag": told["review_tag"],
        "url": reverse("break-glass", args=[glass.reference]),
    }


def _standing(glass: BreakGlass) -> dict[str, Any]:
    """Say in tags where an access and its review stand."""
    review, open_now = glass.review, glass.is_open
    tag = {"label": _("Open now"), "tone": "warn"} if open_now else {"label": _("Ended"), "tone": "mute"}
    if review.reviewed_at:
        tone = "ok" if review.verdict == "justified" else "bad"
        review_tag = {"label": review.get_verdict_display(), "tone": tone}
    elif review.escalated_at or review.due_at < clock.now():
        review_tag = {"label": _("Review overdue"), "tone": "bad"}
    else:
        review_tag = {"label": _("Review due"), "tone": "warn"}
    return {"tag": tag, "review_tag": review_tag}


urlpatterns = [
    path("", glasses, name="break-glasses"),
    path("new/", new, name="break-glass-new"),
    path("<str:reference>/", glass, name="break-glass"),
    path("<str:reference>/end/", end, name="break-glass-end"),
    path("<str:reference>/review/", review, name="break-glass-review"),
]
