"""The private notes of an interview: kept while they are written, and saved so that two who write at once both see both texts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import date as formatted
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backend.audit.reads import viewed
from backend.cases.models import Case
from backend.investigation.actions.interviewing import save_notes
from backend.investigation.actions.noting import drop_note_draft, keep_note_draft, note_draft_of
from backend.investigation.models import Interview, NoteDraft
from backend.web.cases.shell import CASES, frame
from backend.web.forms.interviews import NotesForm
from backend.web.inquiry.interviews import heard, page_of
from backend.web.inquiry.together import bound, seen_in, write_page
from backend.web.pages import PersonRequest, must, page


@require_http_methods(["GET", "POST"])
@never_cache
@page(CASES, "case.view")
def notes(request: PersonRequest, case: Case, interview: str) -> HttpResponse:
    """Write the private notes; two who write at once see both texts, and nobody loses a word."""
    row = heard(request, case, interview)
    must(request.user, "interview.note", row)
    if "discard" in request.POST:
        drop_note_draft(row, actor=request.user)
        messages.success(request, _("Your draft was discarded."))
        return redirect(page_of(row))
    draft = _begin(request, row) if request.method != "POST" else None
    form = bound(NotesForm, request, {"notes": draft.notes if draft else row.notes})
    shown: dict[str, Any] = {
        **frame(case, set()),
        "heading": _("Notes: %(name)s") % {"name": row.party.person.name},
        "consequence": "",
        "submit": _("Save the notes"),
        "aside": row.prompts,
        "save_url": reverse("interview-notes-save", args=[case.reference, row.reference]),
        "draft": draft,
        "draft_note": meanwhile(row, draft.seen) if draft else "",
    }

    def act() -> Interview:
        saved = save_notes(row, notes=form.cleaned_data["notes"], actor=request.user, seen=seen_in(request))
        drop_note_draft(row, actor=request.user)
        return saved

    done = _("The notes were saved.")
    edition = draft.seen if draft else row.edition
    return write_page(request, form, act, back=page_of(row), done=done, shown=shown, edition=edition)


@require_POST
@never_cache
@page(CASES, "case.view")
def notes_save(request: PersonRequest, case: Case, interview: str) -> HttpResponse:
    """Keep the notes while they are being written, for their writer alone, and say when they were kept."""
    row = heard(request, case, interview)
    must(request.user, "interview.note", row)
    seen = seen_in(request)
    draft = keep_note_draft(row, notes=request.POST.get("notes", ""), seen=seen, actor=request.user)
    kept = _("Draft saved at %(time)s") % {"time": formatted(timezone.localtime(draft.saved_at), "H:i T")}
    told = f"{kept}. {other}" if (other := meanwhile(row, draft.seen)) else kept
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


def meanwhile(row: Interview, seen: int) -> str:
    """Say that somebody saved the notes since a draft of them was begun."""
    if row.edition == seen:
        return ""
    return _("%(name)s saved these notes meanwhile: when you save, you see both texts.") % {"name": row.saved_by.name}


def _begin(request: PersonRequest, row: Interview) -> NoteDraft | None:
    """Go on from the writer's own draft, where there is one that says something else than the notes."""
    viewed(row, "interview.view", actor=request.user, ctx={"part": "notes"})
    draft = note_draft_of(row, request.user)
    return draft if draft and draft.notes.strip() != row.notes else None
