"""Whom an agreement names: who may monitor, check, promise and sign, and by which name they go today (SD4)."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from backend.agreements.models import Agreement
from backend.cases.barring import NEVER_MONITORS
from backend.cases.models import Case, CaseBar, CaseParty
from backend.cases.vocabulary import PartyRole
from backend.kernel import clock
from backend.people.models import Person, PersonName, User
from backend.people.queries import reports_of

Problems = dict[str, list[str]]
SIGNS_NEVER: Final = ("C1", "C2", "C3", "C5", "C7", "C8")


def check_monitor(case: Case, monitor: Person, respondent: Person) -> Problems:
    """SD4: the monitor is here, is neither the employee nor a party nor in conflict, and does not report to the employee."""
    if monitor.pk == respondent.pk:
        return {"monitor": ["Nobody monitors their own agreement."]}
    if _is_party(case, monitor):
        return {"monitor": ["The monitor may not be a party to the case."]}
    if _is_barred(case, monitor, NEVER_MONITORS):
        return {"monitor": ["A conflict of interest keeps this person from the case."]}
    if monitor.pk in reports_of(respondent, on=clock.today()):
        return {"monitor": ["The monitor may not report to the respondent."]}
    if is_gone(monitor):
        return {"monitor": [f"{monitor.name} is not here any more."]}
    return {}


def check_officer(case: Case, officer: User, respondent: Person) -> Problems:
    """Whoever signs for the organisation can still sign in, and is neither the employee nor a party nor in conflict."""
    person = officer.person
    if person is not None and person.pk == respondent.pk:
        return {"officer": ["Nobody signs both sides of an agreement."]}
    if person is not None and _is_party(case, person):
        return {"officer": ["A party to the case may not sign for the organisation."]}
    if person is not None and _is_barred(case, person, SIGNS_NEVER):
        return {"officer": ["A conflict of interest keeps this person from the case."]}
    if not officer.is_active or (person is not None and is_gone(person)):
        return {"officer": [f"{officer.name} is not here any more."]}
    return {}


def check_checkers(case: Case, people: Iterable[Person]) -> list[str]:
    """Whoever checks an obligation, or does something for the organisation, is here and is no party to the case."""
    told = []
    for person in dict.fromkeys(people):
        if _is_party(case, person):
            told.append(f"{person.name} is a party to the case: name somebody else for what they would check or do.")
        elif is_gone(person):
            told.append(f"{person.name} is not here any more: name somebody else for what they would check or do.")
    return told


def unfit_in(agreement: Agreement) -> list[str]:
    """List what is no longer right about the people whom an agreement names."""
    case, respondent = agreement.case, agreement.person
    found = check_monitor(case, agreement.monitor, respondent) | check_officer(case, agreement.officer, respondent)
    duties = agreement.obligations.select_related("verifier", "owed_by")
    checkers = [each for duty in duties for each in (duty.verifier, duty.owed_by) if each]
    checkers = [each for each in checkers if each.pk != agreement.monitor_id]
    return [*(words for told in found.values() for words in told), *check_checkers(case, checkers)]


def named_values(agreement: Agreement, places: Collection[str]) -> dict[str, str]:
    """Give the names that follow from an agreement’s own people, for those places of a clause that are theirs, whatever was typed."""
    now = {"employee": agreement.person.name, "monitor": agreement.monitor.name, "officer": agreement.officer.name}
    return {place: name for place, name in now.items() if place in places}


def is_gone(person: Person) -> bool:
    """Tell whether somebody left, or their way to sign in was taken away."""
    left = person.active_to is not None and person.active_to < clock.today()
    return left or User.objects.filter(person=person, is_active=False).exists()


def people_in(agreement: Agreement) -> list[Person]:
    """List everybody whom an agreement may name: its own people, those who check and promise, and the parties of its case."""
    decided_by = agreement.outcome.decided_by
    duties = agreement.obligations.select_related("verifier", "owed_by")
    parties = CaseParty.objects.filter(case=agreement.case).select_related("person")
    named = [
        agreement.person,
        agreement.monitor,
        agreement.officer.person,
        decided_by.person if decided_by else None,
        *(each for duty in duties for each in (duty.verifier, duty.owed_by)),
        *(party.person for party in parties),
    ]
    return list(dict.fromkeys(each for each in named if each is not None))


def outdated_names(people: Collection[Person]) -> dict[str, str]:
    """Give the earlier names of people, each with the name that they go by now; a name that somebody else here bears is none."""
    now = {person.pk: person.name for person in people}
    rows = PersonName.objects.filter(person__in=now).values_list("name", "person_id").order_by("-pk")
    return {name: now[pk] for name, pk in rows if name and name not in now.values()}


def with_names_of_today(text: str, names: dict[str, str]) -> str:
    """Put today's name in the place of an earlier one, where it stands whole."""
    if not names:
        return text
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{known})(?!\w)", lambda found: names[found.group()], text)


def _is_party(case: Case, person: Person) -> bool:
    return CaseParty.objects.filter(case=case, person=person).exclude(role=PartyRole.SUPPORT).exists()


def _is_barred(case: Case, person: Person, rules: Collection[str]) -> bool:
    return CaseBar.objects.filter(case=case, person=person, ended=None, rule__in=rules).exists()
