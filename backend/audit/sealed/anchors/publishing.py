"""Bringing the newest signed checkpoint to every anchor that the setting names, once each."""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from backend.audit.actions import declare
from backend.audit.events import record
from backend.audit.models import AnchorReceipt, Event
from backend.audit.sealed import guard, store
from backend.audit.sealed.anchors.anchor import Anchor, AnchorError, Sealed
from backend.audit.sealed.anchors.mirror import checkpoint_in
from backend.audit.sealed.anchors.registry import anchors_named
from backend.audit.sealed.proofs import newest_signed
from backend.audit.sealed.tree import TileStore

logger = logging.getLogger(__name__)

declare("log.anchor", "had a checkpoint of the history kept outside", kind="system")
declare("log.anchor_failed", "could not have a checkpoint of the history kept outside", kind="system")

OWN: Final = ("log.anchor", "log.anchor_failed")
TELL_AGAIN: Final = timedelta(hours=1)
STEP: Final = 4096


class AnchorsFailed(Exception):
    """One anchor or more did not take the checkpoint; each was logged and recorded by its kind."""


@dataclass(frozen=True)
class Outcome:
    """What one round did: the checkpoint's size, the kinds that keep it now, and the kinds that failed."""

    size: int
    published: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


class DatabaseHistory:
    """The sealed log in the database, as an anchor that copies it reads it."""

    @property
    def tiles(self) -> TileStore:
        """Give the stored tiles, read afresh."""
        return store.DatabaseTiles()

    def leaves(self, first: int, end: int) -> Iterator[bytes]:
        """Give the texts of some leaves, a few thousand at a time; b"" for one whose event was pruned."""
        for start in range(first, end, STEP):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT e.body, l.prev, l.seq, l.stream FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id"
                    " WHERE l.leaf_index >= %s AND l.leaf_index < %s ORDER BY l.leaf_index",
                    [start, min(start + STEP, end)],
                )
                rows = cursor.fetchall()
            for body, prev, seq, stream in rows:
                yield store.leaf_bytes(body, prev, seq, stream) if body else b""


def configured_anchors() -> dict[str, Anchor]:
    """Make the anchors that the setting names; ImproperlyConfigured when it makes no sense."""
    return anchors_named(settings.ANCHORS, DatabaseHistory())


def publish_due(as_of: datetime) -> Outcome:
    """Bring the newest signed checkpoint to each anchor that does not keep it yet, unless nothing happened but anchoring.

    Safe to ask for at any time and as often as one likes: at a steady interval, and at once after an export or a signature.
    """
    with guard.alone("anchoring"):
        newest = newest_signed()
        return _publish(newest.note, as_of) if newest else Outcome(0)


def _publish(note: str, as_of: datetime) -> Outcome:
    checkpoint = checkpoint_in(note, "The newest checkpoint")
    sealed = Sealed(checkpoint.origin, checkpoint.size, checkpoint.root, note)
    published, failed = [], []
    for kind, anchor in configured_anchors().items():
        if not _is_due(kind, sealed.size):
            continue
        try:
            receipt = anchor.publish(sealed)
        except (AnchorError, OSError, LookupError, ValueError) as error:
            _tell_failure(kind, sealed.size, error, as_of)
            failed.append(kind)
        else:
            _keep(kind, sealed.size, receipt, as_of)
            published.append(kind)
    return Outcome(sealed.size, tuple(published), tuple(failed))


def _is_due(kind: str, size: int) -> bool:
    """Ask whether anything but anchoring was sealed since this anchor's last receipt: its own event must not call for another."""
    last = (
        AnchorReceipt.objects.filter(kind=kind, size__lte=size).order_by("-size").values_list("size", flat=True).first()
    )
    if last is None:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id"
            " WHERE l.leaf_index >= %s AND l.leaf_index < %s AND (e.action IS NULL OR e.action NOT IN (%s, %s)))",
            [last, size, *OWN],
        )
        return bool(cursor.fetchone()[0])


def _keep(kind: str, size: int, receipt: bytes, as_of: datetime) -> None:
    with transaction.atomic():
        _, is_new = AnchorReceipt.objects.get_or_create(
            size=size, kind=kind, defaults={"receipt": receipt, "at": as_of}
        )
        if is_new:
            record("log.anchor", None, actor=None, ctx={"kind": kind, "size": size})


def _tell_failure(kind: str, size: int, error: Exception, as_of: datetime) -> None:
    """Alarm in the process's log each time, and in the history once an hour, so that an anchor that is away does not fill it."""
    logger.error("The %s anchor did not take checkpoint %s: %s", kind, size, error)
    since = as_of - TELL_AGAIN
    recent = (
        Event.objects.filter(action__in=OWN, at__gt=since, at__lte=as_of).order_by("-pk").values_list("action", "body")
    )
    if _last_of(kind, list(recent)) != "log.anchor_failed":
        record("log.anchor_failed", None, actor=None, ctx={"kind": kind, "size": size, "error": type(error).__name__})


def _last_of(kind: str, events: Sequence[tuple[str, str]]) -> str:
    return next((action for action, body in events if json.loads(body)["ctx"]["kind"] == kind), "")
