"""disclosures.ndjson: the values behind the open entries of an identified export, but for those that a rule keeps back."""

import json
from collections.abc import Mapping, Sequence
from typing import BinaryIO, Final

from backend.audit.models import Disclosure, Event
from backend.kernel.canonical import Json

KEPT_BACK: Final = ("net",)
REDACTIONS: Final[tuple[dict[str, Json], ...]] = (
    {"names": list(KEPT_BACK), "why": "Network addresses and the names of programs are never part of an export."},
)


def write_disclosures(events: Sequence[Event], places: Mapping[int, int], out: BinaryIO) -> None:
    """Write the values of some entries, in the order of the log."""
    told: dict[int, dict[str, str]] = {}
    rows = Disclosure.objects.filter(event_id__in=[event.pk for event in events]).exclude(name__in=KEPT_BACK)
    for event_id, name, text in rows.values_list("event_id", "name", "disclosure"):
        told.setdefault(event_id, {})[name] = text
    for event in events:
        values = told.get(event.pk)
        if values:
            line = json.dumps({"index": places[event.pk], "values": values}, sort_keys=True, separators=(",", ":"))
            out.write(f"{line}\n".encode())
