"""Links between cases as a reader sees them, and what one forbids: nobody investigates retaliation after a case of their own."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from backend.access.policy import scope
from backend.cases.aftermath_vocabulary import LinkKind
from backend.cases.models import Assignment, Case, CaseLink
from backend.cases.vocabulary import CaseRole
from backend.people.models import Person, User

# How a link reads from its other end.
FROM_THE_OTHER: Final = {
    LinkKind.RELATED: "Related",
    LinkKind.CROSS_COMPLAINT: "Complaint of the other side",
    LinkKind.PATTERN: "Same pattern",
    LinkKind.REOPENED_FROM: "Taken up again by",
    LinkKind.RETALIATION_OF: "Led to a case about retaliation",
    LinkKind.MGMT_FAILURE_OF: "Led to a case about a failure to act",
}


@dataclass(frozen=True)
class Seen:
    """One link as it reads from a case."""

    link: CaseLink
    other: Case
    words: str


def links_of(case: Case, person: User) -> list[Seen]:
    """List the links of a case whose both ends a person may see, from whichever end they were made."""
    rows = CaseLink.objects.filter(Q(case=case) | Q(other=case)).select_related("case", "other")
    seen = []
    for link in scope(person, "link.view", rows).order_by("pk"):
        made_here = link.case_id == case.pk
        words = LinkKind(link.kind).label if made_here else FROM_THE_OTHER[LinkKind(link.kind)]
        seen.append(Seen(link, link.other if made_here else link.case, str(words)))
    return seen


def earlier_part(person: Person, case: Case, role: str) -> list[str]:
    """Say why somebody may not investigate retaliation: they investigated, or decided, the case that it follows."""
    if role != CaseRole.INVESTIGATOR:
        return []
    before = CaseLink.objects.filter(case=case, kind=LinkKind.RETALIATION_OF).values("other")
    took_part = Assignment.objects.filter(
        case__in=before, person=person, role__in=[CaseRole.INVESTIGATOR, CaseRole.DECISION_MAKER]
    )
    if took_part.exists():
        return [f"{person.name} investigated or decided the case that this one follows; somebody else investigates."]
    return []
