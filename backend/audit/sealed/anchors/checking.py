"""Checking a mirror before anything is taken from it: from the texts up to checkpoints that our own key signed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backend.audit.sealed.anchors.anchor import AnchorError
from backend.audit.sealed.anchors.mirror import CHECKPOINTS, Mirror, MirroredTree
from backend.audit.sealed.notes import Checkpoint, NoteError, PublicKey, Signature, open_checkpoint
from backend.audit.sealed.tree import HASH, WIDTH, RunningRoot, TileStore, leaf_hash


@dataclass(frozen=True)
class Signed:
    """A checkpoint, the note that it stands in, and who signed it."""

    checkpoint: Checkpoint
    note: str
    signatures: Sequence[Signature]

    @property
    def at(self) -> int | None:
        """Tell when it was signed, if a signature says so (Unix seconds)."""
        return next((signature.at for signature in self.signatures if signature.at is not None), None)


@dataclass(frozen=True)
class CheckedMirror:
    """A mirror that is whole: every text fits its hash, and all of them every checkpoint."""

    tree: MirroredTree
    signed: tuple[Signed, ...]

    @property
    def newest(self) -> Checkpoint:
        """Give the checkpoint of the whole mirror."""
        return self.signed[-1].checkpoint


def check_mirror(mirror: Mirror, origin: str, keys: Sequence[PublicKey]) -> CheckedMirror:
    """Recompute a mirror from its texts; AnchorError with a sentence that says what is damaged, foreign or not signed by our keys."""
    signed = [_signed(mirror, size, origin, keys) for size in mirror.sizes()]
    if not signed:
        raise AnchorError(f"{mirror.folder} holds no checkpoint.")
    tree = MirroredTree(mirror, signed[-1].checkpoint.size)
    running, wanted = RunningRoot(), iter(signed)
    due = next(wanted)
    for index, digest in enumerate(_digests(tree)):
        running.add(digest)
        if index + 1 == due.checkpoint.size:
            if running.root() != due.checkpoint.root:
                raise AnchorError(f"The entries in {mirror.folder} do not lead to its checkpoint of size {index + 1}.")
            due = next(wanted, due)
    return CheckedMirror(tree, tuple(signed))


def leaf_hashes(texts: Iterable[bytes], tiles: TileStore, first: int = 0) -> Iterator[bytes]:
    """Hash leaves; for one whose text is pruned the hash comes from the tiles."""
    for index, text in enumerate(texts, start=first):
        yield leaf_hash(text) if text else stored_hash(tiles, index)


def stored_hash(tiles: TileStore, index: int) -> bytes:
    """Give a leaf's hash as the tiles have it, or nothing."""
    return (tiles.get((0, index // WIDTH)) or b"")[index % WIDTH * HASH :][:HASH]


def _digests(tree: MirroredTree) -> Iterator[bytes]:
    tiles = _Lately(tree)
    for index, digest in enumerate(leaf_hashes(tree.leaves(0, tree.size), tiles)):
        if stored_hash(tiles, index) != digest:
            raise AnchorError(f"Entry {index} in {tree.mirror.folder} does not fit its hash: one of them was changed.")
        yield digest


class _Lately:
    """A store that reads the tile that it was asked for last only once."""

    def __init__(self, below: TileStore) -> None:
        self.below, self.place, self.data = below, (-1, -1), b""

    def get(self, place: tuple[int, int], /) -> bytes:
        if place != self.place:
            self.place, self.data = place, self.below.get(place) or b""
        return self.data


def _signed(mirror: Mirror, size: int, origin: str, keys: Sequence[PublicKey]) -> Signed:
    note = mirror.note(size) or ""
    try:
        checkpoint, signatures = open_checkpoint(note, keys)
    except NoteError as error:
        raise AnchorError(
            f"The checkpoint {CHECKPOINTS}/{size} in {mirror.folder} can't be believed: {error}"
        ) from None
    if (checkpoint.origin, checkpoint.size) != (origin, size):
        raise AnchorError(
            f"{CHECKPOINTS}/{size} in {mirror.folder} is of {checkpoint.origin} at size {checkpoint.size}."
        )
    return Signed(checkpoint, note, tuple(signatures))
