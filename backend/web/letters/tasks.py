"""What letters ask of a person on their home page: one to approve, one of their own to issue."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.policy import scope
from backend.documents.models import LetterDraft
from backend.documents.vocabulary import DraftState
from backend.people.models import User

MOST: Final = 6


def letter_tasks(person: User) -> list[dict[str, Any]]:
    """Tell which letters wait for a person: others' that they may approve, and their own that were approved."""
    others = LetterDraft.objects.filter(state=DraftState.REVIEWED).exclude(written_by=person)
    own = LetterDraft.objects.filter(state=DraftState.APPROVED, written_by=person)
    tasks = [
        _task(draft, _("Read a letter and approve it"), _("%(name)s wrote it.") % {"name": draft.written_by.name})
        for draft in scope(person, "draft.approve", others).select_related("written_by__person")[:MOST]
    ]
    return tasks + [
        _task(draft, _("Issue a letter that was approved"), draft.title)
        for draft in scope(person, "draft.issue", own)[:MOST]
    ]


def _task(draft: LetterDraft, label: str, note: str) -> dict[str, Any]:
    return {
        "label": label,
        "url": reverse("letter", args=[draft.reference]),
        "reference": draft.matter,
        "note": note,
        "due": None,
    }
