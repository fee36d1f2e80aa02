"""The history as an auditor reads it: actions, times, states and names of fields; parties by their label, no reason, no value."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.apps import apps
from django.db.models import Exists, OuterRef

from backend.access.models import RoleHolding
from backend.agreements.models import Agreement
from backend.audit.actions import ACTIONS, Action
from backend.audit.models import Event, Identity
from backend.audit.recorded import Recorded
from backend.audit.timeline import SOMEBODY, Entry, facts_of
from backend.cases.models import BreakGlass, Case, CaseParty
from backend.documents.models import Document
from backend.intake.models import Report
from backend.people.models import User
from backend.records.models import AccessReview, Export

REFERRED: dict[str, type[Case | Report | Document | Agreement | Export | BreakGlass | AccessReview]] = {
    "CASE": Case,
    "RPT": Report,
    "DOC": Document,
    "AGR": Agreement,
    "EXP": Export,
    "BRG": BreakGlass,
    "ARV": AccessReview,
}
ERASED = "Somebody whose name was erased"


@dataclass(frozen=True)
class Known:
    """What the names of a page of entries are told from."""

    staff: Mapping[uuid.UUID, str]
    others: Mapping[uuid.UUID, str]
    labels: Mapping[tuple[uuid.UUID, str], str]

    def name(self, actor: uuid.UUID | None, stream: str) -> str:
        """Name an actor: in a matter of their own by their label, staff by their name, everybody else by a pseudonym."""
        if actor is None:
            return SOMEBODY
        return self.labels.get((actor, stream)) or self.staff.get(actor) or self.others.get(actor) or ERASED


def masked(events: Iterable[Event]) -> list[Entry]:
    """Turn events into entries for an auditor; what people wrote is not even fetched."""
    rows = list(events)
    known = _known(rows)
    return [_entry(row, known.name(row.actor, row.stream)) for row in rows]


def pseudonym(actor: uuid.UUID) -> str:
    """Call somebody without a staff role by a name that stays the same from page to page and tells nothing."""
    return f"Employee {actor.hex[-4:].upper()}"


class Keyed(Protocol):
    """Whatever names a record and the matter that it belongs to."""

    @property
    def obj(self) -> str: ...
    @property
    def stream(self) -> str: ...


def references(entries: Sequence[Keyed]) -> dict[str, str]:
    """Give the references of the records and matters that entries are about, by their keys, with one query."""
    wanted: dict[str, set[str]] = {}
    for key in {key for entry in entries for key in (entry.obj, entry.stream)}:
        noun, _colon, uid = key.partition(":")
        wanted.setdefault(noun, set()).add(uid)
    parts = [
        model._base_manager.filter(uid__in=wanted[str(model._meta.model_name)]).values_list("uid", "reference")
        for model in REFERRED.values()
        if wanted.get(str(model._meta.model_name))
    ]
    if not parts:
        return {}
    found = {str(uid): reference for uid, reference in parts[0].union(*parts[1:], all=True)}
    return {f"{noun}:{uid}": found[uid] for noun, uids in wanted.items() for uid in uids if uid in found}


def noun_of(key: str) -> str:
    """Say what kind of record a key names, in words."""
    name = key.partition(":")[0]
    for model in apps.get_models():
        if model._meta.model_name == name and issubclass(model, Recorded):
            return str(model._meta.verbose_name)
    return name


def labels_in(rows: Sequence[Event], people: Mapping[int, uuid.UUID]) -> dict[tuple[uuid.UUID, str], str]:
    """Give the labels under which people (their users, by person) stand as parties in the matters of some events."""
    return _party_labels(rows, people) | _reporters(rows)


def _entry(row: Event, who: str) -> Entry:
    return Entry(
        number=row.pk,
        uid=row.uid,
        at=row.at,
        who=who,
        actor=row.actor,
        action=ACTIONS.get(row.action) or Action(row.action, f"did “{row.action}”", "system"),
        obj=row.obj,
        stream=row.stream,
        facts=facts_of(row),
    )


def _known(rows: Sequence[Event]) -> Known:
    actors = {row.actor for row in rows if row.actor}
    holding = Exists(RoleHolding.objects.filter(user=OuterRef("pk")))
    users = User.objects.filter(uid__in=actors).annotate(is_staff_side=holding)
    people: dict[int, uuid.UUID] = {}
    staff: set[uuid.UUID] = set()
    for uid, person, holds, is_system in users.values_list("uid", "person_id", "is_staff_side", "is_system"):
        if person:
            people[person] = uid
        if holds or is_system:
            staff.add(uid)
    names = dict(Identity.objects.filter(actor__in=staff).values_list("actor", "name"))
    others = {actor: pseudonym(actor) for actor in actors - staff}
    return Known(names, others, labels_in(rows, people))


def _party_labels(rows: Sequence[Event], people: Mapping[int, uuid.UUID]) -> dict[tuple[uuid.UUID, str], str]:
    cases = _uids(rows, "case")
    parties = CaseParty.objects.filter(person__in=people, case__uid__in=cases) if cases else CaseParty.objects.none()
    told = parties.values_list("person_id", "case__uid", "label")
    return {(people[person], f"case:{case}"): label for person, case, label in told}


def _reporters(rows: Sequence[Event]) -> dict[tuple[uuid.UUID, str], str]:
    uids = _uids(rows, "report")
    reports = Report.objects.filter(uid__in=uids, reporter__user__isnull=False) if uids else Report.objects.none()
    return {(user, f"report:{uid}"): "Reporter" for uid, user in reports.values_list("uid", "reporter__user__uid")}


def _uids(rows: Sequence[Event], noun: str) -> set[str]:
    return {row.stream.partition(":")[2] for row in rows if row.stream.startswith(f"{noun}:")}
