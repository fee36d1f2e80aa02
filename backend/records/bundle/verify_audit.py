#!/usr/bin/env python3
"""Check an Evenhand audit export: offline, on any computer, without trusting whoever made it.

One file for Python 3.9 or newer, standard library only. The formats are frozen in docs/reference/audit-formats.md.
"""

from __future__ import annotations

import argparse
import binascii
import hashlib
import io
import json
import os
import re
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial, reduce
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn, TypeVar, cast

FORMAT = "evenhand-audit-bundle/1"
LEAF_VERSION = 1
CODES = {"VERIFIED": 0, "FAILED": 1, "CANNOT VERIFY": 3, "VERIFIED, VALUES MISSING": 4}
NEEDED = ("MANIFEST.json", "MANIFEST.note", "checkpoint", "events.ndjson")
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
SMALL, LONGEST_LINE, BLOCK = 16 << 20, 16 << 20, 256
LARGEST = 2**53 - 1
HOUR = 3600
HELP = """\
verdicts and exit codes:
  0  VERIFIED                   every check held
  1  FAILED                     something was changed, dropped, added or moved, or the bundle is damaged
  2                             the command was not understood
  3  CANNOT VERIFY              no key, another key, or a file is missing: ask for what the sentence names
  4  VERIFIED, VALUES MISSING   the history is whole, but a value is gone without a record of its erasure

Take the key from a letter or from a page that you trust, never from the bundle. Keep the file "checkpoint" of each bundle
and give it as --previous next time: it is what shows that the past has not been rewritten.

by hand, without this program:
  sha256sum events.ndjson                     must stand in MANIFEST.json (Windows: certutil -hashfile events.ndjson SHA256)
  sha256sum MANIFEST.json                     must stand in MANIFEST.note
  (printf '\\000'; sed -n 1p events.ndjson | tr -d '\\n') | sha256sum        the hash of the first entry
  openssl pkeyutl -verify -rawin ...          the signature; docs/how-to/verify-an-export.md spells it out
"""

T = TypeVar("T")
Point = tuple[int, int, int, int]
sha256 = hashlib.sha256


class Failed(Exception):
    """The bundle is not what it claims to be."""


class CannotVerify(Exception):
    """Something needed for the check is not at hand, so nothing can be said."""


def shown(text: object) -> str:
    """Make text from a bundle safe and short enough for a terminal."""
    plain = "".join(character if character.isprintable() else "?" for character in str(text)[:121])
    return plain if len(plain) <= 120 else plain[:117] + "..."


