"""What an auditor wants to know first: how far they may look, how the history is sealed, and what the last checks found.

Every question costs the same on a thousand entries and on millions: nothing here counts the history.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q

from backend.access.models import Role, RoleHolding
from backend.access.policy import scope
from backend.audit.actions import declare
from backend.audit.models import AnchorReceipt, Event
from backend.audit.sealed.keys import public_keys
from backend.audit.sealed.notes import NoteError, PublicKey, open_checkpoint, to_base64
from backend.audit.sealed.proofs import newest_signed
from backend.deadlines.models import Deadline
from backend.kernel import clock
from backend.people.models import User
from backend.records.models import Export
from backend.records.queries import CAP

LOOKED_BACK: Final = timedelta(days=30)
YEAR: Final = timedelta(days=365)
FEWEST: Final = 5  # a share of fewer is not told
READERS: Final = (Role.AUDITOR, Role.PRIVACY_OFFICER)

declare("audit.open", "opened the overview of the audit history", kind="read")
declare("checkpoint.take", "took a checkpoint of the sealed history", kind="export")
declare("key.take", "took the public key of the sealed history", kind="export")
declare("event.view", "read an entry of the audit history", kind="read")
declare("event.verify", "verified an entry of the audit history", kind="read")
declare("log.damage", "found that an entry of the audit history does not match its seal", kind="system")


@dataclass(frozen=True)
class Signed:
    """The newest checkpoint that is signed."""

    origin: str
    size: int
    root: str
    at: datetime
    keys: tuple[PublicKey, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Share:
    """How many deadlines of a time were met in time."""

    met: int
    due: int

    @property
    def percent(self) -> int | None:
        """Give the share in whole percent, rounded down; too few to tell give none."""
        return None if self.due < FEWEST else 100 * self.met // self.due


def engagements(person: User) -> list[RoleHolding]:
    """Give the roles by which somebody reads the history now: since when, until when, and for what."""
    moment = clock.now()
    live = Q(starts_at__lte=moment) & (Q(ends_at=None) | Q(ends_at__gt=moment))
    return list(RoleHolding.objects.filter(live, user=person, role__in=READERS).select_related("granted_by__person"))


def newest_checkpoint() -> Signed | None:
    """Give the newest signed checkpoint: when it was signed and by which keys, or what is wrong with its signature."""
    stored = newest_signed()
    if stored is None:
        return None
    told = Signed(stored.note.partition("\n")[0], stored.size, to_base64(bytes(stored.root)), stored.sealed_at)
    known = public_keys()
    if not known:
        return told
    try:
        _, signatures = open_checkpoint(stored.note, known)
    except NoteError as problem:
        return replace(told, problem=str(problem))
    times = [signature.at for signature in signatures if signature.at is not None]
    keys = tuple(dict.fromkeys(PublicKey.read(signature.key) for signature in signatures))
    return replace(told, keys=keys, at=datetime.fromtimestamp(max(times), tz=UTC) if times else told.at)


def anchors(most: int = 5) -> list[AnchorReceipt]:
    """List the newest receipts of those outside who hold a checkpoint."""
    return list(AnchorReceipt.objects.defer("receipt").order_by("-size", "kind")[:most])


def refusals(person: User) -> tuple[int, bool]:
    """Count the refused accesses of the last 30 days up to the cap; the second value tells that there are more."""
    since = clock.now() - LOOKED_BACK
    events = scope(person, "event.view", Event.objects.filter(action="access.denied")).order_by("-id")
    number = sum(at >= since for at in events.values_list("at", flat=True)[: CAP + 1])
    return min(number, CAP), number > CAP


def deadlines_met() -> Share:
    """Tell how many of the deadlines that fell due in the last year were met in time."""
    now = clock.now()
    due = Deadline.objects.filter(due_at__gte=now - YEAR, due_at__lt=now, cancelled_at=None)
    in_time: Any = Count("pk", filter=Q(met_at__lte=F("due_at")))
    found = due.aggregate(due=Count("pk"), met=in_time)
    return Share(found["met"], found["due"])


def exports_made(person: User, most: int = 3) -> tuple[int, list[Export]]:
    """Count the exports in the register, and give the newest."""
    rows = scope(person, "export.view", Export.objects.select_related("requested_by__person"))
    return rows.count(), list(rows.order_by("-requested_at", "-pk")[:most])
