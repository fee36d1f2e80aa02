"""Files of a report that is still written: looked at like all others, closed to everybody but its author, and sent along with it."""

import json
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from cryptography.fernet import Fernet
from django.db import transaction

from backend.files.actions import store
from backend.files.examining import Facts, examined
from backend.files.storage import workplace
from backend.files.unsent import close_up, drop, open_up
from backend.intake.attachments import MOST, attach
from backend.intake.holders import Holder, begun, draft_behind, rows_of
from backend.intake.models import DraftFile, Report, ReportDraft
from backend.kernel.errors import Refused
from backend.kernel.references import new_uid
from backend.people.models import User


@dataclass(frozen=True)
class Waiting:
    """One file of a draft, as its author is shown it."""

    number: int
    facts: Facts


def add_to_draft(holder: Holder, stream: BinaryIO, *, name: str) -> DraftFile:
    """Keep a file for a report that is not sent yet; of a type that is taken, not too large, and cleaned when there is no name."""
    nameless = holder.owner is None
    called = f"file{PurePosixPath(name).suffix[:12]}" if nameless else name
    with examined(stream, name=called, strip=nameless) as (path, facts):
        uid = new_uid()
        close_up(path, uid, holder.key)
    try:
        with transaction.atomic():
            draft = begun(holder)
            taken = list(draft.files.values_list("number", flat=True))
            if len(taken) >= MOST:
                raise Refused(
                    f"A report holds {MOST} files. Remove one, or tell what else there is.", code="too-many-files"
                )
            told = Fernet(holder.key).encrypt(json.dumps(asdict(facts)).encode()).decode()
            return DraftFile.objects.create(draft=draft, uid=uid, number=max(taken, default=0) + 1, facts=told)
    except BaseException:
        drop(uid)
        raise


def files_waiting(holder: Holder | None) -> list[Waiting]:
    """List the files of a draft, for whoever holds it."""
    draft = draft_behind(holder) if holder else None
    if holder is None or draft is None:
        return []
    return [Waiting(row.number, _facts(row, holder)) for row in draft.files.order_by("number")]


def remove_from_draft(holder: Holder, number: int) -> bool:
    """Remove a file from a report that is not sent yet; nothing of it stays. Tell whether it was there."""
    with transaction.atomic():
        draft = rows_of(holder).select_for_update().first()
        row = draft.files.filter(number=number).first() if draft else None
        if row is None:
            return False
        row.delete()
        transaction.on_commit(lambda: drop(row.uid))
    return True


def hand_over(draft: ReportDraft, holder: Holder, report: Report, *, actor: User) -> None:
    """Make the files of a draft files of the report that it became."""
    for number, row in enumerate(draft.files.order_by("number"), start=1):
        with workplace() as place:
            path, facts = place / "opened", _facts(row, holder)
            open_up(row.uid, holder.key, path)
            stored = store(path, _named(facts, number, nameless=holder.owner is None), actor=actor, about=report)
        attach(report, stored, number=number, actor=actor)


def _facts(row: DraftFile, holder: Holder) -> Facts:
    return Facts(**json.loads(Fernet(holder.key).decrypt(row.facts.encode())))


def _named(facts: Facts, number: int, *, nameless: bool) -> Facts:
    """Call a file by its number where its reporter gave no name."""
    called = f"file-{number}{PurePosixPath(facts.name).suffix}" if nameless else facts.name
    return Facts(**{**asdict(facts), "name": called})