# Ed25519 (RFC 8032, 5.1.7), strict: S below the order, A and R in their one canonical form -----------------------------------------
FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD
ROOT_OF_MINUS_1 = pow(2, (FIELD - 1) // 4, FIELD)


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the signature over the message was made with the private half of this key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = _multiplied(scalar, BASE_POINT), _sum(commitment, _multiplied(challenge, key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % FIELD == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % FIELD == 0


def _point(encoded: bytes) -> Point | None:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= FIELD:
        return None
    x_squared = (y * y - 1) * pow(CURVE_D * y * y + 1, FIELD - 2, FIELD) % FIELD
    x = pow(x_squared, (FIELD + 3) // 8, FIELD)
    if (x * x - x_squared) % FIELD:
        x = x * ROOT_OF_MINUS_1 % FIELD
    if (x * x - x_squared) % FIELD or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = FIELD - x
    return x, y, 1, x * y % FIELD


def _sum(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % FIELD, (p[1] + p[0]) * (q[1] + q[0]) % FIELD
    c, d = 2 * p[3] * q[3] * CURVE_D % FIELD, 2 * p[2] * q[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD


def _multiplied(scalar: int, point: Point) -> Point:
    product: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            product = _sum(product, point)
        point, scalar = _sum(point, point), scalar >> 1
    return product


BASE_POINT = cast("Point", _point((4 * pow(5, FIELD - 2, FIELD) % FIELD).to_bytes(32, "little")))


# Text that has one spelling: base64 and JSON ----------------------------------------------------------------------------------------
def unbase64(text: object, what: str) -> bytes:
    """Decode base64, which must be in its one canonical spelling."""
    try:
        data = binascii.a2b_base64(cast("str", text))
        if isinstance(text, str) and binascii.b2a_base64(data, newline=False).decode() == text:
            return data
    except (ValueError, TypeError):
        pass
    raise Failed(f"{what} is not proper base64.")


def unbase64_hash(text: object, what: str) -> bytes:
    """Decode the base64 of a SHA-256 hash."""
    data = unbase64(text, what)
    if len(data) != 32:
        raise Failed(f"{what} is not a SHA-256 hash.")
    return data


def _whole_number(digits: str) -> int:
    if len(digits) > 17 or not -LARGEST <= int(digits) <= LARGEST:
        raise ValueError("a number that is too large")
    return int(digits)


def _refused(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is not a whole number")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name that stands twice")
    return value


_numbers: dict[str, Any] = {"parse_int": _whole_number, "parse_float": _refused, "parse_constant": _refused}
decode_leaf = json.JSONDecoder(**_numbers).raw_decode
decode_object = json.JSONDecoder(**_numbers, object_pairs_hook=_without_repeats).decode
encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def read_object(data: bytes, what: str) -> dict[str, Any]:
    """Read one JSON object."""
    try:
        value = decode_object(data.decode())
    except (ValueError, RecursionError) as fault:
        raise Failed(f"{what} is not proper JSON ({shown(fault)}).") from None
    if not isinstance(value, dict):
        raise Failed(f"{what} is not a JSON object.")
    return value


def field(data: dict[str, Any], name: str, kind: type[T], what: str = "MANIFEST.json") -> T:
    """Take one field of an object; it must be there and of the right kind."""
    value = data.get(name)
    if type(value) is not kind or (kind is int and cast("int", value) < 0):
        raise Failed(f"{what} does not state “{name}” as the format asks.")
    return value


def counts(data: dict[str, Any], name: str, what: str = "MANIFEST.json") -> dict[str, int]:
    """Take a field that gives a number for each name."""
    value: dict[str, Any] = field(data, name, dict, what)
    return {key: field(value, key, int, f"{what}, “{name}”,") for key in value}


# Signed notes and checkpoints (C2SP) ------------------------------------------------------------------------------------------------
Keys = dict[tuple[str, bytes], tuple[int, bytes]]


class Signature(NamedTuple):
    """A signature that holds: whose, and when, where the signer put a time on it."""

    name: str
    key_id: bytes
    at: int | None

    def __str__(self) -> str:
        return f"{shown(self.name)}+{self.key_id.hex()}" + (f" at {moment(self.at)[:19]}Z" if self.at else "")


class Note(NamedTuple):
    """A text with the signatures that hold, and the number of lines by unknown keys."""

    text: str
    signatures: list[Signature]
    unknown: int


class Checkpoint(NamedTuple):
    """What the log's signature vouches for: so many entries with this root hash."""

    name: str
    epoch: int
    size: int
    root: bytes
    at: int | None
    label: str

    @property
    def origin(self) -> str:
        """Name the log and its epoch as the checkpoint does."""
        return f"{self.name}/{self.epoch}"


def moment(seconds: int) -> str:
    """Write a time as the entries of the log write theirs."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime(seconds))


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Give the four bytes by which a signature line names its key."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def parse_key(vkey: str) -> Keys:
    """Read a public key; one for plain signatures (1) is also known by its time-stamped ones (4)."""
    parts = vkey.split("+", 2)
    try:
        name, stated, data = parts[0], bytes.fromhex(parts[1]), unbase64(parts[2], "it")
    except (IndexError, ValueError, Failed):
        raise CannotVerify(f"“{shown(vkey)}” is not a key: it should look like name+0a1b2c3d+AbCd...") from None
    kind, public = data[0] if data else 0, data[1:]
    if not name or stated != key_id(name, kind, public):
        raise CannotVerify(f"The key of {shown(name)} is miscopied: its check digits do not fit.")
    if kind not in (1, 4) or len(public) != 32:
        return {}
    return {(name, key_id(name, each, public)): (each, public) for each in ((1, 4) if kind == 1 else (4,))}


def open_note(data: bytes, keys: Keys, what: str) -> Note:
    """Check a signed note; a line by a known key must hold, lines by unknown keys are only counted."""
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        raise Failed(f"{what} is not UTF-8 text.") from None
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not lines.endswith("\n") or any(mark < " " and mark != "\n" for mark in whole):
        raise Failed(f"{what} is not a signed note: a text, a blank line, then signature lines.")
    text += "\n"
    signatures, unknown = [], 0
    for line in _signature_lines(lines, what):
        name, _, rest = line.partition(" ")
        signed = unbase64(rest, f"A signature in {what}")
        if not name or "+" in name or any(mark.isspace() for mark in name) or len(signed) < 5:
            raise Failed(f"{what} has a signature line that is not well formed.")
        known = keys.get((name, signed[:4]))
        if known is None:
            unknown += 1
        else:
            signatures.append(Signature(name, signed[:4], _check_signature(text, known, signed[4:], f"{what}: {name}")))
    return Note(text, signatures, unknown)


def _signature_lines(lines: str, what: str) -> list[str]:
    found = lines[:-1].split("\n")
    if len(found) > 100 or any(not line.startswith("\u2014 ") for line in found):
        raise Failed(f"{what} has something else than signatures after its blank line.")
    return [line[2:] for line in found]


def _check_signature(text: str, key: tuple[int, bytes], signature: bytes, who: str) -> int | None:
    (kind, public), message, at = key, text.encode(), None
    if kind == 4:
        at, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        message = b"cosignature/v1\ntime %d\n" % at + message
    if not verify_ed25519(public, message, signature):
        raise Failed(f"The signature does not hold ({shown(who)}): the text was changed, or it was never signed.")
    if at is not None and at >= 1 << 37:
        raise Failed(f"A signature has an impossible time ({shown(who)}).")
    return at


def open_checkpoint(data: bytes, keys: Keys, what: str) -> tuple[Checkpoint, list[Signature]]:
    """Check a checkpoint, which must be signed by a given key that bears the log's own name."""
    note = open_note(data, keys, what)
    match = re.fullmatch(r"([^\n]+)/([1-9][0-9]{0,8})\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n", note.text)
    if match is None or int(match[3]) > LARGEST:
        raise Failed(f"{what} is not a checkpoint of a log: origin with epoch, size, root hash.")
    own = [signature for signature in note.signatures if signature.name == match[1]]
    if not own:
        hint = " It is signed by a key of another name." if note.signatures else ""
        raise CannotVerify(f"{what} (log {shown(match[1])}) is not signed by any key of that log that you gave.{hint}")
    at = max((signature.at for signature in own if signature.at is not None), default=None)
    root = unbase64_hash(match[4], f"The root hash in {what}")
    return Checkpoint(match[1], int(match[2]), int(match[3]), root, at, what), note.signatures


# Merkle tree (RFC 6962, RFC 9162) ---------------------------------------------------------------------------------------------------
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Hash one entry."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into the node above them."""
    return sha256(b"\x01" + left + right).digest()


def root_of_block(hashes: list[bytes]) -> bytes:
    """Fold 256 neighbouring hashes into one."""
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs)]  # noqa: B905 - 3.9
    return hashes[0]


class Tree:
    """The root hash of a growing log, in memory that does not grow."""

    def __init__(self) -> None:
        self.blocks = 0
        self.edge: list[bytes] = []
        self.block: list[bytes] = []

    def add(self, entry: bytes) -> None:
        """Append the hash of the next entry."""
        self.block.append(entry)
        if len(self.block) == BLOCK:
            node, number = root_of_block(self.block), self.blocks
            while number & 1:
                node, number = node_hash(self.edge.pop(), node), number >> 1
            self.edge.append(node)
            self.blocks, self.block = self.blocks + 1, []

    def root(self) -> bytes:
        """Give the root hash of all entries so far."""
        part: list[bytes] = []
        for count, entry in enumerate(self.block):
            node, number = entry, count
            while number & 1:
                node, number = node_hash(part.pop(), node), number >> 1
            part.append(node)
        edge = [*self.edge, *part]
        return reduce(lambda right, left: node_hash(left, right), reversed(edge)) if edge else EMPTY_ROOT


class Inclusion:
    """Proofs that entries are under one root. Neighbours share the upper part of their way to it, which is walked once."""

    def __init__(self, size: int, root: bytes) -> None:
        self.size, self.root = size, root
        self.proof: list[Any] = []
        self.steps: list[tuple[int, int, bytes]] = []

    def holds(self, index: int, entry: bytes, proof: list[Any]) -> bool:
        """Tell whether the proof (base64) leads from this entry at this index to the root."""
        if not 0 <= index < self.size:
            return False
        node, last, steps = index, self.size - 1, []
        for place, sibling in enumerate(proof):
            step, rest = (node, last, entry), len(proof) - place
            if rest <= len(self.steps) and self.steps[-rest] == step and self.proof[-rest:] == proof[place:]:
                steps += self.steps[-rest:]
                break
            if last == 0:
                return False
            left, node, last = _up(node, last)
            other = unbase64_hash(sibling, f"The proof of entry {index:,}")
            entry = node_hash(other, entry) if left else node_hash(entry, other)
            steps.append(step)
        else:
            if last or entry != self.root:
                return False
        self.proof, self.steps = proof, steps
        return True


def extends(size: int, root: bytes, later_size: int, later_root: bytes, proof: list[bytes]) -> bool:
    """Tell whether the proof shows that the later tree begins with the whole earlier one."""
    if size == later_size:
        return root == later_root and not proof
    if not 0 < size < later_size:
        return False
    node, last = size - 1, later_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    hashes, sides = ([root] if size & (size - 1) == 0 else []) + proof, list(_sides(node, last))
    if len(hashes) != len(sides) + 1:
        return False
    old = new = hashes[0]
    for sibling, left in zip(hashes[1:], sides):  # noqa: B905 - 3.9
        old, new = (node_hash(sibling, old), node_hash(sibling, new)) if left else (old, node_hash(new, sibling))
    return old == root and new == later_root


def _sides(node: int, last: int) -> Iterator[bool]:
    while last:
        left, node, last = _up(node, last)
        yield left


def _up(node: int, last: int) -> tuple[bool, int, int]:
    """Say whether the next hash of a proof stands to the left, and which node it leads to."""
    left = bool(node & 1) or node == last
    while left and node and not node & 1:
        node, last = node >> 1, last >> 1
    return left, node >> 1, last >> 1


# The bundle as files ----------------------------------------------------------------------------------------------------------------
class Bundle:
    """A bundle that lies in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def names(self) -> Iterator[str]:
        """Name every file."""
        for folder, _, files in os.walk(self.path):
            for name in files:
                yield (Path(folder) / name).relative_to(self.path).as_posix()

    def has(self, name: str) -> bool:
        """Tell whether a file is there; refuse one that leads out of the bundle."""
        path = (self.path / name).resolve()
        if self.path not in path.parents:
            raise Failed(f"“{shown(name)}” is a link that leads out of the bundle.")
        return path.is_file()

    def size(self, name: str) -> int:
        """Give a file's length in bytes."""
        return (self.path / name).stat().st_size

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""
        return (self.path / name).open("rb", buffering=1 << 18)


class ZippedBundle(Bundle):
    """A bundle that is still one zip file; nothing of it is ever written to disk."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)
        self.files = {info.filename: info for info in self.archive.infolist() if not info.is_dir()}
        if len(self.files) < sum(not info.is_dir() for info in self.archive.infolist()):
            raise Failed("The zip file holds the same name twice.")
        for info in self.files.values():
            stored, name = max(info.compress_size, 1), shown(info.filename)
            if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Failed(f"“{name}” in the zip file is encrypted or packed in an unusual way.")
            if info.file_size > 10 << 20 and info.file_size > 200 * stored:
                raise Failed(
                    f"“{name}” in the zip file claims an absurd size ({info.file_size:,} bytes from {stored:,})."
                )

    def names(self) -> Iterator[str]:
        """Name every file."""
        return iter(self.files)

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        return name in self.files

    def size(self, name: str) -> int:
        """Give a file's length in bytes."""
        return self.files[name].file_size

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""
        return cast("BinaryIO", io.BufferedReader(cast("Any", self.archive.open(name)), 1 << 18))


def open_bundle(path: Path) -> Bundle:
    """Open a bundle, packed or not."""
    if path.is_dir():
        return Bundle(path)
    if not path.exists():
        raise CannotVerify(f"There is nothing at {shown(path)}.")
    with path.open("rb") as file:
        start = file.read(2)
    if start != b"PK":
        raise CannotVerify(f"{shown(path)} is neither a folder nor a zip file.")
    return ZippedBundle(path)


def read_small(bundle: Bundle, name: str, limit: int = SMALL) -> bytes:
    """Read a file whole, unless it is absurdly large."""
    if not bundle.has(name):
        raise CannotVerify(f"The bundle has no {name}: it is not complete, or this is not an audit bundle.")
    with bundle.open(name) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise Failed(f"{name} is larger than any file of that name may be.")
    return data


def read_lines(bundle: Bundle, name: str) -> Iterator[bytes]:
    """Give the lines of a file one by one, without their ends."""
    with bundle.open(name) as file:
        for line in iter(partial(file.readline, LONGEST_LINE), b""):
            if line[-1] != 10:
                raise Failed(f"The last line of {name} is cut off, or a line is longer than 16 MB.")
            yield line[:-1]


# The manifest -----------------------------------------------------------------------------------------------------------------------
class Redaction(NamedTuple):
    """A rule by which values of these names are kept back, in so many entries at most."""

    names: set[str]
    why: str
    most: int


class Manifest:
    """What the bundle claims to be; believed only once its signature has been checked."""

    def __init__(self, data: dict[str, Any]) -> None:
        if data.get("format") != FORMAT:
            raise CannotVerify(f"The bundle has format “{shown(data.get('format'))}”; this program reads {FORMAT}.")
        self.data = data
        self.origin, self.claim = field(data, "origin", str), field(data, "claim", str)
        self.size, self.upto, self.count = (field(data, name, int) for name in ("size", "upto", "count"))
        export: dict[str, Any] = field(data, "export", dict)
        self.export_id, self.export_index = field(export, "id", str), field(export, "index", int)
        self.request, self.level = field(data, "request", str), field(data, "level", str)
        self.scope: dict[str, Any] = field(data, "scope", dict)
        self.withheld = counts(data, "withheld")
        self.values_shown = field(data, "values", str) == "shown"
        self.streams = counts(data, "streams") if self.claim == "streams" else {}
        self.first, self.last = self._range() if self.claim == "range" else (0, 0)
        self.redactions = self._redactions()
        self.files: dict[str, Any] = field(data, "files", dict)
        self._check()

    def described(self) -> str:
        """Say in one line what was asked for, so that the reader can compare it with what they wanted."""
        chosen = {**self.scope, **field(self.data, "filter", dict), "level": self.level}
        chosen.update((name, self.data[name]) for name in ("register", "made_at") if name in self.data)
        return "; ".join(f"{shown(name)} {shown(value)}" for name, value in chosen.items())

    def consistency(self, size: int) -> list[bytes] | None:
        """Give the proof that the log has only grown since it had that size."""
        proofs: dict[str, Any] = field(self.data, "consistency", dict)
        if str(size) not in proofs:
            return None
        hashes: list[Any] = field(proofs, str(size), list)
        return [unbase64_hash(each, f"The consistency proof from size {size:,}") for each in hashes]

    def anchors(self) -> Iterator[tuple[int, str]]:
        """Give size and file of each receipt."""
        receipts: list[Any] = field(self.data, "anchors", list)
        for each in receipts:
            receipt: dict[str, Any] = each if isinstance(each, dict) else {}
            what = "MANIFEST.json, “anchors”,"
            name = field(receipt, "file", str, what)
            if name not in self.files:
                raise Failed(f"The receipt “{shown(name)}” is not among the files of the manifest.")
            yield field(receipt, "size", int, what), name

    def _range(self) -> tuple[int, int]:
        ends: list[Any] = field(self.data, "range", list)
        if len(ends) != 2 or any(type(end) is not int for end in ends) or not 0 <= ends[0] <= ends[1] + 1 <= self.upto:
            raise Failed("MANIFEST.json does not state “range” as the format asks.")
        return ends[0], ends[1]

    def _redactions(self) -> list[Redaction]:
        rules: list[Any] = field(self.data, "redactions", list)
        what = "MANIFEST.json, “redactions”,"
        redactions = []
        for each in rules:
            rule: dict[str, Any] = each if isinstance(each, dict) else {}
            names: list[Any] = field(rule, "names", list, what)
            most = field(rule, "entries", int, what) if "entries" in rule else LARGEST
            redactions.append(Redaction({str(name) for name in names}, field(rule, "why", str, what), most))
        return redactions

    def _check(self) -> None:
        if self.claim not in ("whole", "streams", "range", "selection"):
            raise Failed(f"MANIFEST.json makes a claim that does not exist: “{shown(self.claim)}”.")
        if not self.upto <= self.export_index < self.size:
            raise Failed("MANIFEST.json contradicts itself: the export must come after what it exports.")
        if self.data["values"] not in ("withheld", "shown") or self.level not in ("pseudonymised", "identified"):
            raise Failed("MANIFEST.json does not state “values” and “level” as the format asks.")
        for name in self.files:
            if not SAFE_NAME.fullmatch(name) or name in NEEDED[:2]:
                raise Failed(f"MANIFEST.json names a file that may not be in a bundle: “{shown(name)}”.")
            if not re.fullmatch("[0-9a-f]{64}", field(self.files, name, str, "MANIFEST.json, “files”,")):
                raise Failed(f"MANIFEST.json gives no SHA-256 for “{shown(name)}”.")
        absent = {*NEEDED[2:], "tiles-1.bin" if self.claim == "whole" else "proofs.ndjson"} - set(self.files)
        if absent:
            raise Failed(f"MANIFEST.json does not list {min(absent)}.")


def open_manifest(bundle: Bundle, keys: Keys) -> tuple[Manifest, list[Signature]]:
    """Check the signature first, then the manifest's digest, and only then read what it says."""
    content, note = (
        read_small(bundle, "MANIFEST.json"),
        open_note(read_small(bundle, "MANIFEST.note"), keys, "MANIFEST.note"),
    )
    if note.unknown or not note.signatures:
        raise CannotVerify("MANIFEST.note is signed by a key that you did not give.")
    head, _, digest = note.text[:-1].partition("\n")
    if head != FORMAT:
        raise CannotVerify(f"The bundle has format “{shown(head)}”; this program reads {FORMAT}.")
    if digest != sha256(content).hexdigest():
        raise Failed("MANIFEST.json was changed after it was signed.")
    return Manifest(read_object(content, "MANIFEST.json")), note.signatures


# The entries ------------------------------------------------------------------------------------------------------------------------
LEAF_KEYS, EVENT_KEYS = {"event", "prev", "seq", "stream"}, {"act", "actor", "at", "ctx", "id", "obj", "sd", "v"}
WRITTEN_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z").fullmatch


def read_leaf(line: bytes, index: int) -> dict[str, Any]:
    """Read one entry, which must be written in the one form that entries have."""
    leaf: Any = None
    try:
        text = line.decode()
        leaf, _ = decode_leaf(text)
        if encode(leaf) == text and _well_formed(leaf):
            return cast("dict[str, Any]", leaf)
    except (ValueError, RecursionError):
        pass
    if isinstance(leaf, dict) and isinstance(leaf.get("event"), dict) and leaf["event"].get("v", 1) != LEAF_VERSION:
        raise CannotVerify(f"Entry {index:,} is written in a newer form than this program knows.")
    raise Failed(f"Entry {index:,} is not written in the one form that entries have.")


def _well_formed(leaf: Any) -> bool:
    if type(leaf) is not dict or leaf.keys() != LEAF_KEYS:
        return False
    event, prev, seq = leaf["event"], leaf["prev"], leaf["seq"]
    if type(event) is not dict or event.keys() != EVENT_KEYS or type(event["at"]) is not str:
        return False
    kinds = (
        type(seq),
        type(leaf["stream"]),
        type(event["act"]),
        type(event["id"]),
        type(event["ctx"]),
        type(event["sd"]),
    )
    return (
        kinds == (int, str, str, str, dict, dict)
        and seq > 0
        and (prev is None or type(prev) is int)
        and type(event["v"]) is int
        and event["v"] == LEAF_VERSION
        and WRITTEN_TIME(event["at"]) is not None
    )


def entry_hash(line: bytes, index: int) -> bytes:
    """Hash a line: an entry, or the bare hash of one that is withheld."""
    if line[:1] == b"-":
        return unbase64_hash(line[1:].decode("latin-1"), f"The hash in place of entry {index:,}")
    return sha256(b"\x00" + line).digest()


class IndexSet:
    """A set of entry numbers that takes one bit each."""

    def __init__(self) -> None:
        self.pages: dict[int, bytearray] = {}
        self.count = 0

    def add(self, index: int) -> None:
        """Put a number in."""
        page = self.pages.get(index >> 12)
        if page is None:
            page = self.pages[index >> 12] = bytearray(512)
        page[index >> 3 & 511] |= 1 << (index & 7)
        self.count += 1

    def take(self, index: int) -> bool:
        """Take a number out; tell whether it was in."""
        page, bit = self.pages.get(index >> 12), 1 << (index & 7)
        if page is None or not page[index >> 3 & 511] & bit:
            return False
        page[index >> 3 & 511] ^= bit
        return True


class Streams:
    """The order within each stream: numbers count up, and each entry names the one before it."""

    def __init__(self, manifest: Manifest, withheld: IndexSet) -> None:
        self.manifest, self.withheld = manifest, withheld
        self.heads: dict[str, int] = {}  # sequence number and index of the last entry, in one integer to save memory
        self.missing = 0

    def follow(self, index: int, stream: str, seq: int, prev: int | None) -> None:
        """Take the next entry of a stream."""
        head = self.heads.get(stream)
        if head is None:
            if seq != 1 or prev is not None:
                self._jump(index, stream, seq, prev, 0, -1)
        elif seq != (head >> 64) + 1 or prev != head & LARGEST:
            self._jump(index, stream, seq, prev, head >> 64, head & LARGEST)
        self.heads[stream] = seq << 64 | index

    def close(self) -> None:
        """Compare each stream that is claimed to be complete with the last number that it should have."""
        for stream, last in self.manifest.streams.items():
            due, here = last + (stream == "exports"), self.heads.get(stream, 0) >> 64
            if here > due:
                raise Failed(f"Stream {shown(stream)} goes to number {here:,}, but the manifest says {due:,}.")
            self._account_for(
                due - here, f"Stream {shown(stream)} ends at number {here:,}, but the manifest says {due:,}"
            )

    def _jump(self, index: int, stream: str, seq: int, prev: int | None, last_seq: int, last_index: int) -> None:
        where = f"Entry {index:,} in stream {shown(stream)}"
        if seq <= last_seq:
            raise Failed(
                f"{where} has number {seq:,}, but number {last_seq:,} stands before it: entries were moved or repeated."
            )
        if seq == last_seq + 1 or prev is None or not last_index < prev < index:
            raise Failed(f"{where} does not name the entry before it: entries were left out, moved or put in.")
        claim, first = self.manifest.claim, self.manifest.first
        if claim == "selection" or (claim == "range" and (prev < first or not first <= index <= self.manifest.last)):
            return
        if claim == "streams" and stream not in self.manifest.streams:
            return
        gap = f"Stream {shown(stream)} has a gap: number {last_seq + 1:,} to {seq - 1:,} are not here"
        if not self.withheld.take(prev):
            raise Failed(f"{gap}, before entry {index:,}.")
        self._account_for(seq - last_seq - 1, gap)

    def _account_for(self, missing: int, gap: str) -> None:
        self.missing += missing
        if self.missing > self.withheld.count:
            raise Failed(f"{gap}, and fewer entries than that are withheld.")


class Values:
    """The disclosed values, read in step with the entries that commit to them."""

    def __init__(self, bundle: Bundle, manifest: Manifest, erased: set[str]) -> None:
        self.here, self.rules, self.erased_digests = manifest.values_shown, manifest.redactions, erased
        self.last_redacted, self.entries_redacted = [-1] * len(self.rules), [0] * len(self.rules)
        name = "disclosures.ndjson"
        self.lines = read_lines(bundle, name) if name in manifest.files else iter(())
        self.shown = self.erased = self.redactions = self.withheld = self.missing = 0
        self.first_missing: list[str] = []
        self.next_index, self.next_values = -1, cast("dict[str, Any]", {})
        self._read()

    def take(self, index: int, digests: dict[str, Any]) -> None:
        """Compare the values given for one entry with its digests, and account for each that is not given."""
        given: dict[str, Any] = {}
        if self.next_index == index:
            given = self.next_values
            self._read()
        if not self.here:
            self.withheld += len(digests)
        else:
            for name, digest in digests.items():
                self._compare(index, name, digest, given.pop(name, None))
        if given:
            raise Failed(f"A value is given for entry {index:,} ({shown(min(given))}) that the entry does not have.")

    def close(self) -> None:
        """Refuse values that belong to no entry, and count what no rule explains."""
        if self.next_index != LARGEST:
            raise Failed(f"Values are given for entry {self.next_index:,}, which this bundle does not show.")
        for rule, entries in zip(self.rules, self.entries_redacted):  # noqa: B905 - 3.9
            if entries > rule.most:
                self._miss(entries - rule.most, f"{entries - rule.most:,} entries more than “{shown(rule.why)}” covers")

    def _read(self) -> None:
        line, before = next(self.lines, None), self.next_index
        if line is None:
            self.next_index = LARGEST
            return
        record = read_object(line, "A line of disclosures.ndjson")
        self.next_index = field(record, "index", int, "disclosures.ndjson")
        self.next_values = field(record, "values", dict, "disclosures.ndjson")
        if self.next_index <= before or not self.here:
            fault = (
                "are not in the order of the entries"
                if self.here
                else "are there, but the manifest says they are withheld"
            )
            raise Failed(f"The values in disclosures.ndjson {fault}.")

    def _compare(self, index: int, name: str, digest: object, value: object) -> None:
        if value is not None:
            if not isinstance(value, str) or not value.isascii() or _digest(value) != digest or _named(value) != name:
                raise Failed(f"The value “{shown(name)}” of entry {index:,} was changed: it does not fit its digest.")
            self.shown += 1
        elif digest in self.erased_digests:
            self.erased += 1
        elif not self._redacted(index, name):
            self._miss(1, f"entry {index:,} ({shown(name)})")

    def _redacted(self, index: int, name: str) -> bool:
        for number, rule in enumerate(self.rules):
            if name in rule.names:
                self.redactions += 1
                self.entries_redacted[number] += self.last_redacted[number] != index
                self.last_redacted[number] = index
                return True
        return False

    def _miss(self, count: int, what: str) -> None:
        self.missing += count
        if len(self.first_missing) < 20:
            self.first_missing.append(what)


def _digest(disclosure: str) -> str:
    return binascii.b2a_base64(sha256(disclosure.encode()).digest(), newline=False).decode().translate(URL_SAFE)


def _named(disclosure: str) -> object:
    try:
        value = json.loads(binascii.a2b_base64(disclosure.translate(PLAIN) + "=" * (-len(disclosure) % 4)))
    except (ValueError, RecursionError):
        return None
    return value[1] if isinstance(value, list) and len(value) == 3 else None


URL_SAFE, PLAIN = str.maketrans("+/", "-_", "="), str.maketrans("-_", "+/")


class Prune:
    """One record of entries whose text was destroyed at the end of their retention."""

    def __init__(self, digest: str) -> None:
        self.digest, self.hashes, self.total, self.seen = digest, sha256(), 0, 0


class Explanations:
    """What the log itself says about what is gone: erased values, pruned entries."""

    def __init__(self, bundle: Bundle, manifest: Manifest) -> None:
        self.manifest, self.erased, self.pruned = manifest, cast("set[str]", set()), 0
        self.prunes: list[Prune] = []
        self.ranges: list[tuple[int, int, Prune]] = []  # those still to come, the nearest last
        for line in read_lines(bundle, "events.ndjson"):
            if b'"act":"audit.' in line:
                self._read(line)
        self.ranges.sort(key=lambda each: each[0], reverse=True)
        if any(later[0] <= each[1] for later, each in zip(self.ranges, self.ranges[1:])):  # noqa: B905 - 3.9
            raise Failed("Two records claim to have pruned the same entry.")

    def account_for(self, index: int, line: bytes, hashed: bytes) -> None:
        """Compare an entry with the record that says it was pruned, if there is one."""
        while self.ranges and self.ranges[-1][1] < index:
            self.ranges.pop()
        if not self.ranges or index < self.ranges[-1][0]:
            return
        if line[:1] != b"-":
            raise Failed(f"Entry {index:,} is here, but the log says that it was pruned.")
        prune = self.ranges[-1][2]
        prune.hashes.update(hashed)
        prune.seen, self.pruned = prune.seen + 1, self.pruned + 1

    def close(self) -> None:
        """Compare number and hashes of the pruned entries with what the log recorded when it pruned them."""
        stated = self.manifest.withheld.get("pruned", 0)
        if self.pruned != stated:
            raise Failed(
                f"The manifest counts {stated:,} pruned entries; the log's own records explain {self.pruned:,}."
            )
        if any(prune.seen == prune.total and prune.hashes.hexdigest() != prune.digest for prune in self.prunes):
            raise Failed("Pruned entries are not those that the log recorded when it pruned them.")

    def _read(self, line: bytes) -> None:
        try:
            event = read_leaf(line, 0)["event"]
        except (Failed, CannotVerify):
            return  # told with its index when the entries themselves are read
        if event["act"] == "audit.erase" and self.manifest.values_shown:
            digests: list[Any] = field(event["ctx"], "digests", list, "A record of an erasure")
            self.erased.update(each for each in digests if isinstance(each, str))
        elif event["act"] == "audit.prune":
            prune = Prune(field(event["ctx"], "hashes", str, "A record of pruning"))
            for part in field(event["ctx"], "indexes", str, "A record of pruning").split(","):
                match = re.fullmatch(r"([0-9]{1,15})-([0-9]{1,15})", part)
                if match is None or int(match[2]) < int(match[1]):
                    raise Failed("A record of pruning does not say which entries it pruned.")
                self.ranges.append((int(match[1]), int(match[2]), prune))
                prune.total += int(match[2]) - int(match[1]) + 1
            self.prunes.append(prune)


class Walk:
    """One pass over the entries of a bundle, in memory that does not grow with their number."""

    def __init__(self, bundle: Bundle, manifest: Manifest, earlier: list[Checkpoint]) -> None:
        self.manifest, self.whole = manifest, manifest.claim == "whole"
        self.withheld = IndexSet()
        self.withheld_before = self.count = self.lines = self.in_range = self.backdated = 0
        self.explanations = Explanations(bundle, manifest)
        self.streams = Streams(manifest, self.withheld)
        self.values = Values(bundle, manifest, self.explanations.erased)
        self.indexes, self.last = sha256(), -1
        self.export: dict[str, Any] | None = None
        self.restores: list[str] = []
        held = sorted((each.size, moment(max(each.at - HOUR, 0))) for each in earlier if each.at is not None)
        self.held, self.not_before = held, ""

    def take(self, index: int, line: bytes, hashed: bytes) -> None:
        """Check one line, which has been proven to stand at this index of the log."""
        if index <= self.last:
            raise Failed(f"Entry {index:,} stands after entry {self.last:,}: entries are out of order or repeated.")
        self.last, self.lines = index, self.lines + 1
        if index < self.manifest.upto:
            self.indexes.update(b"%d\n" % index)
            self.count += 1
        elif not self.whole and index != self.manifest.export_index:
            raise Failed(f"Entry {index:,} is later than what was exported: it was added.")
        self.in_range += self.manifest.first <= index <= self.manifest.last
        if self.explanations.prunes:
            self.explanations.account_for(index, line, hashed)
        if line[:1] == b"-":
            self.withheld.add(index)
            self.withheld_before += index < self.manifest.upto
        else:
            self._read(index, read_leaf(line, index))

    def close(self) -> None:
        """Check what can only be known at the end."""
        self.streams.close()
        if self.export is None:
            raise Failed("The export is not recorded in the log that it exports.")
        self.values.close()
        self.explanations.close()
        manifest = self.manifest
        if manifest.claim == "range" and self.in_range != manifest.last - manifest.first + 1:
            raise Failed(
                f"Entries are missing between {manifest.first:,} and {manifest.last:,}, which are claimed to be whole."
            )
        stated = sum(manifest.withheld.values())
        if stated != self.withheld.count:
            raise Failed(f"{self.withheld.count:,} entries are withheld, but the manifest counts {stated:,}.")
        self._check_export(self.export["ctx"])

    def _read(self, index: int, leaf: dict[str, Any]) -> None:
        event = leaf["event"]
        self.streams.follow(index, leaf["stream"], leaf["seq"], leaf["prev"])
        if event["sd"] or self.values.next_index <= index:
            self.values.take(index, event["sd"])
        while self.held and index >= self.held[0][0]:
            self.not_before = max(self.not_before, self.held.pop(0)[1])
        if event["at"] < self.not_before:
            self.backdated += 1
        if index == self.manifest.export_index:
            if (event["act"], event["id"], leaf["stream"]) == ("export.record", self.manifest.export_id, "exports"):
                self.export = event
        elif event["act"] == "log.restore" and len(self.restores) < 20:
            self.restores.append(f"Entry {index:,} declares that the log was restored: {shown(encode(event['ctx']))}")

    def _check_export(self, recorded: dict[str, Any]) -> None:
        manifest = self.manifest
        if (recorded.get("indexes"), recorded.get("count")) != (self.indexes.hexdigest(), self.count):
            raise Failed("These are not the entries that the export recorded in the log: some were dropped or added.")
        same: dict[str, Any] = {"bundle": FORMAT, "answers": manifest.request}
        same.update((name, manifest.data[name]) for name in ("upto", "count", "claim", "scope", "level"))
        for name, value in same.items():
            if recorded.get(name) != value:
                raise Failed(f"The manifest and what the export recorded in the log disagree about “{name}”.")
        withheld = counts(recorded, "withheld", "What the export recorded in the log")
        beyond = [name for name, count in withheld.items() if count > manifest.withheld.get(name, 0)]
        if beyond or sum(withheld.values()) != self.withheld_before:
            raise Failed("The manifest and what the export recorded in the log disagree about what is withheld.")


def place_whole(bundle: Bundle, size: int, root: bytes, roots: dict[int, bytes]) -> Iterator[tuple[int, bytes, bytes]]:
    """Give every entry of the log; at the end they must lead to the signed root hash. Note the root at each size asked for."""
    tree, due = Tree(), sorted(roots, reverse=True)
    count = 0
    for index, line in enumerate(read_lines(bundle, "events.ndjson")):
        while due and due[-1] == index:
            roots[due.pop()] = tree.root()
        if index == size:
            raise Failed(f"There are more entries than the {size:,} that the checkpoint covers: entries were added.")
        hashed = entry_hash(line, index)
        tree.add(hashed)
        count = index + 1
        yield index, line, hashed
    if count < size:
        raise Failed(f"There are {count:,} entries, but the checkpoint covers {size:,}: entries were removed.")
    if tree.root() != root:
        raise Failed(
            "The entries do not lead to the signed root hash: an entry was changed, put in, taken out or moved."
        )
    roots.update((each, root) for each in due)


def place_proven(bundle: Bundle, size: int, root: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Give each entry with the index at which its proof shows it to be in the log."""
    proofs, inclusion = read_lines(bundle, "proofs.ndjson"), Inclusion(size, root)
    for line in read_lines(bundle, "events.ndjson"):
        record = read_object(next(proofs, b""), "A line of proofs.ndjson (one is needed for each entry)")
        index, proof = field(record, "index", int, "proofs.ndjson"), field(record, "proof", list, "proofs.ndjson")
        hashed = entry_hash(line, index)
        if not inclusion.holds(index, hashed, proof):
            raise Failed(f"Entry {index:,} is not in the log in this form: it was changed, or its proof is wrong.")
        yield index, line, hashed
    if next(proofs, None) is not None:
        raise Failed("There are more proofs than entries: entries were removed.")


def locate_damage(bundle: Bundle, size: int) -> str:
    """Say among which 256 entries of a whole log the damage begins."""
    with bundle.open("tiles-1.bin") as tiles:
        lines, first = read_lines(bundle, "events.ndjson"), 0
        while first + BLOCK <= size:
            try:
                hashes = [entry_hash(line, first) for line in islice(lines, BLOCK)]
            except Failed:
                hashes = []
            if len(hashes) < BLOCK or root_of_block(hashes) != tiles.read(32):
                return f" The damage begins among entries {first:,} to {first + BLOCK - 1:,}."
            first += BLOCK
    return ""


# The whole check --------------------------------------------------------------------------------------------------------------------
class Report:
    """What is told at the end: what held, what to notice, what cannot be proven."""

    def __init__(self) -> None:
        self.checks, self.notices, self.not_proven = cast("tuple[list[str], list[str], list[str]]", ([], [], []))
        self.facts: dict[str, Any] = {}
        self.missing = 0


class Progress:
    """A line on the terminal that shows how far the check has come."""

    def __init__(self, write: Callable[[str], object] | None, *, live: bool) -> None:
        self.write, self.live, self.told = write, live, -1

    def tell(self, what: str, done: int, total: int) -> None:
        """Show the share that is done, when it has changed."""
        share = 100 * done // max(total, 1)
        if not self.live:
            share -= share % 10
        if self.write and share != self.told:
            self.told = share
            self.write(f"\r{what}: {share} %   " if self.live else f"{what}: {share} %\n")

    def end(self) -> None:
        """Clear the line."""
        if self.write and self.live and self.told >= 0:
            self.write("\r" + " " * 40 + "\r")


class Question(NamedTuple):
    """What the auditor brings: bundle, keys, earlier checkpoints, the reference of the request."""

    bundle: Path
    keys: Keys
    previous: list[Checkpoint]
    request: str | None


def verify(question: Question, report: Report, progress: Progress) -> None:
    """Make every check, in the order in which each may rely on those before it."""
    bundle = open_bundle(question.bundle)
    manifest, signers = open_manifest(bundle, question.keys)
    report.checks.append(f"The manifest is signed by {', '.join(map(str, signers))}.")
    report.checks.append(f"It describes the export so: {manifest.described()}.")
    altered = check_files(bundle, manifest, report, progress)
    checkpoint, vouching = open_checkpoint(read_small(bundle, "checkpoint"), question.keys, "checkpoint")
    if (checkpoint.origin, checkpoint.size) != (manifest.origin, manifest.size):
        raise Failed("The manifest and the checkpoint are not of the same log and size.")
    if any(signer.name != checkpoint.name for signer in signers):
        raise Failed("The manifest is signed by another key than that of the log.")
    signed_by = ", ".join(map(str, vouching))
    report.checks.append(
        f"The checkpoint of {shown(checkpoint.origin)} over {checkpoint.size:,} entries is signed by {signed_by}."
    )
    root = binascii.b2a_base64(checkpoint.root, newline=False).decode()
    report.facts.update(
        origin=checkpoint.origin, size=checkpoint.size, root=root, signed_by=[str(each) for each in vouching]
    )
    for each in question.previous:
        check_lineage(each, checkpoint)
    anchored = check_anchors(bundle, manifest, checkpoint, question.keys, report)
    earlier = [*question.previous, *anchored]
    walk, roots = walk_entries(bundle, manifest, checkpoint, earlier, altered=altered, progress=progress)
    for each in earlier:
        check_extension(each, checkpoint, manifest, roots, walk.restores)
        report.checks.append(f"The log has only grown since {shown(each.label)} ({each.size:,} entries).")
    if question.request is not None and question.request != manifest.request:
        raise Failed(f"This bundle answers the request “{shown(manifest.request)}”, not yours: it may be an older one.")
    conclude(manifest, walk, question, report)


def check_files(bundle: Bundle, manifest: Manifest, report: Report, progress: Progress) -> bool:
    """Compare each file with its digest; tell whether the entries differ (where is found later)."""
    for name in sorted(manifest.files):
        if not bundle.has(name):
            raise (CannotVerify if name in NEEDED else Failed)(f"{shown(name)} is missing: the manifest lists it.")
    if manifest.claim == "whole" and bundle.size("tiles-1.bin") != manifest.size // BLOCK * 32:
        raise Failed(f"tiles-1.bin has the wrong size for a log of {manifest.size:,} entries.")
    altered = _altered_files(bundle, manifest, progress)
    if altered - {"events.ndjson"}:
        raise Failed(f"{shown(min(altered - {'events.ndjson'}))} was changed after the export.")
    if not altered:
        report.checks.append(f"All {len(manifest.files)} files are as they were when the manifest was signed.")
    strangers = sorted(set(bundle.names()) - set(manifest.files) - set(NEEDED))
    if strangers:
        some = ", ".join(shown(name) for name in strangers[:5]) + (" and others" if len(strangers) > 5 else "")
        report.notices.append(f"Not part of the export and not looked at: {some}.")
    return bool(altered)


def _altered_files(bundle: Bundle, manifest: Manifest, progress: Progress) -> set[str]:
    total, done, altered = sum(bundle.size(name) for name in manifest.files), 0, set()
    for name, expected in manifest.files.items():
        digest = sha256()
        with bundle.open(name) as file:
            for block in iter(partial(file.read, 1 << 20), b""):
                digest.update(block)
                done += len(block)
                progress.tell("Checking files", done, total)
        if digest.hexdigest() != expected:
            altered.add(name)
    return altered


def walk_entries(
    bundle: Bundle,
    manifest: Manifest,
    checkpoint: Checkpoint,
    earlier: list[Checkpoint],
    *,
    altered: bool,
    progress: Progress,
) -> tuple[Walk, dict[int, bytes]]:
    """Read every entry, in its place; on a fault say where the damage begins, if that can be said."""
    roots = dict.fromkeys((each.size for each in earlier), b"") if manifest.claim == "whole" else {}
    try:
        walk = Walk(bundle, manifest, earlier)
        if manifest.claim == "whole":
            entries, total = place_whole(bundle, checkpoint.size, checkpoint.root, roots), checkpoint.size
        else:
            entries, total = place_proven(bundle, checkpoint.size, checkpoint.root), manifest.count + 1
        take = walk.take
        for index, line, hashed in entries:
            take(index, line, hashed)
            if not walk.lines & 8191:
                progress.tell("Checking entries", walk.lines, total)
        walk.close()
    except (Failed, CannotVerify) as fault:
        if isinstance(fault, CannotVerify) and not altered:
            raise
        place = locate_damage(bundle, checkpoint.size) if manifest.claim == "whole" else ""
        raise Failed(
            f"{fault}{place}" + (" (events.ndjson was changed after the export.)" if altered else "")
        ) from None
    if altered:
        raise Failed("events.ndjson was changed after the export.")
    return walk, roots


def check_lineage(earlier: Checkpoint, checkpoint: Checkpoint) -> None:
    """Refuse a checkpoint of another log, and a bundle that is older than what the auditor holds already."""
    if earlier.name != checkpoint.name:
        raise Failed(
            f"{shown(earlier.label)} is of another log ({shown(earlier.name)}) than the bundle ({shown(checkpoint.name)})."
        )
    if earlier.epoch > checkpoint.epoch or (earlier.epoch == checkpoint.epoch and earlier.size > checkpoint.size):
        sizes = f"{checkpoint.origin}, {checkpoint.size:,} entries; yours: {earlier.origin}, {earlier.size:,}"
        raise Failed(
            f"The bundle is older than your checkpoint {shown(earlier.label)}, or the log was rolled back ({shown(sizes)})."
        )
    if earlier.size > checkpoint.size:
        raise Failed(
            f"The log is shorter ({checkpoint.size:,} entries) than at your checkpoint ({earlier.size:,}): entries were lost."
        )


def check_extension(
    earlier: Checkpoint, checkpoint: Checkpoint, manifest: Manifest, roots: dict[int, bytes], restores: list[str]
) -> None:
    """Check that the log of the bundle begins with everything that the earlier checkpoint covered."""
    if earlier.size in roots or earlier.size in (0, checkpoint.size):
        same = earlier.root == roots.get(earlier.size, EMPTY_ROOT if earlier.size == 0 else checkpoint.root)
    else:
        proof = manifest.consistency(earlier.size)
        if proof is None:
            raise CannotVerify(
                f"The bundle has no proof that leads from {shown(earlier.label)} ({earlier.size:,} entries) to it: ask for"
                f" an export that includes the consistency proof from size {earlier.size}."
            )
        same = extends(earlier.size, earlier.root, checkpoint.size, checkpoint.root, proof)
    if not same:
        told = f" {restores[-1]}" if restores else ""
        raise Failed(
            f"The past was rewritten: the first {earlier.size:,} entries are not those of {shown(earlier.label)}.{told}"
        )


def check_anchors(
    bundle: Bundle, manifest: Manifest, checkpoint: Checkpoint, keys: Keys, report: Report
) -> list[Checkpoint]:
    """Read the receipts that come with the bundle; give the earlier checkpoints among them, to compare with."""
    earlier = []
    texts = {checkpoint.size: {"checkpoint": read_small(bundle, "checkpoint")}}
    for size, name in manifest.anchors():
        if name.endswith(".checkpoint"):
            text = texts.setdefault(size, {})[name] = read_small(bundle, name)
            try:
                found = open_checkpoint(text, keys, name)[0]
            except CannotVerify:
                report.notices.append(f"{name} is signed by a key that you did not give; it was not compared.")
                continue
            if (found.name, found.size) != (checkpoint.name, size) or size > checkpoint.size:
                raise Failed(f"{name} is not the checkpoint that the manifest says it is.")
            if manifest.claim == "whole" or size in (0, checkpoint.size) or manifest.consistency(size) is not None:
                earlier.append(found)
    for size, name in manifest.anchors():
        if name.endswith(".tsr"):
            _check_time_stamp(read_small(bundle, name), size, name, texts.get(size, {}), report)
    return earlier


def _check_time_stamp(token: bytes, size: int, name: str, texts: dict[str, bytes], report: Report) -> None:
    stamped = [file for file, text in texts.items() if b"\x04\x20" + sha256(text).digest() in token]
    if not texts:
        report.notices.append(f"{name} stamps a checkpoint that is not in the bundle ({size:,} entries).")
    elif not stamped:
        raise Failed(f"{name} is not a time stamp of the checkpoint over {size:,} entries.")
    else:
        report.checks.append(f"{name} is a time stamp of the checkpoint over {size:,} entries.")
        command = f"openssl ts -verify -in {name} -data {stamped[0]} -CAfile AUTHORITY.pem"
        report.notices.append(f"Whether the authority issued that time stamp, and when, is told by: {command}")


def conclude(manifest: Manifest, walk: Walk, question: Question, report: Report) -> None:
    """Say what has been shown and what has not."""
    values, withheld = walk.values, walk.withheld.count
    proven = "give the signed root hash" if manifest.claim == "whole" else "are proven to be in the log, unchanged"
    completeness = {
        "whole": f"Nothing is missing: the bundle holds the whole log, {walk.lines:,} entries.",
        "streams": f"Nothing is missing from {len(manifest.streams):,} streams, from their first entry on.",
        "range": f"Nothing is missing between entry {manifest.first:,} and entry {manifest.last:,}.",
        "selection": "The bundle holds exactly the entries that the export recorded; which they are was chosen by a filter.",
    }
    report.checks += [
        f"All {walk.lines:,} entries {proven}.",
        f"The export recorded itself in the log, with the same {walk.count:,} entries (request “{shown(manifest.request)}”).",
        completeness[manifest.claim],
        f"Values: {values.shown:,} shown and unchanged, {values.erased:,} erased on record, {values.redactions:,} redacted,"
        f" {values.withheld:,} withheld.",
    ]
    if withheld:
        classes = ", ".join(f"{n:,} {shown(name)}" for name, n in sorted(manifest.withheld.items()) if n)
        report.checks.append(f"{withheld:,} entries are in the log but not shown here: {classes}.")
    for rule in manifest.redactions:
        names = ", ".join(sorted(shown(name) for name in rule.names))
        report.notices.append(f"Values kept back on purpose ({names}): {shown(rule.why)}")
    report.notices += walk.restores
    if walk.backdated:
        report.notices.append(
            f"{walk.backdated:,} entries say that they happened more than an hour before a checkpoint that you hold, but were"
            " sealed after it: ask why (an imported register, or back-dating)."
        )
    report.missing = values.missing
    kinds = {name: getattr(values, name) for name in ("shown", "erased", "withheld", "missing")}
    report.facts.update(entries=walk.lines, withheld=manifest.withheld, request=manifest.request, claim=manifest.claim)
    report.facts["values"] = {**kinds, "redacted": values.redactions, "first_missing": values.first_missing}
    report.not_proven += not_proven(manifest, question)


def not_proven(manifest: Manifest, question: Question) -> Iterator[str]:
    """Say what no check of this bundle can show."""
    yield "that everything that happened was recorded: the log proves what is in it, not what was left out before it was recorded"
    yield f"anything later than the {manifest.size:,} entries that the checkpoint covers"
    yield "that the key is theirs: you must have it from elsewhere than from this bundle"
    if not question.previous:
        yield "that the past was not rewritten before this checkpoint was signed: for that, give an earlier one with --previous"
    if question.request is None:
        yield "that this is an answer to your present request: for that, name a reference when asking and give it with --request"
    if manifest.claim != "whole":
        yield "anything about entries outside the scope of this bundle"
    if not manifest.values_shown:
        yield "what the withheld values say: only their digests are here"
    yield "that events.csv and the PDF files say the same as the entries: they are signed, but meant for reading"


# The command line -------------------------------------------------------------------------------------------------------------------
def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="the export: a folder or a .zip file")
    parser.add_argument(
        "--key", action="append", default=[], help="the log's public key: a file, or the key itself; may be repeated"
    )
    parser.add_argument(
        "--previous",
        action="append",
        default=[],
        metavar="FILE",
        help="a checkpoint (or bundle) that you kept; may be repeated",
    )
    parser.add_argument("--request", metavar="REF", help="the reference that you gave when you asked for the export")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument(
        "--progress", action="store_true", help="tell how far the check has come, also where there is no terminal"
    )


def read_own_file(path: Path) -> bytes:
    """Read a file of the auditor's own, whatever line ends a mail program or an editor gave it."""
    try:
        if path.is_dir() or path.suffix == ".zip":
            return read_small(open_bundle(path), "checkpoint")
        with path.open("rb") as file:
            data = file.read(SMALL)
    except OSError as fault:
        raise CannotVerify(f"{shown(path)} cannot be read: {fault.strerror}.") from None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode()
    return data[3 if data[:3] == b"\xef\xbb\xbf" else 0 :].replace(b"\r\n", b"\n")


def read_keys(given: list[str], bundle: Path) -> Keys:
    """Read the keys that the auditor trusts; none may come from the bundle."""
    keys: Keys = {}
    for each in given:
        path, lines = Path(each), [each]
        if not re.fullmatch(r"\S+\+[0-9a-f]{8}\+\S+", each) or path.is_file():
            if bundle.resolve() in path.resolve().parents:
                raise CannotVerify(
                    f"The key {shown(each)} lies in the bundle itself and proves nothing: get it by another way."
                )
            lines = read_own_file(path).decode("utf-8", "replace").splitlines()
        for line in lines:
            if line.strip() and not line.startswith("#"):
                keys.update(parse_key(line.split()[0]))
    if not keys:
        raise CannotVerify("Give --key with the log's public key, which you got by another way than in this bundle.")
    return keys


def read_previous(given: list[str], keys: Keys) -> list[Checkpoint]:
    """Read the checkpoints that the auditor kept; a fault in one of them says nothing about the bundle."""
    try:
        return [open_checkpoint(read_own_file(Path(each)), keys, each)[0] for each in given]
    except Failed as fault:
        raise CannotVerify(f"Your earlier checkpoint cannot be used. {fault}") from None


def judge(options: argparse.Namespace, report: Report, progress: Progress) -> tuple[str, str]:
    """Give the verdict and, unless all is well, the sentence that says why."""
    try:
        keys = read_keys(options.key, options.bundle)
        verify(Question(options.bundle, keys, read_previous(options.previous, keys), options.request), report, progress)
    except Failed as fault:
        return "FAILED", str(fault)
    except CannotVerify as fault:
        return "CANNOT VERIFY", str(fault)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as fault:
        return "FAILED", f"The zip file is damaged or cut off ({shown(fault)})."
    except OSError as fault:
        return "CANNOT VERIFY", f"A file cannot be read: {shown(fault)}."
    except (ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, MemoryError, AttributeError) as fault:
        return "FAILED", f"The bundle is malformed ({type(fault).__name__}: {shown(fault)})."
    if report.missing:
        first = ", ".join(report.facts["values"]["first_missing"])
        return (
            "VERIFIED, VALUES MISSING",
            f"{report.missing:,} values are gone without a record of their erasure: {first}.",
        )
    return "VERIFIED", ""


def as_text(verdict: str, reason: str, report: Report) -> str:
    """Write the result for people."""
    lines = [f"  ok    {each}" for each in report.checks] + [f"  note  {each}" for each in report.notices]
    lines += ["", f"{verdict}: {reason}" if reason else verdict]
    if report.not_proven:
        lines += ["", "This does not show:", *(f"  - {each}" for each in report.not_proven)]
    return "\n".join(lines) + "\n"


def run(options: argparse.Namespace, write: Callable[[str], object], complain: Callable[[str], object]) -> int:
    """Check the bundle, print the result and give the exit code."""
    live = sys.stderr.isatty()
    progress, report = Progress(complain if live or options.progress else None, live=live), Report()
    verdict, reason = judge(options, report, progress)
    progress.end()
    if options.json:
        told = {"verdict": verdict, "exit_code": CODES[verdict], "reason": reason, **report.facts}
        told.update(checks=report.checks, notices=report.notices, not_proven=report.not_proven)
        write(json.dumps(told, indent=1) + "\n")
    else:
        write(as_text(verdict, reason, report))
    return CODES[verdict]


def main(arguments: list[str] | None = None) -> int:
    """Run from a terminal."""
    parser = argparse.ArgumentParser(
        prog="verify_audit.py",
        description="Check an Evenhand audit export, offline and without trusting whoever made it.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_arguments(parser)
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character must not stop the check
    try:
        return run(options, sys.stdout.write, sys.stderr.write)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped: nothing was verified.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
