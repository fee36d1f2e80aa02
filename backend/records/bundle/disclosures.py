"""disclosures.ndjson: the values behind an identified export, and the rules by which some of them stay closed even there."""

import json
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from backend.audit.models import Disclosure, Event, Subject
from backend.kernel.canonical import Json
from backend.records.bundle.people import Names

NETWORK = "Network addresses and the names of programs are never part of an export."
REPORTERS = "What would tell who reported something stays closed: the reports themselves, and the records of those who made them."


class Disclosures:
    """Writes the values of entries, and keeps account of those that a rule withholds."""

    def __init__(self, names: Names) -> None:
        """Take who must not be named."""
        self.protected = {str(uid) for uid in names.protected}
        self.withheld: set[str] = set()
        self.closed_entries = 0

    def write(self, events: Sequence[Event], places: Mapping[int, int], out: BinaryIO) -> None:
        """Write the values of some entries, in the order of the log."""
        told: dict[int, dict[str, str]] = {}
        ids = [event.pk for event in events]
        for event_id, name, text in Disclosure.objects.filter(event_id__in=ids).values_list(
            "event_id", "name", "disclosure"
        ):
            told.setdefault(event_id, {})[name] = text
        about = set(
            Subject.objects.filter(event_id__in=ids, person_id__in=list(self.protected)).values_list("event_id", flat=True)
        )
        for event in events:
            values = self._open_ones(event, told.get(event.pk, {}), is_about_reporter=event.pk in about)
            if values:
                line = json.dumps({"index": places[event.pk], "values": values}, sort_keys=True, separators=(",", ":"))
                out.write(f"{line}\n".encode())

    def redactions(self) -> list[dict[str, Json]]:
        """State the rules and what they withheld, for the manifest."""
        rules: list[dict[str, Json]] = [{"names": ["net"], "why": NETWORK}]
        if self.withheld:
            rules.append({"names": sorted(self.withheld), "why": REPORTERS, "entries": self.closed_entries})
        return rules

    def _open_ones(self, event: Event, values: dict[str, str], *, is_about_reporter: bool) -> dict[str, str]:
        given = {name: text for name, text in values.items() if name != "net"}
        if not given or not (is_about_reporter or self._tells_who_reported(event)):
            return given
        self.withheld |= given.keys()
        self.closed_entries += 1
        return {}

    def _tells_who_reported(self, event: Event) -> bool:
        stands_in, _, uid = event.stream.partition(":")
        about, _, record = event.obj.partition(":")
        if stands_in == "report" or about == "report":
            return True
        return (stands_in in ("user", "person") and uid in self.protected) or (
            about in ("user", "person") and record in self.protected
        )
