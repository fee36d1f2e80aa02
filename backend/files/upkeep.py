"""Upkeep of the folder: whether every file is still what it was, and what no row knows."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from django.conf import settings
from django.db import transaction

from backend.audit.actions import declare
from backend.audit.events import Actor, record
from backend.files.models import StoredFile
from backend.files.reading import Comparison, HashCheck, compare
from backend.files.storage import CLOSED, UNSENT, drop_strangers, path_of

declare("file.mismatch", "found that a stored file is not what was taken in", kind="system")


Listener: TypeAlias = "Callable[[StoredFile, Comparison], None]"
_listeners: list[Listener] = []


def when_file_differs(listener: Listener) -> Listener:
    """Call this, in the transaction of the event, for each file that is not what was taken in: whose it is, only an app above knows."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def recheck(*, actor: Actor) -> Iterator[tuple[StoredFile, HashCheck]]:
    """Hash every file anew; each that is missing or changed is an event, is told to whoever listens, and is given back."""
    for stored in StoredFile.objects.order_by("pk").iterator():
        now = compare(stored)
        if now.found != HashCheck.MATCH:
            with transaction.atomic():
                record("file.mismatch", stored, actor=actor, ctx={"found": now.found.value})
                for listener in _listeners:
                    listener(stored, now)
            yield stored, now.found


def drop_orphans() -> int:
    """Remove files whose row was never committed; what lies closed in folders of its own is swept by those who know its rows."""
    known = {path_of(sha256, uid) for sha256, uid in StoredFile.objects.values_list("sha256", "uid")}
    apart = {settings.FILES_DIR / name for name in (CLOSED, UNSENT)}
    return drop_strangers(settings.FILES_DIR, lambda path: path in known or not apart.isdisjoint(path.parents))
