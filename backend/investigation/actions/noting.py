"""Notes while they are written: kept for their writer alone, so that nothing is lost and nobody else's words are touched."""

from django.db import IntegrityError, transaction

from backend.access.policy import require
from backend.investigation.models import Interview, NoteDraft
from backend.kernel import clock
from backend.people.models import User


def note_draft_of(interview: Interview, writer: User) -> NoteDraft | None:
    """Find what somebody wrote and did not save yet; nobody else can find it."""
    return NoteDraft.objects.filter(interview=interview, writer=writer).first()


def keep_note_draft(interview: Interview, *, notes: str, seen: int | None, actor: User) -> NoteDraft:
    """Keep what somebody is writing. It counts as begun at the oldest edition that they had before them, so that nothing is overwritten."""
    require(actor, "interview.note", interview)
    try:
        return _kept(interview, notes, seen or 0, actor)
    except IntegrityError:  # two first saves at once: the other one made the draft
        return _kept(interview, notes, seen or 0, actor)


def drop_note_draft(interview: Interview, *, actor: User) -> None:
    """Forget what somebody wrote: they saved it, or do not want it."""
    NoteDraft.objects.filter(interview=interview, writer=actor).delete()


@transaction.atomic
def _kept(interview: Interview, notes: str, seen: int, writer: User) -> NoteDraft:
    found = NoteDraft.objects.select_for_update().filter(interview=interview, writer=writer).first()
    draft = found or NoteDraft(interview=interview, writer=writer, seen=seen)
    draft.notes, draft.seen, draft.saved_at = notes.replace("\r\n", "\n"), min(draft.seen, seen), clock.now()
    draft.save()
    return draft
