"""Reads about protection from retaliation: who is protected, who decides about them, and what waits in a watch."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from backend.access.policy import scope
from backend.cases.models import Case, CheckIn, Concern, EarlyClosing, RetaliationWatch, WatchedPerson
from backend.cases.policy import granted_cases
from backend.cases.vocabulary import CaseRole, PartyRole
from backend.deadlines.profiles import place_of
from backend.kernel import clock
from backend.kernel.references import ALPHABET
from backend.people.models import Person, User
from backend.people.queries import direct_manager_of

PROTECTED: Final = (PartyRole.REPORTER, PartyRole.COMPLAINANT, PartyRole.WITNESS, PartyRole.AFFECTED_OTHER)
ASKED: Final = (
    PartyRole.COMPLAINANT,
    PartyRole.AFFECTED_OTHER,
    PartyRole.REPORTER,
)  # a witness is protected, and not asked
PLANNED: Final = "watch.checkin."


def protected_people(case: Case) -> list[Person]:
    """List whom nobody may treat worse for their part in a case, each once."""
    parties = case.parties.filter(role__in=PROTECTED).select_related("person__site", "person__unit").order_by("pk")
    return list(dict.fromkeys(party.person for party in parties))


def managers_of_protected(case: Case) -> list[Person]:
    """List who decides about the people protected; a party is not among them."""
    today = clock.today()
    found = (direct_manager_of(person, on=today) for person in protected_people(case))
    parties = set(case.parties.values_list("person_id", flat=True))
    return [manager for manager in dict.fromkeys(found) if manager is not None and manager.pk not in parties]


def watch_reference(case: Case) -> str:
    """Name the watch over a case: always the same, and nobody can tell from it which case there is, or that there is one."""
    digest = hashlib.sha256(case.uid.bytes).digest()
    return f"WCH-{case.opened_at.year}-{''.join(ALPHABET[byte % 32] for byte in digest[:6])}"


def planned_events(case: Case) -> list[str]:
    """Name the check-ins that the profile of a case plans, the soonest first."""
    timers = place_of(case).held.timers
    planned = [timer for event, timer in timers.items() if event.startswith(PLANNED)]
    return [timer.event for timer in sorted(planned, key=lambda timer: timer.rule.amount)]


def watch_of(case: Case) -> RetaliationWatch | None:
    """Find the watch over a case."""
    return RetaliationWatch.objects.filter(case=case).select_related("watcher__person").first()


def check_ins_waiting(person: User, *, until: date) -> QuerySet[CheckIn]:
    """Give the check-ins that somebody is to hold by a day, or that were missed."""
    rows = CheckIn.objects.filter(state__in=["planned", "missed"], due_on__lte=until)
    found = scope(person, "check_in.hold", rows).select_related("watch", "person__party__person")
    return found.order_by("due_on", "pk")


def escalated_check_ins(person: User) -> QuerySet[CheckIn]:
    """Give the check-ins that were passed to intake."""
    rows = CheckIn.objects.filter(state="escalated").select_related("watch", "person__party__person")
    return scope(person, "check_in.take_over", rows).order_by("due_on", "pk")


def concerns_waiting(person: User) -> QuerySet[Concern]:
    """Give the concerns that wait for intake."""
    rows = Concern.objects.filter(state="open").select_related("watch", "person__party__person")
    return scope(person, "concern.settle", rows).order_by("raised_at", "pk")


def watches_concerning(person: User) -> QuerySet[RetaliationWatch]:
    """Give every running watch that could concern somebody at all, in whichever part; what they see goes through `scope`."""
    mine = Q(case__in=granted_cases(person, *CaseRole.values))
    if person.person_id:
        mine |= Q(people__party__person=person.person_id)
    return RetaliationWatch.objects.filter(mine, state="watching")


def closings_proposed(person: User) -> QuerySet[EarlyClosing]:
    """Give the proposals to end a case without a decision on which nobody has decided, in the cases that somebody works on."""
    return EarlyClosing.objects.filter(decided_at=None, case__in=granted_cases(person, *CaseRole.values))


def own_watches(person: User) -> QuerySet[WatchedPerson]:
    """Give the watches that protect a person."""
    rows = WatchedPerson.objects.select_related("watch__watcher__person", "party__person")
    return scope(person, "watch.see_own", rows).order_by("-pk")


def own_check_ins(people: Iterable[WatchedPerson]) -> QuerySet[CheckIn]:
    """Give the check-ins with the people of a list, by day."""
    return CheckIn.objects.filter(person__in=list(people)).select_related("watch").order_by("due_on", "pk")
