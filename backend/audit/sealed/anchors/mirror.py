"""Reading a copy of the history in files, as the directory anchor writes it and a recovery needs it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.audit.sealed.anchors.anchor import AnchorError
from backend.audit.sealed.anchors.layout import ENTRIES, tile_path, unbundle
from backend.audit.sealed.notes import Checkpoint, NoteError
from backend.audit.sealed.tree import WIDTH, Place

CHECKPOINTS = "checkpoints"


@dataclass(frozen=True)
class Mirror:
    """One log's folder; what is in it is a claim until it has been checked."""

    folder: Path

    def sizes(self) -> list[int]:
        """List the sizes of the checkpoints that are there, smallest first."""
        folder = self.folder / CHECKPOINTS
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        return sorted(int(name) for name in names if name.isascii() and name.isdecimal())

    def note(self, size: int) -> str | None:
        """Give the checkpoint note of a size, or None."""
        path = self.folder / CHECKPOINTS / str(size)
        try:
            return path.read_bytes().decode()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            raise AnchorError(f"{path} is no checkpoint.") from None

    def checkpoint(self, size: int) -> Checkpoint | None:
        """Read the checkpoint of a size without checking who signed it; AnchorError for a file that is none."""
        note = self.note(size)
        if note is None:
            return None
        return checkpoint_in(note, self.folder / CHECKPOINTS / str(size))

    def newest(self) -> Checkpoint | None:
        """Read the checkpoint of the largest size; everything below it was complete when it was written."""
        sizes = self.sizes()
        return self.checkpoint(sizes[-1]) if sizes else None


@dataclass(frozen=True)
class MirroredTree:
    """The tiles and leaves of a mirror as a tree of one size: a store of tiles, and the texts."""

    mirror: Mirror
    size: int

    def get(self, place: Place, /) -> bytes | None:
        """Give a tile as it was at this size, or None."""
        level, n = place
        return self._file(level, level, n)

    def leaves(self, first: int, end: int) -> Iterator[bytes]:
        """Give the texts of some leaves; AnchorError where one is missing."""
        for n in range(first // WIDTH, -(-end // WIDTH)):
            data, base = self._file(ENTRIES, 0, n), n * WIDTH
            try:
                texts = unbundle(data or b"")
            except ValueError as error:
                raise AnchorError(f"{tile_path(ENTRIES, n)}: {error}") from None
            if len(texts) != min(WIDTH, self.size - base):
                raise AnchorError(f"{tile_path(ENTRIES, n)} is missing or holds {len(texts)} entries.")
            yield from texts[max(first - base, 0) : end - base]

    def _file(self, kind: int | str, level: int, n: int) -> bytes | None:
        width = min(WIDTH, (self.size >> (8 * level)) - n * WIDTH)
        if width <= 0:
            return None
        try:
            return (self.mirror.folder / tile_path(kind, n, width)).read_bytes()
        except FileNotFoundError:
            return None


def checkpoint_in(note: str, place: Path | str) -> Checkpoint:
    """Read the checkpoint that a note holds, signatures unread; AnchorError when it holds none."""
    text, gap, _ = note.partition("\n\n")
    try:
        return Checkpoint.read(f"{text}\n" if gap else "")
    except NoteError:
        raise AnchorError(f"{place} is no checkpoint.") from None
