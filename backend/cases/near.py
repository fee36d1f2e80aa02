"""Times that come near, and times that were missed, for whoever has to know of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, Q

from backend.access.models import Role
from backend.access.policy import scope
from backend.access.roles import has_role, live_roles
from backend.cases.keys import CaseKey
from backend.cases.models import Case
from backend.cases.policy import EVERYBODY, granted_cases
from backend.cases.queries import KNOW_OF_AGREEMENTS
from backend.deadlines.models import Deadline, DeadlineNotice
from backend.intake.keys import ReportKey
from backend.intake.models import Report
from backend.people.models import User

MOST: Final = 30
OF_AGREEMENTS: Final = ("duty.", "agreement.", "rtw.", "follow_up.")  # and what follows on one


@dataclass(frozen=True)
class Near:
    """One deadline that somebody was warned of, or that was missed, and the report or case that it belongs to."""

    deadline: Deadline
    matter: Report | Case
    missed: bool


def deadlines_near(person: User) -> list[Near]:
    """List the unfinished deadlines of which somebody was warned or told, in a person's reach, the soonest first."""
    matters = _matters(person)
    if matters == Q(pk__in=[]):
        return []
    notices = Prefetch("notices", queryset=DeadlineNotice.objects.order_by("pk"), to_attr="told")
    found = Deadline.objects.unfinished().filter(matters, pk__in=DeadlineNotice.objects.values("deadline"))
    if not has_role(person, *KNOW_OF_AGREEMENTS):
        for start in OF_AGREEMENTS:
            found = found.exclude(kind__startswith=start)
    rows = [row for row in found.prefetch_related(notices).order_by("due_at", "pk")[:MOST] if _is_for(person, row)]
    known = _fetched(rows)
    return [Near(row, known[row.matter], row.missed_at is not None) for row in rows if row.matter in known]


def _matters(person: User) -> Q:
    cases = Case.objects.filter(pk__in=granted_cases(person, *EVERYBODY))
    keys = scope(person, "case.view", cases).annotate(history_key=CaseKey("uid")).values("history_key")
    matters = Q(matter__in=keys)
    if has_role(person, Role.INTAKE, Role.INDEPENDENT_CHANNEL):
        reports = scope(person, "report.triage_view", Report.objects.all()).annotate(history_key=ReportKey("uid"))
        matters |= Q(matter__in=reports.values("history_key"))
    return matters


def _is_for(person: User, deadline: Deadline) -> bool:
    """Tell whether a person has to know: of a warning whoever works on the matter, of a miss the role that is told."""
    told: list[DeadlineNotice] = deadline.__dict__["told"]
    if deadline.missed_at is None:
        return any(notice.about != DeadlineNotice.MISSED for notice in told)
    roles = live_roles(person)
    if Role.INDEPENDENT_CHANNEL in roles:  # stands in for intake, in the matters that are in its reach
        roles |= {Role.INTAKE}
    return any(notice.about == DeadlineNotice.MISSED and notice.role in roles for notice in told)


def _fetched(rows: Iterable[Deadline]) -> dict[str, Report | Case]:
    uids: dict[str, list[str]] = {"report": [], "case": []}
    for row in rows:
        noun, _colon, uid = row.matter.partition(":")
        uids.setdefault(noun, []).append(uid)
    found: list[Report | Case] = [
        *Report.objects.filter(uid__in=uids["report"]),
        *Case.objects.filter(uid__in=uids["case"]),
    ]
    return {matter.key: matter for matter in found}
