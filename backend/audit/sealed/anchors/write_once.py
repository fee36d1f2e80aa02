"""Files that are written once: never overwritten, durable when the call returns, read-only afterwards."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from backend.audit.sealed.anchors.anchor import AnchorError


def write_once(path: Path, data: bytes) -> bool:
    """Write a new file and tell True; an old one with the same content is fine (False), with another an AnchorError.

    A file becomes read-only when it is complete. One that is still writable and holds only the beginning was interrupted by a crash:
    its end is added.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return _agree(path, data)
    _fill(handle, data)
    return True


def settle(paths: Iterable[Path], top: Path) -> None:
    """Make the names of new files, and of their folders below `top`, survive a power cut."""
    folders = {folder for path in paths for folder in path.parents if folder == top or top in folder.parents}
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _agree(path: Path, data: bytes) -> bool:
    held, writable = path.read_bytes(), path.stat().st_mode & stat.S_IWUSR
    if held == data and not writable:
        return False
    if not (writable and data.startswith(held)):
        raise AnchorError(f"{path} exists with another content; a write-once file is never replaced.")
    _fill(os.open(path, os.O_WRONLY | os.O_APPEND), data[len(held) :])
    return True


def _fill(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        os.fchmod(file.fileno(), 0o444)  # not before the content is safe: read-only says that the file is complete
