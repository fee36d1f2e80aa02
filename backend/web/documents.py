"""Letters and other issued documents: the person's own, what is known about one, its file, and whether a copy is unchanged."""

import hashlib

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can, scope
from backend.audit.reads import listed, viewed
from backend.documents.actions import open_document
from backend.documents.models import Document
from backend.people.models import User
from backend.web.forms.documents import CheckForm
from backend.web.pages import PersonRequest, must, page, signed_in

PER_PAGE = 25
KNOWN = Document.objects.select_related("recipient", "issued_by__person").annotate(
    is_superseded=Exists(Document.objects.filter(supersedes=OuterRef("pk")))
)


@require_safe
@signed_in
def letters(request: PersonRequest) -> HttpResponse:
    """List what was sent to the person, the newest first."""
    rows = scope(request.user, "document.open", KNOWN.filter(recipient=request.user.person_id)).order_by(
        "-issued_at", "-pk"
    )
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed(shown.object_list, "document.list", actor=request.user)
    return render(request, "web/documents/letters.html", {"page": shown})


@require_safe
@page(KNOWN, "document.view")
def document(request: PersonRequest, document: Document) -> HttpResponse:
    """Show what is known about one document; whoever may open it gets its file, an auditor only its dates and its digest."""
    may_open = can(request.user, "document.open", document)
    viewed(document, "document.view", actor=request.user, ctx={"sha256": document.sha256})
    shown = {"document": document, "may_open": may_open, "is_mine": _is_mine(request.user, document)}
    return render(request, "web/documents/document.html", shown)


@require_safe
@page(KNOWN, "document.view")
def file(request: PersonRequest, document: Document) -> HttpResponse:
    """Hand out the very bytes that were issued; the opening is recorded first, and the name of the file tells nothing."""
    must(request.user, "document.open", document)
    whole = Document.objects.get(
        pk=document.pk
    )  # without the annotation: it may be kept with the time of its first opening
    response = HttpResponse(open_document(whole, actor=request.user), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{document.file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
@signed_in
def check(request: PersonRequest) -> HttpResponse:
    """Compare a copy with what was issued, among the documents that the person may see."""
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    shown: dict[str, object] = {"form": form}
    if form.is_bound and form.is_valid():
        digest = hashlib.sha256()
        for chunk in form.cleaned_data["file"].chunks():
            digest.update(chunk)
        sha256 = digest.hexdigest()
        found = scope(request.user, "document.view", KNOWN.filter(sha256=sha256)).first()
        if found:
            viewed(found, "document.view", actor=request.user, ctx={"sha256": sha256})
        shown |= {"checked": True, "sha256": sha256, "document": found, "verdict": _verdict(found)}
    return render(request, "web/documents/check.html", shown)


def _verdict(found: Document | None) -> str:
    if found is None:
        return _("Not one of our documents, or not one that you may see")
    if found.withdrawn_at:
        return _("Issued by us, unchanged, and withdrawn since")
    if found.is_superseded:  # type: ignore[attr-defined]  # annotated
        return _("Issued by us, unchanged, and replaced by a later document")
    return _("Issued by us, and unchanged")


def _is_mine(person: User, document: Document) -> bool:
    return person.person_id is not None and document.recipient_id == person.person_id


urlpatterns = [
    path("", letters, name="letters"),
    path("check/", check, name="document-check"),
    path("<str:reference>/", document, name="document"),
    path("<str:reference>/file/", file, name="document-file"),
]
