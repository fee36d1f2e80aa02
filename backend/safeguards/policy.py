"""Who proposes, confirms, reviews and ends a safeguard: its owner learns what to do, and no reason for it."""

from typing import Any

from django.db.models import Q, QuerySet

from backend.access.policy import NONE, Policy, extend
from backend.agreements.models import TRAVELS, Agreement
from backend.agreements.policy import READERS
from backend.cases.barring import NEVER_MONITORS, kept_from
from backend.cases.conflicts.afterwards import runs_on
from backend.cases.models import Case
from backend.cases.policy import acts_as
from backend.cases.vocabulary import CaseRole
from backend.kernel import clock
from backend.people.models import ReportingLine, User
from backend.people.queries import lines_on
from backend.safeguards.models import ManagerExtract, SafeguardReview, SettingSafeguard
from backend.safeguards.vocabulary import LIVE, SafeguardState

DECIDE = (CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER)


def sees_to_it(person: User) -> Q:
    """The person was asked to see to the safeguard: the situation, what is done, and its days."""
    return Q(owner=person.person_id) & ~Q(state=SafeguardState.NOT_TAKEN) if person.person_id else NONE


def is_around_them(person: User) -> Q:
    """The safeguard changes something around the person, and was put in place."""
    return Q(person=person.person_id, confirmed_at__isnull=False) if person.person_id else NONE


def is_party_to_its_case_or_close(person: User) -> Q:
    """The person is a party to the case, or belongs to a department that is kept from it; a supervisor in the line may see to it."""
    return Q(case__in=kept_from(person, *NEVER_MONITORS)) if person.person_id else NONE


def is_party_to_its_safeguard(person: User) -> Q:
    """The person is a party to the case of the safeguard that was reviewed, or belongs to a department that is kept from it."""
    return Q(safeguard__case__in=kept_from(person, *NEVER_MONITORS)) if person.person_id else NONE


def leads_the_employee(person: User) -> Q:
    """The person leads the employee of the extract today, and the agreement runs: with the last day of the line their access ends."""
    if not person.person_id:
        return NONE
    led = ReportingLine.objects.filter(lines_on(clock.today()), manager=person.person_id, kind=ReportingLine.SOLID)
    return Q(
        manager=person.person_id,
        ended_at=None,
        is_kept_out=False,
        agreement__state__in=TRAVELS,
        agreement__person__in=led.values("person"),
    )


def is_party_to_its_extract(person: User) -> Q:
    """The person is a party to the case behind the agreement, or belongs to a department that is kept from it."""
    return Q(agreement__case__in=kept_from(person, *NEVER_MONITORS)) if person.person_id else NONE


def is_monitor_of_it(person: User) -> Q:
    """The person monitors the agreement, and is told that somebody else leads the employee."""
    return Q(agreement__monitor=person.person_id, agreement__state__in=TRAVELS) if person.person_id else NONE


SAFEGUARDS = Policy(
    SettingSafeguard,
    barred=[is_party_to_its_case_or_close],
    allow={
        "safeguard.view": [acts_as(*READERS, path="case"), sees_to_it],
        "safeguard.confirm": [sees_to_it],
        "safeguard.withdraw": [acts_as(*DECIDE, path="case")],
        "safeguard.keep": [acts_as(*DECIDE, path="case"), sees_to_it],
        "safeguard.suggest": [sees_to_it],
        "safeguard.change": [acts_as(*DECIDE, path="case")],
        "safeguard.ease": [acts_as(*DECIDE, path="case")],
        "safeguard.end": [acts_as(*DECIDE, path="case")],
        "safeguard.hand_over": [acts_as(*DECIDE, path="case")],
    },
    own={"safeguard.see_own": [is_around_them]},
)

REVIEWS = Policy(
    SafeguardReview,
    barred=[is_party_to_its_safeguard],
    allow={"safeguard.view_review": [acts_as(*READERS, path="safeguard__case")]},
)

EXTRACTS = Policy(
    ManagerExtract,
    barred=[is_party_to_its_extract],
    allow={
        "manager_extract.view": [leads_the_employee],
        "manager_extract.acknowledge": [leads_the_employee],
        "manager_extract.know": [
            acts_as(CaseRole.HR_PARTNER, path="agreement__case"),
            is_monitor_of_it,
        ],  # that somebody was told
    },
)

extend(Agreement, allow={"agreement.hand_over": [acts_as(*DECIDE, path="case")]})
extend(
    Case,
    allow={
        "safeguard.propose": [acts_as(*DECIDE)],
        "safeguard.list": [acts_as(*READERS)],
    },
)


@runs_on("safeguard")
def cases_with_safeguards() -> "QuerySet[Any, Any]":
    """Name the cases with a safeguard that runs: conflicts of interest are still measured in them."""
    keys: QuerySet[Any, Any] = SettingSafeguard.objects.filter(state__in=LIVE).values("case_id")
    return keys
