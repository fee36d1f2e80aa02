"""The rules on conflicts of interest, C1 to C5 and the roles that nobody may hold together: who must not work on a case, and why."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from backend.access.models import Role
from backend.access.relations import Relation, Side, by_tie, in_department, in_line, needs_independence
from backend.access.roles import users_with
from backend.cases.models import Assignment, Case, CaseBar, CaseParty, CaseRoute, ConflictWaiver
from backend.cases.vocabulary import CaseRole, Declared, PartyRole, WaiverState
from backend.intake.models import ReportBar
from backend.kernel import clock
from backend.people.models import Person, ReportingLine
from backend.people.queries import ever_near, shared_team

SEPARATED: Final = (
    {CaseRole.INVESTIGATOR, CaseRole.DECISION_MAKER},  # SD2
    {CaseRole.INVESTIGATOR, CaseRole.APPEAL_REVIEWER},
    {CaseRole.DECISION_MAKER, CaseRole.APPEAL_REVIEWER},  # SD3
    {CaseRole.DECISION_MAKER, CaseRole.APPROVER},  # SD7
    {CaseRole.INTAKE, CaseRole.INVESTIGATOR},  # SD1
    {CaseRole.COUNSEL, CaseRole.INVESTIGATOR},  # SD6
)
MEASURED: Final = ("C1", "C2", "C3", "C5")  # a case is measured by these; C7 and C8 follow from an act
MUST_BE_WAIVED: Final = frozenset(Declared.values) - {Declared.EARLIER}
Measured = Mapping[tuple[int, str], Relation]


def measure(case: Case) -> Measured:
    """Tell who stands too close to a case, and by which rules (C1, C2, C3 by a known tie, C5), whoever they are."""
    found: dict[tuple[int, str], Relation] = {}
    parties = sorted(CaseParty.objects.filter(case=case).select_related("person"), key=_respondents_first)
    for party in parties:
        found[party.person_id, "C1"] = Relation("C1", "is a party to this case")
    for person in _told_in_confidence(case):
        found.setdefault((person, "C1"), Relation("C1", "is one of the people in it"))
    for person in _named_in_reports(case):
        found.setdefault((person, "C1"), Relation("C1", "is named in the text of the report"))
    days = conduct_days(case)
    to_sides: dict[tuple[int, str], dict[str, Relation]] = {}
    for party in parties:
        if party.role in {PartyRole.RESPONDENT, PartyRole.COMPLAINANT}:
            side = Side(party.person, party.get_role_display().lower())
            for near in (in_line(side, days), by_tie(side)):
                _note(to_sides, side, near)
        if party.role == PartyRole.RESPONDENT and needs_independence(party.person):
            found |= {(person, near.rule): near for person, near in in_department(party.person).items()}
    return found | {key: _both(list(relations.values())) for key, relations in to_sides.items()}


def _respondents_first(party: CaseParty) -> tuple[bool, int]:
    """Order the parties in one way on every database, so that a conflict is always told in the same words."""
    return party.role != PartyRole.RESPONDENT, party.pk


def _told_in_confidence(case: Case) -> list[int]:
    """List who reported it: a reporter who is known to intake alone is no party, and keeps away from the case all the same."""
    told = case.report_links.exclude(report__reporter=None).values_list("report__reporter", flat=True)
    return list(told)


def conflicts_of(person: Person, case: Case, role: str, *, told: Collection[str] = ()) -> list[Relation]:
    """List why somebody may not take a case-role; what the independent channel waived is left out."""
    found = [relation for (key, _rule), relation in measure(case).items() if key == person.pk]
    left = CaseBar.objects.filter(case=case, person=person, ended=None, rule__in=("C7", "C8"))
    found += [Relation(bar.rule, bar.words) for bar in left]
    if _was_in_a_team(person, case):
        found.append(Relation("C3", "was in the team of one side in the last 24 months"))
    if role == CaseRole.INTAKE and not may_take_in(person, case):
        found.append(Relation("C5", "does not hold the independent channel, which alone takes this case in"))
    if MUST_BE_WAIVED & set(told):
        found.append(Relation("C3", "declares a tie to somebody in this case"))
    granted = waived(case, person)
    kept = [relation for relation in found if not (relation.waivable and relation.rule in granted)]
    return [*dict.fromkeys(kept), *_by_role(person, case, role)]


def left_out(person: Person, case: Case, role: str, told: Collection[str]) -> bool:
    """C4: tell whether a declaration is silent about an earlier matter of somebody in this case, in which they had another part."""
    if Declared.EARLIER in told or "C4" in waived(case, person):
        return False
    sides = CaseParty.objects.filter(case=case, role__in=[PartyRole.RESPONDENT, PartyRole.COMPLAINANT])
    earlier = CaseParty.objects.filter(person__in=sides.values("person")).exclude(case=case).values("case_id")
    worked = Assignment.objects.filter(case__in=earlier, person=person).exclude(role=role)
    return worked.exists() or CaseParty.objects.filter(case__in=earlier, person=person).exists()


def is_kept_out(person: Person, case: Case) -> bool:
    """Tell whether a conflict keeps somebody from the case whatever their role; an independent matter is kept from all but its channel."""
    near = any(key == person.pk for key, _rule in measure(case))
    barred = near or CaseBar.objects.filter(case=case, person=person, ended=None).exists()
    return barred or (is_independent(case) and not _holds_channel(person))


def is_independent(case: Case) -> bool:
    """Tell whether the case is one for the independent channel, because of whom it is, or was, about (C5)."""
    return CaseRoute.objects.filter(case=case).exists() or bool(why_independent(case))


def why_independent(case: Case) -> str:
    """Say why a case must not stay with those who usually handle matters, as things stand today; empty when it may."""
    respondents = CaseParty.objects.filter(case=case, role=PartyRole.RESPONDENT).select_related("person")
    found = (needs_independence(party.person) for party in respondents.order_by("pk"))
    return next((why for why in found if why), "")


def may_take_in(person: Person, case: Case) -> bool:
    """Tell whether somebody may take a case in: one for the independent channel is for whoever holds that alone."""
    return not is_independent(case) or _holds_channel(person)


def waived(case: Case, person: Person) -> set[str]:
    """Name the rules that the independent channel waived for somebody on a case."""
    rows = ConflictWaiver.objects.filter(case=case, person=person, state=WaiverState.GRANTED)
    return set(rows.values_list("rule", flat=True))


def conduct_days(case: Case) -> list[date]:
    """List the days on which reporting lines are looked at: first and last day of what is alleged, or the day of opening.

    Where it went on for a time, a line that began and ended meanwhile counts as well: the day on which each began is looked at.
    """
    pairs = list(case.allegations.values_list("occurred_from", "occurred_to"))
    days = {day for pair in pairs for day in pair if day is not None}
    spans = [Q(starts_on__gt=first, starts_on__lt=last) for first, last in pairs if first and last and first < last]
    if spans:
        sides = CaseParty.objects.filter(case=case, role__in=[PartyRole.RESPONDENT, PartyRole.COMPLAINANT])
        near = ever_near(set(sides.values_list("person_id", flat=True)))
        lines = ReportingLine.objects.filter(reduce(or_, spans), person__in=near, manager__in=near)
        days |= set(lines.values_list("starts_on", flat=True))
    return sorted(days) or [case.opened_at.date()]


def in_words(person: Person, found: Collection[Relation]) -> str:
    """Say to whoever appoints why somebody is refused, and whether a waiver may be asked for; a tie is not described."""
    told = [f"{person.name} {each.words}{f' ({each.rule})' if each.rule != 'SD' else ''}." for each in found]
    if all(each.waivable for each in found):
        told.append("Only the independent channel may waive this: ask for a waiver on the page of the people.")
    return " ".join(told)


def _by_role(person: Person, case: Case, role: str) -> list[Relation]:
    """SD1-SD3, SD6, SD7: roles that one person may never hold on the same case, replaced holders included."""
    held = set(Assignment.objects.filter(case=case, person=person).values_list("role", flat=True))
    clashes = [other for pair in SEPARATED if role in pair for other in pair - {role} if other in held]
    return [Relation("SD", f"is or was {CaseRole(other).label.lower()} on this case") for other in clashes]


def _was_in_a_team(person: Person, case: Case) -> bool:
    sides = CaseParty.objects.filter(case=case, role__in=[PartyRole.RESPONDENT, PartyRole.COMPLAINANT])
    return any(shared_team(person, party.person, on=clock.today()) for party in sides.select_related("person"))


def _named_in_reports(case: Case) -> Collection[int]:
    bars = ReportBar.objects.filter(report__case_link__case=case, rule=ReportBar.NAMED, ended=None)
    return set(bars.values_list("person_id", flat=True))


def _holds_channel(person: Person) -> bool:
    return users_with(Role.INDEPENDENT_CHANNEL).filter(person=person).exists()


def _note(to_sides: dict[tuple[int, str], dict[str, Relation]], side: Side, near: Mapping[int, Relation]) -> None:
    """Keep one relation per person, rule and side: where a side is several people, a line of today goes before one of the past."""
    for person, relation in near.items():
        known = to_sides.setdefault((person, relation.rule), {})
        if side.name not in known or (known[side.name].historic and not relation.historic):
            known[side.name] = relation


def _both(relations: Sequence[Relation]) -> Relation:
    """Say each side that somebody is close to; it is of the past only where each of them is."""
    words = ", and ".join(each.words for each in relations)
    return Relation(relations[0].rule, words, historic=all(each.historic for each in relations))
