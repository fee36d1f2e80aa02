"""The documents that were issued in a case."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.access.policy import scope
from backend.cases.models import Case
from backend.documents.models import Document
from backend.web.cases.shell import CASES, frame, read_file
from backend.web.pages import PersonRequest, page

PER_PAGE = 25


@require_safe
@page(CASES, "case.view")
def documents(request: PersonRequest, case: Case) -> HttpResponse:
    """List what was issued in a case, to whom, and when it was opened."""
    may = read_file(case, request.user, part="documents")
    rows = scope(request.user, "document.view", Document.objects.filter(matter_stream=case.key)).order_by(
        "-issued_at", "-pk"
    )
    found = Paginator(rows.select_related("recipient", "issued_by__person"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/cases/documents.html", {**frame(case, may, section="case-documents"), "page": found})
