"""Adding files while a report is still written, and taking them out again; the same page with a name and without."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from backend.intake.attachments import MOST
from backend.intake.draft_files import add_to_draft, files_waiting, remove_from_draft
from backend.web.forms.attachments import AttachmentForm
from backend.web.pages import attempt
from backend.web.reporting.desk import Desk, surroundings
from backend.web.reporting.files import described


def files_page(request: HttpRequest, desk: Desk, **more: Any) -> HttpResponse:
    """Add a file to what is being written, or remove one; what is listed is sent along with the report."""
    removes = request.POST.get("remove", "")
    if desk.holder is not None and removes.isdecimal():
        remove_from_draft(desk.holder, int(removes))
        return redirect(f"{desk.url('files')}?done=removed")
    adds = request.method == "POST"
    form = AttachmentForm(request.POST if adds else None, request.FILES if adds else None)
    if desk.holder is not None and form.is_valid():
        given = form.cleaned_data["file"]
        if attempt(form, add_to_draft, desk.holder, given, name=given.name):
            return redirect(f"{desk.url('files')}?done=added")
    return _listed(request, desk, form, **more)


def _listed(request: HttpRequest, desk: Desk, form: AttachmentForm, **more: Any) -> HttpResponse:
    waiting = files_waiting(desk.holder)
    shown = {
        **surroundings(desk),
        **more,
        "form": form,
        "files": [{"number": each.number, "what": described(each.facts, desk.holder)} for each in waiting],
        "is_full": len(waiting) >= MOST,
        "most": MOST,
        "done": request.GET.get("done", ""),
        "heading": _("Photos, letters, chats"),
    }
    return render(request, "web/reporting/files.html", shown)
