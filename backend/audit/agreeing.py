"""Do the rows say what was sealed? History rows against their events, and records against their newest history row."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final

from django.db import models
from django.db.models import Exists, Max, OuterRef, Subquery

from backend.audit.bulk import ROWS, encoded_value, history_line
from backend.audit.columns import LateColumns
from backend.audit.coverage import Claims, Gap, history_models, spans, tracked, uncovered
from backend.audit.disclosures import disclosed
from backend.audit.inserting import each_once
from backend.audit.models import Disclosure, Erasure, Event
from backend.audit.recorded import plain

BATCH: Final = 900  # numbers in one question; SQLite takes no more everywhere
AT_ONCE: Final = 5000  # rows of bundles in one window
History = type[models.Model]
Row = Mapping[str, Any]
Range = tuple[int, int]


def compared(claims: Claims, again: Callable[[], Claims]) -> Iterator[Gap]:
    """Find everything in which events, history rows and records do not agree."""
    yield from uncovered(claims, again)
    for table, history in history_models().items():
        for batch in _batches(claims.singles.get(table, ()), BATCH):
            yield from _singles_differing(table, history, dict(batch))
    yield from _bundles_differing(claims.bundles)
    for table, history in history_models().items():
        yield from _records_differing(table, history)


def altered(events: Iterable[Event]) -> Iterator[Event]:
    """Find events of bulk writes whose history rows no longer have the digest that the event commits to."""
    for batch in _batches(events, BATCH):
        told = _values(Disclosure.objects.filter(event_id__in=[event.pk for event in batch], name=ROWS))
        for event in batch:
            if event.pk in told and _digest(json.loads(event.body)["ctx"]["history"]) != told[event.pk][ROWS]:
                yield event


def _singles_differing(table: str, history: History, events_of: Mapping[int, int]) -> Iterator[Gap]:
    """Compare rows of keep() with the values, the person, the time and the reason that their events sealed."""
    rows, before = _with_rows_before(history, list(events_of))
    events = {event.pk: event for event in Event.objects.filter(pk__in=list(events_of.values()))}
    told = _values(Disclosure.objects.filter(event_id__in=list(events), name__in=["diff", "reason"]))
    erased = _erased(table, [*rows, *before])
    names = tracked(history)
    defaults = {field.attname: field.get_default() for field in history._meta.concrete_fields if field.attname in names}
    for number, row in rows.items():
        event = events.get(events_of[number])
        if number in erased or event is None:
            continue
        last = before.get(row["history_before"])
        agrees = _is_by(row, event) and _has_reason(row, told.get(event.pk, {}), event)
        if not agrees or not _has_values(row, last, told.get(event.pk, {}).get("diff"), event, defaults, erased):
            yield Gap("row-differs", table, number)


def _is_by(row: Row, event: Event) -> bool:
    return (row["history_user_id"], row["history_date"]) == (event.actor, event.at)


def _has_reason(row: Row, told: Row, event: Event) -> bool:
    if "reason" in told:
        return bool(row["history_change_reason"] == told["reason"])
    return not row["history_change_reason"] or '"reason":"' in event.body  # sealed, and erased since


def _has_values(
    row: Row, last: Row | None, diff: Mapping[str, Any] | None, event: Event, names: Mapping[str, Any], erased: set[int]
) -> bool:
    """A field is what the event says that it became, or else what it was before; a new record has nothing but what is told.

    `names` gives each field's default: a column that came with a later version holds that in the rows from before.
    """
    kind = row["history_type"]
    if diff is None and kind != "-":
        return True  # erased; a value that is missing otherwise is found in the log
    if not event.obj.endswith(str(row["uid"])):
        return False
    told = diff or {}
    if kind == "+":
        rest = [name for name in names if name not in told and name not in {"id", "uid"}]
        unchanged = all(row[name] in ("", None, names[name]) for name in rest)
    elif last is None:
        return False
    else:
        unchanged = last["history_id"] in erased or all(row[name] == last[name] for name in names if name not in told)
    return unchanged and all(plain(row[name]) == pair[1] for name, pair in told.items() if name in names)


def _with_rows_before(history: History, numbers: list[int]) -> tuple[dict[int, Row], dict[int, Row]]:
    manager = history._base_manager
    earlier = manager.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    chosen = manager.filter(history_id__in=numbers).annotate(history_before=Subquery(earlier.values("history_id")[:1]))
    rows = {row["history_id"]: row for row in chosen.values()}
    keys = [row["history_before"] for row in rows.values() if row["history_before"]]
    return rows, {row["history_id"]: row for row in manager.filter(history_id__in=keys).values()}


def _bundles_differing(bundles: Iterable[tuple[int, ...]]) -> Iterator[Gap]:
    """Compare the rows of keep_many() with the digest that their event sealed."""
    columns = LateColumns()
    for window in _windows(bundles):
        events = {event.pk: event for event in Event.objects.filter(pk__in=window)}
        told = _values(Disclosure.objects.filter(event_id__in=window, name__in=[ROWS, "reason"]))
        claims = {key: json.loads(event.body)["ctx"]["history"] for key, event in events.items()}
        kept = _Kept(claims.values())
        for key, claim in claims.items():
            if ROWS not in told.get(key, {}) or kept.agree(claim, events[key], told[key]):
                continue
            if not _agreed_then(claim, events[key], told[key], columns):
                table, first, _ = spans(claim)[0]
                yield Gap("row-differs", table, first)


def _agreed_then(claim: list[Any], event: Event, told: Row, columns: LateColumns) -> bool:
    """Hash the rows of a bundle with the columns that there were when its event was written."""
    tables = {table for table, _, _ in spans(claim)}
    if any(columns.is_reshaped(table, event.db_at) for table in tables):
        return True
    absent = {table: columns.absent(table, event.db_at) for table in tables}
    if not any(absent.values()):
        return False
    digest = hashlib.sha256()
    for table, first, last in spans(claim):
        history = history_models()[table]
        names = [name for name in tracked(history) if name not in absent[table]]
        for row in history._base_manager.filter(history_id__range=(first, last)).order_by("history_id"):
            digest.update(history_line(table, row.pk, {name: getattr(row, name) for name in names}))
    return bool(digest.hexdigest() == told[ROWS])


class _Kept:
    """The history rows that some events name, as the lines that enter a digest, with who wrote them, when and why."""

    def __init__(self, claims: Iterable[list[Any]]) -> None:
        self.lines: dict[str, dict[int, bytes]] = {}
        self.by: dict[str, dict[int, tuple[Any, ...]]] = {}
        self.erased: dict[str, set[int]] = {}
        wanted: dict[str, list[Range]] = {}
        for table, first, last in (span for claim in claims for span in spans(claim)):
            wanted.setdefault(table, []).append((first, last))
        for table, ranges in wanted.items():
            self._read(table, history_models()[table], _joined(ranges))

    def agree(self, claim: list[Any], event: Event, told: Row) -> bool:
        digest, by = hashlib.sha256(), (event.actor, event.at, told.get("reason"))
        for table, first, last in spans(claim):
            for number in range(first, last + 1):
                if number in self.erased[table]:
                    return True  # what was erased on record can't be hashed again
                digest.update(self.lines[table].get(number, b""))
                if self.by[table].get(number, by)[: 3 if by[2] else 2] != by[: 3 if by[2] else 2]:
                    return False
        return bool(digest.hexdigest() == told[ROWS])

    def _read(self, table: str, history: History, ranges: Iterable[Range]) -> None:
        names = sorted(tracked(history))
        lines, by = self.lines.setdefault(table, {}), self.by.setdefault(table, {})
        erased = self.erased.setdefault(table, set())
        columns = ("history_id", "history_user_id", "history_date", "history_change_reason", *names)
        for first, last in ranges:
            rows = list(history._base_manager.filter(history_id__range=(first, last)).values_list(*columns))
            if not rows:
                continue
            numbers, *rest = zip(*rows, strict=True)
            by |= dict(zip(numbers, zip(*rest[:3], strict=True), strict=True))
            parts = [
                each_once(column, partial(encoded_value, name)) for name, column in zip(names, rest[3:], strict=True)
            ]
            for number, told in zip(numbers, zip(*parts, strict=True), strict=True):
                lines[number] = f'["{table}",{number},{{{",".join(told)}}}]\n'.encode()
            erased |= _erased_between(table, first, last)


def _records_differing(table: str, history: History) -> Iterator[Gap]:
    """Compare each record with the newest row of its history: an edit that went past keep() leaves them different."""
    manager = history._base_manager
    live = history.instance_type._base_manager  # type: ignore[attr-defined]
    names, last = tracked(history), 0
    while records := list(live.filter(pk__gt=last).order_by("pk").values(*names)[:BATCH]):
        first, last = records[0]["id"], records[-1]["id"]
        newest = manager.filter(id__range=(first, last)).values("id").annotate(newest=Max("history_id"))
        rows = {row["id"]: row for row in manager.filter(history_id__in=newest.values("newest")).values()}
        erased = _erased(table, [row["history_id"] for row in rows.values()])
        for record in records:
            code = _difference(record, rows.get(record["id"]), names, erased)
            if code and _difference(*_read_again(history, record["id"], names), names, erased):
                yield Gap(code, table, record["id"])
    gone = manager.filter(
        ~Exists(live.filter(pk=OuterRef("id"))),
        ~Exists(manager.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))),
    ).exclude(history_type="-")
    yield from (Gap("record-gone", table, number) for number in gone.values_list("id", flat=True).iterator())


def _difference(record: Row | None, row: Row | None, names: Sequence[str], erased: set[int]) -> str:
    if record is None:
        return ""
    if row is None or row["history_type"] == "-":
        return "record-unrecorded"
    if row["history_id"] in erased or all(record[name] == row[name] for name in names):
        return ""
    return "record-differs"


def _read_again(history: History, number: int, names: Sequence[str]) -> tuple[Row | None, Row | None]:
    """Read one record and its newest row once more: somebody may have changed it while the others were read."""
    live = history.instance_type._base_manager  # type: ignore[attr-defined]
    record = live.filter(pk=number).values(*names).first()
    return record, history._base_manager.filter(id=number).order_by("-history_id").values().first()


def _values(disclosures: models.QuerySet[Disclosure]) -> dict[int, dict[str, Any]]:
    told: dict[int, dict[str, Any]] = {}
    for event, name, text in disclosures.values_list("event_id", "name", "disclosure"):
        try:
            told.setdefault(event, {})[name] = disclosed(text)[1]
        except ValueError:  # it was changed, which is found in the log
            continue
    return told


def _digest(claim: list[Any]) -> str:
    digest, histories = hashlib.sha256(), history_models()
    for table, first, last in spans(claim):
        history = histories[table]
        names = tracked(history)
        rows = history._base_manager.filter(history_id__range=(first, last)).order_by("history_id")
        for row in rows.iterator():
            digest.update(history_line(table, row.pk, {name: getattr(row, name) for name in names}))
    return digest.hexdigest()


def _erased(table: str, numbers: Iterable[int]) -> set[int]:
    rows = Erasure.objects.filter(kind="history", history_table=table).values_list("history_id", flat=True)
    return {number for batch in _batches(numbers, BATCH) for number in rows.filter(history_id__in=batch) if number}


def _erased_between(table: str, first: int, last: int) -> set[int]:
    rows = Erasure.objects.filter(kind="history", history_table=table, history_id__range=(first, last))
    return {number for number in rows.values_list("history_id", flat=True) if number}


def _batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _windows(bundles: Iterable[tuple[int, ...]]) -> Iterator[list[int]]:
    """Put bundles together until they have enough rows."""
    window: list[int] = []
    rows = 0
    for event, count in bundles:
        window.append(event)
        rows += count
        if rows >= AT_ONCE or len(window) >= BATCH:
            yield window
            window, rows = [], 0
    if window:
        yield window


def _joined(ranges: Sequence[Range]) -> list[Range]:
    """Join ranges that touch, so that they are read at once."""
    joined: list[Range] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
