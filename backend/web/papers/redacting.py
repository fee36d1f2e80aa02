"""A version of a document for one recipient: passages and words are left out, each with its class and its reason."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.audit.reads import viewed
from backend.cases.models import Case
from backend.documents.actions.redacting import redact_document
from backend.documents.models import Document, LetterDraft
from backend.documents.queries import letter_of
from backend.documents.redaction import passages
from backend.documents.vocabulary import STANDS
from backend.kernel.errors import Invalid
from backend.people.models import Person
from backend.web.acts import act_page, too_late
from backend.web.forms.papers import RedactForm
from backend.web.letters.drafts import path_words
from backend.web.pages import PersonRequest, must, page
from backend.web.papers.acts import ROWS


@require_http_methods(["GET", "POST"])
@never_cache
@page(ROWS, "document.view")
def redact(request: PersonRequest, document: Document) -> HttpResponse:
    """Choose what is left out, and start the version; a second person approves it before it is issued."""
    must(request.user, "document.redact", document)
    back = reverse("document", args=[document.reference])
    if request.method != "POST" and (document.state not in STANDS or document.redacts_id or document.completes_id):
        return too_late(request, _("Make a version with parts left out"), document.get_state_display(), back)
    people = _readers(document)
    texts = [(path, path_words(path), text) for path, text in passages(letter_of(document))]
    form = RedactForm(request.POST or None, people=people, passages=texts)
    if request.method != "POST":
        viewed(document, "document.open", actor=request.user, ctx={"sha256": document.sha256, "as": "redact"})

    def act() -> LetterDraft:
        chosen = form.removals()
        person = next(person for person in people if person.reference == form.cleaned_data["to"])
        try:
            return redact_document(document, list(chosen.values()), to=person, actor=request.user)
        except Invalid as invalid:
            raise Invalid(_by_field(invalid, list(chosen))) from invalid

    shown: dict[str, Any] = {
        "heading": _("Make a version with parts left out"),
        "reference": document.reference,
        "crumbs": [(document.reference, back)],
        "consequence": _(
            "What you leave out is not in the file at all. "
            "The version prints a log: the kind of content and your reason, never the words."
        ),
        "submit": _("Start the version"),
        "cancel_url": back,
    }
    done = _("The version was started. Read it through: a second person approves it before it is issued.")
    return act_page(
        request,
        form,
        act,
        back=lambda draft: reverse("letter", args=[draft.reference]),
        done=done,
        shown=shown,
        template="web/documents/redact.html",
    )


def _readers(document: Document) -> list[Person]:
    """List whom a version may go to: the parties of the case."""
    kind, _colon, uid = document.matter_stream.partition(":")
    if kind != "case":
        return [document.recipient] if document.recipient else []
    case = Case.objects.get(uid=uid)
    rows = case.parties.select_related("person__site", "person__unit").order_by("pk")
    return list(dict.fromkeys(party.person for party in rows))


def _by_field(invalid: Invalid, names: list[str]) -> dict[str, list[str]]:
    """Bring what is wrong with a removal to the field that asked for it."""
    told: dict[str, list[str]] = {}
    for key, messages in invalid.errors.items():
        place = key.removeprefix("removals[").removesuffix("]")
        told[names[int(place)] if place.isdecimal() and int(place) < len(names) else ""] = messages
    return told
