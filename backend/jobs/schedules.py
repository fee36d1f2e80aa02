"""The clock as a requester."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from backend.jobs.models import Job, Schedule
from backend.jobs.queue import submit
from backend.jobs.registry import KINDS, PERIODIC


def keep_schedules(as_of: datetime) -> None:
    """Make the rows agree with what the program declares; a new schedule has its first turn at once."""
    for periodic in PERIODIC.values():
        facts = {"kind": periodic.kind, "params": periodic.params, "interval": periodic.interval}
        row, is_new = Schedule.objects.get_or_create(name=periodic.name, defaults={**facts, "next_at": as_of})
        if not is_new and any(getattr(row, name) != value for name, value in facts.items()):
            Schedule.objects.filter(pk=row.pk).update(**facts, next_at=min(row.next_at, as_of + periodic.interval))
    Schedule.objects.exclude(name__in=PERIODIC).delete()


def submit_due(as_of: datetime) -> list[Job]:
    """Ask for every job whose turn has come, each turn once however many workers look."""
    jobs = []
    for schedule in due_schedules(as_of):
        missed_turns = (as_of - schedule.next_at) // schedule.interval
        with transaction.atomic():
            won = Schedule.objects.filter(pk=schedule.pk, next_at=schedule.next_at).update(
                next_at=schedule.next_at + schedule.interval * (missed_turns + 1), last_at=as_of
            )
            if won:
                jobs.append(submit(schedule.kind, actor=None, **schedule.params))
    return jobs


def due_schedules(as_of: datetime) -> QuerySet[Schedule]:
    """List the schedules whose turn has come and whose kind this program knows."""
    return Schedule.objects.filter(next_at__lte=as_of, kind__in=KINDS).order_by("next_at")
