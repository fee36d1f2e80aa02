"""The review of access, for auditors and privacy officers: who can see a case, what somebody can see, why, and when they last looked."""

import functools
from collections.abc import Callable
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.models import Role, RoleHolding
from backend.access.policy import scope
from backend.access.roles import has_role
from backend.audit.events import record
from backend.audit.reads import listed, viewed
from backend.cases.models import Case, CaseGrant
from backend.kernel.errors import NotVisible
from backend.people.models import Person
from backend.records.access_reach import Way, grants_of, holdings_of, reach_of_case, reach_of_person
from backend.records.access_reviews import review_case_access, review_person_access
from backend.records.former_readers import former_readers
from backend.records.models import AccessReview
from backend.records.policy import WATCH_ACCESS
from backend.web.acts import act_page
from backend.web.audit import number_in
from backend.web.forms.oversight import AccessQuestionForm, AccessReviewForm
from backend.web.pages import PersonRequest, View, note_refusal, page, signed_in

PER_PAGE = 25
STAFF = Person.objects.filter(  # whoever held a role or was let into a case, for however long
    Q(user__in=RoleHolding.objects.values("user")) | Q(user__in=CaseGrant.history.values("user"))
).select_related("user", "unit")
REVIEWS = AccessReview.objects.select_related("case", "subject", "reviewed_by__person")
EXTENTS = {
    "file": lazy("The whole file"),
    "head": lazy("The head of the case"),
    "agreement": lazy("The agreement"),
    "duties": lazy("Obligations to check"),
    "own": lazy("Only their own"),
}
ENDED = {"ended": lazy("ended"), "lapsed": lazy("lapsed"), "over": lazy("over")}


def watchers_only(view: View) -> View:
    """Show a page to auditors and privacy officers; for anybody else it does not exist."""

    @functools.wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, *WATCH_ACCESS):
            raise NotVisible()
        return view(request, *args, **kwargs)

    return signed_in(cast("Callable[[HttpRequest], HttpResponse]", guarded))


@require_safe
@never_cache
@watchers_only
def reviews(request: PersonRequest) -> HttpResponse:
    """Ask about one case or one person, and list the reviews that were made."""
    form = AccessQuestionForm(request.GET if request.GET.get("q") else None)
    if form.is_valid():
        found = _asked(request, form.cleaned_data["q"])
        if found:
            return redirect(found)
        form.add_error("q", _("We know no case or staff member of this reference, name or address."))
    rows = scope(request.user, "access_review.view", REVIEWS.all()).order_by("-reviewed_at", "-pk")
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed(shown.object_list, "access_review.list", actor=request.user)
    return render(request, "web/access/reviews.html", {"question": form, "page": shown, "reviews": list(shown)})


@require_safe
@never_cache
@page(REVIEWS, "access_review.view")
def review(request: PersonRequest, review: AccessReview) -> HttpResponse:
    """Show one review that was made."""
    viewed(review, "access_review.view", actor=request.user)
    return render(request, "web/access/review.html", {"review": review})


@require_safe
@never_cache
@page(Case.objects.all(), "case.review_access")
def of_case(request: PersonRequest, case: Case) -> HttpResponse:
    """Show who can see a case, since when, why, and when they last looked."""
    viewed(case, "access.look", actor=request.user)
    reach = reach_of_case(case)
    shown = {
        "case": case,
        "live": _rows(reach.live),
        "by_glass": _rows(reach.by_glass),
        "ended": _rows(reach.ended),
        "columns": _columns(_("Who")),
        "reviews": _latest(request, case=case),
    }
    return render(request, "web/access/case.html", shown)


@require_safe
@never_cache
@page(STAFF, "person.review_access")
def of_person(request: PersonRequest, person: Person) -> HttpResponse:
    """Show what somebody on the staff can see, in which cases, since when and why."""
    viewed(person, "access.look", actor=request.user)
    grants = Paginator(grants_of(person, request.user), PER_PAGE).get_page(request.GET.get("page"))
    reach = reach_of_person(person, reader=request.user, grants=list(grants))
    held, gone = holdings_of(person)
    shown = {
        "person": person,
        "held": held,
        "gone": gone,
        "sees_all": any(each.role == Role.AUDITOR for each in held),
        "live": _rows(reach.live, by_case=True),
        "by_glass": _rows(reach.by_glass, by_case=True),
        "ended": _rows(reach.ended, by_case=True),
        "columns": _columns(_("Case")),
        "page": grants,
        "is_self": person.pk == request.user.person_id,
        "reviews": _latest(request, subject=person),
    }
    return render(request, "web/access/person.html", shown)


