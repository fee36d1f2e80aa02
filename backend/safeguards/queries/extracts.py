"""What a manager must know of an agreement to keep what it asks of the setting: safeguards and the organisation’s promises, and no more."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from backend.access.policy import scope
from backend.agreements.models import TRAVELS, Agreement
from backend.agreements.obligation_vocabulary import Bearer
from backend.cases.barring import NEVER_MONITORS
from backend.cases.holders import holder
from backend.cases.models import Case, CaseBar
from backend.cases.vocabulary import CaseRole, PartyRole
from backend.documents.guard.texts import named_in
from backend.kernel import clock
from backend.people.models import Person, User
from backend.safeguards.models import ManagerExtract, SettingSafeguard
from backend.safeguards.queries.standing import in_place_for

ROWS: Final = ManagerExtract.objects.select_related(
    "agreement__case", "agreement__person", "agreement__officer__person", "manager", "before"
)
NEVER_NAMED: Final = (PartyRole.COMPLAINANT, PartyRole.REPORTER, PartyRole.WITNESS, PartyRole.AFFECTED_OTHER)
JUST_GIVEN: Final = timedelta(days=7)


@dataclass(frozen=True)
class Promise:
    """One thing that the organisation undertook, by when or how often, and who sees to it."""

    what: str
    due: str
    by: str


@dataclass(frozen=True)
class Told:
    """All that a manager reads: who, until when, what is done in which setting, what we promised, and whom to ask.

    It has no reason, no finding and nobody who was affected; a line that names one of them is left out, and only counted.
    """

    employee: str
    ends_on: date
    controls: tuple[SettingSafeguard, ...]
    promises: tuple[Promise, ...]
    left_out: int
    ask: str


def told_to_manager(extract: ManagerExtract) -> Told:
    """Read what a manager must know today."""
    agreement = extract.agreement
    around = Q(person=agreement.person_id) | Q(agreement=agreement)
    controls = [row for row in in_place_for(agreement.case).filter(around) if row.starts_on <= clock.today()]
    duties = agreement.obligations.filter(bearer=Bearer.ORGANISATION).select_related("owed_by").order_by("seq")
    promises = [Promise(duty.what, duty.due, duty.owed_by.name if duty.owed_by else "") for duty in duties]
    names = list(agreement.case.parties.filter(role__in=NEVER_NAMED).values_list("person__name", flat=True))
    kept_controls = [row for row in controls if not named_in(row.control, names)]
    kept = [each for each in promises if not named_in(f"{each.what}\n{each.due}\n{each.by}", names)]
    left_out = len(controls) - len(kept_controls) + len(promises) - len(kept)
    partner = holder(agreement.case, CaseRole.HR_PARTNER) or agreement.officer
    return Told(agreement.person.name, agreement.ends_on, tuple(kept_controls), tuple(kept), left_out, partner.name)


def extracts_to_read(person: User) -> QuerySet[ManagerExtract]:
    """Give the extracts that somebody got as a new manager and has not confirmed yet."""
    rows: QuerySet[ManagerExtract] = scope(person, "manager_extract.view", ROWS.filter(read_at=None))
    return rows.order_by("given_at", "pk")


def extracts_of(person: User) -> QuerySet[ManagerExtract]:
    """Give the extracts that somebody may read as the manager of an employee today."""
    rows: QuerySet[ManagerExtract] = scope(person, "manager_extract.view", ROWS)
    return rows.order_by("-given_at", "-pk")


def managers_told(person: User, case: Case) -> list[ManagerExtract]:
    """List the managers who were told what an agreement asks of the setting, as far as somebody may know it, the newest first."""
    return list(scope(person, "manager_extract.know", ROWS.filter(agreement__case=case)).order_by("-pk"))


def changes_to_know(person: User) -> list[ManagerExtract]:
    """List the changes of a manager of the last week that somebody hears of as the monitor or the HR partner."""
    since = clock.now() - JUST_GIVEN
    recent = ROWS.filter(given_at__gte=since, ended_at=None, agreement__state__in=TRAVELS)
    known: QuerySet[ManagerExtract] = scope(person, "manager_extract.know", recent)
    return list(known.exclude(manager=person.person_id).order_by("given_at", "pk")[:12])


def is_kept_from(manager: Person, agreement: Agreement) -> bool:
    """Tell whether somebody must not be told: a party to the case, or kept from it by a conflict of interest other than the line."""
    case = agreement.case
    if case.parties.filter(person=manager).exists():
        return True
    return CaseBar.objects.filter(case=case, person=manager, ended=None, rule__in=NEVER_MONITORS).exists()


def extracts_that_wait() -> QuerySet[ManagerExtract]:
    """Give the extracts that could wait for anybody: not confirmed yet, or of the last week; what they see goes through `scope`."""
    recent = Q(read_at=None) | Q(given_at__gte=clock.now() - JUST_GIVEN)
    rows: QuerySet[ManagerExtract] = ManagerExtract.objects.filter(recent, ended_at=None)
    return rows
