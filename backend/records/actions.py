"""Taking the history out: asked for with a reason, approved where names are in it, written by a job, registered, itself an event."""

import fcntl
import hashlib
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db.models import Max

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.models import Event
from backend.audit.reads import viewed
from backend.audit.recorded import keep
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.records.bundle.building import Report, build
from backend.records.models import Decision, Export, ExportState, Level
from backend.records.queries import EventFilter, export_path
from backend.records.scopes import ExportScope, check_scope, is_of_self, may_ask

declare("export.request", "asked for an export of the history", kind="export")
declare("export.approve", "approved an export with names", kind="export")
declare("export.refuse", "refused an export with names", kind="export")
declare("export.record", "took entries of the history out", kind="export")
declare("export.build", "wrote an export of the history", kind="export")
declare("export.download", "downloaded an export of the history", kind="export")
declare("register.import", "brought a record in from an older register", kind="change")
declare("register.finish", "finished bringing an older register in", kind="system")
declare("export.expire", "removed the file of an export whose time is over", kind="export")

KEPT: Final = timedelta(days=14)
REQUEST: Final = re.compile(r"[^\x00-\x1f\x7f]{0,120}")
MOST_PREVIOUS: Final = 20


def request_export(
    *,
    scope: ExportScope,
    wanted: EventFilter,
    level: str,
    actor: User,
    reason: str,
    request: str = "",
    upto: int | None = None,
    previous: Sequence[int] = (),
    salt: str = "",
) -> Export:
    """Register an export: it will hold exactly the events that scope and filter show now, or showed when `upto` was the last.

    With names it waits until a privacy officer, who is somebody else, has approved it. `previous` are sizes of the log of which the
    requester holds a checkpoint.
    """
    subject = check_scope(actor, scope)
    _check(scope, level, actor, reason, request, previous)
    now, last = clock.now(), Event.objects.aggregate(last=Max("pk"))["last"] or 0
    export = Export(
        reference=new_reference("EXP", now.date()),
        requested_by=actor,
        reason=reason.strip(),
        filters=wanted.stored(),
        scope=scope.stored(),
        subject=subject,
        level=level,
        request=request.strip(),
        previous=sorted(set(previous)),
        salt=salt or secrets.token_hex(32),
        upto=last if upto is None else min(upto, last),
        requested_at=now,
        expires_at=now + KEPT,
    )
    facts: dict[str, Json] = {"upto": export.upto, "level": level, "scope": scope.told()}
    return keep(export, "export.request", actor=actor, reason=reason, ctx=facts)


def approve_export(export: Export, *, actor: User, reason: str) -> Export:
    """Let an export be written with names: a second person has weighed why it is asked for."""
    return _decide(export, Decision.APPROVED, "export.approve", actor=actor, reason=reason)


def refuse_export(export: Export, *, actor: User, reason: str) -> Export:
    """Refuse an export with names; whoever asked reads why."""
    return _decide(export, Decision.REFUSED, "export.refuse", actor=actor, reason=reason)


def build_export(export: Export, progress: Report | None = None) -> Export:
    """Write the bundle of a registered export, with its count and digest; after a crash it is written again, the same."""
    if export.state != ExportState.REQUESTED or not export.is_bundle:
        return export
    if not (export.requested_by.is_active and may_ask(export.requested_by, ExportScope.of(export.scope))):
        raise Forbidden("Whoever asked for the export may not have it any more.")

    with _alone(export):
        export.refresh_from_db()
        if export.state == ExportState.REQUESTED:
            _write(export, progress or _nobody)
    if progress:
        progress(export.rows or 0, export.rows or 0)
    return export


def open_export(export: Export, *, actor: User) -> Path:
    """Hand out an export's file; the download is recorded first."""
    require(actor, "export.download", export)
    unfinished = {
        ExportState.WAITING: "A privacy officer has to approve the export first: it is to hold names.",
        ExportState.REFUSED: "The export was refused; the register says why.",
        ExportState.REQUESTED: "The file is still being written.",
    }
    if export.state in unfinished:
        raise Refused(unfinished[export.state], code="export-unfinished")
    if export.state != ExportState.READY or clock.now() >= export.expires_at:
        raise Refused(
            "The file is no longer kept. Make the export again: the register still has its scope and its filter.",
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
    """Tell whether an export's file still has the size and the digest that the register says."""
    digest, path = hashlib.sha256(), export_path(export)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest() == export.sha256 and path.stat().st_size == export.size


def _write(export: Export, progress: Report) -> None:
    def record(facts: dict[str, Json]) -> None:
        export.claim = str(facts["claim"])
        keep(export, "export.record", actor=export.requested_by, reason=export.reason, ctx=facts)

    path = export_path(export)
    built = build(export, path.with_suffix(".folder"), path.with_suffix(".part"), record=record, report=progress)
    path.with_suffix(".part").replace(path)
    export.claim, export.withheld = built.claim, built.withheld
    export.rows, export.size, export.sha256 = built.count, built.packed.size, built.packed.sha256
    export.ready_at = clock.now()
    export.expires_at = export.ready_at + KEPT
    told: dict[str, Json] = {"count": built.count, "sha256": built.packed.sha256, "upto": export.upto}
    keep(export, "export.build", actor=export.requested_by, reason=export.reason, ctx=told)


@contextmanager
def _alone(export: Export) -> Iterator[None]:
    """Let one process at a time write an export."""
    path = export_path(export).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("The file is being written already.", code="export-unfinished") from None
        yield
    path.unlink(missing_ok=True)


def _check(scope: ExportScope, level: str, actor: User, reason: str, request: str, previous: Sequence[int]) -> None:
    problems: dict[str, list[str]] = {}
    if not reason.strip():
        problems["reason"] = ["Say what the export is for; the reason stands in the register."]
    if level not in Level.values:
        problems["level"] = ["Choose how people appear in it."]
    elif level == Level.IDENTIFIED and is_of_self(actor, scope):
        problems["level"] = [
            "Your own data comes under pseudonyms: other people’s names and words are in the same entries."
        ]
    if not REQUEST.fullmatch(request.strip()):
        problems["request"] = ["Keep your reference to one line of 120 characters."]
    if len(previous) > MOST_PREVIOUS or any(not 0 < size < 2**53 for size in previous):
        problems["previous"] = [f"Name up to {MOST_PREVIOUS} sizes of the log, as whole numbers."]
    if problems:
        raise Invalid(problems)


def _decide(export: Export, decision: str, action: str, *, actor: User, reason: str) -> Export:
    if export.decision:
        raise Refused("The export was decided on already.", code="export-decided")
    require(actor, action, export)
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    export.decision, export.decided_by, export.decided_at = decision, actor, clock.now()
    export.decision_reason = reason.strip()
    return keep(export, action, actor=actor, reason=reason, ctx={"level": export.level})


def _nobody(done: int, total: int) -> None:
    """Be told how far the work is, and do nothing."""
