"""The search box: a reference leads straight to its page, words list the cases that match; what is hidden is as if it were not there."""

import re

from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.access.policy import scope
from backend.agreements.models import Agreement
from backend.audit.reads import listed
from backend.cases.models import BreakGlass, Case
from backend.documents.models import Document
from backend.intake.models import Report
from backend.people.models import User
from backend.records.models import AccessReview, Export
from backend.web.pages import PersonRequest, signed_in

MOST = 50
REFERENCE = re.compile(r"(?:CASE|RPT|AGR|DOC|EXP|BRG|ARV)-\d{4}-[0-9A-Z]{6}")
# By the letters of a reference: which records, by which right, on which page; the first that fits.
WAYS: dict[str, tuple[tuple[type[Model], str, str], ...]] = {
    "CASE": ((Case, "case.view", "case"),),
    "RPT": ((Report, "report.view", "report"),),
    "DOC": ((Document, "document.view", "document"),),
    "EXP": ((Export, "export.view", "export"),),
    "BRG": ((BreakGlass, "break_glass.view", "break-glass"),),
    "ARV": ((AccessReview, "access_review.view", "access-review"),),
    "AGR": ((Agreement, "agreement.sign", "my-agreement"), (Agreement, "agreement.view", "agreement")),
}


@require_safe
@never_cache
@signed_in
def search(request: PersonRequest) -> HttpResponse:
    """Find a record by its reference, or cases by words of their title."""
    words = " ".join(request.GET.get("q", "").split())[:120]
    found = REFERENCE.match(words.upper())
    page = _page_of(request.user, found.group()) if found else None
    if page is not None:
        return redirect(*page)
    cases = list(_matching(request.user, words)[: MOST + 1]) if words else []
    shown = cases[:MOST]
    if words:
        listed(shown, "case.list", actor=request.user, filters={"q": words})
    return render(request, "web/search/results.html", {"words": words, "cases": shown, "more": len(cases) > MOST})


def _matching(person: User, words: str) -> QuerySet[Case]:
    named = Q(title__icontains=words) | Q(reference__icontains=words)
    return scope(person, "case.view", Case.objects.filter(named)).order_by("-opened_at", "-pk")


def _page_of(person: User, reference: str) -> tuple[str, str] | None:
    """Give the page of a record, when the person may see it."""
    for model, action, name in WAYS[reference.partition("-")[0]]:
        rows = model._base_manager.filter(reference=reference)
        if scope(person, action, rows).exists():
            return name, reference
    return None
