"""The queue of intake: what waits, cut down and ordered as somebody asks, each report with its next time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, NullIf

from backend.access.models import Role, RoleHolding
from backend.access.policy import scope
from backend.access.roles import has_role
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import Sense
from backend.intake.keys import ReportKey
from backend.intake.models import UNDECIDED, Prompt, Report, ReportState
from backend.kernel import clock
from backend.people.models import User

ORDERS: Final[dict[str, tuple[Any, ...]]] = {
    "oldest": ("received_at", "pk"),
    "newest": ("-received_at", "-pk"),
    "due": (F("next_due_at").asc(nulls_last=True), "received_at", "pk"),
    "priority": (F("urgency").asc(nulls_last=True), F("next_due_at").asc(nulls_last=True), "pk"),
}
VIEWS: Final[dict[str, Q]] = {
    "": Q(state__in=UNDECIDED),
    "new": Q(state=ReportState.SUBMITTED),
    "assess": Q(state=ReportState.ACKNOWLEDGED),
    "decide": Q(state=ReportState.IN_TRIAGE),
    "second": Q(state=ReportState.DECLINE_PROPOSED),
    "weigh": Q(prompts__answered_at=None, prompts__isnull=False),
    "feedback": Q(state__in=[ReportState.ACCEPTED, ReportState.MERGED]),
    "all": ~Q(pk__in=[]),
}


@dataclass(frozen=True, kw_only=True)
class ReportFilter:
    """What somebody looks for among reports; empty means everything that waits."""

    q: str = ""
    view: str = ""
    channel: str = ""
    mode: str = ""
    priority: str = ""
    flag: str = ""
    sort: str = ""


def reports_for(person: User, wanted: ReportFilter) -> QuerySet[Report]:
    """Give the reports that a person takes in and asked for, each with its next time, and whether something must be weighed at once."""
    running = Deadline.objects.unfinished().exclude(sense=Sense.FLOOR).filter(matter=ReportKey(OuterRef("uid")))
    rows = scope(person, "report.triage_view", Report.objects.filter(_matching(wanted))).annotate(
        next_due_at=Subquery(running.order_by("due_at").values("due_at")[:1]),
        next_kind=Subquery(running.order_by("due_at").values("kind")[:1]),
        weigh=Exists(Prompt.objects.filter(report=OuterRef("pk"), answered_at=None)),
        told_flags=Cast("flags", TextField()),
        urgency=NullIf("priority", Value("")),
    )
    if wanted.flag:
        rows = rows.filter(told_flags__contains=f'"{wanted.flag}"')
    if wanted.view == "overdue":
        rows = rows.filter(next_due_at__lt=clock.now())
    return rows.order_by(*ORDERS.get(wanted.sort, ORDERS["newest" if wanted.view == "all" else "oldest"]))


def counts_of_views(person: User) -> dict[str, int]:
    """Count what each saved view holds for a person, with one query; everything that ever came in is not counted."""
    rows = scope(person, "report.triage_view", Report.objects.all())
    asked = {f"in_{view}": Count("pk", filter=which, distinct=True) for view, which in VIEWS.items() if view != "all"}
    return {name.removeprefix("in_"): number for name, number in rows.aggregate(**asked).items()}


def latest_received(person: User) -> Report | None:
    """Find the report that came in last in a person's reach, for an empty queue to tell of."""
    return scope(person, "report.triage_view", Report.objects.order_by("-received_at", "-pk")).first()


def reports_to_weigh(person: User) -> QuerySet[Report]:
    """Give the reports on which something must be weighed at once, whatever became of them."""
    asked = Report.objects.filter(prompts__isnull=False, prompts__answered_at=None).values("pk")
    return scope(person, "report.answer_prompt", Report.objects.filter(pk__in=asked)).order_by("received_at", "pk")


def _matching(wanted: ReportFilter) -> Q:
    matching = VIEWS.get(wanted.view, VIEWS[""]) if wanted.view != "overdue" else VIEWS["all"]
    if wanted.view == "weigh":
        matching = Q(pk__in=Report.objects.filter(matching).values("pk"))
    for name in ("channel", "mode", "priority"):
        if value := getattr(wanted, name):
            matching &= Q(**{name: value})
    words = wanted.q.strip()
    return matching & Q(reference__icontains=words) if words else matching


def work_here(reports: Iterable[Report]) -> set[int]:
    """Tell which respondents hold a role in this product: their reports may have to go to the independent channel."""
    people = {report.respondent_id for report in reports if report.respondent_id}
    now = clock.now()
    held = RoleHolding.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now, user__person__in=people)
    return set(held.values_list("user__person", flat=True)) if people else set()


def told_state(person: User) -> Case:
    """Give the state as somebody may know it: their own report tells them nothing of a proposal to decline or of other reports."""
    mine = Q(reporter=person.person_id) if person.person_id else Q(pk__in=[])
    if not has_role(person, Role.INTAKE):
        mine |= Q(filed_by=person)
    return Case(
        When(mine & Q(state=ReportState.MERGED, case_link__isnull=False), then=Value(ReportState.ACCEPTED)),
        When(mine & Q(state__in=[ReportState.MERGED, ReportState.DECLINE_PROPOSED]), then=Value(ReportState.IN_TRIAGE)),
        default=F("state"),
    )
