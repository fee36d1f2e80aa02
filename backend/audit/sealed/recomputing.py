"""Recomputing the whole tree from the contents of the events, and comparing it with every hash, root and signature that is stored."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from backend.audit.coverage import stands
from backend.audit.sealed import reading
from backend.audit.sealed.contents import Contents
from backend.audit.sealed.findings import Findings
from backend.audit.sealed.keys import Known
from backend.audit.sealed.notes import Checkpoint, NoteError, Signature, open_checkpoint
from backend.audit.sealed.reading import EntryRow
from backend.audit.sealed.rebuilding import Rebuilt
from backend.audit.sealed.store import DatabaseTiles, leaf_bytes
from backend.audit.sealed.tree import HASH, WIDTH, Place

STEP: Final = 2 * WIDTH  # entries in a window; larger ones keep the garbage collector busy
SLACK: Final = timedelta(
    hours=1
)  # a long transaction tells an earlier time than the checkpoint that was signed meanwhile
AHEAD: Final = timedelta(minutes=1)
ROTATING: Final = 4096  # entries that may be sealed while one key takes over from another

Visit = Callable[[int, str], object]
Outside = Mapping[int, Sequence[tuple[str, bytes]]]  # size -> where a checkpoint is kept, and its root


class Recomputing:
    """One pass over the log: windows of entries, tile by tile, up to the size that the log had when it began."""

    def __init__(
        self, name: str, size: int, findings: Findings, *, keys: Iterable[Known], outside: Outside, visit: Visit
    ) -> None:
        """Keep what the log is called, what to compare with, and who wants to see each event."""
        self.name, self.size, self.findings = name, size, findings
        self.keys, self.outside, self.visit = list(keys), outside, visit
        self.contents = Contents(findings, restored_entries())
        self.tree = Rebuilt(self._compare)
        self.values: reading.Values = {}
        self.tiles: dict[int, bytes] = {}
        self.newest_signed = 0
        self._earliest, self._latest = "", ""  # the time of the last signature; the latest event since
        self._latest_entry = 0

    def run(self, progress: Callable[[int, int], object]) -> bytes:
        """Read everything once, and give the root over the contents."""
        for first in range(0, self.size, STEP):
            end = min(first + STEP, self.size)
            self._window(first, end)
            progress(end, self.size)
        self.tree.finish()
        return self.tree.root()

    def _window(self, first: int, end: int) -> None:
        found, self.values = reading.entries(first, end)
        rows, self.tiles = iter(found), reading.lowest_tiles(first, end)
        stored = {size: (root, note) for size, root, note in reading.checkpoints(first, end)}
        upcoming: EntryRow | None = next(rows, None)
        begin = first
        for cut in _cuts(first, end, {*stored, *self.outside}):
            hashes = []
            for index in range(begin, cut):
                if upcoming is None or upcoming[0] != index:
                    self.findings.add("entry-missing", f"entry {index}")
                    hashes.append(self._stored_hash(index))
                    continue
                hashes.append(self._hash(index, upcoming))
                upcoming = next(rows, None)
            self.tree.add(hashes)
            if cut in stored or cut in self.outside:
                self._compare_roots(cut, *stored.get(cut, (None, "")))
            begin = cut
        self.contents.settle()

    def _hash(self, index: int, row: EntryRow) -> bytes:
        _, event_id, stream, seq, prev, _, _, _, _, _, at, body = row
        if not body or at is None:
            self.findings.add("event-missing", f"entry {index}")
            return self._stored_hash(index)
        self.contents.look(row, self.values)
        if self.contents.restored and self.contents.was_restored(index) and not stands(body):
            self.findings.add("row-lost", f"entry {index}")
        else:
            self.visit(event_id, body)
        if at < self._earliest:
            self.findings.add("back-dated", f"entry {index}")
        if at > self._latest:
            self._latest, self._latest_entry = at, index
        return sha256(b"\x00" + leaf_bytes(body, prev, seq or 0, stream or "")).digest()

    def _stored_hash(self, index: int) -> bytes:
        number, place = divmod(index, WIDTH)
        return self.tiles.get(number, b"")[place * HASH : (place + 1) * HASH].ljust(HASH, b"\0")

    def _compare(self, place: Place, data: bytes) -> None:
        level, number = place
        held = self.tiles.get(number) if level == 0 else DatabaseTiles().get(place)
        if held is not None and held[: len(data)] == data:
            return
        if level or held is None or len(held) < len(data):
            self.findings.add("tile-changed", f"tile {level}/{number}")
            return
        for at in range(0, len(data), HASH):
            if held[at : at + HASH] != data[at : at + HASH]:
                self.findings.add("entry-changed", f"entry {number * WIDTH + at // HASH}")

    def _compare_roots(self, size: int, stored: bytes | None, note: str) -> None:
        root = self.tree.root()
        if stored is not None and stored != root:
            self.findings.add("root-differs", f"size {size}")
        for where, held in self.outside.get(size, ()):
            if held != root:
                self.findings.add("rewritten", f"{where}, size {size}")
        if note and self.keys:
            self._check_note(size, note, stored or b"")

    def _check_note(self, size: int, note: str, root: bytes) -> None:
        try:
            told, signatures = open_checkpoint(note, [known.key for known in self.keys])
        except NoteError as problem:
            self.findings.add("signature-wrong", f"size {size} ({problem})")
            return
        if not _is_of(told, self.name, size, root):
            self.findings.add("signature-wrong", f"size {size} (the note tells of another checkpoint)")
        elif not any(self._is_in_force(signature, size) for signature in signatures):
            self.findings.add("signature-wrong", f"size {size} (by a key that was retired)")
        else:
            self.newest_signed = size
            self._take_time(max((one.at for one in signatures if one.at is not None), default=None))

    def _take_time(self, at: int | None) -> None:
        if at is None:
            return
        signed = datetime.fromtimestamp(at, UTC)
        if self._latest > _told(signed + AHEAD):
            self.findings.add("post-dated", f"entry {self._latest_entry}")
        self._earliest, self._latest = _told(signed - SLACK), ""

    def _is_in_force(self, signature: Signature, size: int) -> bool:
        return any(
            known.key.text == signature.key and (known.until is None or size <= known.until + ROTATING)
            for known in self.keys
        )


def _cuts(first: int, end: int, sizes: set[int]) -> Iterator[int]:
    """Give the ends of stretches: of tiles, and wherever a root is to be compared."""
    for low in range(first, end, WIDTH):
        high = min(low + WIDTH, end)
        inside = sorted(size for size in range(low + 1, high) if size in sizes) if sizes else []
        yield from (*inside, high)


def restored_entries() -> list[range]:
    """Read which entries were brought back from a copy, as the log itself tells it."""
    found = []
    for (body,) in reading.answer("SELECT body FROM audit_event WHERE action = 'log.restore'"):
        first, _, last = json.loads(body)["ctx"]["imported"].partition("-")
        if last:
            found.append(range(int(first), int(last) + 1))
    return found


def _is_of(told: Checkpoint, name: str, size: int, root: bytes) -> bool:
    return told.origin.rpartition("/")[0] == name and (told.size, told.root) == (size, root)


def _told(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
