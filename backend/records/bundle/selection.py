"""Which entries of the sealed log a bundle holds, and what it may claim about them."""

import hashlib
import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Max, Min, QuerySet

from backend.audit.models import Event, Leaf
from backend.records.bundle.explaining import explaining
from backend.records.models import Export, Level
from backend.records.queries import EventFilter
from backend.records.scopes import ExportScope, covered, narrowed, streams_of

CHUNK: Final = 16_384  # entries that are handled at a time; 64 full tiles


@dataclass(frozen=True)
class Selection:
    """The entries below `upto` that a bundle holds, in the order of the log."""

    claim: str
    upto: int
    indexes: Sequence[int]
    streams: dict[str, int] = field(default_factory=dict)
    between: tuple[int, int] | None = None

    @property
    def digest(self) -> str:
        """Give the digest of the list of indexes, as the log records it."""
        digest = hashlib.sha256()
        for chunk in chunks(self.indexes):
            digest.update("".join(f"{index}\n" for index in chunk).encode())
        return digest.hexdigest()

    def with_own(self, own: int, size: int) -> Sequence[int]:
        """Give the indexes of every line of the bundle: the export’s own entry is one, and of a whole log all that follows."""
        if self.claim == "whole":
            return range(size)
        lines = array("q", self.indexes)
        lines.append(own)
        return lines


def select(export: Export, *, upto: int | None = None) -> Selection:
    """Find the entries of an export among those that are sealed; `upto` fixes the size of the log that it looks at."""
    wanted, asked, person = ExportScope.of(export.scope), EventFilter(**export.filters), export.requested_by
    size = _sealed_upto(export.upto) if upto is None else upto
    events = covered(person, wanted, asked).filter(pk__lte=export.upto)
    if asked.asked or wanted.kind == "person" or hides_something(export):
        found = Selection("selection", size, _indexes(events, size))
    elif wanted.kind == "everything":
        return Selection("whole", size, range(size))
    elif wanted.kind == "period":
        found = _range(events, size)
    else:
        streams = streams_of(person, wanted)
        last = dict(
            Leaf.objects.filter(stream__in=streams, leaf_index__lt=size).values_list("stream").annotate(Max("seq"))
        )
        found = Selection("streams", size, _indexes_of_streams(streams, size), streams=last)
    more = explaining(found.indexes, size, with_values=export.level == Level.IDENTIFIED)
    return replace(found, indexes=array("q", sorted({*found.indexes, *more}))) if more else found


def hides_something(export: Export) -> bool:
    """Tell whether anything of a scope is kept from the person; where nothing is, both questions are one query."""
    wanted, asked, person = ExportScope.of(export.scope), EventFilter(**export.filters), export.requested_by
    everything, seen = narrowed(person, wanted, asked).order_by(), covered(person, wanted, asked).order_by()
    try:
        if str(everything.query) == str(seen.query):
            return False
    except EmptyResultSet:
        pass
    return everything.exclude(pk__in=seen.values("pk")).exists()


def chunks(indexes: Sequence[int], width: int = CHUNK) -> Iterator[Sequence[int]]:
    """Cut a long list of indexes into parts that are handled at once."""
    for start in range(0, len(indexes), width):
        yield indexes[start : start + width]


def condition(indexes: Sequence[int], column: str = "l.leaf_index") -> tuple[str, list[Any]]:
    """Write the SQL that finds the entries of one part."""
    first, last = indexes[0], indexes[-1]
    if last - first + 1 == len(indexes):
        return f"{column} BETWEEN %s AND %s", [first, last]
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", [list(indexes)]
    among = "(SELECT value FROM json_each(%s))"
    return f"{column} IN {among}", [json.dumps(list(indexes))]


def _sealed_upto(event_id: int) -> int:
    """Give the size of the log that just holds every event up to a number."""
    last = Leaf.objects.filter(event_id__lte=event_id).order_by("-leaf_index").first()
    return last.leaf_index + 1 if last else 0


def _indexes(events: QuerySet[Event], size: int) -> "array[int]":
    leaves = Leaf.objects.filter(leaf_index__lt=size, event_id__in=events.order_by().values("pk"))
    return array("q", leaves.order_by("leaf_index").values_list("leaf_index", flat=True).iterator(chunk_size=5000))


def _indexes_of_streams(streams: list[str], size: int) -> "array[int]":
    leaves = Leaf.objects.filter(leaf_index__lt=size, stream__in=streams).order_by("leaf_index")
    return array("q", leaves.values_list("leaf_index", flat=True).iterator(chunk_size=5000))


def _range(events: QuerySet[Event], size: int) -> Selection:
    leaves = Leaf.objects.filter(leaf_index__lt=size, event_id__in=events.order_by().values("pk"))
    ends = leaves.aggregate(first=Min("leaf_index"), last=Max("leaf_index"))
    if ends["first"] is None:
        return Selection("selection", size, array("q"))
    return Selection("range", size, range(ends["first"], ends["last"] + 1), between=(ends["first"], ends["last"]))
