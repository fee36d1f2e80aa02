"""A history in memory that grows as told, and the checkpoints of it."""

import pytest

from backend.audit.sealed.anchors.anchor import Sealed
from backend.audit.sealed.notes import Checkpoint, SigningKey, note
from backend.audit.sealed.tree import Tree, grow, leaf_hash

ORIGIN = "larkfield.example/audit/1"


class MemoryHistory:
    """What an anchor reads from: leaves and the tiles over them."""

    def __init__(self):
        self.tiles, self.texts, self.origin = {}, [], ORIGIN
        self.key = SigningKey("larkfield.example/audit", bytes(range(32)))

    def add(self, *texts):
        self.tiles.update(grow(self.tiles, len(self.texts), b"".join(map(leaf_hash, texts))))
        self.texts.extend(texts)

    def grow_to(self, size):
        self.add(*(f'{{"event":{index}}}'.encode() for index in range(len(self.texts), size)))
        return self.sealed()

    def leaves(self, first, end):
        yield from self.texts[first:end]

    def sealed(self, size=None, *, key=None):
        size = len(self.texts) if size is None else size
        root = Tree(self.tiles, size).root()
        text = Checkpoint(self.origin, size, root).text
        return Sealed(self.origin, size, root, note(text, (key or self.key).sign(text)))


@pytest.fixture
def memory_history():
    """Give an empty history."""
    return MemoryHistory()
