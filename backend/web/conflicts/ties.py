"""Ties between people: entered by whoever keeps personnel records, or declared by one of the two."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope
from backend.access.ties import add_tie, end_tie, may_add_ties
from backend.audit.reads import listed
from backend.documents.queries import day_words
from backend.kernel.errors import Forbidden
from backend.people.models import Tie
from backend.web.acts import act_page
from backend.web.forms.conflicts import EndTieForm, OwnTieForm, TieForm
from backend.web.pages import PersonRequest, must, page, signed_in

TIES = Tie.objects.select_related("person", "other")
PER_PAGE = 25


@require_safe
@never_cache
@signed_in
def ties(request: PersonRequest) -> HttpResponse:
    """List the ties that the person keeps, or declared themselves."""
    rows = scope(request.user, "tie.view", TIES.all()).order_by("until", "-pk")
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed(found.object_list, "tie.list", actor=request.user)
    items = [
        {
            "title": f"{each.person.name} · {each.other.name}",
            "note": f"{each.get_kind_display()} · {each.get_source_display()}",
            "url": "" if each.until else reverse("tie-end", args=[each.uid]),
            "end": _("until %(day)s") % {"day": day_words(each.until)} if each.until else "",
        }
        for each in found
    ]
    return render(request, "web/conflicts/ties.html", {"items": items, "page": found})


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def tie_new(request: PersonRequest) -> HttpResponse:
    """Enter a tie of others, or declare one's own."""
    keeps = may_add_ties(request.user) and request.GET.get("own") != "yes"
    form = (TieForm if keeps else OwnTieForm)(request.POST or None)
    shown = {
        "heading": _("Enter a tie") if keeps else _("Declare a tie of your own"),
        "consequence": _(
            "Neither of the two can work on a matter of the other from now on; access that one has ends at once."
        ),
        "submit": _("Enter") if keeps else _("Declare"),
    }

    def act() -> Tie:
        given = dict(form.cleaned_data)
        first = given.pop("person", None) or request.user.person
        if first is None:
            raise Forbidden
        return add_tie(first, given.pop("other"), given.pop("kind"), actor=request.user, **given)

    return act_page(request, form, act, back=reverse("ties"), done=_("The tie was recorded."), shown=shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(TIES, "tie.view", by="uid")
def tie_end(request: PersonRequest, tie: Tie) -> HttpResponse:
    """Record that a tie is over."""
    must(request.user, "tie.end", tie)
    form = EndTieForm(request.POST or None)
    shown = {
        "heading": _("The tie is over"),
        "consequence": _("It no longer keeps either of the two from matters of the other. It stays on record."),
        "facts": [
            {"key": _("Who"), "value": f"{tie.person.name}, {tie.other.name}"},
            {"key": _("What"), "value": tie.get_kind_display()},
        ],
        "submit": _("Record its end"),
    }
    return act_page(
        request,
        form,
        lambda: end_tie(tie, actor=request.user, **form.cleaned_data),
        back=reverse("ties"),
        done=_("The end was recorded."),
        shown=shown,
    )


urlpatterns = [
    path("", ties, name="ties"),
    path("new/", tie_new, name="tie-new"),
    path("<uuid:reference>/end/", tie_end, name="tie-end"),
]
