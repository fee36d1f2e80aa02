"""What the sealer remembers outside the database: the last checkpoint that it signed. A log that no longer continues it is not signed."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from backend.audit.sealed.notes import Checkpoint, NoteError
from backend.audit.sealed.tree import Tree


class RolledBack(Exception):
    """The log in the database does not continue what was signed before: it was rolled back, cut or rewritten."""


def last_signed() -> Checkpoint | None:
    """Read the last checkpoint that was signed here; RolledBack when the file is not what the sealer wrote."""
    try:
        message = _path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        return Checkpoint.read(message.partition("\n\n")[0] + "\n")
    except NoteError:
        raise RolledBack(f"The sealer’s memory, {_path().name}, is damaged.") from None


def check_size(origin: str, size: int) -> None:
    """Refuse to seal onto a log that is shorter than what was signed, or that goes by another name."""
    last = last_signed()
    if last is None:
        return
    if last.origin != origin:
        raise RolledBack(f"The last checkpoint signed here is of {last.origin}, and the database holds {origin}.")
    if size < last.size:
        raise RolledBack(f"The log has {size} entries, but {last.size} were signed: it was rolled back or cut.")


def check(tree: Tree, checkpoint: Checkpoint) -> None:
    """Refuse to sign a checkpoint that does not continue the last one that was signed."""
    check_size(checkpoint.origin, checkpoint.size)
    if tree.root(checkpoint.size) != checkpoint.root:
        raise RolledBack("The stored tree does not have the root of the checkpoint that is to be signed.")
    last = last_signed()
    if last is not None and last.size and tree.root(last.size) != last.root:
        raise RolledBack(f"The first {last.size} entries are not the ones that were signed: the log was rewritten.")


def remember(message: str) -> None:
    """Keep a signed checkpoint as the last one; it is on the disk before this returns."""
    path = _path()
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as out:
        out.write(message)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)


def forget() -> None:
    """Forget what was signed: only for a database that begins anew, such as the demonstration's."""
    _path().unlink(missing_ok=True)


@contextmanager
def alone(what: str = "signing") -> Iterator[None]:
    """Let one after the other in, across processes: who signs, or who does something else by its own name."""
    folder = Path(settings.AUDIT_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{what}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _path() -> Path:
    return Path(settings.AUDIT_DIR) / "last_checkpoint"
