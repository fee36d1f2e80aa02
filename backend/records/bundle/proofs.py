"""proofs.ndjson: for each line the path to the signed root. Neighbours share most of it, and each tile is read once."""

import json
from collections.abc import Sequence
from typing import BinaryIO, Final

from backend.audit.sealed.notes import to_base64
from backend.audit.sealed.store import DatabaseTiles
from backend.audit.sealed.tree import HASH, WIDTH, Place, Tree, node_hash

TOGETHER: Final = 1000  # proofs that are written at once; each is about a kilobyte
HEIGHT: Final = 8  # levels of nodes inside a tile


class PassingTiles(DatabaseTiles):
    """Tiles for a walk from the first entry to the last: of the lowest level, which is nearly all of them, only the latest is kept."""

    def get(self, place: Place, /) -> bytes | None:
        """Read one tile."""
        if place[0] == 0 and place not in self.known:
            for old in [known for known in self.known if known[0] == 0]:
                del self.known[old]
        return super().get(place)


class Paths:
    """Proofs of inclusion under one root, for entries that are asked for in the order of the log."""

    def __init__(self, size: int) -> None:
        """Take the tree of a size."""
        self.tiles = PassingTiles()
        self.tree = Tree(self.tiles, size)
        self._number = -1
        self._layers: list[list[str]] = []
        self._above: list[str] = []

    def of(self, index: int) -> list[str]:
        """Give the path from an entry up to the root, in base64."""
        number, place = divmod(index, WIDTH)
        if (number + 1) * WIDTH > self.tree.size:  # the last tile is not full
            return [to_base64(part) for part in self.tree.inclusion(index)]
        if number != self._number:
            self._enter(number)
        return [self._layers[height][place >> height ^ 1] for height in range(HEIGHT)] + self._above

    def _enter(self, number: int) -> None:
        self._above = [to_base64(part) for part in self.tree.inclusion(number * WIDTH)[HEIGHT:]]
        tile = self.tiles.get((0, number)) or b""
        row = [tile[at : at + HASH] for at in range(0, len(tile), HASH)]
        self._layers = []
        for _ in range(HEIGHT):
            self._layers.append([to_base64(each) for each in row])
            row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
        self._number = number


def write_proofs(indexes: Sequence[int], paths: Paths, out: BinaryIO) -> None:
    """Write the proofs of one part, in step with its lines."""
    for start in range(0, len(indexes), TOGETHER):
        some = indexes[start : start + TOGETHER]
        out.write("".join(f'{{"index":{index},"proof":{_array(paths.of(index))}}}\n' for index in some).encode())


def _array(path: Sequence[str]) -> str:
    return json.dumps(path, separators=(",", ":"))
