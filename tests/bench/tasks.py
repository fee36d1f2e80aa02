"""What a worker can be told to do. A sample gives its seconds; everything else gives facts."""

import io
import os
import subprocess
from datetime import date
from functools import cache
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote, urlparse

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory

from backend.access.policy import scope
from backend.api.actions import create_token
from backend.audit.models import Event
from backend.cases.models import Case
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.records.models import Export
from backend.records.queries import export_path
from tests.bench import bare, furnishing
from tests.bench.measuring import timed

NARRATIVE = (
    "He stood in the doorway so that I could not leave, and went on about my clothes. It was the third time this month. "
    * 4
)


def furnish(first: int) -> dict[str, int]:
    """Make users, grants and the plain table."""
    furnishing.furnish(first)
    with connection.schema_editor() as editor:
        editor.create_model(bare.PlainRow)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"cases": Case.objects.count(), "events": Event.objects.count(), "users": User.objects.count()}


def api_list(name: str, times: int = 5) -> float:
    """Page one of somebody's cases through the API."""
    return timed(lambda: call("/api/v1/cases/", name), times=times)


def hand_list(name: str, times: int = 5) -> float:
    """The same page by a view written by hand."""
    return timed(lambda: call("/bench/cases/", name), times=times)


def sql_list(name: str, times: int = 5) -> float:
    """The page's one statement alone."""
    user = user_named(name)
    return timed(lambda: bare.page_of(user.pk, user.person_id), times=times)


def scoped_list(name: str, times: int = 5) -> float:
    """The page's rows as the policy finds them."""
    user = user_named(name)
    rows = Case.objects.select_related("unit").order_by("-opened_at", "-pk")
    return timed(lambda: list(scope(user, "case.view", rows)[:26]), times=times)


def guardian_list(name: str, times: int = 2) -> float:
    """The page's rows as guardian's shortcut finds them."""
    user = user_named(name)
    return timed(lambda: bare.guardian_page(user), times=times)


def same_rows(name: str) -> bool:
    """Tell whether all the ways give the same page."""
    user = user_named(name)
    rows = [case.pk for case in scope(user, "case.view", Case.objects.order_by("-opened_at", "-pk"))[:26]]
    return (
        rows
        == [row[0] for row in bare.page_of(user.pk, user.person_id)]
        == [case.pk for case in bare.guardian_page(user)]
    )


def file_report(times: int = 3) -> float:
    """Send a report through the API: report, deadlines, their history and events."""
    body = {
        "narrative": NARRATIVE,
        "conduct": ["noncontact.blocking", "verbal.body_comment"],
        "settings": ["closed_door"],
        "occurred_on": "2026-03-02",
        "occurred_certainty": "exact",
    }
    return timed(lambda: call("/api/v1/reports/", "employee", body), times=times)


def file_untimed(times: int = 3) -> float:
    """The same without the report's timers: one row, its history and its event."""
    with patch("backend.intake.actions.reporting.start_for"):
        return file_report(times)


def create_row(times: int = 3) -> float:
    """Create one plain row through bare DRF."""
    body = {
        "channel": "web",
        "narrative": NARRATIVE,
        "conduct": ["noncontact.blocking", "verbal.body_comment"],
        "settings": ["closed_door"],
        "occurred_on": "2026-03-02",
        "received_at": "2026-03-03T10:00:00Z",
    }
    return timed(
        lambda: call("/bench/rows/", "employee", body | {"reference": new_reference("ROW", date(2026, 3, 3))}),
        times=times,
    )


def copy_by_hand() -> dict[str, float]:
    """Write every event into a file by the quickest means at hand."""
    return psql_copy() if connection.vendor == "postgresql" else raw_cursor()


SAME_ROWS = "SELECT e.body, l.prev, l.seq, l.stream FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id ORDER BY l.leaf_index"


def psql_copy(query: str = SAME_ROWS) -> dict[str, float]:
    """Write the same rows into a file with psql's copy."""
    copied = export_path(Export(reference="psql"))
    copied.parent.mkdir(parents=True, exist_ok=True)
    copy = rf"\copy ({query}) TO '{copied}'"
    parts = urlparse(os.environ["DATABASE_URL"])
    server = ["-h", unquote(parts.hostname or ""), "-p", str(parts.port or 5432), "-U", parts.username or "postgres"]
    command = ["psql", "-q", *server, "-d", parts.path[1:], "-c", copy]
    took = timed(lambda: subprocess.run(command, check=True))
    copied.unlink()
    return {"seconds": took, "rows": Event.objects.count()}


def raw_cursor() -> dict[str, float]:
    """Write the same rows with Python's own cursor (SQLite has no psql)."""
    copied = export_path(Export(reference="cursor"))
    copied.parent.mkdir(parents=True, exist_ok=True)

    def write() -> None:
        with connection.cursor() as cursor, copied.open("w", encoding="utf-8") as out:
            cursor.execute(SAME_ROWS)
            while rows := cursor.fetchmany(2000):
                out.write("".join(f"{row[0]}\t{row[1]}\t{row[2]}\t{row[3]}\n" for row in rows))

    took = timed(write)
    copied.unlink()
    return {"seconds": took, "rows": Event.objects.count()}


def versions() -> dict[str, str]:
    """Name the database and its version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        return {"database": str(cursor.fetchone()[0])}


def call(path: str, name: str, body: dict[str, Any] | None = None) -> bytes:
    """Send one request in somebody’s name through the whole application."""
    factory = RequestFactory(headers={"authorization": f"Bearer {_token(name)}", "accept": "application/json"})
    request = factory.get(path) if body is None else factory.post(path, body, content_type="application/json")
    told: list[str] = []
    answer = _application()(request.environ, lambda status, _headers, _info=None: told.append(status))
    out = io.BytesIO()
    out.writelines(answer)
    answer.close()
    if not told[0].startswith("20"):
        raise RuntimeError(f"{path}: {told[0]} {out.getvalue()[:500]!r}")
    return out.getvalue()


@cache
def _application() -> Any:
    return get_wsgi_application()


@cache
def user_named(name: str) -> User:
    """Give one of the furnished users."""
    return User.objects.select_related("person").get(email=f"{name}@bench.example")


@cache
def _token(name: str) -> str:
    return create_token("bench", days=1, actor=user_named(name))[1]
