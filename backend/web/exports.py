"""The register of what was taken out of the history, each export with how to check it, its download, and the second person's word."""

from collections.abc import Callable
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can
from backend.jobs.models import Job
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Refused
from backend.people.models import User
from backend.records.actions import open_export, refuse_export
from backend.records.bundle.papers import command
from backend.records.jobs import approve_and_start
from backend.records.masking import masked
from backend.records.models import Export, ExportState, Form
from backend.records.queries import EventFilter, downloads_counted, downloads_of, exports_to_approve, exports_told
from backend.records.scopes import ExportScope
from backend.web.audit import readers_only
from backend.web.export_steps import new
from backend.web.export_words import closed_in_words, filter_in_words, scope_in_words
from backend.web.forms.audit import HistoryFilterForm
from backend.web.forms.exports import DecisionForm, RegisterFilterForm
from backend.web.pages import PersonRequest, attempt, note_refusal, page

PER_PAGE = 25
TYPES = {
    Form.CSV.value: "text/csv; charset=utf-8",
    Form.NDJSON.value: "application/x-ndjson",
    Form.BUNDLE.value: "application/zip",
}
EXPORTS = Export.objects.select_related("requested_by__person", "decided_by__person")


@require_safe
@never_cache
@readers_only
def register(request: PersonRequest) -> HttpResponse:
    """List the exports ever made: who, why, what, with digest, expiry and state."""
    form = RegisterFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = exports_told(request.user, as_of=clock.now(), **wanted)
    numbered = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    times = downloads_counted(numbered)
    shown = {
        "page": numbered,
        "exports": [{**told_of(each), "downloads": times.get(each.key, 0)} for each in numbered],
        "filter_form": form,
        "is_filtered": any(wanted.values()),
        "to_approve": exports_to_approve(request.user).count(),
    }
    return render(request, "web/exports/register.html", shown)


@require_safe
@never_cache
@page(EXPORTS, "export.view")
def export(request: PersonRequest, export: Export) -> HttpResponse:
    """Show one export: how far it is, what it holds, who had it, how to check it."""
    return render(request, "web/exports/export.html", _whole(request.user, export))


@require_safe
@never_cache
@page(EXPORTS, "export.view")
def download(request: PersonRequest, export: Export) -> HttpResponse:
    """Hand out the file, streamed; the download is recorded first. An expired one is told how to make it again."""
    try:
        file = open_export(export, actor=request.user)
        response = FileResponse(
            file.open("rb"), as_attachment=True, filename=export.file_name, content_type=TYPES[export.fmt]
        )
    except (Refused, FileNotFoundError) as refusal:
        note_refusal(request, "export.download")
        told = (
            refusal.detail
            if isinstance(refusal, Refused)
            else _("The file is not there any more. Make the export again.")
        )
        return render(request, "web/exports/export.html", {**_whole(request.user, export), "refusal": told}, status=409)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", response)  # streamed: all that the layers above ask of a response


@require_http_methods(["GET", "POST"])
@never_cache
@page(EXPORTS, "export.view")
def decide(request: PersonRequest, export: Export) -> HttpResponse:
    """Approve or refuse an export with names, with a reason."""
    if export.decision:
        return redirect("export", export.reference)
    if not can(request.user, "export.approve", export):
        raise Forbidden()
    form = DecisionForm(request.POST or None)
    act: Callable[..., Export] = approve_and_start if request.POST.get("decision") == "approve" else refuse_export
    decided = attempt(form, act, export, actor=request.user, **form.cleaned_data) if form.is_valid() else None
    if decided is not None:
        return redirect("export", export.reference)
    return render(request, "web/exports/decide.html", {**told_of(export), "form": form})


def told_of(row: Export) -> dict[str, Any]:
    """Give what a list and a page say of an export."""
    wanted, form = ExportScope.of(row.scope), HistoryFilterForm(row.filters)
    is_over = row.state == ExportState.EXPIRED or (row.ready_at is not None and clock.now() >= row.expires_at)
    again = {"of": wanted.kind, "reference": wanted.reference, "first_day": wanted.since, "last_day": wanted.until}
    asked = {**EventFilter(**row.filters).asked, **again}
    return {
        "export": row,
        "state": ExportState.EXPIRED.value if is_over else row.state.value,
        "state_words": ExportState.EXPIRED.label if is_over else row.state.label,
        "facts": [scope_in_words(wanted), *filter_in_words(form, EventFilter(**row.filters))],
        "is_here": row.state == ExportState.READY and not is_over,
        "is_over": is_over,
        "again": urlencode({name: value for name, value in asked.items() if value}),
    }


def _whole(person: User, row: Export) -> dict[str, Any]:
    job = Job.objects.filter(kind="export.build", params__export=row.reference).order_by("-pk").first()
    return {
        **told_of(row),
        "job": job if row.state == ExportState.REQUESTED else None,
        "may_download": can(person, "export.download", row),
        "may_decide": can(person, "export.approve", row),
        "downloads": masked(downloads_of(row)[:20]),
        "command": command(row.file_name, row.request),
        "withheld": closed_in_words(row.withheld),
        "is_own": row.is_own_data and row.requested_by_id == person.pk,
    }


urlpatterns = [
    path("", register, name="exports"),
    path("new/", new, name="export-new"),
    path("<str:reference>/", export, name="export"),
    path("<str:reference>/file/", download, name="export-file"),
    path("<str:reference>/decide/", decide, name="export-decide"),
]
