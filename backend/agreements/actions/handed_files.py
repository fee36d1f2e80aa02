"""Files that show what was done by a date: added by whoever owes it, handed in with their words, and read by whoever checks it."""

from typing import Final

from django.db import transaction
from django.db.models import Max

from backend.access.policy import require
from backend.agreements.actions.occurrences import TO_HAND_IN, occurrences, refuse_unless_running
from backend.agreements.models import HandedFile, Occurrence
from backend.agreements.obligation_vocabulary import OccurrenceState
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.files.actions import discard, store
from backend.files.examining import examined
from backend.files.uploads import Upload
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User

declare("handed_file.add", "added a file to what is due on a date", kind="change")
declare("handed_file.hand_in", "handed in a file", kind="change")
declare("handed_file.remove", "removed a file before it was handed in", kind="change")
declare("handed_file.view", "read which file was handed in", kind="read")
declare("handed_file.list", "listed the files that were handed in", kind="read")

MOST: Final = 10  # files of one date


def add_file(occurrence: Occurrence, *, actor: User, upload: Upload, reason: str = "") -> HandedFile:
    """Add a file that shows what was done. It is examined, loses what it tells of its maker, and is seen once it is handed in.

    The same file again, while it waits to be handed in, is the one that is there already.
    """
    with transaction.atomic():
        row = occurrences.locked(occurrence)
        require(actor, "occurrence.submit", row)
        refuse_unless_running(row)
        if row.state not in TO_HAND_IN:
            raise Refused("Nothing can be added now: it was handed in or is closed.", code="wrong-state")
        files = HandedFile.objects.filter(occurrence=row)
        with examined(upload.stream, name=upload.name, strip=True) as (path, facts):
            same = files.filter(handed_in_on=None, added_by=actor, file__original_sha256=facts.original_sha256)
            if there := same.select_related("file").first():
                return there
            if files.count() >= MOST:
                raise Refused(
                    f"“{facts.name}” was not added: a date takes {MOST} files at most. Put several into one.",
                    code="too-many-files",
                )
            last = files.aggregate(last=Max("number"))["last"] or 0
            added = HandedFile(occurrence=row, number=last + 1, added_by=actor, added_at=clock.now())
            added.file = store(path, facts, actor=actor, about=added, reason=reason)
        return keep(added, "handed_file.add", actor=actor, reason=reason, ctx={"number": added.number})


def remove_file(row: HandedFile, *, actor: User, reason: str = "Not handed in.") -> None:
    """Take out a file that was not handed in yet, as whoever added it; nobody else has seen it, and nothing of it is kept."""
    with transaction.atomic():
        occurrences.locked(row.occurrence)
        now = HandedFile.objects.select_related("file", "occurrence__agreement__case", "occurrence__duty").get(
            pk=row.pk
        )
        require(actor, "handed_file.remove", now)
        if now.handed_in_on:
            raise Refused("It was handed in already, and stays.", code="wrong-state")
        remove(now, "handed_file.remove", actor=actor, reason=reason, ctx={"number": now.number})
        discard(now.file, actor=actor, reason=reason)


@occurrences.when_reached(OccurrenceState.SUBMITTED)
def hand_in_files(occurrence: Occurrence, *, actor: User) -> None:
    """Hand in, with the words, every file that waits with its date."""
    waiting = HandedFile.objects.filter(occurrence=occurrence, handed_in_on=None, added_by=actor)
    for row in waiting.select_related("occurrence__agreement__case", "occurrence__duty").order_by("number"):
        row.handed_in_on = occurrence.agreement.today
        keep(row, "handed_file.hand_in", actor=actor, reason="Handed in with its date.", ctx={"number": row.number})
