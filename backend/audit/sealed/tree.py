"""The Merkle tree of RFC 6962 (RFC 9162), kept as C2SP tlog-tiles: 256 hashes a tile, SHA-256, indexes from zero.

Nothing here knows a database: a store gives the bytes of a tile, or None. https://c2sp.org/tlog-tiles
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final, Protocol

HASH: Final = 32  # bytes of a hash
WIDTH: Final = 256  # hashes in a full tile
FULL: Final = WIDTH * HASH
EMPTY_ROOT: Final = sha256(b"").digest()

Place = tuple[int, int]  # level, number


class TileStore(Protocol):
    """Whatever keeps tiles."""

    def get(self, place: Place, /) -> bytes | None: ...


class ProofError(ValueError):
    """A proof that proves nothing: of the wrong length, or for another root."""


def leaf_hash(leaf: bytes) -> bytes:
    """Hash one entry of the log."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into their parent."""
    return sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: bytes) -> bytes:
    """Give the root over a power of two of hashes that stand one after the other."""
    while len(hashes) > HASH:
        hashes = b"".join([sha256(b"\x01" + hashes[at : at + 64]).digest() for at in range(0, len(hashes), 64)])
    return hashes


def grow(store: TileStore, size: int, hashes: bytes) -> dict[Place, bytes]:
    """Append leaf hashes to a tree of `size` leaves: give every tile that changed, and write nothing.

    Raises ValueError when the store's right edge does not fit the size.
    """
    changed: dict[Place, bytes] = {}
    level, position, new = 0, size, hashes
    while new:
        number, width = divmod(position, WIDTH)
        edge = (store.get((level, number)) or b"")[: width * HASH] if width else b""
        if len(edge) != width * HASH:
            raise ValueError(f"Tile {level}/{number} holds fewer hashes than a tree of {size} leaves needs.")
        row, above = edge + new, []
        for at in range(0, len(row), FULL):
            tile = row[at : at + FULL]
            changed[level, number] = tile
            number += 1
            if len(tile) == FULL:
                above.append(perfect_root(tile))
        new, position, level = b"".join(above), position // WIDTH, level + 1
    return changed


class Tree:
    """A tree of a known size over a store of tiles: its root, and proofs that anybody can check."""

    def __init__(self, store: TileStore, size: int) -> None:
        """Keep the store and the number of leaves."""
        self.store, self.size = store, size

    def root(self, size: int | None = None) -> bytes:
        """Give the root over the first `size` leaves (all of them, unless told)."""
        return self._over(0, self._within(size))

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Prove that the leaf at an index is in the tree of a size; IndexError when it is not."""
        end = self._within(size)
        if not 0 <= index < end:
            raise IndexError(f"There is no leaf {index} in a tree of {end}.")
        path, low, high = [], 0, end
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                path.append(self._over(middle, high))
                high = middle
            else:
                path.append(self._over(low, middle))
                low = middle
        return path[::-1]

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """Prove that the tree of an older size is a beginning of this one; IndexError when it can't be."""
        end = self._within(size)
        if not 0 < old <= end:
            raise IndexError(f"A tree of {old} leaves is no beginning of a tree of {end}.")
        path: list[bytes] = []
        low, high, is_whole = 0, end, True
        while old != high:
            middle = low + _split(high - low)
            if old <= middle:
                path.append(self._over(middle, high))
                high = middle
            else:
                path.append(self._over(low, middle))
                low, is_whole = middle, False
        if not is_whole:
            path.append(self._over(low, high))
        return path[::-1]

    def _within(self, size: int | None) -> int:
        end = self.size if size is None else size
        if not 0 <= end <= self.size:
            raise IndexError(f"The tree has {self.size} leaves, not {end}.")
        return end

    def _over(self, low: int, high: int) -> bytes:
        return fold(list(self._perfect_parts(low, high)))

    def _perfect_parts(self, low: int, high: int) -> Iterator[bytes]:
        while low < high:
            height = (high - low).bit_length() - 1
            if low:
                height = min(height, (low & -low).bit_length() - 1)
            yield self._node(height, low >> height)
            low += 1 << height

    def _node(self, height: int, index: int) -> bytes:
        level, inside = divmod(height, 8)
        number, offset = divmod(index << inside, WIDTH)
        tile = self.store.get((level, number)) or b""
        part = tile[offset * HASH : (offset + (1 << inside)) * HASH]
        if len(part) != HASH << inside:
            raise LookupError(f"Tile {level}/{number} is missing or too short.")
        return perfect_root(part)


