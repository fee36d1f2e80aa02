"""The history as an auditor filters it: the same filter serves the page, the API and the export."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from backend.access.policy import scope
from backend.audit.actions import ACTIONS
from backend.audit.models import Event, Identity
from backend.audit.timeline import Entry, entries
from backend.cases.models import Case, CaseParty
from backend.intake.models import Report
from backend.kernel.errors import Invalid
from backend.people.models import User
from backend.records.masking import REFERRED
from backend.records.models import Decision, Export, ExportState, Level

CAP = 1000
LONGEST_NUMBER = 18  # digits that a database key can hold


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
        problems = {
            name: ["Enter the day as year-month-day, for example 2026-03-09."]
            for name in ("since", "until")
            if not _day(values[name])
        }
        if values["action"] and values["action"] not in ACTIONS:
            problems["action"] = ["There is no such action; choose one from the list."]
        if problems:
            raise Invalid(problems)
        return cls(zone=zone, **values)

    def stored(self) -> dict[str, str]:
        """Give the filter as it stands in the register of exports."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def asked(self) -> dict[str, str]:
        """Give what was asked for, without the zone in which days are counted; nothing when all is wanted."""
        return {name: value for name, value in self.stored().items() if name != "zone"}


def visible_events(person: User, wanted: EventFilter) -> QuerySet[Event]:
    """Give the events that a person may see and asked for, newest first."""
    return scope(person, "event.view", Event.objects.filter(matching(wanted))).order_by("-id")


def counted(events: QuerySet[Event], *, cap: int = CAP) -> tuple[int, bool]:
    """Count events up to a cap; the second value tells that there are more."""
    number = events.order_by()[: cap + 1].count()
    return min(number, cap), number > cap


def exports_told(person: User, *, q: str = "", of: str = "", state: str = "", as_of: datetime) -> QuerySet[Export]:
    """Give the register of exports as somebody may see it, newest first, cut down by words, scope and state."""
    rows: QuerySet[Export] = scope(
        person, "export.view", Export.objects.select_related("requested_by__person", "decided_by__person")
    )
    if q:
        rows = rows.filter(Q(reference__icontains=q) | Q(request__icontains=q) | Q(reason__icontains=q))
    if of:
        rows = rows.filter(scope__kind=of)
    if state:
        rows = rows.filter(in_state(state, as_of))
    return rows.order_by("-requested_at", "-pk")


def in_state(state: str, as_of: datetime) -> Q:
    """Turn the state of an export, which is told by its facts, into a condition on rows."""
    over = Q(removed_at__isnull=False) | Q(ready_at__isnull=False, expires_at__lte=as_of)
    waits = Q(level=Level.IDENTIFIED, decision="")
    conditions = {
        ExportState.EXPIRED: over,
        ExportState.REFUSED: Q(decision=Decision.REFUSED),
        ExportState.WAITING: waits,
        ExportState.READY: Q(ready_at__isnull=False) & ~over,
        ExportState.REQUESTED: Q(ready_at=None) & ~Q(decision=Decision.REFUSED) & ~waits,
    }
    return conditions[ExportState(state)]


def exports_to_approve(person: User) -> QuerySet[Export]:
    """Give the exports with names that wait for this person's word, the oldest first."""
    rows: QuerySet[Export] = scope(person, "export.approve", Export.objects.select_related("requested_by__person"))
    return rows.order_by("requested_at", "pk")


def downloads_of(export: Export) -> QuerySet[Event]:
    """Give the events of an export's downloads, newest first."""
    return Event.objects.filter(obj=export.key, action="export.download").order_by("-id")


def downloads_counted(exports: Iterable[Export]) -> dict[str, int]:
    """Count the downloads of some exports, by their keys, with one query."""
    keys = [export.key for export in exports]
    rows = Event.objects.filter(obj__in=keys, action="export.download").values_list("obj")
    return dict(rows.annotate(times=Count("pk")).order_by())


def own_sign_ins(person: User, *, limit: int = 10) -> list[Entry]:
    """Give a person's own latest sign-ins and sign-outs, so that they can see one that was not theirs."""
    events = scope(person, "session.view", Event.objects.filter(action__in=["session.open", "session.close"]))
    return entries(events.order_by("-id")[:limit])


def export_path(export: Export) -> Path:
    """Tell where an export's file lies."""
    return Path(settings.EXPORT_DIR) / export.file_name


def matching(wanted: EventFilter) -> Q:
    """Turn a filter into a condition on events."""
    found = ~Q(pk__in=[])
    if wanted.action:
        found &= Q(action=wanted.action)
    if wanted.kind:
        found &= Q(action__in=[action.name for action in ACTIONS.values() if action.kind == wanted.kind])
    if wanted.actor:
        found &= _by(wanted.actor)
    if wanted.since:
        found &= Q(at__gte=_start(wanted.since, wanted.zone))
    if wanted.until:
        found &= Q(at__lt=_start(wanted.until, wanted.zone) + timedelta(days=1))
    return found & _about(wanted.q) if wanted.q else found


def _day(value: str) -> bool:
    if not value:
        return True
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _by(name: str) -> Q:
    """Find what staff of a name did, but not where they stand as a party: a search by name must not lift a label."""
    named = Identity.objects.filter(name__icontains=name).values("actor")
    staff = User.objects.filter(Q(holdings__isnull=False) | Q(is_system=True), uid__in=named)
    people = dict(staff.values_list("uid", "person_id"))
    acted = Q(actor__in=list(people))
    parties = CaseParty.objects.filter(person__in=[person for person in people.values() if person])
    for person, case in parties.values_list("person_id", "case__uid"):
        acted &= ~Q(stream=f"case:{case}", actor__in=[uid for uid, own in people.items() if own == person])
    reports = Report.objects.filter(reporter__in=[person for person in people.values() if person])
    for person, report in reports.values_list("reporter_id", "uid"):
        acted &= ~Q(stream=f"report:{report}", actor__in=[uid for uid, own in people.items() if own == person])
    return acted


def _about(words: str) -> Q:
    """Find by entry number, by a reference, or by the key of a record."""
    number = words.lstrip("#")
    if number.isdecimal():
        return Q(pk=int(number)) if len(number) <= LONGEST_NUMBER else Q(pk__in=[])
    model = REFERRED.get(words.partition("-")[0].upper())
    row = model._base_manager.filter(reference__iexact=words).first() if model else None
    if row is None:
        return Q(obj=words) | Q(stream=words)
    return Q(stream=row.key) if isinstance(row, Case | Report) else Q(obj=row.key)


def _start(day: str, zone: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)
