"""Checking what one event says: its columns against its sealed text, and its values against the digests in that text."""

import json
import re
from binascii import b2a_base64
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Final

from backend.audit.sealed import reading
from backend.audit.sealed.findings import Findings
from backend.audit.sealed.reading import EntryRow, Values

NO_VALUES: Final = '},"v":1}'
_VALUE: Final = re.compile(r'"([^"\\]+)":"([A-Za-z0-9_-]{43})"')
_URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")
_KEPT: Final = 8  # erasures whose digests are held at a time


class Contents:
    """Looks at events one after the other; what they lack is settled once for each window."""

    def __init__(self, findings: Findings, restored: Sequence[range] = ()) -> None:
        """Keep where to tell what is found, and which entries were brought back without their values."""
        self.findings, self.restored = findings, restored
        self.erasures = Erasures()
        self._missing: dict[tuple[int, str], tuple[str, EntryRow]] = {}
        self._dashed: dict[str, str] = {}

    def look(self, row: EntryRow, values: Values) -> None:
        """Compare an event’s columns and values with its text."""
        _, event_id, stream, _, _, uid, own_stream, action, actor, obj, at, text = row
        body = text or ""
        head = f'{{"act":"{action}","actor":{self._actor(actor)},"at":"{at}","ctx":{{'
        tail = f',"id":"{with_dashes(uid or "")}","obj":{_quoted(obj)},"sd":{{'
        cut = body.rfind(tail)
        told = body[cut + len(tail) :] if cut > 0 else _digests_of(body)
        if cut < 0 or not body.startswith(head) or (stream is not None and stream != own_stream):
            self.findings.add("column-differs", row.place)
        if told != NO_VALUES or event_id in values:
            self._values(row, told, values)

    def settle(self) -> None:
        """Tell of the values that are missing without an erasure."""
        if not self._missing:
            return
        missing, self._missing = self._missing, {}
        erased = reading.erased(sorted({event for event, _ in missing}))
        for key, (wanted, row) in missing.items():
            on_record, by = erased.get(key, ("", ""))
            place = f"“{key[1]}” of {row.place}"
            if on_record and (on_record != wanted or not self.erasures.tells(by, wanted)):
                self.findings.add("erasure-unproven", place)
            elif not on_record:
                self.findings.add("value-lost" if self.was_restored(row.entry) else "value-missing", place)

    def was_restored(self, index: int | None) -> bool:
        """Tell whether an entry was brought back from a copy."""
        return index is not None and any(index in entries for entries in self.restored)

    def _values(self, row: EntryRow, told: str, values: Values) -> None:
        event_id = row[1]
        there = sorted(values.pop(event_id, ()))
        if told == ",".join([f'"{name}":"{_digest(text)}"' for name, text in there]) + NO_VALUES:
            return
        digests = dict(_VALUE.findall(told))
        for name, text in there:
            wanted = digests.pop(name, None)
            if wanted is None:
                self.findings.add("value-stray", f"“{name}” of {row.place}")
            elif _digest(text) != wanted:
                self.findings.add("value-changed", f"“{name}” of {row.place}")
        for name, wanted in digests.items():
            self._missing[event_id, name] = (wanted, row)

    def _actor(self, actor: str | None) -> str:
        if actor is None:
            return "null"
        known = self._dashed.get(actor)
        if known is None:
            if len(self._dashed) > 10_000:
                self._dashed.clear()
            known = self._dashed[actor] = f'"{with_dashes(actor)}"'
        return known


def with_dashes(uid: str) -> str:
    """Write an identifier as texts have it; SQLite’s columns leave the dashes out."""
    return f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}" if len(uid) == 32 else uid


def _digest(text: str) -> str:
    """Hash a disclosure as disclosures.digest() does, twice as fast; what is not ASCII can’t be one."""
    hashed = b2a_base64(sha256(text.encode()).digest(), newline=False)
    return hashed[:43].translate(_URL_SAFE).decode("ascii")


class Erasures:
    """The digests that each event `audit.erase` tells of, a few of them at hand."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[str, frozenset[str] | None] = {}

    def tells(self, uid: str, digest: str) -> bool:
        """Tell whether the erasure of this identifier names this digest."""
        named = self._digests(uid)
        return named is not None and digest in named

    def exists(self, uid: str) -> bool:
        """Tell whether an event of this identifier tells of an erasure."""
        return self._digests(uid) is not None

    def _digests(self, uid: str) -> frozenset[str] | None:
        if uid not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = reading.answer("SELECT body FROM audit_event WHERE uid = %s AND action = 'audit.erase'", [uid])
            self._known[uid] = frozenset(_listed(json.loads(found[0][0])["ctx"])) if found else None
        return self._known[uid]


def _listed(ctx: Mapping[str, object]) -> Iterable[str]:
    digests = ctx.get("digests")
    return digests if isinstance(digests, list) else []


def _quoted(obj: str | None) -> str:
    return f'"{obj}"' if obj else "null"


def _digests_of(body: str) -> str:
    """Find the digests of a text whose columns do not agree with it."""
    try:
        told = json.loads(body)["sd"]
        return "".join(f'"{name}":"{value}",' for name, value in told.items())
    except (ValueError, LookupError, TypeError, AttributeError):
        return NO_VALUES
