"""Building a bundle: seal, record the export, seal again, then write everything against that signed checkpoint."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.models import Event, Leaf, Tile
from backend.audit.sealed.guard import RolledBack
from backend.audit.sealed.keys import signing_key
from backend.audit.sealed.notes import Checkpoint, SigningKey
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.tree import HASH, WIDTH
from backend.kernel.canonical import Json
from backend.kernel.errors import Refused
from backend.records.bundle.anchoring import anchor_the_checkpoint, consistency, write_receipts
from backend.records.bundle.closing import Closing, by_class
from backend.records.bundle.disclosures import REDACTIONS, write_disclosures
from backend.records.bundle.leaves import RUN, write_lines
from backend.records.bundle.manifest import Recorded, facts_for_the_log, manifest_of, sign_manifest
from backend.records.bundle.packing import Packed, pack
from backend.records.bundle.papers import write_papers
from backend.records.bundle.people import Names
from backend.records.bundle.printing import Asker, Told, print_papers, sealed_before
from backend.records.bundle.proofs import Paths, write_proofs
from backend.records.bundle.selection import CHUNK, Selection, chunks, hides_something, select
from backend.records.bundle.tables import csv_of, events_of, header, rows_of
from backend.records.models import Export, Level

Report = Callable[[int, int], None]
RECORD = "export.record"


@dataclass(frozen=True)
class Built:
    """A bundle that was written: what it claims, how many entries it holds, and the packed file."""

    claim: str
    count: int
    withheld: dict[str, int]
    packed: Packed


def key_at_hand() -> SigningKey:
    """Give the log’s signing key; Refused where this process does not hold it, so that another one may do the work."""
    key = signing_key()
    if key is None:
        raise Refused(
            "The log’s signing key is not at hand here. A worker that holds it writes the export: see that one runs.",
            code="export-unsigned",
        )
    return key


def build(
    export: Export,
    folder: Path,
    target: Path,
    *,
    record: Callable[[dict[str, Json]], object],
    report: Report = lambda done, total: None,
) -> Built:
    """Write a bundle into a folder and pack it. Begun again after a crash it finds its own entry in the log, and gives the same bytes."""
    key = key_at_hand()
    _seal()
    known = _own_entry(export)
    selection = select(export, upto=None if known is None else _facts(known)["upto"])
    closing = Closing(identified=export.level == Level.IDENTIFIED)
    if known is None:
        record(facts_for_the_log(export, selection, closing.count(selection.indexes)))
        _seal()
        anchor_the_checkpoint()
        known = _own_entry(export)
    if known is None or _facts(known)["indexes"] != selection.digest or _tells_too_much(export, selection):
        raise Refused(
            "What may be taken out changed while the export was being written. Ask for it again.", code="export-changed"
        )
    recorded = _place(known)
    before = sealed_before(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    writer = _Writer(export, selection, recorded, folder, closing)
    withheld = writer.write(report)
    (folder / "checkpoint").write_text(recorded.note, encoding="utf-8")
    receipts = write_receipts(folder, recorded.size)
    asker = writer.asker()
    print_papers(
        folder, export, selection, recorded,
        asker=asker, told=writer.told, withheld=withheld, receipts=receipts, key=key.public, before=before,
    )  # fmt: skip
    write_papers(folder, export, selection, recorded, withheld)
    manifest = manifest_of(
        export,
        selection,
        recorded,
        by=f"{asker.name} ({asker.role})" if asker.role else asker.name,
        withheld=withheld,
        redactions=REDACTIONS,
        consistency=consistency(writer.paths.tree, export.previous),
        receipts=receipts,
    )
    sign_manifest(folder, manifest, key, made_at=recorded.at)
    done = 2 * len(writer.lines)
    packed = pack(folder, target, made_at=recorded.at, carry_on=lambda: report(done, done + 1))
    shutil.rmtree(folder)
    return Built(selection.claim, len(selection.indexes), withheld, packed)


class _Writer:
    """Writes the entries of a bundle, part by part, into all the files that go in step."""

    def __init__(
        self, export: Export, selection: Selection, recorded: Recorded, folder: Path, closing: Closing
    ) -> None:
        self.export, self.selection, self.recorded, self.folder = export, selection, recorded, folder
        self.lines = selection.with_own(recorded.index, recorded.size)
        self.paths = Paths(recorded.size)
        self.is_whole, self.is_identified = selection.claim == "whole", export.level == Level.IDENTIFIED
        self.names = Names(export.salt, identified=self.is_identified)
        self.closing, self.told = closing, Told()
        self.zone = ZoneInfo(export.requested_by.zone)

    def write(self, report: Report) -> dict[str, int]:
        """Write them all, and count what stays closed."""
        closed = self._write_lines(report)
        done, total = len(self.lines), 2 * len(self.lines) + 1
        with (
            (self.folder / "events.csv").open("wb") as table,
            (self.folder / "disclosures.ndjson").open("wb") as values,
            (self.folder / "proofs.ndjson").open("wb") as proofs,
        ):
            table.write(header())
            for part in chunks(self.lines):
                if not self.is_whole:
                    write_proofs(part, self.paths, proofs)
                for events, places in events_of(part, closed):
                    exported = [event for event in events if places[event.pk] < self.selection.upto]
                    rows = rows_of(exported, self.names, places)
                    self.told.take(rows)
                    table.write(csv_of(rows, self.zone))
                    if self.is_identified:
                        write_disclosures(events, places, values)
                done += len(part)
                report(done, total)
        self._leave_out_the_empty()
        return by_class(closed.values())

    def _write_lines(self, report: Report) -> dict[int, str]:
        closed: dict[int, str] = {}
        done, total = 0, 2 * len(self.lines) + 1
        with (self.folder / "events.ndjson").open("wb") as out:
            for part in chunks(self.lines, RUN if isinstance(self.lines, range) else CHUNK):
                found = self.closing.of(part)
                write_lines(part, found, self.paths.tiles, out)
                closed |= found
                done += len(part)
                report(done, total)
        return closed

    def asker(self) -> Asker:
        """Name whoever asked, as the export names people."""
        who = self.export.requested_by.uid
        return Asker(self.names.called(who), self.names.role(who, self.export.requested_at))

    def _leave_out_the_empty(self) -> None:
        if self.is_whole:
            (self.folder / "proofs.ndjson").unlink()
            (self.folder / "tiles-1.bin").write_bytes(_blocks(self.recorded.size))
        if not self.is_identified:
            (self.folder / "disclosures.ndjson").unlink()


def _tells_too_much(export: Export, selection: Selection) -> bool:
    """Tell whether a whole log would now hold what is kept from the person: its last entries came after they had asked."""
    return selection.claim == "whole" and hides_something(export)


def _seal() -> None:
    try:
        seal_now()
    except RolledBack as problem:
        raise Refused(
            f"The history can’t be sealed, so it can’t be exported: {problem}", code="log-rolled-back"
        ) from None


def _own_entry(export: Export) -> Event | None:
    return Event.objects.filter(obj=export.key, action=RECORD).order_by("pk").first()


def _facts(event: Event) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(event.body)["ctx"]
    return facts


def _place(event: Event) -> Recorded:
    """Find where the export stands in the log, and the first signed checkpoint that covers it: always the same one."""
    leaf = Leaf.objects.filter(event_id=event.pk).first()
    covering = StoredCheckpoint.objects.exclude(note="").order_by("size")
    stored = covering.filter(size__gt=leaf.leaf_index).first() if leaf else None
    if leaf is None or stored is None:
        raise Refused("The export is not sealed yet; the sealer will be waited for.", code="export-unsealed")
    checkpoint = Checkpoint.read(stored.note.partition("\n\n")[0] + "\n")
    return Recorded(str(event.uid), leaf.leaf_index, event.at, checkpoint.origin, stored.size, stored.note)


def _blocks(size: int) -> bytes:
    """Give the roots of all full blocks of 256 entries: they are the second level of the tree."""
    tiles = Tile.objects.filter(level=1).order_by("n").values_list("data", flat=True)
    return b"".join(bytes(data) for data in tiles)[: size // WIDTH * HASH]
