"""Reads of letters before their issue: what a draft says, the record it is about, and what its words give cause to remark."""

from dataclasses import replace
from typing import Any

from django.apps import apps

from backend.audit.recorded import Recorded
from backend.documents.composing import COMPOSERS, Composer
from backend.documents.guard.reading import Remark, forbid, remarks
from backend.documents.inputs import from_inputs
from backend.documents.letters import Letter, letter_class
from backend.documents.models import Document, DraftText, LetterDraft
from backend.documents.queries import wording_for
from backend.documents.rendering import render_html
from backend.kernel import clock


def text_of(draft: LetterDraft) -> DraftText:
    """Read the current text of a draft."""
    return DraftText.objects.get(draft_uid=draft.uid, version=draft.version)


def draft_letter(draft: LetterDraft) -> Letter:
    """Build the letter that a draft would print."""
    return from_inputs(letter_class(draft.template), text_of(draft).inputs)


def letter_to_issue(draft: LetterDraft) -> Letter:
    """Give the letter as it is issued today: what was approved, with the day of its issue.

    A redacted version keeps the day of the document that it is a version of.
    """
    letter = draft_letter(draft)
    if draft.redacts_id or draft.recipient is None:
        return letter
    return replace(letter, dated=clock.today(draft.recipient.zone))


def composer_of(draft: LetterDraft) -> Composer | None:
    """Find how a draft came about; None for one that no form can change, such as a redacted version."""
    return None if draft.redacts_id else COMPOSERS.get(draft.template.split("/")[1])


def matter_of(paper: LetterDraft | Document) -> Recorded:
    """Fetch the record that a letter or a document is about, by the key that it keeps."""
    kind, _, uid = paper.about.partition(":")
    for model in apps.get_models():
        if issubclass(model, Recorded) and model._meta.model_name == kind:
            found: Recorded = model.objects.get(uid=uid)
            return found
    raise LookupError(f"No record is called {kind}.")


def unnamed_in(draft: LetterDraft) -> tuple[str, ...]:
    """List the people whose names a letter must not hold."""
    composer = composer_of(draft)
    if composer is None or draft.recipient is None:
        return ()
    return tuple(composer.unnamed(matter_of(draft), draft.recipient))


def letter_remarks(draft: LetterDraft, *, refuse: bool = False) -> list[Remark]:
    """Say what the words of a letter give cause to remark; with `refuse`, words that it must not hold raise Refused."""
    letter: Any = draft_letter(draft)
    html = render_html(letter, wording_for(letter))  # the words in force, the organisation's own or the built-in ones
    return (forbid if refuse else remarks)(letter, unnamed=unnamed_in(draft), html=html)
