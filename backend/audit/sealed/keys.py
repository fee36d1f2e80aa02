"""The log's signing key in its file: made once, read by the process that seals, replaced by a rotation that the log itself tells of.

The file holds one line in the form that other signed-note tools write, `PRIVATE+KEY+name+identifier+key`. The public keys that were ever
used stand beside it in `keys.txt`, each with the size of the log from which it signs.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from backend.audit.sealed.notes import ED25519, NoteError, PublicKey, SigningKey, from_base64, to_base64
from backend.kernel.errors import Refused

PREFIX: Final = "PRIVATE+KEY+"
SEED: Final = 32


@dataclass(frozen=True)
class Known:
    """A public key of the log, and the sizes between which it signs."""

    key: PublicKey
    since: int
    until: int | None


def log_name() -> str:
    """Tell what the log and its key are called, for example `hr.example.org/audit`."""
    return str(settings.AUDIT_NAME)


def key_path() -> Path:
    """Tell where the signing key lies."""
    return Path(settings.AUDIT_KEY or Path(settings.AUDIT_DIR) / "signing.key")


def list_path() -> Path:
    """Tell where the list of public keys lies."""
    return Path(settings.AUDIT_DIR) / "keys.txt"


def signing_key() -> SigningKey | None:
    """Read the signing key; None where this process does not hold it. A trial makes its own key at first need."""
    path = key_path()
    try:
        return read_private(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        if settings.PRODUCTION:
            return None
    except PermissionError:
        return None
    with suppress(Refused):  # somebody else was faster
        return make_key()
    return read_private(path.read_text(encoding="ascii"))


def can_sign() -> bool:
    """Tell whether this process signs: it holds the key, or it is a trial, which makes its own."""
    return not settings.PRODUCTION or os.access(key_path(), os.R_OK)


def make_key(*, since: int = 0) -> SigningKey:
    """Make the log's first key; a key that is there already is never overwritten.

    Its public half is listed before it can sign anything, so that a process that dies in between leaves no checkpoint that nobody knows
    the key of.
    """
    path, key = key_path(), new_key()
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(path.parent):
        if path.exists():
            raise Refused("The log has a key already: rotate it.", code="key-exists")
        install(key, since=since)
    return key


def new_key() -> SigningKey:
    """Draw a key of the log's name."""
    return SigningKey(log_name(), secrets.token_bytes(SEED))


def install(key: SigningKey, *, since: int) -> None:
    """Put a new key in the place of the one before, whose secret is gone with that, and list both public halves."""
    path = key_path()
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    write_private(fresh, key)
    note_public(key.public, since)
    fresh.replace(path)
    _sync(path.parent)


def known_keys() -> list[Known]:
    """List the public keys that the log was ever signed with, oldest first."""
    try:
        lines = list_path().read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return []
    starts = [(PublicKey.read(line.split()[0]), int(line.split()[1])) for line in lines if line and line[0] != "#"]
    ends: list[int | None] = [since for _, since in starts[1:]]
    return [Known(key, since, until) for (key, since), until in zip(starts, [*ends, None], strict=True)]


def public_keys() -> list[PublicKey]:
    """Give every key that the log was ever signed with."""
    return [known.key for known in known_keys()]


def read_private(text: str) -> SigningKey:
    """Read a signing key; NoteError when the line is malformed or the identifier belongs to another key."""
    name, _, rest = text.strip().removeprefix(PREFIX).partition("+")
    identifier, _, encoded = rest.partition("+")
    raw = from_base64(encoded)
    if not text.startswith(PREFIX) or len(raw) != SEED + 1 or raw[0] != ED25519:
        raise NoteError("The file holds no signing key of a log.")
    key = SigningKey(name, raw[1:])
    if key.public.identifier(ED25519).hex() != identifier:
        raise NoteError("The signing key's identifier does not belong to it.")
    return key


def write_private(path: Path, key: SigningKey) -> None:
    """Write a signing key that only its owner may read; FileExistsError when there is one."""
    identifier = key.public.identifier(ED25519).hex()
    line = f"{PREFIX}{key.name}+{identifier}+{to_base64(bytes([ED25519]) + key.seed)}\n"
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="ascii") as out:
        out.write(line)
        out.flush()
        os.fsync(out.fileno())
    _sync(path.parent)


def note_public(key: PublicKey, since: int) -> None:
    """Add a public key to the list, once."""
    path = list_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    if any(known.key == key for known in known_keys()):
        return
    with path.open("a", encoding="ascii") as out:
        out.write(f"{key.text} {since}\n")
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Be the only process that makes a key in a folder; the lock ends with the process, however it ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
