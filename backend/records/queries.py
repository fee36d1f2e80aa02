"""The history as an auditor filters it: the same filter serves the page, the API and the export."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from backend.access.policy import scope
from backend.audit.actions import ACTIONS
from backend.audit.models import Event, Identity
from backend.cases.models import Case, CaseParty
from backend.kernel.errors import Invalid
from backend.people.models import User
from backend.records.models import Export

CAP = 1000


@dataclass(frozen=True, kw_only=True)
class EventFilter:
    """What somebody looks for in the history; empty means everything they may see. Days are in the reader's zone, both inclusive."""

    q: str = ""
    action: str = ""
    kind: str = ""
    actor: str = ""
    since: str = ""
    until: str = ""
    zone: str = "UTC"

    @classmethod
    def read(cls, given: Mapping[str, str], *, zone: str) -> "EventFilter":
        """Read a filter from a query string; a malformed day or unknown action says how to mend it."""
        values = {name: (given.get(name) or "").strip() for name in ("q", "action", "kind", "actor", "since", "until")}
        problems = {name: ["Enter the day as year-month-day, for example 2026-03-09."] for name in ("since", "until") if not _day(values[name])}
        if values["action"] and values["action"] not in ACTIONS:
            problems["action"] = ["There is no such action; choose one from the list."]
        if problems:
            raise Invalid(problems)
        return cls(zone=zone, **values)

    def stored(self) -> dict[str, str]:
        """Give the filter as it stands in the register of exports."""
        return {name: value for name, value in asdict(self).items() if value}


def visible_events(person: User, wanted: EventFilter) -> QuerySet[Event]:
    """Give the events that a person may see and asked for, newest first."""
    return scope(person, "event.view", Event.objects.filter(_matching(wanted))).order_by("-id")


def counted(events: QuerySet[Event]) -> tuple[int, bool]:
    """Count events up to a cap; the second value tells that there are more."""
    number = events.order_by()[: CAP + 1].count()
    return min(number, CAP), number > CAP


def pseudonyms(events: list[Event]) -> dict[object, str]:
    """Call an actor who is a party to the case by their label there, and never by name."""
    actors = {event.actor for event in events if event.actor}
    people = dict(User.objects.filter(uid__in=actors, person__isnull=False).values_list("person_id", "uid"))
    parties = CaseParty.objects.filter(person__in=people).values_list("person_id", "label", "case__uid")
    streams = {event.stream for event in events}
    return {people[person]: label for person, label, case in parties if f"case:{case}" in streams}


def export_path(export: Export) -> Path:
    """Tell where an export's file lies."""
    return Path(settings.EXPORT_DIR) / export.file_name


def _day(value: str) -> bool:
    if not value:
        return True
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _matching(wanted: EventFilter) -> Q:
    matching = ~Q(pk__in=[])
    if wanted.action:
        matching &= Q(action=wanted.action)
    if wanted.kind:
        matching &= Q(action__in=[action.name for action in ACTIONS.values() if action.kind == wanted.kind])
    if wanted.actor:
        matching &= Q(actor__in=Identity.objects.filter(name__icontains=wanted.actor).values("actor"))
    if wanted.since:
        matching &= Q(at__gte=_start(wanted.since, wanted.zone))
    if wanted.until:
        matching &= Q(at__lt=_start(wanted.until, wanted.zone) + timedelta(days=1))
    return matching & _about(wanted.q) if wanted.q else matching


def _about(words: str) -> Q:
    """Find by entry number, by the reference of a case, or by the key of a record."""
    if words.lstrip("#").isdigit():
        return Q(pk=int(words.lstrip("#")))
    case = Case.objects.filter(reference__iexact=words).first()
    return Q(stream=case.key) if case else Q(obj=words) | Q(stream=words)


def _start(day: str, zone: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)
