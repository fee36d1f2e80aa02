"""Custody: each passing of an item from hand to hand, and each check of its bytes, is one more line that is never changed."""

from datetime import datetime

from backend.audit.recorded import keep
from backend.files.reading import HashCheck as Found
from backend.investigation.evidence_tables import CustodyEvent, EvidenceItem
from backend.investigation.evidence_words import HashCheck
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.people.models import User


def note_check(item: EvidenceItem, found: Found, *, why: str, actor: User) -> CustodyEvent:
    """Note what a check of an item's bytes showed; it stays in the hands in which it is."""
    check = HashCheck(found.value)
    return pass_on(item, giver="", taker="", why=why, actor=actor, action="evidence.verify", hash_check=check)


def pass_on(
    item: EvidenceItem,
    *,
    giver: str,
    taker: str,
    why: str,
    actor: User,
    at: datetime | None = None,
    place: str = "",
    action: str = "evidence.transfer",
    hash_check: HashCheck = HashCheck.NONE,
) -> CustodyEvent:
    """Add a line to the custody of an item (no permission check: callers decide)."""
    last = CustodyEvent.objects.filter(item=item).order_by("seq").last()
    has_it = last.taker if last else taker
    step = CustodyEvent(
        item=item,
        seq=last.seq + 1 if last else 1,
        giver=giver or has_it,
        taker=taker or has_it,
        at=at or (clock.now() if last else item.collected_at),
        place=place or ("" if last else item.place),
        why=why.strip(),
        hash_check=hash_check,
        noted_by=actor,
    )
    facts: dict[str, Json] = {"item": item.number, "hash": hash_check.value}
    return keep(step, action, actor=actor, reason=why, ctx=facts)
