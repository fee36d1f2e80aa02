"""Letters and other issued documents: the person's own, what is known about one, its file, and whether a copy is unchanged."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.access.policy import can, scope
from backend.audit.reads import listed, viewed
from backend.documents.actions.delivering import note_listed
from backend.documents.actions.standing import open_document
from backend.documents.kinds import asks_for_answer
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.documents.vocabulary import STANDS, WITH_RECIPIENT
from backend.people.models import User
from backend.web.checked import check_of, into_check
from backend.web.letters.drafts import language_name
from backend.web.letters.matters import way_back
from backend.web.pages import PersonRequest, must, page, signed_in
from backend.web.papers import acts, proof, redacting
from backend.web.papers.course import course, own_acts, related, staff_acts, steps

PER_PAGE = 25
KNOWN = Document.objects.select_related("recipient", "issued_by__person")


@require_safe
@signed_in
def letters(request: PersonRequest) -> HttpResponse:
    """List what was sent to the person, the newest first."""
    rows = scope(request.user, "document.open", KNOWN.filter(recipient=request.user.person_id)).order_by(
        "-issued_at", "-pk"
    )
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed(shown.object_list, "document.list", actor=request.user)
    note_listed(list(shown.object_list), actor=request.user)
    for row in shown.object_list:
        row.asks_receipt = asks_for_answer(row.kind) == "receipt" and row.state in WITH_RECIPIENT  # type: ignore[attr-defined]
    return render(request, "web/documents/letters.html", {"page": shown})


@require_safe
@page(KNOWN, "document.view")
def document(request: PersonRequest, document: Document) -> HttpResponse:
    """Show what is known about one document; whoever may open it gets its file, an auditor only its dates and its digest."""
    may_open = can(request.user, "document.open", document)
    viewed(document, "document.view", actor=request.user, ctx={"sha256": document.sha256})
    is_mine = _is_mine(request.user, document)
    if is_mine:
        note_listed([document], actor=request.user)
    shown = {
        "document": document,
        "may_open": may_open,
        "is_mine": is_mine,
        "language": language_name(document.language),
        "own_acts": own_acts(document, request.user) if is_mine else [],
        "more": staff_acts(document, request.user),
        "stages": steps(document) if document.state in STANDS else [],
        "related": related(document, request.user) if may_open else [],
        "entries": course(document, request.user) if may_open else [],
        "evidence": letter_of(document).evidence if may_open and document.completes_id else None,
        "crumbs": [way_back(request.user, document)],
        "here": document.reference,
    }
    return render(request, "web/documents/document.html", shown)


@require_safe
@page(KNOWN, "document.view")
def file(request: PersonRequest, document: Document) -> HttpResponse:
    """Hand out the very bytes that were issued; the opening is recorded first, and the name of the file tells nothing."""
    must(request.user, "document.open", document)
    response = HttpResponse(open_document(document, actor=request.user), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{document.file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
@never_cache
@into_check
@signed_in
def check(request: PersonRequest) -> HttpResponse:
    """Tell what anybody may know of a copy, and lead to the document where the person may see it."""
    checked = check_of(request)
    found = None
    if checked.outcome is not None:
        rows = scope(request.user, "document.view", checked.outcome.rows)
        found = rows.first()
        if found is not None:
            viewed(found, "document.view", actor=request.user, ctx={"sha256": found.sha256})
    shown = {**checked.shown, "document": found}
    return render(request, "web/documents/check.html", shown, status=checked.status)


def _is_mine(person: User, document: Document) -> bool:
    return person.person_id is not None and document.recipient_id == person.person_id


urlpatterns = [
    path("", letters, name="letters"),
    path("check/", check, name="document-check"),
    path("<str:reference>/", document, name="document"),
    path("<str:reference>/file/", file, name="document-file"),
    path("<str:reference>/acknowledge/", acts.acknowledge, name="document-acknowledge"),
    path("<str:reference>/refuse/", acts.refuse, name="document-refuse"),
    path("<str:reference>/hand-over/", acts.hand, name="document-hand-over"),
    path("<str:reference>/returned/", acts.returned, name="document-returned"),
    path("<str:reference>/withdraw/", acts.withdraw, name="document-withdraw"),
    path("<str:reference>/redact/", redacting.redact, name="document-redact"),
    path("<str:reference>/proof/", proof.proof, name="document-proof"),
]
