"""Questions about a period of the history, each with a short answer, for the statement of its completeness."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef

from backend.audit.coverage import history_models
from backend.audit.models import Erasure, Event, Identity
from backend.audit.sealed.verifying import VERIFY

STEP: Final = timedelta(minutes=1)  # a clock may be so far off


def sealed_in(since: datetime, until: datetime) -> tuple[int, int, int | None, int | None]:
    """Count the events of a period and those of them that are sealed; give their first and last entry."""
    query = (
        "SELECT count(*), count(l.leaf_index), min(l.leaf_index), max(l.leaf_index) FROM audit_event e"
        " LEFT JOIN audit_leaf l ON l.event_id = e.id WHERE e.at >= %s AND e.at < %s"
    )
    events, sealed, first, last = _one(query, _times(since, until))
    return events, sealed, first, last


def waiting_since(since: datetime, until: datetime, late: datetime) -> int:
    """Count the events of a period that were there before a moment and are not sealed."""
    query = (
        "SELECT count(*) FROM audit_event e WHERE e.at >= %s AND e.at < %s AND e.db_at < %s"
        " AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = e.id)"
    )
    return int(_one(query, _times(since, until, late))[0])


def unreached(since: datetime, until: datetime, size: int) -> int:
    """Count the entries beyond a verification; the one that tells of it can't be among what it checked."""
    query = (
        "SELECT count(*) FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id"
        " WHERE l.leaf_index >= %s AND e.at >= %s AND e.at < %s AND e.action <> %s"
    )
    return int(_one(query, [size, *_times(since, until), VERIFY])[0])


def lost_something(body: str) -> bool:
    """Tell whether a restore lost something: entries, or the values of those that came back."""
    told = json.loads(body)["ctx"]
    return bool(told["lost"] is None or told["lost"] or told["values_lost"])


def missing_entries(first: int | None, last: int | None) -> int:
    """Count the entries that are not there between two."""
    if first is None or last is None:
        return 0
    there = _one("SELECT count(*) FROM audit_leaf WHERE leaf_index BETWEEN %s AND %s", [first, last])[0]
    return last - first + 1 - int(there)


def broken_streams(first: int | None, last: int | None) -> int:
    """Count the streams whose numbers have a gap between two entries."""
    if first is None or last is None:
        return 0
    query = (
        "SELECT count(*) FROM (SELECT stream FROM audit_leaf WHERE leaf_index BETWEEN %s AND %s GROUP BY stream"
        " HAVING max(seq) - min(seq) + 1 <> count(*)) t"
    )
    return int(_one(query, [first, last])[0])


def unused_numbers(since: datetime, until: datetime) -> int:
    """Count the numbers of the database’s own count that stand for no event of the period."""
    query = (
        "SELECT max(id) - min(id) + 1 - count(*) FROM audit_event WHERE id BETWEEN"
        " (SELECT min(id) FROM audit_event WHERE at >= %s AND at < %s) AND"
        " (SELECT max(id) FROM audit_event WHERE at >= %s AND at < %s)"
    )
    return int(_one(query, _times(since, until, since, until))[0] or 0)


def without_creation(since: datetime, until: datetime) -> Iterator[int]:
    """Count, table by table, the records that changed in a period and whose history does not begin with their creation."""
    for history in history_models().values():
        manager = history._base_manager
        created = manager.filter(id=OuterRef("id"), history_type="+", history_id__lte=OuterRef("history_id"))
        rows = manager.filter(~Exists(created), history_date__gte=since, history_date__lt=until)
        yield rows.values("id").distinct().count()


def nameless_actors(since: datetime, until: datetime) -> tuple[int, int]:
    """Count the actors without a name, and those whose name was erased."""
    acted = Event.objects.filter(at__gte=since, at__lt=until, actor__isnull=False)
    nameless = acted.filter(~Exists(Identity.objects.filter(actor=OuterRef("actor")))).values_list("actor", flat=True)
    erased = set(Erasure.objects.filter(kind="identity").values_list("name", flat=True))
    actors = {actor.hex for actor in nameless.distinct() if actor}
    return len(actors - erased), len(actors & erased)


def clock_steps(first: int | None, last: int | None) -> int:
    """Count how often the time of the next entry lies more than a minute before the one of the entry before it."""
    if first is None or last is None:
        return 0
    query = (
        f"SELECT count(*) FROM (SELECT {_seconds('lag(e.at) OVER (ORDER BY l.leaf_index)', 'e.at')} AS back"  # noqa: S608
        " FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id WHERE l.leaf_index BETWEEN %s AND %s) t WHERE back > %s"
    )
    return int(_one(query, [first, last, STEP.total_seconds()])[0])


def clock_drifts(since: datetime, until: datetime) -> int:
    """Count the events of a period whose time is more than a minute away from the database’s."""
    query = (
        f"SELECT count(*) FROM audit_event e WHERE e.at >= %s AND e.at < %s AND abs({_seconds('e.db_at', 'e.at')}) > %s"  # noqa: S608
    )
    return int(_one(query, [*_times(since, until), STEP.total_seconds()])[0])


def longest_pause(since: datetime, until: datetime) -> tuple[timedelta | None, datetime | None]:
    """Find the longest time between two checkpoints, the later of them in the period, and its beginning."""
    before = "lag(sealed_at) OVER (ORDER BY size)"
    query = (
        "SELECT size, pause FROM (SELECT size, sealed_at, "  # noqa: S608
        f"{_seconds('sealed_at', before)} AS pause FROM audit_checkpoint) t"
        " WHERE sealed_at >= %s AND sealed_at < %s AND pause IS NOT NULL ORDER BY pause DESC LIMIT 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, _times(since, until))
        found = cursor.fetchone()
        if found is None:
            return None, None
        cursor.execute("SELECT sealed_at FROM audit_checkpoint WHERE size = %s", [found[0]])
        [at] = cursor.fetchone()
    pause = timedelta(seconds=float(found[1]))
    sealed_at = at if at.tzinfo else at.replace(tzinfo=since.tzinfo)
    return pause, sealed_at - pause


def _seconds(later: str, earlier: str) -> str:
    if connection.vendor == "postgresql":
        return f"extract(epoch FROM {later} - {earlier})"
    return f"(julianday({later}) - julianday({earlier})) * 86400.0"


def _times(*moments: datetime) -> list[Any]:
    return [connection.ops.adapt_datetimefield_value(moment) for moment in moments]


def _one(query: str, params: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        row: tuple[Any, ...] = cursor.fetchone()
        return row
