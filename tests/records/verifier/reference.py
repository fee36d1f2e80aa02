"""A second, independent writer of audit bundles: what the verifier must accept, and the raw material of attacks.

It follows docs/reference/audit-formats.md and RFC 6962 literally and slowly, and shares no code with the product.
"""

import base64
import hashlib
import json
import struct
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAME = "larkfield.example/audit"
MADE = 1_790_000_000  # a checkpoint's time unless a test says otherwise
FOR_PEOPLE = {
    "events.csv": b"index\n",
    "report.pdf": b"%PDF-1.7 tiny",
    "README.txt": b"Read me.\n",
    "keys.txt": b"none\n",
}


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# RFC 6962, 2.1: word for word ---------------------------------------------------------------------------------------------------------
def leaf_hash(line: bytes) -> bytes:
    return base64.b64decode(line[1:]) if line.startswith(b"-") else sha256(b"\x00" + line)


class Tree:
    """The Merkle tree hash over any run of entries; each is computed once."""

    def __init__(self, hashes: list[bytes]) -> None:
        self.hashes = hashes
        self.known: dict[tuple[int, int], bytes] = {}

    def root(self, start: int, end: int) -> bytes:
        if end - start < 2:
            return self.hashes[start] if end > start else sha256(b"")
        if (start, end) not in self.known:
            middle = start + _split(end - start)
            self.known[start, end] = sha256(b"\x01" + self.root(start, middle) + self.root(middle, end))
        return self.known[start, end]

    def inclusion(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start < 2:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*self.inclusion(index, start, middle), self.root(middle, end)]
        return [*self.inclusion(index, middle, end), self.root(start, middle)]

    def consistency(self, size: int, start: int, end: int, *, whole: bool = True) -> list[bytes]:
        if size == end:
            return [] if whole else [self.root(start, end)]
        middle = start + _split(end - start)
        if size <= middle:
            return [*self.consistency(size, start, middle, whole=whole), self.root(middle, end)]
        return [*self.consistency(size, middle, end, whole=False), self.root(start, middle)]


def tree_hash(hashes: list[bytes]) -> bytes:
    return Tree(hashes).root(0, len(hashes))


def _split(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1


# Notes --------------------------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Signer:
    """A log's key."""

    name: str = NAME
    seed: bytes = b"\x07" * 32

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    def key_id(self, kind: int) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([kind]) + self.public)[:4]

    def vkey(self, kind: int = 1) -> str:
        return f"{self.name}+{self.key_id(kind).hex()}+{b64(bytes([kind]) + self.public)}"

    def line(self, text: str) -> str:
        return f"— {self.name} {b64(self.key_id(1) + self.private.sign(text.encode()))}\n"

    def cosignature(self, text: str, at: int) -> str:
        signed = self.private.sign(f"cosignature/v1\ntime {at}\n{text}".encode())
        return f"— {self.name} {b64(self.key_id(4) + struct.pack('>Q', at) + signed)}\n"

    def note(self, text: str, at: int | None = None, *, extra: str = "") -> bytes:
        return (text + "\n" + self.line(text) + ("" if at is None else self.cosignature(text, at)) + extra).encode()


def disclosure(name: str, value: Any, salt: str = "c2FsdHNhbHRzYWx0c2FsdA") -> str:
    return base64.urlsafe_b64encode(json.dumps([salt, name, value]).encode()).rstrip(b"=").decode()


def digest(text: str) -> str:
    return base64.urlsafe_b64encode(sha256(text.encode())).rstrip(b"=").decode()


