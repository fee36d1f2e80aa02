"""Taking the history out: requested with a reason, written by a job when large, registered with its digest, itself an event."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from backend.access.models import Role
from backend.access.policy import require
from backend.access.roles import has_role
from backend.audit.actions import declare
from backend.audit.export import write_events
from backend.audit.models import Event
from backend.audit.reads import viewed
from backend.audit.recorded import keep
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.records.models import Export, ExportState
from backend.records.queries import EventFilter, export_path, visible_events

declare("export.request", "asked for an export of the history", kind="export")
declare("export.build", "wrote an export of the history", kind="export")
declare("export.download", "downloaded an export of the history", kind="export")
declare("register.import", "brought a record in from an older register", kind="change")
declare("register.finish", "finished bringing an older register in", kind="system")
declare("export.expire", "removed the file of an export whose time is over", kind="export")

KEPT = timedelta(days=14)


def request_export(*, wanted: EventFilter, fmt: str, actor: User, reason: str, upto: int | None = None) -> Export:
    """Register an export: it will hold exactly the events that the filter shows now, or showed when `upto` was the last."""
    if not has_role(actor, Role.AUDITOR):
        raise Forbidden()
    if not reason.strip():
        raise Invalid({"reason": ["Say what the export is for; the reason stands in the register."]})
    if fmt not in {"ndjson", "csv"}:
        raise Invalid({"fmt": ["Choose JSON lines or CSV."]})
    now, last = clock.now(), Event.objects.aggregate(last=Max("pk"))["last"] or 0
    export = Export(
        reference=new_reference("EXP", now.date()),
        requested_by=actor,
        reason=reason.strip(),
        filters=wanted.stored(),
        fmt=fmt,
        upto=last if upto is None else min(upto, last),
        requested_at=now,
        expires_at=now + KEPT,
    )
    return keep(export, "export.request", actor=actor, reason=reason, ctx={"upto": export.upto, "fmt": fmt})


def build_export(export: Export) -> Export:
    """Write the file of a registered export, with its count and digest; building it again gives the same file."""
    if export.state != ExportState.REQUESTED:
        return export
    wanted = EventFilter(**export.filters)
    events = visible_events(export.requested_by, wanted).filter(pk__lte=export.upto)
    path = export_path(export)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    with transaction.atomic(), partial.open("wb") as out:
        written = write_events(events, out, fmt=export.fmt)  # type: ignore[arg-type]
    partial.replace(path)
    export.rows, export.size, export.sha256 = written.count, written.size, written.sha256
    export.ready_at = clock.now()
    facts: dict[str, Json] = {"count": written.count, "sha256": written.sha256, "upto": export.upto}
    return keep(export, "export.build", actor=export.requested_by, reason=export.reason, ctx=facts)


def open_export(export: Export, *, actor: User) -> Path:
    """Hand out an export's file; the download is recorded first."""
    require(actor, "export.download", export)
    if export.state == ExportState.REQUESTED:
        raise Refused("The file is still being written.", code="export-unfinished")
    if export.state != ExportState.READY or clock.now() >= export.expires_at:
        raise Refused(
            "The file is no longer kept. Make the export again: the register still has its filter.",
            code="export-expired",
        )
    viewed(export, "export.download", actor=actor, ctx={"sha256": export.sha256})
    return export_path(export)


def expire_exports(*, as_of: datetime, actor: User) -> int:
    """Remove the files whose time is over; the register keeps who took what out, when and why, with the digest."""
    over = list(Export.objects.filter(ready_at__isnull=False, removed_at=None, expires_at__lte=as_of))
    for export in over:
        export.removed_at = as_of
        keep(export, "export.expire", actor=actor, reason="The time it was kept for is over.")
        export_path(export).unlink(missing_ok=True)
    return len(over)


def check_export(export: Export) -> bool:
    """Tell whether an export's file still has the digest and the number of entries that the register says."""
    digest, lines = hashlib.sha256(), 0
    with export_path(export).open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            lines += block.count(b"\n")
    expected = (export.rows or 0) + (1 if export.fmt == "csv" else 0)
    return digest.hexdigest() == export.sha256 and lines == expected