class RunningRoot:
    """The root over leaf hashes that pass by, in memory that does not grow with them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.size = 0
        self._stack: list[bytes] = []  # roots of perfect subtrees, left to right

    def add(self, hashes: bytes) -> None:
        """Take leaf hashes, one after the other."""
        for at in range(0, len(hashes), HASH):
            self._push(hashes[at : at + HASH], self.size)
            self.size += 1

    def root(self) -> bytes:
        """Give the root so far."""
        return fold(self._stack)

    def _push(self, node: bytes, index: int) -> None:
        while index & 1:
            node = node_hash(self._stack.pop(), node)
            index >>= 1
        self._stack.append(node)


def fold(parts: Sequence[bytes]) -> bytes:
    """Join the roots of maximal perfect subtrees, left to right, into one root."""
    if not parts:
        return EMPTY_ROOT
    root = parts[-1]
    for part in reversed(parts[:-1]):
        root = node_hash(part, root)
    return root


def root_of_inclusion(index: int, size: int, leaf: bytes, path: Iterable[bytes]) -> bytes:
    """Work out the root that an inclusion proof leads to (RFC 9162, 2.1.3.2); ProofError when it leads nowhere."""
    if not 0 <= index < size:
        raise ProofError("The index is outside the tree.")
    node, rest, root = index, size - 1, _whole(leaf)
    for part in path:
        if rest == 0:
            raise ProofError("The proof is too long.")
        if node & 1 or node == rest:
            root = node_hash(_whole(part), root)
            while not node & 1 and node:
                node, rest = node >> 1, rest >> 1
        else:
            root = node_hash(root, _whole(part))
        node, rest = node >> 1, rest >> 1
    if rest:
        raise ProofError("The proof is too short.")
    return root


def check_inclusion(index: int, size: int, leaf: bytes, path: Iterable[bytes], root: bytes) -> None:
    """Raise ProofError unless the proof shows that the leaf hash stands at the index under the root."""
    if root_of_inclusion(index, size, leaf, path) != root:
        raise ProofError("The proof leads to another root.")


def check_consistency(old: int, size: int, old_root: bytes, root: bytes, path: Sequence[bytes]) -> None:
    """Raise ProofError unless the proof shows that the old tree is a beginning of the new one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= size:
        raise ProofError("Only a tree with leaves, and no larger than the other, can be its beginning.")
    parts = [_whole(part) for part in path]
    if old == size:
        if parts or _whole(old_root) != _whole(root):
            raise ProofError("Two trees of one size must have one root, and need no proof.")
        return
    if old & (old - 1) == 0:
        parts.insert(0, _whole(old_root))
    if not parts or not path:
        raise ProofError("The proof is too short.")
    if _roots_of_consistency(old - 1, size - 1, parts) != (old_root, root):
        raise ProofError("The newer tree does not begin with the older one.")


def _roots_of_consistency(node: int, rest: int, parts: Sequence[bytes]) -> tuple[bytes, bytes]:
    while node & 1:
        node, rest = node >> 1, rest >> 1
    before = after = parts[0]
    for part in parts[1:]:
        if rest == 0:
            raise ProofError("The proof is too long.")
        if node & 1 or node == rest:
            before, after = node_hash(part, before), node_hash(part, after)
            while not node & 1 and node:
                node, rest = node >> 1, rest >> 1
        else:
            after = node_hash(after, part)
        node, rest = node >> 1, rest >> 1
    if rest:
        raise ProofError("The proof is too short.")
    return before, after


def _split(width: int) -> int:
    """Give the largest power of two below a width."""
    return 1 << ((width - 1).bit_length() - 1)


def _whole(digest: bytes) -> bytes:
    if len(digest) != HASH:
        raise ProofError("A hash has 32 bytes.")
    return digest
