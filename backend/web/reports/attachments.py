"""Files of a report: the reporter adds them, and whoever reads the report opens them under a name that tells nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can
from backend.intake.attachments import add_file
from backend.intake.models import Report
from backend.kernel.errors import Refused
from backend.web.forms.attachments import AttachmentForm
from backend.web.pages import PersonRequest, absent, attempt, must, page
from backend.web.streaming import streamed


@require_http_methods(["GET", "POST"])
@never_cache
@page(Report.objects.all(), "report.view")
def report_add_file(request: PersonRequest, report: Report) -> HttpResponse:
    """Add a file to one's own report."""
    must(request.user, "message.send", report)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        if attempt(form, add_file, report, given, name=given.name, actor=request.user):
            messages.success(request, _("The file was added."))
            return redirect("report", report.reference)
    return render(request, "web/reports/add_file.html", {"report": report, "form": form})


@require_safe
@page(Report.objects.all(), "report.view")
def report_file(request: PersonRequest, report: Report, number: int) -> HttpResponse:
    """Give a file to somebody who reads the report; that they open it is recorded first."""
    found = report.files.select_related("file").filter(number=number).first()
    if found is None or not can(request.user, "file.open", found.file):
        return absent(request)
    try:
        return streamed(request.user, found.file, f"{report.reference}-{number}")
    except Refused as refusal:
        messages.info(request, refusal.detail)
        return redirect("report", report.reference)
