"""Who can open what is not sent yet: the person who signed in, or whoever has the code."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from cryptography.fernet import Fernet
from django.db import IntegrityError, transaction

from backend.files.unsent import drop
from backend.intake.codes import Drawn, key_for
from backend.intake.models import DraftFile, ReportDraft
from backend.kernel import clock
from backend.people.models import User

KEPT: Final = timedelta(days=30)


@dataclass(frozen=True)
class Holder:
    """Who can open a draft: the person who signed in, or whoever has the code."""

    key: bytes
    owner: User | None = None
    digest: str = ""


def holder_for(owner: User) -> Holder:
    """Let somebody with an account hold a draft."""
    return Holder(key_for(f"draft:{owner.uid}"), owner=owner)


def holder_with(drawn: Drawn) -> Holder:
    """Let whoever has a code hold a draft."""
    return Holder(drawn.key, digest=drawn.digest)


def rows_of(holder: Holder) -> Any:
    """Give the rows that a holder holds: one, or none."""
    wanted: dict[str, Any] = {"owner": holder.owner} if holder.owner else {"digest": holder.digest}
    return ReportDraft.objects.filter(**wanted)


def draft_behind(holder: Holder) -> ReportDraft | None:
    """Find the draft of a holder, unless its time is over."""
    found: ReportDraft | None = rows_of(holder).filter(expires_at__gt=clock.now()).first()
    return found


def begun(holder: Holder) -> ReportDraft:
    """Give the draft of a holder, locked and its time begun anew; an empty one when there is none. Call it inside a transaction."""
    now = clock.now()
    draft: ReportDraft | None = rows_of(holder).select_for_update().first()
    if draft is not None and draft.expires_at <= now:
        forget(draft)
        draft = None
    if draft is None:
        draft = ReportDraft(owner=holder.owner, digest=holder.digest, words=Fernet(holder.key).encrypt(b"{}").decode())
    draft.saved_at, draft.expires_at = now, now + KEPT
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:  # two first saves at once: the other one made the draft
        return begun(holder)
    return draft


def forget(draft: ReportDraft) -> None:
    """Remove a draft, with the files in it; their bytes go when the change is certain."""
    uids = list(DraftFile.objects.filter(draft=draft).values_list("uid", flat=True))
    draft.delete()
    for uid in uids:
        transaction.on_commit(lambda uid=uid: drop(uid))  # type: ignore[misc]
