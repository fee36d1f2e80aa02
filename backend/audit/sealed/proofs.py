"""What somebody needs to check one entry by themselves: its leaf, its place, the path to the root, and the checkpoint that was signed."""

from dataclasses import dataclass

from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.models import Event, Leaf
from backend.audit.sealed import store
from backend.audit.sealed.notes import to_base64
from backend.audit.sealed.tree import Tree, leaf_hash


@dataclass(frozen=True)
class Proof:
    """One entry's proof of inclusion under a signed checkpoint."""

    index: int
    seq: int
    stream: str
    size: int
    leaf: str
    leaf_hash: bytes
    root: bytes
    path: tuple[bytes, ...]
    checkpoint: str

    @property
    def text(self) -> str:
        """Write the proof as a C2SP tlog-proof, which stands beside what it proves. https://c2sp.org/tlog-proof"""
        lines = ["c2sp.org/tlog-proof@v1", f"index {self.index}", *(to_base64(part) for part in self.path), ""]
        return "\n".join(lines) + "\n" + self.checkpoint


def newest_signed() -> StoredCheckpoint | None:
    """Find the newest checkpoint that is signed."""
    return StoredCheckpoint.objects.exclude(note="").order_by("-size").first()


def tree_of(size: int) -> Tree:
    """Open the stored tree at a size."""
    return Tree(store.DatabaseTiles(), size)


def proof_of(event: Event) -> Proof | None:
    """Prove that an event stands in the sealed log; None while it waits to be sealed and signed."""
    leaf = Leaf.objects.filter(event_id=event.pk).first()
    checkpoint = newest_signed()
    if leaf is None or checkpoint is None or leaf.leaf_index >= checkpoint.size:
        return None
    text = store.leaf_bytes(event.body, leaf.prev, leaf.seq, leaf.stream)
    path = tree_of(checkpoint.size).inclusion(leaf.leaf_index)
    return Proof(
        index=leaf.leaf_index,
        seq=leaf.seq,
        stream=leaf.stream,
        size=checkpoint.size,
        leaf=text.decode(),
        leaf_hash=leaf_hash(text),
        root=bytes(checkpoint.root),
        path=tuple(path),
        checkpoint=checkpoint.note,
    )
