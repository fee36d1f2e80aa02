"""Taking the history out: what will be in the file, why, the register of what was taken, and the download."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import scope
from backend.audit.models import Event
from backend.audit.reads import listed
from backend.jobs.models import Job
from backend.kernel import clock
from backend.kernel.errors import NotVisible, Refused
from backend.records.actions import open_export
from backend.records.jobs import AT_ONCE, start_export
from backend.records.masking import masked
from backend.records.models import Export, ExportState
from backend.records.queries import EventFilter, counted, visible_events
from backend.web.audit import auditors_only, columns, count_text, read_filter, shown_value, table_rows
from backend.web.forms.audit import ExportForm, HistoryFilterForm
from backend.web.pages import PersonRequest, attempt, note_refusal

PER_PAGE = 25
PREVIEW = 20
TYPES = {"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson"}


@require_safe
@never_cache
@auditors_only
def register(request: PersonRequest) -> HttpResponse:
    """List the exports ever made: who, why, what, with digest and expiry."""
    rows = scope(request.user, "export.view", Export.objects.select_related("requested_by__person")).order_by(
        "-requested_at", "-pk"
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "web/audit/exports.html", {"page": page, "exports": [_told(each) for each in page]})


@require_http_methods(["GET", "POST"])
@never_cache
@auditors_only
def new(request: PersonRequest) -> HttpResponse:
    """Ask for an export of exactly what the filter in the address shows, after a look at its first entries."""
    filter_form, wanted = read_filter(request)
    if wanted is None:
        messages.error(request, _("The filters could not be understood. Mend them, then export."))
        return redirect("audit")
    form = ExportForm(request.POST) if request.method == "POST" else ExportForm(initial={"upto": _newest()})
    if form.is_valid():
        export = attempt(form, start_export, wanted=wanted, actor=request.user, **form.cleaned_data)
        if export:
            return redirect("export", export.reference)
    upto = form["upto"].value() if not form["upto"].errors else None
    events = visible_events(request.user, wanted).filter(pk__lte=upto or _newest())
    first = list(events[:PREVIEW])
    number, more = counted(events, cap=AT_ONCE)
    listed(first, "event.list", actor=request.user, filters=dict(wanted.stored()))
    shown = {
        "form": form,
        "facts": _facts(filter_form, wanted),
        "count_text": count_text(number, more=more),
        "is_large": more,
        "nothing": not number,
        "columns": columns(),
        "rows": table_rows(masked(first)),
        "back": f"?{urlencode({name: value for name, value in wanted.stored().items() if name != 'zone'})}",
    }
    return render(request, "web/audit/new_export.html", shown)


@require_safe
@never_cache
@auditors_only
def export(request: PersonRequest, reference: str) -> HttpResponse:
    """Show one export: how far it is, what it holds, how to check it."""
    row = _found(request, reference)
    job = Job.objects.filter(kind="export.build", params__export=row.reference).order_by("-pk").first()
    return render(
        request, "web/audit/export.html", {**_told(row), "job": job if row.state == ExportState.REQUESTED else None}
    )


@require_safe
@never_cache
@auditors_only
def download(request: PersonRequest, reference: str) -> HttpResponse:
    """Hand out the file, streamed; the download is recorded first. An expired one is told how to make it again."""
    row = _found(request, reference)
    try:
        path = open_export(row, actor=request.user)
        response = FileResponse(
            path.open("rb"), as_attachment=True, filename=row.file_name, content_type=TYPES[row.fmt]
        )
    except (Refused, FileNotFoundError) as refusal:
        note_refusal(request, "export.download")
        told = (
            refusal.detail
            if isinstance(refusal, Refused)
            else _("The file is not there any more. Make the export again.")
        )
        return render(request, "web/audit/export.html", {**_told(row), "refusal": told}, status=409)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", response)  # streamed: all that the layers above ask of a response


def _newest() -> int:
    return Event.objects.aggregate(last=Max("pk"))["last"] or 0


def _found(request: PersonRequest, reference: str) -> Export:
    rows = scope(request.user, "export.view", Export.objects.select_related("requested_by__person"))
    row: Export | None = rows.filter(reference=reference).first()
    if row is None:
        raise NotVisible()
    return row


def _told(row: Export) -> dict[str, object]:
    wanted = EventFilter(**row.filters)
    form = HistoryFilterForm(row.filters)
    return {
        "export": row,
        "facts": _facts(form, wanted),
        "is_here": row.state == ExportState.READY and clock.now() < row.expires_at,
        "is_over": row.state == ExportState.EXPIRED or clock.now() >= row.expires_at,
        "again": urlencode({name: value for name, value in row.filters.items() if name != "zone"}),
    }


def _facts(form: HistoryFilterForm, wanted: EventFilter) -> list[dict[str, str]]:
    """Restate a filter in words."""
    stored = wanted.stored()
    facts = [
        {"key": str(form.fields[name].label), "value": shown_value(form, name, value)}
        for name, value in stored.items()
        if name in form.fields
    ]
    if "since" in stored or "until" in stored:
        facts.append({"key": _("Days counted in"), "value": wanted.zone})
    return facts or [{"key": _("Filter"), "value": _("None: everything you may see")}]


urlpatterns = [
    path("", register, name="exports"),
    path("new/", new, name="export-new"),
    path("<str:reference>/", export, name="export"),
    path("<str:reference>/file/", download, name="export-file"),
]