# The log ------------------------------------------------------------------------------------------------------------------------------
@dataclass
class Log:
    """A sealed log in memory."""

    signer: Signer = Signer()
    epoch: int = 1
    lines: list[bytes] = field(default_factory=list)
    heads: dict[str, tuple[int, int]] = field(default_factory=dict)
    values: dict[int, dict[str, str]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"{self.signer.name}/{self.epoch}"

    @property
    def hashes(self) -> list[bytes]:
        return [leaf_hash(line) for line in self.lines]

    def add(
        self,
        stream: str,
        act: str = "cases.view",
        *,
        ctx: Mapping[str, Any] | None = None,
        private: Mapping[str, Any] | None = None,
        at: int = MADE,
    ) -> int:
        """Seal one entry; return its index."""
        index = len(self.lines)
        seq, prev = self.heads.get(stream, (0, None))
        given = {name: disclosure(name, value) for name, value in (private or {}).items()}
        event = {
            "act": act,
            "actor": "0198a6f0-0000-7000-8000-000000000001",
            "at": moment(at),
            "ctx": dict(ctx or {}),
            "id": f"0198a6f0-0000-7000-8000-{index:012}",
            "obj": stream,
            "sd": {name: digest(text) for name, text in given.items()},
            "v": 1,
        }
        self.lines.append(canonical({"event": event, "prev": prev, "seq": seq + 1, "stream": stream}).encode())
        self.heads[stream] = (seq + 1, index)
        if given:
            self.values[index] = given
        return index

    def checkpoint(self, size: int | None = None, at: int | None = MADE, *, extra: str = "") -> bytes:
        """Sign the root hash over the first entries."""
        hashes = self.hashes[: len(self.lines) if size is None else size]
        return self.signer.note(f"{self.origin}\n{len(hashes)}\n{b64(tree_hash(hashes))}\n", at, extra=extra)

    def erase(self, index: int, *names: str) -> int:
        """Destroy values, and say so in the log."""
        digests = sorted(digest(self.values[index].pop(name)) for name in names)
        return self.add("log", "audit.erase", ctx={"digests": digests, "rule": "retention", "basis": "Art. 17"})

    def prune(self, *indexes: int) -> int:
        """Destroy the text of entries, and say so in the log."""
        hashed = b"".join(leaf_hash(self.lines[index]) for index in indexes)
        ctx = {
            "indexes": ",".join(f"{index}-{index}" for index in indexes),
            "hashes": hashlib.sha256(hashed).hexdigest(),
        }
        for index in indexes:
            self.lines[index] = hidden(self.lines[index])
            self.values.pop(index, None)
        return self.add("log", "audit.prune", ctx=ctx)


def hidden(line: bytes) -> bytes:
    """Put an entry's hash in its place."""
    return line if line.startswith(b"-") else b"-" + base64.b64encode(leaf_hash(line))


# The bundle ---------------------------------------------------------------------------------------------------------------------------
@dataclass
class Reference:
    """A bundle as a mapping of names to bytes, with its manifest still open to change."""

    signer: Signer
    manifest: dict[str, Any]
    files: dict[str, bytes]

    def signed(self) -> dict[str, bytes]:
        """Give all files, with the manifest's digests and signature made anew."""
        listed = {name: hashlib.sha256(data).hexdigest() for name, data in self.files.items()}
        text = json.dumps(self.manifest | {"files": listed}, indent=1, sort_keys=True).encode()
        note = self.signer.note(f"evenhand-audit-bundle/1\n{hashlib.sha256(text).hexdigest()}\n")
        return {**self.files, "MANIFEST.json": text, "MANIFEST.note": note}


def export(
    log: Log,
    *,
    claim: str = "whole",
    streams: Iterable[str] = (),
    between: tuple[int, int] | None = None,
    chosen: Iterable[int] = (),
    hide: Mapping[int, str] | None = None,
    shown: bool = True,
    redactions: Iterable[Mapping[str, Any]] = (),
    request: str = "AUD-2026-7",
    sizes: Iterable[int] = (),
    made: int = MADE,
    later: int = 0,
) -> Reference:
    """Export a log as the product does: record the export, seal it, then write everything against the new checkpoint."""
    hide, upto = dict(hide or {}), len(log.lines)
    last = {stream: log.heads[stream][0] for stream in streams}
    indexes = sorted(_wanted(log, claim, set(last), between) | set(chosen))
    below = {each: sum(hide.get(index) == each for index in indexes) for each in sorted(set(hide.values()))}
    level = "identified" if shown else "pseudonymised"
    scope = {"kind": "everything"} if claim == "whole" else {"kind": "case", "case": "EH-2026-0001"}
    ctx = {
        "bundle": "evenhand-audit-bundle/1",
        "upto": upto,
        "count": len(indexes),
        "indexes": hashlib.sha256("".join(f"{index}\n" for index in indexes).encode()).hexdigest(),
        "claim": claim,
        "scope": scope,
        "level": level,
        "answers": request,
        "withheld": below,
    }
    own = log.add("exports", "export.record", ctx=ctx, private={"reason": "An audit"})
    for _ in range(later):
        log.add("case:later")
    size, tree = len(log.lines), Tree(log.hashes)
    indexes = list(range(size)) if claim == "whole" else [*indexes, own]
    lines = [hidden(log.lines[index]) if index in hide else log.lines[index] for index in indexes]
    manifest = {
        "format": "evenhand-audit-bundle/1",
        "origin": log.origin,
        "size": size,
        "export": {"id": json.loads(log.lines[own])["event"]["id"], "index": own},
        "claim": claim,
        "scope": scope,
        "filter": {},
        "upto": upto,
        "count": ctx["count"],
        "level": level,
        "request": request,
        "why": "An audit",
        "made_at": moment(made),
        "by": "0198a6f0-0000-7000-8000-000000000001",
        "register": "EXP-2026-0001",
        "streams": last,
        "range": list(between) if between else None,
        "withheld": below,
        "values": "shown" if shown else "withheld",
        "redactions": list(redactions),
        "consistency": {str(each): [b64(one) for one in tree.consistency(each, 0, size)] for each in sizes},
        "anchors": [],
    }
    files = {"checkpoint": log.checkpoint(at=made), "events.ndjson": ndjson(lines), **FOR_PEOPLE}
    if claim == "whole":
        files["tiles-1.bin"] = b"".join(tree.root(start, start + 256) for start in range(0, size - 255, 256))
    else:
        files["proofs.ndjson"] = ndjson(proof_line(tree, index, size) for index in indexes)
    if shown:
        visible = [index for index in indexes if index not in hide and log.values.get(index)]
        given = [{"index": index, "values": log.values[index]} for index in visible]
        files["disclosures.ndjson"] = ndjson(canonical(each).encode() for each in given)
    return Reference(log.signer, manifest, files)


def _wanted(log: Log, claim: str, streams: set[str], between: tuple[int, int] | None) -> set[int]:
    if claim == "whole":
        return set(range(len(log.lines)))
    if claim == "range" and between:
        return set(range(between[0], between[1] + 1))
    return {
        index
        for index, line in enumerate(log.lines)
        if not line.startswith(b"-") and json.loads(line)["stream"] in streams
    }


def proof_line(tree: Tree, index: int, size: int) -> bytes:
    """Write the proof of one entry."""
    return canonical({"index": index, "proof": [b64(one) for one in tree.inclusion(index, 0, size)]}).encode()


def ndjson(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def write_folder(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write a bundle as a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def write_zip(files: Mapping[str, bytes], path: Path) -> Path:
    """Write a bundle as a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path
