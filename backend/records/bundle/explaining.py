"""Entries that explain what is missing: the records of an erasure or a pruning that touched what an export holds."""

import json
from collections.abc import Iterable, Sequence
from typing import Final

from backend.audit.models import Event, Leaf

AT_ONCE: Final = 5000


def explaining(indexes: Sequence[int], size: int, *, with_values: bool) -> set[int]:
    """Give the indexes of the records that explain values and texts that are gone from these entries."""
    if not len(indexes):
        return set()
    found = _prunes(indexes, size)
    return found | _erasures(indexes, size) if with_values else found


def _prunes(indexes: Sequence[int], size: int) -> set[int]:
    held = None
    found = set()
    for index, body in _records("audit.prune", size):
        held = set(indexes) if held is None else held
        if any(number in held for first, last in _spans(body) for number in range(first, last + 1)):
            found.add(index)
    return found


def _erasures(indexes: Sequence[int], size: int) -> set[int]:
    by_digest = {
        digest: index
        for index, body in _records("audit.erase", size)
        for digest in json.loads(body)["ctx"].get("digests", [])
    }
    if not by_digest:
        return set()
    found = set()
    for start in range(0, len(indexes), AT_ONCE):
        part = indexes[start : start + AT_ONCE]
        events = Leaf.objects.filter(leaf_index__range=(part[0], part[-1])).values("event_id")
        held = set(part)
        bodies = Event.objects.filter(pk__in=events, body__contains='"sd":{"').values_list("pk", "body")
        places = dict(Leaf.objects.filter(leaf_index__range=(part[0], part[-1])).values_list("event_id", "leaf_index"))
        for event_id, body in bodies.iterator(chunk_size=2000):
            if places[event_id] in held:
                found |= {by_digest[each] for each in json.loads(body)["sd"].values() if each in by_digest}
    return found


def _records(action: str, size: int) -> Iterable[tuple[int, str]]:
    events = dict(Event.objects.filter(action=action).values_list("pk", "body"))
    places = Leaf.objects.filter(event_id__in=list(events), leaf_index__lt=size).values_list("leaf_index", "event_id")
    return [(index, events[event_id]) for index, event_id in places]


def _spans(body: str) -> list[tuple[int, int]]:
    parts = [part.partition("-") for part in json.loads(body)["ctx"]["indexes"].split(",")]
    return [(int(first), int(last or first)) for first, _, last in parts]
