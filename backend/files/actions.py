"""Taking files in, and asking again of those that the scanner could not be asked about."""

from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from backend.audit.actions import declare
from backend.audit.events import Actor
from backend.audit.recorded import Recorded, keep, remove
from backend.files.examining import Facts, examined
from backend.files.models import StoredFile
from backend.files.scanning import malware_in, scanner_set
from backend.files.storage import path_of, settle
from backend.files.vocabulary import FileState
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(StoredFile, "file")

declare("file.take_in", "took in a file", kind="change")
declare("file.open", "opened a file", kind="read")
declare("file.discard", "removed a file that was not handed in", kind="change")


def take_in(
    stream: BinaryIO, *, name: str, actor: Actor, about: Recorded | None, strip: bool, reason: str = ""
) -> StoredFile:
    """Store what somebody hands in: measured, of a type that is taken, harmless when opened, and cleaned if asked for."""
    with examined(stream, name=name, strip=strip) as (path, facts):
        return store(path, facts, actor=actor, about=about, reason=reason)


def store(path: Path, facts: Facts, *, actor: Actor, about: Recorded | None, reason: str = "") -> StoredFile:
    """Put a file in its place that was looked at, now or while a report was still written; it waits where no scanner was asked."""
    stored = StoredFile(
        **asdict(facts),
        state=FileState.CLEAN if facts.scanned or not scanner_set() else FileState.PENDING_SCAN,
        about=about.key if about else "",
        matter_stream=about.stream if about else "",
        taken_at=clock.now(),
        taken_by=actor if isinstance(actor, User) else None,
    )
    settle(path, path_of(stored.sha256, stored.uid))
    told: dict[str, Json] = {
        "mime": stored.mime,
        "size": stored.size,
        "cleaned": stored.cleaned,
        "scanned": stored.scanned,
    }
    return keep(stored, "file.take_in", actor=actor, reason=reason, ctx=told)


def discard(stored: StoredFile, *, actor: Actor, reason: str) -> None:
    """Remove a file that never became part of a record, its bytes too; that it was there stays in the history."""
    with transaction.atomic():
        place = path_of(stored.sha256, stored.uid)
        remove(stored, "file.discard", actor=actor, reason=reason)
        transaction.on_commit(lambda: place.unlink(missing_ok=True))


@lifecycle.move(
    "pass_scan", {FileState.PENDING_SCAN}, FileState.CLEAN, past="found no malware in a file", kind="system"
)
def pass_scan(stored: StoredFile, *, actor: User, scanned: bool) -> None:
    """Let a file be opened: the scanner found nothing in it, or there is no scanner any more."""
    stored.scanned = scanned


@lifecycle.move("hold_back", {FileState.PENDING_SCAN}, FileState.REFUSED, past="held a file back", kind="system")
def hold_back(stored: StoredFile, *, actor: User) -> None:
    """Hold a file back for good: the scanner found malware in it."""
    stored.scanned = True


def scan_again(stored: StoredFile, *, actor: User) -> StoredFile:
    """Ask the scanner about a file that waits for it. Raises ScannerAway when it still gives no verdict."""
    if not scanner_set():
        return pass_scan(stored, actor=actor, reason="There is no scanner any more.", scanned=False)
    found = malware_in(path_of(stored.sha256, stored.uid))
    if found:
        return hold_back(stored, actor=actor, reason=f"The scanner found {found}.")
    return pass_scan(stored, actor=actor, reason="The scanner found nothing.", scanned=True)