@require_safe
@never_cache
@watchers_only
def former(request: PersonRequest) -> HttpResponse:
    """List who read a case file lately and has no way to it any more."""
    found = former_readers(request.user, before=number_in(request.GET, "before"))
    facts: dict[str, Any] = {"count": len(found.readers)}
    record("access.look_back", None, actor=request.user, ctx=facts)
    rows = [
        {
            "cells": [
                _name_cell(each.user.name, each.user.person),
                _case_cell(each.case),
                {"exactly": each.last_read_at, "label": _("Last read")},
                {"text": str(each.times), "number": True, "label": _("Times")},
                {"text": _("Is a party to it now") if each.is_party else _("Access ended"), "label": _("Why not now")},
            ]
        }
        for each in found.readers
    ]
    columns = [
        {"label": _("Who")},
        {"label": _("Case")},
        {"label": _("Last read")},
        {"label": _("Times"), "number": True},
        {"label": _("Why not now")},
    ]
    shown = {"rows": rows, "columns": columns, "back_to": found.back_to, "before": found.before}
    return render(request, "web/access/former.html", shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(Case.objects.all(), "case.review_access")
def review_case(request: PersonRequest, case: Case) -> HttpResponse:
    """Record that the access to a case was reviewed."""
    form = AccessReviewForm(request.POST or None)
    return act_page(
        request,
        form,
        lambda: review_case_access(case, actor=request.user, **form.cleaned_data),
        back=reverse("access-case", args=[case.reference]),
        done=_("The review was recorded."),
        shown=_review_page(_("Record the review of access to %(what)s") % {"what": case.reference}),
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(STAFF, "person.review_access")
def review_person(request: PersonRequest, person: Person) -> HttpResponse:
    """Record that somebody's access was reviewed."""
    form = AccessReviewForm(request.POST or None)
    return act_page(
        request,
        form,
        lambda: review_person_access(person, actor=request.user, **form.cleaned_data),
        back=reverse("access-person", args=[person.reference]),
        done=_("The review was recorded."),
        shown=_review_page(_("Record the review of the access of %(what)s") % {"what": person.name}),
    )


def _asked(request: PersonRequest, words: str) -> str:
    """Find the case or the member of the staff that is meant, among those that the reader may review."""
    exact = words.strip()
    cases = scope(request.user, "case.review_access", Case.objects.filter(reference=exact.upper()))
    if case := cases.first():
        return reverse("access-case", args=[case.reference])
    people = scope(request.user, "person.review_access", STAFF.all())
    found = list(people.filter(reference=exact.upper())[:1] or people.filter(name__iexact=exact)[:2])
    found = found or list(people.filter(user__email__iexact=exact)[:1])
    if len(found) == 1:
        return reverse("access-person", args=[found[0].reference])
    note_refusal(request, "access.look", target=exact)
    return ""


def _latest(request: PersonRequest, **about: Any) -> list[AccessReview]:
    return list(scope(request.user, "access_review.view", REVIEWS.filter(**about)).order_by("-reviewed_at", "-pk")[:5])


def _review_page(heading: str) -> dict[str, Any]:
    return {
        "heading": heading,
        "consequence": _("Your name, the time, how many ways there were and your words stay in the register for good."),
        "submit": _("Record the review"),
    }


def _columns(first: str) -> list[dict[str, str]]:
    names = (first, _("What they can see"), _("Why"), _("Since, until"), _("Last looked"))
    return [{"label": name} for name in names]


def _rows(ways: list[Way], *, by_case: bool = False) -> list[dict[str, Any]]:
    return [{"cells": _cells(way, by_case=by_case)} for way in ways]


def _cells(way: Way, *, by_case: bool) -> list[dict[str, Any]]:
    first = _case_cell(way.case) if by_case and way.case else _name_cell(way.who, way.person)
    given = [_("given by %(name)s") % {"name": way.granted_by}] if way.granted_by else []
    why = " · ".join(part for part in (way.purpose.removesuffix("."), *given) if part)
    return [
        first,
        {"text": str(EXTENTS[way.extent]), "label": _("What they can see")},
        {"text": way.why_words, "note": why, "label": _("Why")},
        {**_span(way), "label": _("Since, until")},
        {"when": way.last_seen_at, "label": _("Last looked")}
        if way.last_seen_at
        else {"text": _("Never"), "label": _("Last looked")},
    ]


def _span(way: Way) -> dict[str, Any]:
    if way.since is None and way.until is None:
        return {"text": "–"}
    return {"since": way.since, "until": way.until, "ended": str(ENDED.get(way.ended_because, ""))}


def _name_cell(name: str, person: Person | None) -> dict[str, Any]:
    url = reverse("access-person", args=[person.reference]) if person else ""
    return {"text": name, "url": url, "main": bool(url)}


def _case_cell(case: Case) -> dict[str, Any]:
    url = reverse("access-case", args=[case.reference])
    return {"text": case.reference, "url": url, "mono": True, "label": _("Case")}


urlpatterns = [
    path("", reviews, name="access-reviews"),
    path("former/", former, name="access-former"),
    path("reviews/<str:reference>/", review, name="access-review"),
    path("cases/<str:reference>/", of_case, name="access-case"),
    path("cases/<str:reference>/review/", review_case, name="access-case-review"),
    path("people/<str:reference>/", of_person, name="access-person"),
    path("people/<str:reference>/review/", review_person, name="access-person-review"),
]
