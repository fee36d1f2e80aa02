"""Writing exports in the background."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from backend.audit.sealed.keys import signing_key
from backend.jobs.queue import submit
from backend.jobs.registry import Reports, every, job
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.actions import system_user
from backend.people.models import User
from backend.records.actions import approve_export, build_export, expire_exports, request_export
from backend.records.models import Export, ExportState
from backend.records.queries import EventFilter
from backend.records.scopes import ExportScope, covered

AFTERWARDS = timedelta(minutes=2)
LEASE = timedelta(minutes=30)  # sealing what waits, and a first anchor of a long history, are done in one go
AT_ONCE = 10_000  # up to so many events, the person who asks need not wait for a worker


@job("export.build", lease=LEASE)
def build(progress: Reports, *, export: str) -> None:
    """Write the file of a registered export."""
    row = Export.objects.select_related("requested_by__person").get(reference=export)
    build_export(row, progress)


@job("export.expire")
def expire(progress: Reports) -> None:
    """Remove the files whose time is over."""
    expire_exports(as_of=clock.now(), actor=system_user())


every("export-expire", kind="export.expire", hours=6)


def start_export(
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
    """Register an export and have it written; one with names waits for its approval."""
    with transaction.atomic():
        export = request_export(
            scope=scope, wanted=wanted, level=level, actor=actor, reason=reason, request=request, upto=upto,
            previous=previous, salt=salt,
        )  # fmt: skip
        _submit(export)
    return _at_once(export)


def approve_and_start(export: Export, *, actor: User, reason: str) -> Export:
    """Approve an export and have it written."""
    with transaction.atomic():
        approve_export(export, actor=actor, reason=reason)
        _submit(export)
    return _at_once(export)


def _submit(export: Export) -> None:
    """Ask a worker; where the export is written at once, the worker only looks afterwards whether it was."""
    if export.state == ExportState.REQUESTED:
        after = clock.now() + AFTERWARDS if _is_small(export) else None
        submit("export.build", actor=export.requested_by, run_after=after, export=export.reference)


def _at_once(export: Export) -> Export:
    if export.state != ExportState.REQUESTED or not _is_small(export):
        return export
    try:
        return build_export(export)
    except Refused:  # the worker tries again, and its job tells what is wrong
        return Export.objects.select_related("requested_by__person").get(pk=export.pk)


def _is_small(export: Export) -> bool:
    """Tell whether the export is written at once: it is small, and this process can sign it."""
    if signing_key() is None:
        return False
    events = covered(export.requested_by, ExportScope.of(export.scope), EventFilter(**export.filters))
    return events.order_by()[: AT_ONCE + 1].count() <= AT_ONCE
