"""MANIFEST.json: what a bundle is, where it comes from and what it claims; and its signature by the log’s own key."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from backend.audit.sealed.notes import SigningKey, note
from backend.kernel.canonical import Json
from backend.records.bundle.anchoring import Receipt
from backend.records.bundle.packing import in_order, sha256_of
from backend.records.bundle.selection import Selection
from backend.records.models import Export, Level
from backend.records.scopes import ExportScope

FORMAT: Final = "evenhand-audit-bundle/1"
REFERENCE: Final = re.compile(r"#?[0-9]+|[A-Za-z]{3,4}-[0-9]{4}-[0-9A-Za-z]{6}|[a-z_]+:[0-9a-f-]{36}")
NAMES_STAY_OUT: Final = "(a name; the register has it)"


@dataclass(frozen=True)
class Recorded:
    """The entry by which an export stands in the log itself, and the signed checkpoint that covers it."""

    uid: str
    index: int
    at: datetime
    origin: str
    size: int
    note: str


def facts_for_the_log(export: Export, selection: Selection, withheld: Mapping[str, int]) -> dict[str, Json]:
    """Give what the log records of an export: enough to prove later that no line was dropped or added."""
    return {
        "bundle": FORMAT,
        "upto": selection.upto,
        "count": len(selection.indexes),
        "indexes": selection.digest,
        "claim": selection.claim,
        "scope": ExportScope.of(export.scope).told(),
        "level": export.level,
        "answers": export.request,  # an event’s own “request” is that of the network
        "withheld": dict(withheld),
    }


def manifest_of(
    export: Export,
    selection: Selection,
    recorded: Recorded,
    *,
    by: str,
    withheld: Mapping[str, int],
    redactions: Sequence[dict[str, Json]],
    consistency: dict[str, Json],
    receipts: Sequence[Receipt],
) -> dict[str, Json]:
    """Write the manifest, all but the digests of the files."""
    is_shown = export.level == Level.IDENTIFIED
    return {
        "format": FORMAT,
        "origin": recorded.origin,
        "size": recorded.size,
        "export": {"id": recorded.uid, "index": recorded.index},
        "claim": selection.claim,
        "scope": ExportScope.of(export.scope).told(),
        "filter": filter_told(export),
        "upto": selection.upto,
        "count": len(selection.indexes),
        "level": export.level,
        "request": export.request,
        "why": export.reason,
        "made_at": recorded.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "by": by,
        "register": export.reference,
        "streams": dict(selection.streams),
        "range": list(selection.between) if selection.between else None,
        "withheld": dict(withheld),
        "values": "shown" if is_shown else "withheld",
        "redactions": list(redactions) if is_shown else [],
        "consistency": consistency,
        "anchors": [receipt.told() for receipt in receipts],
    }


def filter_told(export: Export) -> dict[str, Json]:
    """Restate the filter; a name that somebody typed into it stays in the register where names stay out of the file."""
    asked: dict[str, Json] = dict(export.filters)
    if export.level == Level.IDENTIFIED:
        return asked
    looked_for = str(asked.get("q", ""))
    kept = {"q": looked_for} if REFERENCE.fullmatch(looked_for) else {"q": NAMES_STAY_OUT}
    return {**asked, **(kept if looked_for else {}), **({"actor": NAMES_STAY_OUT} if "actor" in asked else {})}


def sign_manifest(folder: Path, manifest: dict[str, Json], key: SigningKey, *, made_at: datetime) -> None:
    """Take the digest of every file into the manifest, write it, and sign it."""
    files: dict[str, Json] = {name: sha256_of(folder / name) for name in in_order(folder)}
    text = json.dumps({**manifest, "files": dict(sorted(files.items()))}, indent=1, ensure_ascii=False) + "\n"
    (folder / "MANIFEST.json").write_text(text, encoding="utf-8")
    signed = f"{FORMAT}\n{hashlib.sha256(text.encode()).hexdigest()}\n"
    lines = (key.sign(signed), key.cosign(signed, at=int(made_at.timestamp())))
    (folder / "MANIFEST.note").write_text(note(signed, *lines), encoding="utf-8")
