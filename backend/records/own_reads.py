"""Who looked at somebody's own records: in which role, for what, when. Only records that the person may themselves see now are told of.

What they may see is asked of the policies' own rules, so a case of which its respondent has no notice yet is not there at all.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from backend.access.models import Role
from backend.access.policy import ALL, scope_own
from backend.agreements.models import Agreement, AgreementObligation, HandedFile, Occurrence
from backend.audit.actions import declare
from backend.audit.models import Event
from backend.cases.models import Allegation
from backend.cases.standing import BY_BREAK_GLASS
from backend.cases.vocabulary import CaseRole
from backend.decisions.models import Finding, Outcome
from backend.documents.models import Document
from backend.intake.models import Report
from backend.kernel.errors import Invalid
from backend.people.models import Person, User
from backend.records.access_reach import reading_actions

declare("own_reads.list", "looked up who read their own records", kind="read")

# What each role reads a file for, as the person whom it is about is told it. What staff wrote as their purpose is not shown.
PURPOSES: Final[Mapping[str, str]] = {
    Role.INTAKE: "To take in the report and open the case",
    Role.INVESTIGATOR: "To look into what is alleged",
    Role.DECISION_MAKER: "To decide",
    CaseRole.APPROVER: "To approve a decision",
    Role.APPEAL_REVIEWER: "To review a decision",
    Role.HR_PARTNER: "To put an outcome into effect",
    Role.COUNSEL: "To advise on the law",
    Role.MONITOR: "To check what was agreed",
    Role.REFERRAL_COORDINATOR: "To arrange a referral",
    Role.AUDITOR: "To check that the rules were kept",
    Role.PRIVACY_OFFICER: "To guard the protection of personal data",
    BY_BREAK_GLASS: "In an emergency, for a reason that a privacy officer reviews",
}
LABELS: Final[Mapping[str, str]] = {
    **{str(value): str(label) for value, label in (*Role.choices, *CaseRole.choices)},
    BY_BREAK_GLASS: "Emergency access (break-glass)",
}
EARLIEST, LATEST = 1900, 2999  # years that a time zone can be reckoned in
UNKNOWN: Final = ("Somebody on the staff", "Not recorded")


@dataclass(frozen=True)
class OwnRecord:
    """One record of a person's own, with the keys under which the history knows it and its parts."""

    reference: str
    kind: str  # person | report | case | agreement | document
    keys: tuple[str, ...]


@dataclass(frozen=True)
class OwnRead:
    """One time that somebody else read a record of a person's own."""

    at: datetime
    record: str
    kind: str
    role: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class ReadFilter:
    """Which of one's own records, and which days, both inclusive, in one's own zone; empty means all."""

    record: str = ""
    since: str = ""
    until: str = ""
    zone: str = "UTC"

    @classmethod
    def read(cls, given: Mapping[str, str], *, zone: str) -> "ReadFilter":
        """Read a filter from a query string; a malformed day says how to mend it."""
        values = {name: (given.get(name) or "").strip() for name in ("record", "since", "until")}
        wrong = {name: ["Enter the day as year-month-day, for example 2026-03-09."] for name in ("since", "until")}
        problems = {name: told for name, told in wrong.items() if values[name] and _day(values[name]) is None}
        if problems:
            raise Invalid(problems)
        return cls(zone=zone, **values)

    @property
    def period(self) -> Q:
        """Give the condition on the time."""
        condition, since, until = ALL, _day(self.since), _day(self.until)
        if since:
            condition &= Q(at__gte=_start(since, self.zone))
        if until:
            condition &= Q(at__lt=_start(until + timedelta(days=1), self.zone))
        return condition


def own_records(person: User) -> list[OwnRecord]:
    """List the records of a person's own that they may see now, with a fixed number of queries."""
    if person.person_id is None or not person.is_active:
        return []
    records = [OwnRecord(row.reference, "person", (row.key,)) for row in _own(person, "person.view", Person)]
    reports = _own(person, "report.view", Report).filter(reporter=person.person_id)
    records += [OwnRecord(row.reference, "report", (row.key,)) for row in reports]
    records += _cases(person)
    records += _agreements(person)
    documents = _own(person, "document.view", Document).order_by("-issued_at", "-pk")
    return records + [OwnRecord(row.reference, "document", (row.key,)) for row in documents.only("uid", "reference")]


def reads_of(person: User, records: Sequence[OwnRecord], wanted: ReadFilter) -> QuerySet[Event]:
    """Give the events that tell that somebody else read these records, found by the records' keys alone.

    The action is compared as a made-up text, so that no database starts from all the readings of everybody.
    """
    keys = [key for record in records if wanted.record in ("", record.reference) for key in record.keys]
    if not keys:
        return Event.objects.none()
    mine = Event.objects.filter(obj__in=keys).values("pk")
    reads = Event.objects.alias(did=Concat("action", Value(""))).filter(wanted.period, did__in=reading_actions())
    return reads.filter(pk__among=mine).exclude(actor=person.uid).order_by("-pk")


def told_reads(events: Iterable[Event], records: Sequence[OwnRecord]) -> list[OwnRead]:
    """Turn events into what the person is told: role, purpose and time, and nobody's name."""
    known = {key: record for record in records for key in record.keys}
    return [_told(event, known[event.obj]) for event in events]


def _told(event: Event, record: OwnRecord) -> OwnRead:
    roles = [str(role) for role in json.loads(event.body)["ctx"].get("as", [])]
    role, purpose = UNKNOWN
    if roles:
        role = ", ".join(LABELS.get(each, UNKNOWN[0]) for each in roles)
        purpose = ". ".join(dict.fromkeys(PURPOSES.get(each, UNKNOWN[1]) for each in roles))
    return OwnRead(event.at, record.reference, record.kind, role, purpose)


def _own(person: User, action: str, model: Any) -> "QuerySet[Any]":
    return scope_own(person, action, model._base_manager.order_by("-pk"))


def _cases(person: User) -> list[OwnRecord]:
    """Name a case with those of its allegations, findings and outcomes that the respondent may read; never a part beyond them."""
    keys: dict[str, list[str]] = {}
    for allegation in _own(person, "allegation.view", Allegation).select_related("case"):
        keys.setdefault(allegation.case.reference, [allegation.case.key]).append(allegation.key)
    for finding in _own(person, "finding.view", Finding).select_related("allegation__case"):
        keys.setdefault(finding.allegation.case.reference, []).append(finding.key)
    for outcome in _own(person, "outcome.view", Outcome).select_related("case"):
        keys.setdefault(outcome.case.reference, []).append(outcome.key)
    return [OwnRecord(reference, "case", tuple(found)) for reference, found in keys.items()]


def _agreements(person: User) -> list[OwnRecord]:
    keys = {row.reference: [row.key] for row in _own(person, "agreement.view", Agreement)}
    for duty in _own(person, "duty.view", AgreementObligation).select_related("agreement"):
        keys.setdefault(duty.agreement.reference, []).append(duty.key)
    for row in _own(person, "occurrence.view", Occurrence).select_related("agreement"):
        keys.setdefault(row.agreement.reference, []).append(row.key)
    for each in _own(person, "handed_file.view", HandedFile).select_related("occurrence__agreement", "file"):
        keys.setdefault(each.occurrence.agreement.reference, []).extend([each.key, each.file.key])
    return [OwnRecord(reference, "agreement", tuple(found)) for reference, found in keys.items()]


def _start(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None
