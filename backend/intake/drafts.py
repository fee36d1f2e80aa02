"""Reports that are still written: parts in any order, saved as one goes, closed to everybody but their author."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.fernet import Fernet
from django.db import transaction

from backend.files.unsent import drop_all_but
from backend.intake.account import Account
from backend.intake.actions.reporting import take_in
from backend.intake.draft_files import hand_over
from backend.intake.holders import Holder, begun, draft_behind, forget, rows_of
from backend.intake.models import DraftFile, Report, ReportDraft
from backend.intake.receipts import give_receipt
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import Refused
from backend.people.models import User


@dataclass(frozen=True)
class Part:
    """What one part of a draft holds: the fields as they were filled in, and whether its author is done with it."""

    fields: Mapping[str, list[str]]
    is_done: bool = False


def parts_of(holder: Holder) -> dict[str, Part]:
    """Open the words of a draft; empty when there is none."""
    draft = draft_behind(holder)
    return _opened(draft, holder) if draft else {}


def save_part(holder: Holder, name: str, fields: Mapping[str, Iterable[str]], *, is_done: bool) -> ReportDraft:
    """Keep one part as it stands; what is not valid yet is kept as well, because nothing typed may be lost."""
    part = Part({key: list(values) for key, values in fields.items()}, is_done)
    with transaction.atomic():
        draft = begun(holder)
        told: dict[str, Json] = {
            key: {"fields": {field: list(values) for field, values in each.fields.items()}, "is_done": each.is_done}
            for key, each in {**_opened(draft, holder), name: part}.items()
        }
        draft.words = Fernet(holder.key).encrypt(json.dumps(told).encode()).decode()
        draft.save(update_fields=["words"])
    return draft


def send_draft(holder: Holder, account: Account, *, actor: User, code: str = "") -> Report:
    """Send what was written, with its files, and forget the draft; sent twice, it is one report."""
    with transaction.atomic():
        draft = rows_of(holder).select_for_update().first()
        if draft is None:
            raise Refused("This was sent already, or its thirty days are over.", code="draft-gone")
        report = take_in(account, actor=actor, uid=draft.uid)
        if code:
            give_receipt(report, code, actor=actor)
        hand_over(draft, holder, report, actor=actor)
        forget(draft)
    return report


def clear_expired() -> int:
    """Remove the drafts whose time is over, read by nobody, and the files that belong to none."""
    with transaction.atomic():
        expired = list(ReportDraft.objects.filter(expires_at__lte=clock.now()).select_for_update())
        for draft in expired:
            forget(draft)
    drop_all_but(DraftFile.objects.values_list("uid", flat=True))
    return len(expired)


def _opened(draft: ReportDraft, holder: Holder) -> dict[str, Part]:
    words = json.loads(Fernet(holder.key).decrypt(draft.words.encode()))
    return {name: Part(**part) for name, part in words.items()}
