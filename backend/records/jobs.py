"""Writing large exports in the background."""

from django.db import transaction

from backend.jobs.queue import submit
from backend.jobs.registry import Reports, every, job
from backend.kernel import clock
from backend.people.actions import system_user
from backend.people.models import User
from backend.records.actions import build_export, expire_exports, request_export
from backend.records.models import Export
from backend.records.queries import EventFilter, visible_events

AT_ONCE = 10_000  # up to so many events, the person who asks need not wait for a worker


@job("export.build")
def build(progress: Reports, *, export: str) -> None:
    """Write the file of a registered export."""
    row = Export.objects.select_related("requested_by").get(reference=export)
    built = build_export(row)
    progress(built.rows or 0, built.rows or 0)


@job("export.expire")
def expire(progress: Reports) -> None:
    """Remove the files whose time is over."""
    expire_exports(as_of=clock.now(), actor=system_user())


every("export-expire", kind="export.expire", hours=6)


def start_export(*, wanted: EventFilter, fmt: str, actor: User, reason: str, upto: int | None = None) -> Export:
    """Register an export and have it written: at once when it is small, else by a worker."""
    with transaction.atomic():
        export = request_export(wanted=wanted, fmt=fmt, actor=actor, reason=reason, upto=upto)
        if visible_events(actor, wanted).order_by()[: AT_ONCE + 1].count() > AT_ONCE:
            submit("export.build", actor=actor, export=export.reference)
            return export
    return build_export(export)
