"""Checkpoints of this log that are kept outside its database: whoever rebuilds the log can't rebuild these."""

from collections.abc import Iterable

from backend.audit.models import AnchorReceipt, Log
from backend.audit.sealed import guard
from backend.audit.sealed.anchors.anchor import AnchorError
from backend.audit.sealed.anchors.directory import DirectoryAnchor, mirror_of
from backend.audit.sealed.anchors.publishing import configured_anchors
from backend.audit.sealed.findings import Findings
from backend.audit.sealed.notes import Checkpoint, NoteError


def kept_outside(findings: Findings) -> list[tuple[str, Checkpoint]]:
    """Read every checkpoint that is kept outside; what can't be read is told."""
    found = []
    for where, read in {"the sealer’s memory": _remembered, "the write-once folder": _mirrored}.items():
        try:
            found += [(where, checkpoint) for checkpoint in read()]
        except (guard.RolledBack, NoteError, AnchorError, OSError) as problem:
            findings.add("rewritten", f"{where} ({problem})")
    return found


def receipts() -> Iterable[tuple[str, Checkpoint]]:
    """Read the receipts that are a checkpoint themselves, as the write-once directory gives them back."""
    for size, kind, receipt in AnchorReceipt.objects.order_by("size").values_list("size", "kind", "receipt").iterator():
        try:
            text = bytes(receipt).decode().partition("\n\n")[0] + "\n"
            yield f"the receipt of {kind} for size {size}", Checkpoint.read(text)
        except (NoteError, UnicodeDecodeError):
            continue  # a mail or a time stamp, which is checked by its own means


def _remembered() -> Iterable[Checkpoint]:
    last = guard.last_signed()
    return [last] if last else []


def _mirrored() -> Iterable[Checkpoint]:
    """Read the newest checkpoint of every folder that copies are kept in."""
    log = Log.objects.filter(pk=1).first()
    for anchor in configured_anchors().values() if log else ():
        if isinstance(anchor, DirectoryAnchor):
            newest = mirror_of(anchor.folder, log.origin).newest() if log else None
            yield from [newest] if newest else []
