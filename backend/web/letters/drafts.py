"""A letter before its issue: its words, what they give cause to remark, its versions, and what comes next."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.access.policy import permitted
from backend.audit.reads import viewed
from backend.documents.actions.drafting import lifecycle
from backend.documents.characters import CUT, texts_of
from backend.documents.drafts import composer_of, draft_letter, letter_remarks
from backend.documents.guard.reading import Remark
from backend.documents.inputs import from_inputs
from backend.documents.kinds import document_kinds
from backend.documents.letters import letter_class
from backend.documents.models import DraftText, LetterDraft
from backend.documents.queries import enclosed_with, wording_for
from backend.documents.rendering import print_letter
from backend.documents.vocabulary import DraftState, RemovalClass
from backend.people.models import User
from backend.web.differences import word_differences
from backend.web.letters.matters import way_back
from backend.web.letters.writing import DRAFTS
from backend.web.pages import PersonRequest, page
from backend.web.previews import letter_on_page

NEXT = {DraftState.DRAFT: "review", DraftState.REVIEWED: "approve", DraftState.APPROVED: "issue"}


@require_safe
@never_cache
@page(DRAFTS, "draft.view")
def draft(request: PersonRequest, draft: LetterDraft) -> HttpResponse:
    """Show a letter as its recipient will read it, with what is to be done about it next."""
    may = permitted(request.user, [move.action for move in lifecycle], draft)
    viewed(draft, "draft.view", actor=request.user, ctx={"version": draft.version})
    is_open = draft.state in NEXT
    found = letter_remarks(draft) if is_open else []
    place, back = way_back(request.user, draft)
    shown = {
        "draft": draft,
        "letter": letter_on_page(draft_letter(draft)),
        "blocking": [_told(remark) for remark in found if remark.weight == "blocks"],
        "suggestions": [_told(remark) for remark in found if remark.weight != "blocks"],
        "next": _next(request.user, draft, may),
        "more": _more(draft, may) if is_open else [],
        "facts": _facts(draft),
        "versions": DraftText.objects.filter(draft_uid=draft.uid).order_by("-version").only("version", "saved_at"),
        "removals": [
            {"number": row.number, "what": RemovalClass(row.what).label, "reason": row.reason, "places": row.places}
            for row in draft.redactions.order_by("number")
        ],
        "crumbs": [(place, back)],
        "here": draft.reference,
    }
    return render(request, "web/letters/draft.html", shown)


@require_safe
@never_cache
@page(DRAFTS, "draft.view")
def preview(request: PersonRequest, draft: LetterDraft) -> HttpResponse:
    """Print the letter as a preview: the real engine, no reference, no seal, and every page says so."""
    letter = draft_letter(draft)
    content = print_letter(letter, wording_for(letter), enclosed_with(letter)).content
    viewed(draft, "draft.view", actor=request.user, ctx={"version": draft.version, "as": "preview"})
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="preview-{draft.reference}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@never_cache
@page(DRAFTS, "draft.view")
def changes(request: PersonRequest, draft: LetterDraft) -> HttpResponse:
    """Show what changed from one version of a letter to another, word by word."""
    last = draft.version
    after = _number(request.GET.get("to"), most=last, usual=last)
    before = _number(request.GET.get("from"), most=last, usual=max(after - 1, 1))
    viewed(draft, "draft.view", actor=request.user, ctx={"from": before, "to": after})
    old, new = (_texts(draft, version) for version in (before, after))
    told = [
        {"name": path_words(path), "stretches": word_differences(old.get(path, ""), new.get(path, ""))}
        for path in dict.fromkeys([*new, *old])
        if old.get(path, "") != new.get(path, "")
    ]
    place, back = way_back(request.user, draft)
    shown = {
        "draft": draft,
        "before": before,
        "after": after,
        "changes": told,
        "numbers": range(1, last + 1),
        "crumbs": [(place, back), (draft.reference, reverse("letter", args=[draft.reference]))],
        "here": _("What changed"),
    }
    return render(request, "web/letters/changes.html", shown)


def path_words(path: str) -> str:
    """Say where in a letter something stands: allegations[0].particulars is “Allegations 1, particulars”."""
    parts = re.sub(r"\[(\d+)\]", lambda match: f" {int(match[1]) + 1}", path).replace("_", " ").split(".")
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


def language_name(tag: str) -> str:
    """Name a language in words: English for en-GB; a language without a name by its tag."""
    try:
        return str(get_language_info(tag.partition("-")[0])["name_translated"])
    except KeyError:
        return tag


def _told(remark: Remark) -> dict[str, str]:
    start, found, rest = remark.sentence.partition(remark.found)
    where = path_words(remark.field) if remark.field else _("Words of the template")
    return {
        "before": start,
        "found": found,
        "after": rest,
        "why": remark.why,
        "instead": remark.instead,
        "where": where,
    }


def _next(person: User, draft: LetterDraft, may: set[str]) -> dict[str, Any] | None:
    verb = NEXT.get(DraftState(draft.state))
    if verb is None:
        return None
    words = {
        "review": (_("Next: read it through"), _("Read it as its recipient will. Whoever reviews it says that its words are right.")),
        "approve": (_("Next: a second person approves it"), _("Not the person who wrote it. What is approved is what will be sent.")),
        "issue": (_("Next: issue the letter"), _("It was approved. When it is issued, it is sealed and goes to its recipient.")),
    }  # fmt: skip
    heading, text = words[verb]
    mine = f"draft.{verb}" in may and not (verb == "approve" and draft.written_by_id == person.pk)
    if verb == "approve" and draft.written_by_id == person.pk:
        text = _("You wrote this letter; somebody else who works on the matter approves it.")
    url = _act_url(draft, verb) if mine else ""
    return {"heading": heading, "text": text, "url": url, "action": _button(draft, verb)}


def _button(draft: LetterDraft, verb: str) -> str:
    if verb != "issue":
        return lifecycle.moves[verb].label
    return _("Issue letter to %(name)s") % {"name": short_name(draft)} if draft.recipient else _("Issue the letter")


def short_name(draft: LetterDraft) -> str:
    """Name the recipient on a button: M. Hale."""
    words = draft.recipient.name.split() if draft.recipient else []
    return f"{words[0][0]}. {words[-1]}" if len(words) > 1 else " ".join(words)


def _act_url(draft: LetterDraft, verb: str) -> str:
    if verb == "issue":
        return reverse("letter-issue", args=[draft.reference])
    return reverse("letter-move", args=[draft.reference, verb])


def _more(draft: LetterDraft, may: set[str]) -> list[dict[str, str]]:
    found = []
    if "draft.revise" in may and composer_of(draft):
        found.append({"label": _("Change the letter"), "url": reverse("letter-edit", args=[draft.reference])})
    for verb in ("return", "discard"):
        move = lifecycle.moves[verb]
        if move.action in may and draft.state in move.sources:
            found.append({"label": move.label, "url": _act_url(draft, verb)})
    return found


def _facts(draft: LetterDraft) -> list[dict[str, Any]]:
    kinds = document_kinds()
    kind = f"{draft.kind}, {kinds[draft.kind].title}" if draft.kind in kinds else draft.kind
    rows = [
        (_("To"), draft.recipient.name if draft.recipient else _("Nobody; it stays in the file")),
        (_("Kind"), kind),
        (_("Language"), language_name(draft.language)),
        (_("Version"), str(draft.version)),
        (_("Written by"), draft.written_by.name),
        (_("Reviewed by"), draft.reviewed_by.name if draft.reviewed_by else ""),
        (_("Approved by"), draft.approved_by.name if draft.approved_by else ""),
        (_("Replaces"), draft.supersedes.reference if draft.supersedes else ""),
        (_("A version of"), draft.redacts.reference if draft.redacts else ""),
    ]
    facts: list[dict[str, Any]] = [{"key": key, "value": value} for key, value in rows if value]
    if draft.document:
        url = reverse("document", args=[draft.document.reference])
        facts.append({"key": _("Issued as"), "value": draft.document.reference, "url": url})
    return facts


def _texts(draft: LetterDraft, version: int) -> dict[str, str]:
    inputs = DraftText.objects.get(draft_uid=draft.uid, version=version).inputs
    letter = from_inputs(letter_class(draft.template), inputs)
    shown = {path: CUT.sub(_("[left out]"), text) for path, text in texts_of(letter) if text}
    days = {name: str(value) for name, value in inputs.items() if isinstance(value, str) and name not in shown}
    return {**shown, **days}


def _number(given: str | None, *, most: int, usual: int) -> int:
    return min(max(int(given), 1), most) if given and given.isdecimal() else usual
