"""C2SP signed notes and checkpoints: what the log signs, and how anybody reads it back.

https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint, https://c2sp.org/tlog-cosignature
"""

import base64
import binascii
import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519: Final = 1
COSIGNATURE: Final = 4  # timestamped
MOST_SIGNATURES: Final = 100
DASH: Final = "\u2014"


class NoteError(ValueError):
    """A note that is malformed, or that no known key signed, or that a known key signed wrongly."""


@dataclass(frozen=True)
class Signature:
    """Who signed, and when if the signature says so (Unix seconds)."""

    name: str
    key: str  # the key's text
    at: int | None = None


@dataclass(frozen=True)
class Checkpoint:
    """What a log commits to: its origin, its number of leaves, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Write the checkpoint as it is signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """Read a checkpoint back; NoteError for anything but the three lines."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0]:
            raise NoteError("A checkpoint has three lines: origin, size and root.")
        origin, size, root = lines[:3]
        if not (size.isascii() and size.isdecimal()) or (size != "0" and size[0] == "0") or int(size) >= 1 << 63:
            raise NoteError("A checkpoint's size is a whole number without leading zeros.")
        digest = from_base64(root)
        if len(digest) != hashlib.sha256().digest_size:
            raise NoteError("A checkpoint's root has 32 bytes.")
        return cls(origin, int(size), digest)


@dataclass(frozen=True)
class PublicKey:
    """A named Ed25519 key whose signatures are believed."""

    name: str
    public: bytes

    @property
    def text(self) -> str:
        """Write the key as it is handed out: name, identifier, key."""
        return f"{self.name}+{self.identifier(ED25519).hex()}+{to_base64(bytes([ED25519]) + self.public)}"

    @classmethod
    def read(cls, text: str) -> "PublicKey":
        """Read a key; NoteError when it is malformed or its identifier belongs to another."""
        name, _, rest = text.strip().partition("+")
        identifier, _, encoded = rest.partition("+")
        raw = from_base64(encoded)
        if not is_name(name) or len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE):
            raise NoteError("This is no key of a log.")
        key = cls(name, raw[1:])
        if key.identifier(raw[0]).hex() != identifier:
            raise NoteError("The key's identifier does not belong to the key.")
        return key

    def identifier(self, algorithm: int) -> bytes:
        """Give the four bytes by which a signature line names the key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([algorithm]) + self.public).digest()[:4]


class SigningKey:
    """The log's own key, held by the process that seals."""

    def __init__(self, name: str, seed: bytes) -> None:
        """Keep the key's name and its 32 secret bytes."""
        if not is_name(name):
            raise NoteError("A key's name has no blank and no plus sign.")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.seed = seed
        self.public = PublicKey(name, self._private.public_key().public_bytes_raw())

    @property
    def name(self) -> str:
        """Name the key."""
        return self.public.name

    def sign(self, text: str) -> str:
        """Sign a note's text: one signature line, the same for the same text."""
        return self._line(ED25519, self._private.sign(text.encode()))

    def cosign(self, text: str, *, at: int) -> str:
        """Sign a checkpoint's text together with the time (Unix seconds)."""
        return self._line(
            COSIGNATURE, struct.pack(">Q", at) + self._private.sign(f"cosignature/v1\ntime {at}\n{text}".encode())
        )

    def _line(self, algorithm: int, signature: bytes) -> str:
        return f"{DASH} {self.name} {to_base64(self.public.identifier(algorithm) + signature)}\n"


def note(text: str, *lines: str) -> str:
    """Put a text and its signature lines together."""
    return f"{text}\n{''.join(lines)}"


def open_note(message: str, keys: Iterable[PublicKey]) -> tuple[str, list[Signature]]:
    """Give the text of a note and which of the keys signed it.

    Raises NoteError when it is malformed, when a known key's signature is wrong (even beside a right one), or when no known key signed.
    """
    text, lines = _parts(message)
    known = {
        (key.name, key.identifier(algorithm)): (key, algorithm) for key in keys for algorithm in (ED25519, COSIGNATURE)
    }
    good = []
    for name, raw in map(_signature, lines):
        found = known.get((name, raw[:4]))
        if found is not None:
            good.append(_checked(text, raw[4:], *found))
    if not good:
        raise NoteError("None of the known keys signed this.")
    return text, good


def open_checkpoint(message: str, keys: Iterable[PublicKey]) -> tuple[Checkpoint, list[Signature]]:
    """Read a signed checkpoint; NoteError as for any note."""
    text, signatures = open_note(message, keys)
    return Checkpoint.read(text), signatures


def _parts(message: str) -> tuple[str, list[str]]:
    text, gap, signatures = message.rpartition("\n\n")
    if not gap or not text or not signatures.endswith("\n"):
        raise NoteError("A note is a text, an empty line and signature lines.")
    if any(ord(letter) < 32 and letter != "\n" for letter in message):
        raise NoteError("A note holds no control characters.")
    lines = signatures[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError("A note has at most 100 signatures.")
    return text + "\n", lines


def _signature(line: str) -> tuple[str, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != DASH or not is_name(name):
        raise NoteError("A signature line is a dash, a name and a signature.")
    raw = from_base64(encoded)
    if len(raw) < 5:
        raise NoteError("A signature line is too short.")
    return name, raw


def _checked(text: str, signature: bytes, key: PublicKey, algorithm: int) -> Signature:
    message, at = text.encode(), None
    if algorithm == COSIGNATURE:
        if len(signature) != 72:
            raise NoteError(f"The signature by {key.name} is wrong.")
        (at,), signature = struct.unpack(">Q", signature[:8]), signature[8:]
        message = f"cosignature/v1\ntime {at}\n".encode() + message
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except InvalidSignature:
        raise NoteError(f"The signature by {key.name} is wrong.") from None
    return Signature(key.name, key.text, at)


def is_name(name: str) -> bool:
    """Tell whether a text may name a key."""
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)


def to_base64(data: bytes) -> str:
    """Write bytes as base64."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """Read base64; NoteError unless it is the one way to write those bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("This is not base64.") from None
    if to_base64(data) != text:
        raise NoteError("This base64 could be written otherwise.")
    return data
