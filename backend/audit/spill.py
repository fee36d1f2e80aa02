"""Sorting more records than memory should hold: sorted runs in a temporary file, merged while they are read."""

import heapq
import os
import weakref
from collections.abc import Iterator
from struct import Struct
from tempfile import TemporaryFile
from typing import IO, Final

RUN: Final = 20_000  # records held in memory
AT_ONCE: Final = 1024  # records read from a run at a time


class Spill:
    """Records of unsigned whole numbers, given back in order."""

    def __init__(self, width: int) -> None:
        """Keep how many numbers a record has."""
        self._form = Struct(f">{width}Q")  # big-endian, so that bytes sort as the numbers do
        self._held: list[bytes] = []
        self._runs: list[tuple[int, int]] = []
        self._file: IO[bytes] | None = None

    def add(self, *numbers: int) -> None:
        """Take a record."""
        self._held.append(self._form.pack(*numbers))
        if len(self._held) >= RUN:
            self._write()

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """Give every record in order; it may be asked again."""
        runs: list[Iterator[bytes]] = [self._read(start, end) for start, end in self._runs]
        for record in heapq.merge(*runs, iter(sorted(self._held))):
            yield self._form.unpack(record)

    def _write(self) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - it lives as long as the spill, and has no name
            weakref.finalize(self, self._file.close)
        self._held.sort()
        start = self._file.seek(0, os.SEEK_END)
        self._file.write(b"".join(self._held))
        self._file.flush()
        self._runs.append((start, self._file.tell()))
        self._held = []

    def _read(self, start: int, end: int) -> Iterator[bytes]:
        size, file = self._form.size, self._file
        if file is None:
            return
        for at in range(start, end, size * AT_ONCE):
            block = os.pread(file.fileno(), min(size * AT_ONCE, end - at), at)
            yield from (block[place : place + size] for place in range(0, len(block), size))
