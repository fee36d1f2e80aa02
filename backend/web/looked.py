"""Who looked at your record: role, purpose and time, of the records that the person may see themselves now."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.audit.reads import listed
from backend.kernel.errors import Invalid
from backend.records.own_reads import OwnRead, ReadFilter, own_records, reads_of, told_reads
from backend.records.queries import counted
from backend.web.audit import page_by_number
from backend.web.forms.looked import LookedForm
from backend.web.pages import PersonRequest, signed_in

PER_PAGE = 25
KINDS = {
    "person": lazy("Your personnel record"),
    "report": lazy("Your report"),
    "case": lazy("The case about you"),
    "agreement": lazy("Your agreement"),
    "document": lazy("A letter to you"),
}
PAGES = {"report": "report", "agreement": "my-agreement", "document": "document"}


@require_safe
@never_cache
@signed_in
def looked(request: PersonRequest) -> HttpResponse:
    """List who looked at the person's own records, the latest first."""
    records = own_records(request.user)
    form = LookedForm(
        request.GET, records=[(each.reference, f"{KINDS[each.kind]} {each.reference}") for each in records]
    )
    wanted = _wanted(request, form)
    if wanted is None:
        shown: dict[str, Any] = {"filter_form": form, "count_text": _("Nothing shown: mend the filters first")}
        return render(request, "web/mine/looked.html", shown, status=400)
    events = reads_of(request.user, records, wanted)
    rows, newer, older = page_by_number(events, request.GET, PER_PAGE)
    listed(rows, "own_reads.list", actor=request.user, filters={"record": wanted.record} if wanted.record else {})
    number, more = counted(events)
    shown = {
        "filter_form": form,
        "columns": [
            {"label": _("When")},
            {"label": _("In which role")},
            {"label": _("What for")},
            {"label": _("Record")},
        ],
        "rows": [_row(each) for each in told_reads(rows, records)],
        "count_text": _words(number, more=more),
        "is_filtered": any(request.GET.get(name, "").strip() for name in form.fields),
        "newer": _turned(request.GET, "after", rows[0].pk) if newer and rows else "",
        "older": _turned(request.GET, "before", rows[-1].pk) if older and rows else "",
    }
    return render(request, "web/mine/looked.html", shown)


def _wanted(request: PersonRequest, form: LookedForm) -> ReadFilter | None:
    if not form.is_valid():
        return None
    try:
        return ReadFilter.read(request.GET, zone=request.user.zone)
    except Invalid as invalid:
        for name, told in invalid.errors.items():
            form.add_error(name, told)
        return None


def _row(read: OwnRead) -> dict[str, Any]:
    page = PAGES.get(read.kind)
    url = reverse(page, args=[read.record]) if page else ""
    record = {"note": str(KINDS[read.kind]), "text": read.record, "mono": True, "url": url, "label": _("Record")}
    return {
        "cells": [
            {"exactly": read.at},
            {"text": read.role, "label": _("In which role")},
            {"text": read.purpose, "label": _("What for")},
            record,
        ]
    }


def _words(number: int, *, more: bool) -> str:
    if more:
        return _("More than %(count)s readings") % {"count": f"{number:,}"}
    return ngettext("%(count)s reading", "%(count)s readings", number) % {"count": f"{number:,}"}


def _turned(query: QueryDict, name: str, number: int) -> str:
    turned = QueryDict(mutable=True)
    for kept in LookedForm.base_fields:
        if value := query.get(kept, "").strip():
            turned[kept] = value
    turned[name] = str(number)
    return f"?{turned.urlencode()}"


urlpatterns = [path("", looked, name="looked")]
