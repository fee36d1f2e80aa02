"""What is done with an issued document: its recipient confirms or refuses it; staff hand it over, note its return, withdraw it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.access.policy import scope
from backend.access.roles import live_roles
from backend.documents.actions.delivering import hand_over
from backend.documents.actions.standing import acknowledge_document, lifecycle, note_return, refuse_document
from backend.documents.actions.withdrawing import recipients_of, versions_of, withdraw_document
from backend.documents.models import Document
from backend.documents.vocabulary import STANDS
from backend.people.models import User
from backend.web.acts import act_page, too_late
from backend.web.forms.moves import ReasonForm
from backend.web.forms.papers import HandOverForm, WithdrawForm
from backend.web.forms.replies import AcknowledgeForm, RefuseForm
from backend.web.pages import PersonRequest, must, page

ROWS = Document.objects.select_related("recipient", "issued_by__person")


@require_http_methods(["GET", "POST"])
@never_cache
@page(ROWS, "document.view")
def acknowledge(request: PersonRequest, document: Document) -> HttpResponse:
    """Confirm, as the recipient, that a letter was received."""
    consequence = _("You confirm that you have received this letter. That does not mean that you agree with it.")
    words = (_("Confirm receipt"), consequence, _("Thank you. Your confirmation was recorded."))
    return _answer(request, document, AcknowledgeForm, acknowledge_document, words)


@require_http_methods(["GET", "POST"])
@never_cache
@page(ROWS, "document.view")
def refuse(request: PersonRequest, document: Document) -> HttpResponse:
    """Refuse, as the recipient, to confirm a letter."""
    consequence = _(
        "You say that you don’t confirm this letter. Nothing is taken as agreed or admitted by that. "
        "The letter stays here, and its dates keep running."
    )
    words = (_("Refuse to confirm"), consequence, _("That you don’t confirm the letter was recorded."))
    return _answer(request, document, RefuseForm, refuse_document, words)


@require_http_methods(["GET", "POST"])
@never_cache
@page(ROWS, "document.view")
def hand(request: PersonRequest, document: Document) -> HttpResponse:
    """Record that a paper copy was handed over or posted, and what happened."""
    must(request.user, "document.hand_over", document)
    if late := _too_late(request, document, _("Record a delivery on paper")):
        return late
    form = HandOverForm(request.POST or None)
    shown = {
        **_head(document),
        "heading": _("Record a delivery on paper"),
        "consequence": _(
            "The delivery stands in the record with your name. A refusal counts only with a witness, and nothing is deemed from it."
        ),
        "submit": _("Record the delivery"),
    }
    act = lambda: hand_over(document, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=_back(document), done=_("The delivery was recorded."), shown=shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(ROWS, "document.view")
def returned(request: PersonRequest, document: Document) -> HttpResponse:
    """Note that a document, or the notice of it, came back."""
    must(request.user, "document.note_return", document)
    if document.state not in lifecycle.moves["note_return"].sources and request.method != "POST":
        return too_late(request, note_return_label(), document.get_state_display(), _back(document))
    form = ReasonForm(request.POST or None)
    shown = {
        **_head(document),
        "heading": note_return_label(),
        "consequence": _("The document counts as not delivered. Deliver it another way: its dates don’t wait."),
        "submit": note_return_label(),
    }
    act = lambda: note_return(document, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    return act_page(request, form, act, back=_back(document), done=_("That it came back was recorded."), shown=shown)


@require_http_methods(["GET", "POST"])
@never_cache
@page(ROWS, "document.view")
def withdraw(request: PersonRequest, document: Document) -> HttpResponse:
    """Withdraw a document: the page says who is told, and what is withdrawn with it."""
    must(request.user, "document.withdraw", document)
    if late := _too_late(request, document, _("Withdraw the document")):
        return late
    form = WithdrawForm(request.POST or None, later=_later(request.user, document))
    told, versions = recipients_of(document), versions_of(document)
    shown = {
        **_head(document),
        "heading": _("Withdraw the document"),
        "consequence": _(
            "Its file stays in the record. Everybody who ever received it gets a notice. "
            "Whoever checks a copy learns that it was withdrawn."
        ),
        "facts": [
            {"key": _("Document"), "value": f"{document.title}, {document.reference}"},
            {
                "key": _("These people are told"),
                "value": ", ".join(person.name for person in told) or _("Nobody received it"),
            },
            {"key": _("Withdrawn with it"), "value": ", ".join(row.reference for row in versions) or _("Nothing else")},
        ],
        "submit": _("Withdraw the document"),
    }
    act = lambda: withdraw_document(document, actor=request.user, **form.cleaned_data)  # noqa: E731 - reads best in one line
    done = _("The document was withdrawn. Every recipient gets a notice.")
    return act_page(request, form, act, back=_back(document), done=done, shown=shown)


def note_return_label() -> str:
    """Name the act on its button."""
    return _("Note that it came back")


def _answer(
    request: PersonRequest, document: Document, form_class: Any, act: Any, words: tuple[str, str, str]
) -> HttpResponse:
    must(request.user, act.move.action, document)
    heading, consequence, done = words
    if request.method != "POST" and document.state not in act.move.sources:
        return too_late(request, heading, document.get_state_display(), _back(document))
    form = form_class(request.POST if request.method == "POST" else None)  # an answer may be empty
    shown = {
        **_head(document),
        "heading": heading,
        "consequence": consequence,
        "facts": [{"key": _("Letter"), "value": document.title}, {"key": _("Reference"), "value": document.reference}],
        "submit": heading,
        "base_template": "web/base.html" if live_roles(request.user) else "web/base_person.html",
    }
    act_now = lambda: act(document, actor=request.user, reason=form.reason())  # noqa: E731 - reads best in one line
    return act_page(request, form, act_now, back=_back(document), done=done, shown=shown, template="web/confirm.html")


def _too_late(request: PersonRequest, document: Document, what: str) -> HttpResponse | None:
    if request.method == "POST" or document.state in STANDS:
        return None
    return too_late(request, what, document.get_state_display(), _back(document))


def _head(document: Document) -> dict[str, Any]:
    return {"reference": document.reference, "crumbs": [(document.reference, _back(document))]}


def _back(document: Document) -> str:
    return reverse("document", args=[document.reference])


def _later(person: User, document: Document) -> list[tuple[str, str]]:
    rows = Document.objects.filter(
        matter_stream=document.matter_stream, kind=document.kind, issued_at__gt=document.issued_at, state__in=STANDS
    )
    found = scope(person, "document.view", rows).order_by("-issued_at")[:20]
    return [(row.reference, f"{row.reference}, {timezone.localtime(row.issued_at):%-d %b %Y}") for row in found]
