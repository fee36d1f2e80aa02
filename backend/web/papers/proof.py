"""The proof of a document, made while the page is asked for: its bytes, its seal, and whether its facts print the same again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.audit.reads import viewed
from backend.documents.models import Document
from backend.documents.queries import content_of, reproduce
from backend.web.pages import PersonRequest, must, page
from backend.web.papers.acts import ROWS


@require_safe
@never_cache
@page(ROWS, "document.view")
def proof(request: PersonRequest, document: Document) -> HttpResponse:
    """Hash the kept file, check its seal, and print it again from its stored facts; tell what holds."""
    # pyHanko takes a while to import: only those who check pay for it
    from backend.documents.sealing.checking import check_seal

    must(request.user, "document.open", document)
    viewed(document, "document.open", actor=request.user, ctx={"sha256": document.sha256, "as": "proof"})
    found, seal = reproduce(document), check_seal(content_of(document))
    conditions: list[dict[str, Any]] = [
        {"text": _("The kept file is the one that was issued, bit by bit."), "met": found.intact},
        {"text": _("Its facts and its template still print the very same pages."), "met": found.reproduced},
        {"text": _("The words of the template are those of that day."), "met": found.same_template},
        {"text": _("The seal is intact and covers the whole file."), "met": seal.intact and seal.covers_whole_file},
        {"text": _("The seal is ours."), "met": seal.is_ours},
    ]
    if not document.printed_sha256:
        conditions = conditions[:3]
    shown = {
        "document": document,
        "conditions": conditions,
        "holds": all(each["met"] for each in conditions),
        "is_sealed": bool(document.printed_sha256),
        "seal": seal,
        "crumbs": [(document.reference, reverse("document", args=[document.reference]))],
        "here": _("Proof"),
    }
    return render(request, "web/documents/proof.html", shown)
