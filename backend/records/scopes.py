"""What an export is of: everything, one case, one person, a period or a unit; always cut down to what its requester may see."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from django.db.models import Q, QuerySet

from backend.access.models import Role
from backend.access.policy import scope as permitted
from backend.access.roles import has_role
from backend.audit.models import Event, Subject
from backend.cases.models import Case
from backend.kernel.canonical import Json
from backend.kernel.errors import Forbidden, Invalid
from backend.people.models import Person, Unit, User
from backend.records.queries import EventFilter, matching

KINDS: Final = ("everything", "case", "person", "period", "unit")


@dataclass(frozen=True, kw_only=True)
class ExportScope:
    """What an export is of; a case and a person are named by reference, a unit by its code, a period by its days (both inclusive)."""

    kind: str = "everything"
    reference: str = ""
    since: str = ""
    until: str = ""
    zone: str = "UTC"

    @classmethod
    def read(cls, given: Mapping[str, str], *, zone: str) -> "ExportScope":
        """Read a scope as somebody wrote it; what is missing or malformed says how to mend it."""
        kind = (given.get("kind") or "everything").strip()
        if kind not in KINDS:
            raise Invalid({"kind": [f"Choose one of {', '.join(KINDS)}."]})
        if kind == "period":
            days = {name: (given.get(name) or "").strip() for name in ("since", "until")}
            missing = {name: ["Enter the day."] for name, day in days.items() if not day}
            if missing:
                raise Invalid(missing)
            EventFilter.read(days, zone=zone)
            if days["until"] < days["since"]:
                raise Invalid({"until": ["The last day comes before the first."]})
            return cls(kind=kind, zone=zone, **days)
        if kind == "everything":
            return cls()
        reference = (given.get("reference") or "").strip()
        return cls(kind=kind, reference=reference.upper() if kind != "unit" else reference)

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> "ExportScope":
        """Take a scope from the register."""
        return cls(**stored)

    def stored(self) -> dict[str, str]:
        """Give the scope as it stands in the register."""
        kept = {name: value for name, value in asdict(self).items() if value}
        return kept if self.kind == "period" else {name: value for name, value in kept.items() if name != "zone"}

    def told(self) -> dict[str, Json]:
        """Give the scope as the log and the bundle name it."""
        return {**self.stored()}


def own_data(person: User) -> ExportScope:
    """Give the scope of what the history holds about somebody themselves."""
    if person.person is None:
        raise Forbidden()
    return ExportScope(kind="person", reference=person.person.reference)


def is_of_self(person: User, wanted: ExportScope) -> bool:
    """Tell whether somebody asks about themselves."""
    return wanted.kind == "person" and person.person is not None and wanted.reference == person.person.reference


def may_ask(person: User, wanted: ExportScope) -> bool:
    """Tell whether somebody may take a scope out: auditors any, privacy officers any person’s, everybody their own data."""
    if is_of_self(person, wanted) or has_role(person, Role.AUDITOR):
        return True
    return wanted.kind == "person" and has_role(person, Role.PRIVACY_OFFICER)


def check_scope(person: User, wanted: ExportScope) -> Person | None:
    """Refuse a scope that is not theirs (Forbidden) or that names nothing they may see (Invalid); give the person it is of, if any."""
    if not may_ask(person, wanted):
        raise Forbidden()
    missing = {
        "case": "There is no case with this reference.",
        "person": "There is no person with this reference.",
        "unit": "There is no unit with this code.",
    }
    if wanted.kind in missing and not wanted.reference:
        raise Invalid(
            {"reference": ["Enter the code of the unit." if wanted.kind == "unit" else "Enter the reference."]}
        )
    if (wanted.kind == "case" and not cases_of(person, wanted).exists()) or (
        wanted.kind == "unit" and not Unit.objects.filter(code=wanted.reference).exists()
    ):
        raise Invalid({"reference": [missing[wanted.kind]]})
    if wanted.kind != "person":
        return None
    found = Person.objects.filter(reference=wanted.reference).first()
    if found is None:
        raise Invalid({"reference": [missing["person"]]})
    return found


def covered(person: User, wanted: ExportScope, asked: EventFilter) -> QuerySet[Event]:
    """Give the events of a scope and a filter that a person may see, newest first: the preview, the count and the file alike."""
    rows = narrowed(person, wanted, asked)
    of_person = "event.own" if is_of_self(person, wanted) else "event.of_person"
    action = of_person if wanted.kind == "person" else "event.view"
    return permitted(person, action, rows).order_by("-id")


def narrowed(person: User, wanted: ExportScope, asked: EventFilter) -> QuerySet[Event]:
    """Give the events of a scope and a filter, before anything is kept from anybody."""
    within: dict[str, Callable[[], Q]] = {
        "everything": lambda: ~Q(pk__in=[]),
        "case": lambda: Q(stream__in=streams_of(person, wanted)),
        "unit": lambda: Q(stream__in=streams_of(person, wanted)),
        "period": lambda: matching(EventFilter(since=wanted.since, until=wanted.until, zone=wanted.zone)),
        "person": lambda: _about(wanted.reference),
    }
    return Event.objects.filter(within[wanted.kind]() & matching(asked))


def streams_of(person: User, wanted: ExportScope) -> list[str]:
    """Name the streams of the cases of a scope that exist for a person."""
    return [f"case:{uid}" for uid in cases_of(person, wanted).order_by("pk").values_list("uid", flat=True)]


def cases_of(person: User, wanted: ExportScope) -> QuerySet[Case]:
    """Give the cases of a scope that exist for a person."""
    visible: QuerySet[Case] = permitted(person, "case.view", Case.objects.all())
    if wanted.kind == "case":
        return visible.filter(reference=wanted.reference)
    return visible.filter(unit__in=_unit_and_below(wanted.reference))


def _unit_and_below(code: str) -> set[int]:
    edge = set(Unit.objects.filter(code=code).values_list("pk", flat=True))
    found = set(edge)
    while edge:
        edge = set(Unit.objects.filter(parent__in=edge).values_list("pk", flat=True)) - found
        found |= edge
    return found


def _about(reference: str) -> Q:
    """Find what somebody did, and what touched their record."""
    person = Person.objects.filter(reference=reference).first()
    if person is None:
        return Q(pk__in=[])
    touched = Q(pk__in=Subject.objects.filter(person_id=person.uid).values("event_id"))
    user = User.objects.filter(person=person).values_list("uid", flat=True).first()
    return touched | Q(actor=user) if user else touched
