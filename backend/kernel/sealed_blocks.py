"""Large contents, closed block by block, so that neither a file nor its reader has to fit into memory.

Every block is a Fernet token of its own on a line of its own. It says whose block it is, which number it has and whether it is
the last one: blocks that were swapped, dropped, added or taken from another file do not open.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

from cryptography.fernet import Fernet, InvalidToken

from backend.kernel.errors import Refused

BLOCK: Final = 2**18
HEAD: Final = struct.Struct(">16sQ?")  # whose it is, its number, whether it is the last


def seal_blocks(source: BinaryIO, target: BinaryIO, *, owner: bytes, key: bytes) -> None:
    """Close a stream with a key (one of Fernet); `owner` is 16 bytes that name the one record that it belongs to."""
    lock, number = Fernet(key), 0
    block = source.read(BLOCK)
    while True:
        following = source.read(BLOCK)
        target.write(lock.encrypt(HEAD.pack(owner, number, not following) + block) + b"\n")
        if not following:
            return
        block, number = following, number + 1


def unseal_blocks(source: BinaryIO, *, owner: bytes, key: bytes) -> Iterator[bytes]:
    """Open a stream that `seal_blocks` closed. Raises Refused for anything but these blocks, whole and in this order."""
    lock, last = Fernet(key), False
    for number, line in enumerate(source):
        head, block = _opened(lock, line)
        if last or head[:2] != (owner, number):
            raise _damaged()
        last = head[2]
        yield block
    if not last:
        raise _damaged()


def _opened(lock: Fernet, line: bytes) -> tuple[tuple[bytes, int, bool], bytes]:
    try:
        plain = lock.decrypt(line.rstrip(b"\n"))
    except InvalidToken:
        raise _damaged() from None
    owner, number, last = HEAD.unpack(plain[: HEAD.size])
    return (owner, number, last), plain[HEAD.size :]


def _damaged() -> Refused:
    return Refused(
        "What is kept here was changed or belongs to another record. Tell the administrator.",
        code="compartment-damaged",
    )
