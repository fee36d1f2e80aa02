"""How a history lies in files: the paths and entry bundles of C2SP tlog-tiles.

    tile/<level>/<n>          hashes, 32 bytes each; n in groups of three digits, all but the last with an x: 1234067 is x001/x234/067
    tile/<level>/<n>.p/<w>    the first w hashes of a tile that was not full yet (w from 1 to 255)
    tile/entries/<n>[.p/<w>]  the texts of the same leaves: each with its length before it as two bytes, big-endian
    checkpoints/<size>        the signed checkpoint of that size (the standard knows only the newest, in one file that is overwritten)

Two extensions: a leaf of 65,535 bytes or more has ff ff for its length, then its true length as eight bytes; and a length of nought
(no leaf is empty) stands for a leaf whose text was pruned before it was copied, so that only its hash is kept.
"""

import struct
from collections.abc import Iterable, Iterator
from typing import Final

from backend.audit.sealed.tree import WIDTH

ENTRIES: Final = "entries"
_LONG: Final = 0xFFFF


def tile_path(level: int | str, n: int, width: int = WIDTH) -> str:
    """Give the path of a tile (or of an entry bundle, at the level `entries`) that holds so many."""
    if n < 0 or not 1 <= width <= WIDTH:
        raise ValueError("A tile has a number from 0 and a width from 1 to 256.")
    digits = str(n)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *groups, last = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join(["tile", str(level), *(f"x{group}" for group in groups), last])
    return path if width == WIDTH else f"{path}.p/{width}"


def tiles_at(size: int, *, since: int = 0) -> Iterator[tuple[int, int, int]]:
    """List the tiles (level, n, width) of a tree of this size that a tree of size `since` did not have, from the leaves up."""
    level, count, had = 0, size, since
    while count:
        for n in range(had // WIDTH, -(-count // WIDTH)):
            yield level, n, min(WIDTH, count - n * WIDTH)
        level, count, had = level + 1, count // WIDTH, had // WIDTH


def bundle(texts: Iterable[bytes]) -> bytes:
    """Write the texts of a tile's leaves as one file."""
    return b"".join(_length(len(text)) + text for text in texts)


def unbundle(data: bytes) -> list[bytes]:
    """Read the texts of an entry bundle; ValueError when it ends in the middle of one."""
    texts, at = [], 0
    while at < len(data):
        length, at = _read_length(data, at)
        text = data[at : at + length]
        if len(text) != length:
            raise ValueError("The entry bundle ends in the middle of an entry.")
        texts.append(text)
        at += length
    return texts


def _length(length: int) -> bytes:
    return struct.pack(">H", length) if length < _LONG else struct.pack(">HQ", _LONG, length)


def _read_length(data: bytes, at: int) -> tuple[int, int]:
    try:
        (short,) = struct.unpack_from(">H", data, at)
        if short != _LONG:
            return short, at + 2
        (long,) = struct.unpack_from(">Q", data, at + 2)
    except struct.error:
        raise ValueError("The entry bundle ends in the middle of a length.") from None
    if long < _LONG:
        raise ValueError("An entry's length is written longer than it needs to be.")
    return long, at + 10
