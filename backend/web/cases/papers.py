"""The papers of a case: letters before their issue with what comes next, and what was issued, to whom and how it arrived."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from backend.access.policy import ALL, scope
from backend.audit.reads import listed
from backend.cases.models import Case
from backend.documents.models import BEFORE_ISSUE, Document, LetterDraft
from backend.people.models import Person
from backend.web.cases.shell import CASES, WRITES, frame, see_papers
from backend.web.forms.letters import PapersFilterForm
from backend.web.kept_in_address import address_with, chips_of
from backend.web.pages import PersonRequest, page

PER_PAGE = 25
COLUMNS = {"kind": "kind", "state": "state", "to": "recipient__reference"}


@require_safe
@page(CASES, "case.view")
def documents(request: PersonRequest, case: Case) -> HttpResponse:
    """List the letters of a case that are being written, and what was issued, to whom, and how it arrived."""
    may = see_papers(case, request.user)
    issued = scope(request.user, "document.view", Document.objects.filter(matter_stream=case.key))
    drafts = scope(request.user, "draft.view", LetterDraft.objects.filter(matter_stream=case.key))
    written = list(
        drafts.filter(state__in=BEFORE_ISSUE).select_related("recipient", "written_by__person").order_by("-pk")
    )
    listed(written, "draft.list", actor=request.user)
    form = _filters(request, issued)
    rows = issued.filter(_wanted(form)).select_related("recipient", "issued_by__person").order_by("-issued_at", "-pk")
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    count = found.paginator.count
    can_write = not may.isdisjoint(WRITES)
    shown = {
        **frame(case, may, section="case-documents"),
        "page": found,
        "drafts": written,
        "filter_form": form,
        "chips": chips_of(request, form),
        "clear_url": address_with(request, without=tuple(form.fields)),
        "count_text": ngettext("%(count)s document", "%(count)s documents", count) % {"count": count},
        "write_url": reverse("letter-choose", args=[case.reference]) if can_write else "",
    }
    return render(request, "web/cases/documents.html", shown)


def _filters(request: PersonRequest, issued: QuerySet[Document]) -> PapersFilterForm:
    kinds = sorted(set(issued.order_by().values_list("kind", flat=True).distinct()), key=_by_number)
    people = Person.objects.filter(pk__in=issued.order_by().values("recipient")).order_by("name")
    return PapersFilterForm(request.GET, kinds=kinds, people=list(people))


def _by_number(kind: str) -> tuple[int, str]:
    return int("".join(filter(str.isdigit, kind)) or 0), kind


def _wanted(form: PapersFilterForm) -> Q:
    form.is_valid()
    condition = ALL
    for name, column in COLUMNS.items():
        value: Any = form.cleaned_data.get(name)
        if value:
            condition &= Q(**{column: value})
    return condition
