"""Links of a case: seen by whoever may see both ends; linking, and opening a case from this one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can, scope
from backend.cases.actions.links import link_by_reference, open_linked, remove_link
from backend.cases.linked import links_of
from backend.cases.models import Case, CaseLink
from backend.web.acts import act_page
from backend.web.cases.shell import CASES, frame, read_file
from backend.web.forms.aftermath import LinkForm, OpenLinkedForm
from backend.web.forms.moves import ReasonForm
from backend.web.pages import PersonRequest, absent, must, page


@require_safe
@page(CASES, "case.view")
def links(request: PersonRequest, case: Case) -> HttpResponse:
    """Show the cases that this one is linked to, as far as the reader may see them; of others nothing is told."""
    may = read_file(case, request.user, part="links")
    shown = {
        "links": links_of(case, request.user),
        "can_link": "case.link" in may,
        "can_open": "case.open_linked" in may,
    }
    return render(request, "web/aftermath/links.html", {**frame(case, may, section="case-links"), **shown})


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def link(request: PersonRequest, case: Case) -> HttpResponse:
    """Link a case to another one."""
    must(request.user, "case.link", case)
    form = LinkForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Link to another case"),
        "consequence": _("Whoever may see both cases sees the link. Nobody gets to see more of either case by it."),
        "submit": _("Link the cases"),
    }
    act = lambda: link_by_reference(case, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(
        request,
        form,
        act,
        back=reverse("case-links", args=[case.reference]),
        done=_("The cases are linked."),
        shown=shown,
    )


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def link_remove(request: PersonRequest, case: Case, uid: UUID) -> HttpResponse:
    """Take a link away that was made by mistake."""
    must(request.user, "case.link", case)
    back = reverse("case-links", args=[case.reference])
    found = scope(request.user, "link.remove", CaseLink.objects.select_related("case", "other")).filter(uid=uid).first()
    if found is None:
        return absent(request)
    form = ReasonForm(request.POST or None)
    shown = {
        **frame(case, set()),
        "heading": _("Remove the link"),
        "consequence": _("The link is not shown any more. That it was there stays in the history."),
        "submit": _("Remove the link"),
        "facts": [{"key": found.get_kind_display(), "value": found.other.reference}],
    }

    def act() -> bool:
        remove_link(found, actor=request.user, **form.cleaned_data)
        return True

    return act_page(request, form, act, back=back, done=_("The link was removed."), shown=shown)


@require_http_methods(["GET", "POST"])
@page(CASES, "case.view")
def open_from(request: PersonRequest, case: Case) -> HttpResponse:
    """Open a case from this one; nobody is taken over as its respondent."""
    must(request.user, "case.open_linked", case)
    form = OpenLinkedForm(request.POST or None, initial={"link": request.GET.get("link", "")})
    shown = {
        **frame(case, set()),
        "heading": _("Open a linked case"),
        "consequence": _("A new case begins, with its own parties, its own conflict check and its own investigator."),
        "submit": _("Open the case"),
        "cancel_url": reverse("case-links", args=[case.reference]),
    }

    def back(made: Case) -> str:
        return after_opening(request, made, reverse("case-links", args=[case.reference]))

    act = lambda: open_linked(case, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=back, done=_("The case was opened."), shown=shown)


def after_opening(request: PersonRequest, made: Case, otherwise: str) -> str:
    """Lead to a case that was just opened, or say that it went to the independent channel and lead back."""
    if can(request.user, "case.view", made):
        return reverse("case", args=[made.reference])
    messages.info(
        request, _("It is about somebody who handles matters of others: the independent channel takes it in.")
    )
    return otherwise
