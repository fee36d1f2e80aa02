"""The directory anchor: a copy of the whole history in a folder that is only ever added to.

The folder is best a mount that refuses changes by itself (a bucket with object lock, a write-once share, a disk of another team). The
copy recomputes every hash from the texts that it copies, so that a text which no longer fits the tree is never copied as if it did.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from backend.audit.sealed.anchors.anchor import AnchorError, Sealed, Source
from backend.audit.sealed.anchors.layout import ENTRIES, bundle, tile_path
from backend.audit.sealed.anchors.mirror import CHECKPOINTS, Mirror, MirroredTree, checkpoint_in
from backend.audit.sealed.anchors.write_once import settle, write_once
from backend.audit.sealed.notes import Checkpoint
from backend.audit.sealed.tree import FULL, HASH, WIDTH, Place, TileStore, Tree, grow, leaf_hash

STEP: Final = WIDTH * WIDTH  # leaves copied at a time


class DirectoryAnchor:
    """Copies the tiles, the entries and each checkpoint into a folder."""

    extension = "checkpoint"

    def __init__(self, target: str, source: Source) -> None:
        """Keep the folder and where to copy from; ValueError unless the folder's path is absolute."""
        self.folder, self.source = Path(target), source
        if not self.folder.is_absolute():
            raise ValueError("the folder's path must begin with a slash.")

    def publish(self, sealed: Sealed) -> bytes:
        """Copy what is new up to this checkpoint, the checkpoint last; the receipt is the checkpoint as it lies there."""
        mirror = mirror_of(self.folder, sealed.origin)
        kept = mirror.note(sealed.size)
        if kept is None:
            self._copy(mirror, sealed)
            kept = sealed.note
        if checkpoint_in(kept, f"{CHECKPOINTS}/{sealed.size}") != Checkpoint(sealed.origin, sealed.size, sealed.root):
            raise AnchorError(f"{mirror.folder} holds another checkpoint of size {sealed.size} than we sealed.")
        return kept.encode()

    def _copy(self, mirror: Mirror, sealed: Sealed) -> None:
        tree, held = Tree(self.source.tiles, sealed.size), mirror.newest()
        since = held.size if held else 0
        if since > sealed.size:
            raise AnchorError(f"{mirror.folder} is at size {since} already: the history here was set back.")
        if held and tree.root(since) != held.root:
            raise AnchorError(f"{mirror.folder} holds another history up to size {since} than we do.")
        if tree.root() != sealed.root:
            raise AnchorError(f"The tiles do not lead to the root of size {sealed.size}.")
        written = [path for path, data in self._files(mirror, since, sealed.size) if write_once(path, data)]
        settle(written, self.folder)
        last = mirror.folder / CHECKPOINTS / str(sealed.size)
        write_once(last, sealed.note.encode())
        settle([last], self.folder)

    def _files(self, mirror: Mirror, since: int, size: int) -> Iterator[tuple[Path, bytes]]:
        held = _Overlay(MirroredTree(mirror, since))
        while since < size:
            end = min(size, (since // STEP + 1) * STEP)
            base = since - since % WIDTH
            texts = list(self.source.leaves(base, end))
            if len(texts) != end - base:
                raise AnchorError(f"Leaves between {base} and {end} are missing.")
            tiles = grow(
                held,
                since,
                b"".join(self._hash(base + at, text) for at, text in enumerate(texts) if base + at >= since),
            )
            self._compare(tiles)
            for at in range(0, len(texts), WIDTH):
                part = texts[at : at + WIDTH]
                if len(part) == WIDTH or end == size:
                    yield mirror.folder / tile_path(ENTRIES, (base + at) // WIDTH, len(part)), bundle(part)
            held.take(tiles)
            for (level, n), data in held.new.items():
                if len(data) == FULL or end == size:
                    yield mirror.folder / tile_path(level, n, len(data) // HASH), data
            since = end

    def _hash(self, index: int, text: bytes) -> bytes:
        if text:
            return leaf_hash(text)
        tile = self.source.tiles.get((0, index // WIDTH)) or b""
        return tile[index % WIDTH * HASH :][:HASH]

    def _compare(self, tiles: dict[Place, bytes]) -> None:
        for (level, n), data in tiles.items():
            if not (self.source.tiles.get((level, n)) or b"").startswith(data):
                raise AnchorError(
                    f"Tile {level}/{n} does not fit the entries below it: an entry or a hash was changed."
                )


class _Overlay:
    """The tiles of the step before and the right edge, over those that lie in the mirror."""

    def __init__(self, below: TileStore) -> None:
        self.below, self.new = below, dict[Place, bytes]()

    def get(self, place: Place, /) -> bytes | None:
        return self.new.get(place) or self.below.get(place)

    def take(self, tiles: dict[Place, bytes]) -> None:
        edge = {place: data for place, data in self.new.items() if len(data) < FULL}
        self.new = edge | tiles


def mirror_of(folder: Path, origin: str) -> Mirror:
    """Find a log's folder under an anchor's; a new epoch has a folder of its own. AnchorError when the anchor's folder is not there."""
    if not folder.is_dir():  # never made here: it would hide that a mount is missing
        raise AnchorError(f"{folder} is not there; is it mounted?")
    if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", origin):
        raise AnchorError(f"{origin} can't be the name of a folder.")
    return Mirror(folder / origin)
