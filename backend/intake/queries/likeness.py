"""What may belong together: who may be meant by words, and which reports may tell of one thing. A human decides; nothing is scored."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from backend.access.policy import scope
from backend.intake.models import Report, ReportState, SamePerson
from backend.intake.names_in_text import plain_words
from backend.people.models import Person, User

MOST: Final = 6
LOOKED_AT: Final = 300  # people whose names begin alike
NEAR: Final = timedelta(days=14)  # days that may be one occasion
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


@dataclass(frozen=True)
class Likely:
    """Somebody who may be meant, and why they come to mind."""

    person: Person
    why: tuple[str, ...]


@dataclass(frozen=True)
class Alike:
    """Another report that may tell of the same, and why."""

    report: Report
    why: tuple[str, ...]


def people_meant(words: str, *, besides: Iterable[int] = ()) -> list[Likely]:
    """Find who may be meant by a name as it was told: same e-mail, same or former name, a name spelt alike, a part of it with the unit."""
    tokens = plain_words(words)
    if not tokens:
        return []
    addresses = [found.casefold() for found in _EMAIL.findall(words)]
    begins = [Q(name__icontains=token[:3]) | Q(names__name__icontains=token[:3]) for token in tokens if len(token) > 2]
    wanted = reduce(or_, begins, Q(email__in=addresses))
    rows = Person.objects.filter(wanted).exclude(pk__in=list(besides)).select_related("unit").distinct().order_by("pk")
    rows = rows.prefetch_related("names")
    found = [Likely(person, why) for person in rows[:LOOKED_AT] if (why := _why(person, tokens, addresses))]
    return sorted(found, key=lambda each: (-len(each.why), each.person.name))[:MOST]


def other_records(person: Person) -> list[Likely]:
    """Find other entries that may be the same person: an earlier contractor, somebody who came back under another name."""
    names = [person.name, *person.names.values_list("name", flat=True)]
    known = same_people(person)
    found: dict[int, Likely] = {}
    for name in names:
        for each in people_meant(f"{name} {person.email}", besides=known):
            if _whole(each):
                found.setdefault(each.person.pk, each)
    return list(found.values())[:MOST]


def same_people(person: Person) -> set[int]:
    """Name the records of which somebody confirmed that they are one person, this one among them."""
    known, edge = {person.pk}, {person.pk}
    while edge:
        pairs = SamePerson.objects.filter(Q(person__in=edge) | Q(other__in=edge)).values_list("person", "other")
        edge = {key for pair in pairs for key in pair} - known
        known |= edge
    return known


def reports_alike(report: Report, viewer: User) -> list[Alike]:
    """List other reports in somebody's reach that may tell of the same, with the reasons."""
    ways = [Q(**{name: getattr(report, name)}) for name in ("respondent", "reporter", "affected") if _has(report, name)]
    if _has(report, "reporter"):
        ways.append(Q(affected=report.reporter))
    if report.respondent is None and report.respondent_as_told:
        ways.append(Q(respondent_as_told__iexact=report.respondent_as_told))
    if not ways:
        return []
    alike = Report.objects.filter(reduce(or_, ways)).exclude(pk=report.pk).exclude(state=ReportState.CLOSED)
    people = ("reporter", "respondent", "affected")
    others = scope(viewer, "report.triage_view", alike.select_related(*people).order_by("-received_at", "-pk"))
    found = [Alike(other, why) for other in others[:50] if (why := _shared(report, other))]
    return found[:MOST]


def reported_together(report: Report) -> list[Report]:
    """List the other reports that are looked into together with this one."""
    root = report
    while root.merged_into is not None:
        root = root.merged_into
    group, edge = {root.pk: root}, [root]
    while edge:
        edge = list(Report.objects.filter(merged_into__in=edge).exclude(pk__in=group).select_related("reporter"))
        group |= {each.pk: each for each in edge}
    return [each for each in group.values() if each.pk != report.pk]


def _why(person: Person, tokens: list[str], addresses: list[str]) -> tuple[str, ...]:
    why = []
    if person.email and person.email.casefold() in addresses:
        why.append("same e-mail address")
    names = [(person.name, "name"), *((former.name, "former name") for former in person.names.all())]
    said = next((words for name, kind in names if (words := _alike(plain_words(name), kind, tokens))), "")
    if said:
        why.append(said)
    elif _shares_first_words(person, tokens) and _names_unit(person, tokens):
        why.append("a part of the name")
    if why and _names_unit(person, tokens):
        why.append("same unit")
    return tuple(why)


def _alike(name: list[str], kind: str, told: list[str]) -> str:
    """Say how a name is like what was told; both are without capitals, accents and order."""
    if not name or len(name) < 2:
        return ""
    if set(name) <= set(told):
        return f"same {kind}"
    if all(any(_one_letter_apart(part, word) for word in told) for part in name):
        return f"{kind} spelt alike"
    return ""


def _shares_first_words(person: Person, tokens: list[str]) -> bool:
    return any(token in tokens for token in plain_words(person.name))


def _names_unit(person: Person, tokens: list[str]) -> bool:
    parts = [part for part in plain_words(person.unit.name) if len(part) > 3] if person.unit else []
    return bool(parts) and any(part in tokens for part in parts)


def _one_letter_apart(one: str, other: str) -> bool:
    """Tell whether two words are the same but for one letter that was left out, added or changed."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 1:
        return False
    at = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    rests = (one[at + 1 :], other[at + 1 :]), (one[at:], other[at + 1 :]), (one[at + 1 :], other[at:])
    return any(left == right for left, right in rests)


def _whole(likely: Likely) -> bool:
    return any(why != "a part of the name" for why in likely.why)


def _has(report: Report, name: str) -> bool:
    return getattr(report, f"{name}_id") is not None


def _shared(report: Report, other: Report) -> tuple[str, ...]:
    why = []
    if report.respondent_id and report.respondent_id == other.respondent_id:
        why.append("names the same respondent")
    elif report.respondent_as_told and report.respondent_as_told.casefold() == other.respondent_as_told.casefold():
        why.append("names the respondent in the same words")
    affected, theirs = report.affected_id or report.reporter_id, other.affected_id or other.reporter_id
    if report.reporter_id and report.reporter_id == other.reporter_id:
        why.append("from the same reporter")
    elif affected and affected == theirs:
        why.append("the same person is affected")
    same_days = _same_days(report.occurred_on, other.occurred_on)
    if same_days:
        why.append("about the same days")
    return tuple(why) if len(why) > 1 or (why and same_days is None) else ()


def _same_days(one: date | None, other: date | None) -> bool | None:
    """Tell whether two days may be one occasion; None when a day is not known."""
    return None if one is None or other is None else abs(one - other) <= NEAR
