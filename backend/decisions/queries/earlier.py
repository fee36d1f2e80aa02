"""What earlier matters say at triage: two numbers, never what they were about, and never what was not substantiated."""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.access.policy import unbarred
from backend.cases.models import Case, CaseParty
from backend.cases.vocabulary import ENDED, AllegationState, PartyRole
from backend.decisions.models import STANDS, Finding
from backend.intake.models import Report, SamePerson
from backend.intake.queries.likeness import same_people
from backend.people.models import Person, User


@dataclass(frozen=True)
class Earlier:
    """How many other matters about a respondent were substantiated, and how many are open."""

    substantiated: int
    open: int

    def __bool__(self) -> bool:
        return bool(self.substantiated or self.open)


def earlier_matters(viewer: User, respondent: Person, *, besides: Report) -> Earlier:
    """Count other matters about a respondent; what a bar keeps from the viewer is not counted for them."""
    parties = CaseParty.objects.filter(person__in=same_people(respondent), role=PartyRole.RESPONDENT)
    others = Case.objects.filter(pk__in=parties.values("case")).exclude(report_links__report=besides)
    cases = unbarred(viewer, others)
    stands = Finding.objects.filter(adopted_at__isnull=False, factual__in=STANDS).exclude(
        allegation__state=AllegationState.OVERTURNED
    )
    return Earlier(
        substantiated=cases.filter(pk__in=stands.values("allegation__case")).count(),
        open=cases.exclude(state__in=ENDED).count(),
    )


def named_before(viewer: User, reports: Iterable[Report]) -> set[int]:
    """Tell of which reports on a page (fetched with their links to a case) the respondent stands in another matter."""
    rows = [report for report in reports if report.respondent_id]
    if not rows:
        return set()
    people = {report.respondent_id for report in rows}
    pairs = SamePerson.objects.filter(person__in=people) | SamePerson.objects.filter(other__in=people)
    same: dict[int, set[int]] = {key: {key} for key in people if key}
    for one, other in pairs.values_list("person", "other"):
        for key, match in ((one, other), (other, one)):
            if key in same:
                same[key].add(match)
    everybody = set().union(*same.values())
    cases = unbarred(viewer, Case.objects.filter(parties__person__in=everybody, parties__role=PartyRole.RESPONDENT))
    held = CaseParty.objects.filter(case__in=cases.values("pk"), person__in=everybody, role=PartyRole.RESPONDENT)
    found = {(party, case) for party, case in held.values_list("person", "case")}
    own = {report.pk: getattr(getattr(report, "case_link", None), "case_id", None) for report in rows}
    return {
        report.pk
        for report in rows
        if any(person in same[report.respondent_id or 0] and case != own[report.pk] for person, case in found)
    }
