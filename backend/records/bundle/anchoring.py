"""What of the outside goes with a bundle: the checkpoint is anchored when it is exported, and earlier receipts are handed over."""

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.db.models import OuterRef, Subquery

from backend.audit.models import AnchorReceipt, Event, Leaf
from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.sealed.anchors.publishing import publish_due
from backend.audit.sealed.notes import to_base64
from backend.audit.sealed.tree import Tree
from backend.kernel import clock
from backend.kernel.canonical import Json

logger = logging.getLogger(__name__)

RECEIPTS: Final = 50  # checkpoints whose receipts go with a bundle, the newest
PROOFS: Final = 1000  # sizes of each kind from which a bundle proves that the log only grew, the newest
ENDINGS: Final = {"timestamp": "tsr", "mail": "eml"}


def anchor_the_checkpoint() -> None:
    """Bring the checkpoint of an export outside, so that its receipt can go with it; what fails there alarms by its own means."""
    try:
        publish_due(clock.now())
    except Exception:
        logger.exception("The checkpoint of an export could not be anchored.")


@dataclass(frozen=True)
class Receipt:
    """A receipt as it stands in a bundle."""

    kind: str
    size: int
    at: datetime
    file: str

    def told(self) -> dict[str, Json]:
        """Give what the manifest says of it."""
        at = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return {"kind": self.kind, "size": self.size, "at": at, "file": self.file}


def write_receipts(folder: Path, size: int) -> list[Receipt]:
    """Write the newest receipts up to a size, each with the checkpoint that it is about."""
    sizes = _anchored(size)[:RECEIPTS]
    if not sizes:
        return []
    (folder / "anchors").mkdir(exist_ok=True)
    receipts = []
    for stored in StoredCheckpoint.objects.filter(size__in=sizes).exclude(note="").order_by("size"):
        receipt = Receipt("checkpoint", stored.size, stored.sealed_at, _name("checkpoint", stored.size))
        receipts.append(_written(folder, receipt, stored.note.encode()))
    for row in AnchorReceipt.objects.filter(size__in=sizes).order_by("size", "kind"):
        receipt = Receipt(row.kind, row.size, row.at, _name(row.kind, row.size))
        receipts.append(_written(folder, receipt, bytes(row.receipt)))
    return receipts


def consistency(tree: Tree, asked: list[int]) -> dict[str, Json]:
    """Prove that the log only grew since every size that somebody outside may hold: anchored, handed out, exported or asked for."""
    held = (*_anchored(tree.size)[:PROOFS], *_exported(tree.size), *_handed_out(), *asked)
    sizes = sorted({size for size in held if 0 < size <= tree.size})
    return {str(size): [to_base64(part) for part in tree.consistency(size)] for size in sizes}


def _anchored(size: int) -> list[int]:
    sizes = AnchorReceipt.objects.filter(size__lte=size, size__gt=0).order_by("-size").values_list("size", flat=True)
    return list(sizes.distinct())


def _exported(size: int) -> list[int]:
    """Give the sizes of the checkpoints that went with earlier exports: each the first signed one that covers the export's own entry."""
    earlier = Event.objects.filter(action="export.record").order_by("-id").values("id")[:PROOFS]
    covering = StoredCheckpoint.objects.exclude(note="").filter(size__gt=OuterRef("leaf_index")).order_by("size")
    leaves = Leaf.objects.filter(leaf_index__lt=size, event_id__in=list(earlier.values_list("id", flat=True)))
    return [found for found in leaves.values_list(Subquery(covering.values("size")[:1]), flat=True) if found]


def _handed_out() -> list[int]:
    """Give the sizes of the checkpoints that somebody saved from the pages."""
    taken = Event.objects.filter(action="checkpoint.take").order_by("-id").values_list("body", flat=True)[:PROOFS]
    return [int(json.loads(body)["ctx"]["size"]) for body in taken]


def _name(kind: str, size: int) -> str:
    return f"anchors/{kind}-{size}.{ENDINGS.get(kind.partition('-')[0], 'checkpoint' if kind == 'checkpoint' else 'receipt')}"


def _written(folder: Path, receipt: Receipt, data: bytes) -> Receipt:
    (folder / receipt.file).write_bytes(data)
    return receipt
