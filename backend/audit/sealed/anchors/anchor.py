"""What an anchor is: the plug-in point. A new kind of anchor implements `Anchor`; see docs/how-to/anchor-the-history.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from backend.audit.sealed.tree import TileStore


class AnchorError(Exception):
    """The outside could not be reached, refused, or holds something else than we do; the sentence says which."""


@dataclass(frozen=True)
class Sealed:
    """A signed checkpoint: what an anchor keeps."""

    origin: str
    size: int
    root: bytes
    note: str


class Source(Protocol):
    """Where an anchor that copies the history itself reads it from."""

    @property
    def tiles(self) -> TileStore:
        """Give the tree's tiles as they stand."""

    def leaves(self, first: int, end: int) -> Iterator[bytes]:
        """Give the texts of the leaves from `first` up to but not including `end`; b"" stands for one whose text is pruned."""


class Anchor(Protocol):
    """A place outside that keeps checkpoints."""

    extension: str  # of the receipt as a file: tsr, eml, checkpoint

    def publish(self, sealed: Sealed) -> bytes:
        """Bring the checkpoint out and return the receipt; raise AnchorError (or OSError) when that failed. May run twice for one size."""


class Factory(Protocol):
    """Makes an anchor from what stands behind the colon in the setting."""

    def __call__(self, target: str, source: Source, /) -> Anchor: ...
