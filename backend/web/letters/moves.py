"""What is done with a letter before its issue, and its issue: a page each, which says what follows."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.documents.actions.drafting import issue_draft, lifecycle
from backend.documents.drafts import composer_of, draft_letter, letter_remarks
from backend.documents.kinds import asks_for_answer
from backend.documents.letters import CLASSIFICATIONS
from backend.documents.models import LetterDraft
from backend.documents.vocabulary import DraftState
from backend.web.acts import act_page, done_words, too_late
from backend.web.forms.letters import IssueForm
from backend.web.forms.moves import ReasonForm
from backend.web.letters.drafts import language_name, short_name
from backend.web.letters.matters import way_back
from backend.web.letters.writing import DRAFTS
from backend.web.pages import PersonRequest, absent, must, page

FOLLOWS: dict[str, Promise] = {
    "review": lazy("You say that you read the letter as its recipient will. A second person approves it then."),
    "approve": lazy("What you approve is what will be sent. A later change takes the approval away."),
    "return": lazy("The letter goes back to its writer, with your reason. It needs a review and an approval again."),
    "discard": lazy("The letter is given up. It is not sent, and it stays in the record of the matter."),
}  # fmt: skip
ASKED: dict[str, Promise] = {
    "delivery": lazy("Nothing"),
    "receipt": lazy("To confirm that it was received"),
    "signature": lazy("To sign it"),
}


@require_http_methods(["GET", "POST"])
@never_cache
@page(DRAFTS, "draft.view")
def move(request: PersonRequest, draft: LetterDraft, verb: str) -> HttpResponse:
    """Review, approve, return or discard a letter, with the reason."""
    if verb not in FOLLOWS:
        return absent(request)
    known, back = lifecycle.moves[verb], reverse("letter", args=[draft.reference])
    must(request.user, known.action, draft)
    if request.method != "POST" and draft.state not in known.sources:
        return too_late(request, known.label, draft.get_state_display(), back)
    form = ReasonForm(request.POST or None, initial={"reason": _("Read through.") if verb == "review" else ""})
    shown = {
        **_head(request, draft),
        "heading": known.label,
        "consequence": FOLLOWS[verb],
        "submit": known.label,
        "here": known.label,
    }
    return act_page(
        request,
        form,
        lambda: lifecycle.functions[verb](draft, actor=request.user, **form.cleaned_data),
        back=back if verb != "discard" else way_back(request.user, draft)[1],
        done=done_words(known),
        shown={**shown, "cancel_url": back},
    )


@require_http_methods(["GET", "POST"])
@never_cache
@page(DRAFTS, "draft.view")
def issue(request: PersonRequest, draft: LetterDraft) -> HttpResponse:
    """Issue a letter: the page says to whom, in which language, by which way, and what follows."""
    must(request.user, "draft.issue", draft)
    back = reverse("letter", args=[draft.reference])
    if request.method != "POST" and draft.state != DraftState.APPROVED:
        return too_late(request, _("Issue the letter"), draft.get_state_display(), back)
    form = IssueForm(request.POST or None, draft=draft)
    submit = _("Issue letter to %(name)s") % {"name": short_name(draft)} if draft.recipient else _("Issue the letter")
    shown = {
        **_head(request, draft),
        "heading": submit,
        "consequence": _follows(draft),
        "facts": _facts(draft),
        "submit": submit,
        "here": _("Issue the letter"),
    }
    return act_page(
        request,
        form,
        lambda: issue_draft(draft, actor=request.user, **form.cleaned_data),
        back=lambda done: reverse("document", args=[done.document.reference]),
        done=_("The letter was issued and sealed."),
        shown={**shown, "cancel_url": back},
    )


def _head(request: PersonRequest, draft: LetterDraft) -> dict[str, Any]:
    back = reverse("letter", args=[draft.reference])
    return {"reference": draft.reference, "crumbs": [way_back(request.user, draft), (draft.reference, back)]}


def _follows(draft: LetterDraft) -> str:
    composer = composer_of(draft)
    words = [composer.follows if composer else ""]
    words.append(_("The letter is sealed and can’t be changed after this. A correction is a new letter."))
    return " ".join(word for word in words if word)


def _facts(draft: LetterDraft) -> list[dict[str, Any]]:
    letter, suggestions = draft_letter(draft), letter_remarks(draft)
    preview = reverse("letter", args=[draft.reference])
    rows: list[dict[str, Any]] = [
        {"key": _("Letter"), "value": draft.title, "url": preview},
        {"key": _("To"), "value": draft.recipient.name if draft.recipient else _("Nobody")},
        {"key": _("Language"), "value": language_name(draft.language)},
        {"key": _("Marked as"), "value": CLASSIFICATIONS[letter.classification]},
        {"key": _("The recipient is asked"), "value": ASKED[asks_for_answer(draft.kind)]},
        {"key": _("Approved by"), "value": draft.approved_by.name if draft.approved_by else ""},
    ]
    if draft.supersedes:
        note = _("It is marked as replaced. Whoever checks a copy of it learns that.")
        rows.append({"key": _("Replaces"), "value": draft.supersedes.reference, "note": note})
    if suggestions:
        rows.append(
            {"key": _("Suggestions about its words"), "value": len(suggestions), "url": f"{preview}#suggestions"}
        )
    return rows
