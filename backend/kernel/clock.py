"""One clock for the whole product, so that a test or the demonstration can say what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """Tell the time in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today(zone: str = "UTC") -> date:
    """Tell the calendar day in a time zone (IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Hold the clock at one moment inside a block."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone is ambiguous.")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _fixed.reset(token)
