"""Building the tree again from leaf hashes that pass by, in memory that grows with the number of its levels only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from backend.audit.sealed.tree import WIDTH, Place, fold, node_hash, perfect_root


@dataclass
class _Level:
    """The tile of one level that is being filled, and the roots of the perfect subtrees in it."""

    number: int = 0
    row: list[bytes] = field(default_factory=list)
    stack: list[bytes] = field(default_factory=list)


class Rebuilt:
    """The tree so far; each tile is handed over as soon as it is full."""

    def __init__(self, take: Callable[[Place, bytes], None]) -> None:
        """Keep whom to hand the tiles to."""
        self._take = take
        self._levels: list[_Level] = []

    def add(self, hashes: Sequence[bytes]) -> None:
        """Append leaf hashes; they must not go beyond the end of a tile."""
        self._extend(0, hashes)

    def root(self) -> bytes:
        """Give the root so far."""
        return fold([part for level in reversed(self._levels) for part in level.stack])

    def finish(self) -> None:
        """Hand over the tiles that are not full."""
        for height, level in enumerate(self._levels):
            if level.row:
                self._take((height, level.number), b"".join(level.row))

    def tiles(self) -> int:
        """Count the tiles that a tree of this size has."""
        return sum(level.number + bool(level.row) for level in self._levels)

    def _extend(self, height: int, hashes: Sequence[bytes]) -> None:
        if height == len(self._levels):
            self._levels.append(_Level())
        level = self._levels[height]
        whole = len(hashes) == WIDTH
        if not whole:
            for at, digest in enumerate(hashes, start=len(level.row)):
                node, place = digest, at
                while place & 1:
                    node, place = node_hash(level.stack.pop(), node), place >> 1
                level.stack.append(node)
        level.row += hashes
        if len(level.row) < WIDTH:
            return
        data = b"".join(level.row)
        self._take((height, level.number), data)
        above = perfect_root(data) if whole else level.stack[0]
        level.number, level.row, level.stack = level.number + 1, [], []
        self._extend(height + 1, [above])
