"""Reads of cases and reports: lists as a person may filter them, who works on what, and what intake has to do."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from backend.access.models import Role
from backend.access.policy import scope
from backend.access.roles import has_role
from backend.audit.models import Event
from backend.audit.recorded import Recorded
from backend.audit.timeline import Entry, entries
from backend.cases.glass import open_glasses
from backend.cases.keys import CaseKey
from backend.cases.models import Allegation, Assignment, BreakGlass, Case, CaseGrant, CaseParty
from backend.cases.vocabulary import ENDED, ONGOING, AllegationState, CaseRole, CaseState, PartyRole
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import Sense
from backend.intake.models import SETTLED, Prompt, Report, ReportState
from backend.kernel import clock
from backend.people.models import Person, User

CAP: Final = 1000  # a count beyond this is told as “more than”
STAGES: Final[dict[str, tuple[str, ...]]] = {
    "intake": (CaseState.OPENED, CaseState.CONFLICT_CLEARED),
    "planning": (CaseState.ASSIGNED, CaseState.PLANNING, CaseState.REOPENED),
    "investigation": (CaseState.INVESTIGATING, CaseState.STAYED, CaseState.EVIDENCE_REVIEW),
    "decision": (CaseState.LEGAL_REVIEW, CaseState.REPORT_FINAL, CaseState.FINDINGS_DECIDED),
    "outcome": (CaseState.OUTCOME_DECIDED, CaseState.IMPLEMENTING),
    "monitoring": (CaseState.MONITORING,),
    "closed": ENDED,
}
ORDERS: Final[dict[str, tuple[Any, ...]]] = {
    "due": (F("next_due_at").asc(nulls_last=True), "-opened_at", "-pk"),
    "newest": ("-opened_at", "-pk"),
    "oldest": ("opened_at", "pk"),
    "priority": ("priority", F("next_due_at").asc(nulls_last=True), "-pk"),
}


# Who may learn from a date that there is an agreement; an investigator's part ends with the findings.
KNOW_OF_AGREEMENTS: Final = (Role.DECISION_MAKER, Role.APPEAL_REVIEWER, Role.HR_PARTNER, Role.COUNSEL)
LEADS: Final = (CaseRole.INVESTIGATOR, CaseRole.INTAKE)


@dataclass(frozen=True)
class Step:
    """One thing that is to be done next: the act, who does it (a case-role, or “respondent”, “officer”, “monitor”), and until when."""

    action: str
    doer: str
    row: Recorded
    case: Case | None = None
    due: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseFilter:
    """What somebody looks for among cases; empty means everything that they may see."""

    q: str = ""
    view: str = ""
    stage: str = ""
    kind: str = ""
    priority: str = ""
    unit: str = ""
    sort: str = ""


def cases_for(person: User, wanted: CaseFilter) -> QuerySet[Case]:
    """Give the cases that a person may see and asked for, each with its next deadline and its investigator's name."""
    staff = Deadline.objects.unfinished().exclude(sense=Sense.FLOOR)
    if not has_role(person, *KNOW_OF_AGREEMENTS):
        for start in ("duty.", "rtw.", "follow_up."):
            staff = staff.exclude(kind__startswith=start)
    open_deadlines = staff.filter(matter=CaseKey(OuterRef("uid")))
    investigators = Assignment.objects.filter(case=OuterRef("pk"), role=CaseRole.INVESTIGATOR, ends_on=None).order_by(
        "-pk"
    )
    rows = scope(person, "case.view", Case.objects.filter(_matching(wanted))).annotate(
        next_due_at=Subquery(open_deadlines.order_by("due_at").values("due_at")[:1]),
        investigator_name=Subquery(investigators.values("person__name")[:1]),
    )
    return _in_view(rows, wanted.view).order_by(*ORDERS.get(wanted.sort) or ORDERS[usual_order(person)])


def usual_order(person: User) -> str:
    """Tell how lists are ordered unless asked: by what is due next; for an auditor, who has nothing due, the newest first."""
    return "newest" if has_role(person, Role.AUDITOR) else "due"


def counted(rows: QuerySet[Any]) -> tuple[int, bool]:
    """Count rows up to a cap; the second value tells that there are more."""
    number = rows.order_by().values("pk")[: CAP + 1].count()
    return min(number, CAP), number > CAP


def cases_by_stage(person: User) -> dict[str, int]:
    """Count the open cases in a person's reach by stage."""
    states = (
        scope(person, "case.view", Case.objects.filter(state__in=ONGOING)).order_by().values_list("state", flat=True)
    )
    tally: dict[str, int] = {stage: 0 for stage in STAGES if stage != "closed"}
    for state in states[:10_000]:
        tally[stage_of(state)] += 1
    return tally


def stage_of(state: str) -> str:
    """Name the stage that a state belongs to."""
    return next(stage for stage, states in STAGES.items() if state in states)


def live_grants(case: Case) -> list[CaseGrant]:
    """List who can reach a case now and as what, with one query; it is shown to everybody who works on the case."""
    rows = CaseGrant.objects.filter(CaseGrant.live(), content_object=case).select_related(
        "user__person", "permission", "granted_by__person"
    )
    barred = set(CaseParty.objects.filter(case=case).values_list("person_id", flat=True))
    return [grant for grant in rows.order_by("starts_at", "pk") if grant.user.person_id not in barred]


def team_of(case: Case) -> list[CaseGrant]:
    """List the same of a case that was fetched for telling what is next, with no query."""
    parties = {party.person_id for party in case.__dict__["people"]}
    given = sorted(_grants(case), key=lambda grant: (grant.starts_at, grant.pk))
    return [grant for grant in given if grant.user.person_id not in parties]


def leads_of(case: Case) -> list[User]:
    """List who leads a case: whoever investigates it, or took it in while nobody does."""
    grants = live_grants(case)
    by_role = ([grant.user for grant in grants if grant.role == role] for role in LEADS)
    return next((users for users in by_role if users), [])


def roles_on(case: Case, person: User) -> set[str]:
    """Name the case-roles that a person holds on a case; uses grants that were fetched with it."""
    return {grant.role for grant in _grants(case) if grant.user_id == person.pk}


def holders_of(case: Case, role: str) -> list[str]:
    """Name the people who hold a case-role; uses grants that were fetched with the case."""
    return [grant.user.name for grant in _grants(case) if grant.role == role]


def with_grants(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Fetch the grants of cases together, with their users and roles; which of them hold is told when they are read."""
    grants = CaseGrant.objects.select_related("user__person", "permission")
    return rows.prefetch_related(Prefetch("grants", queryset=grants, to_attr="given"))


def deadlines_of(rows: Iterable[Recorded]) -> list[Deadline]:
    """List what is due and not yet done in whole matters (reports, cases), soonest first, with one query."""
    keys = [row.stream for row in rows]
    return list(Deadline.objects.unfinished().filter(matter__in=keys).order_by("due_at", "pk")) if keys else []


def reports_to_handle(person: User) -> QuerySet[Report]:
    """Give the reports that wait for intake, the oldest first, in the reach of a person."""
    waiting = Report.objects.exclude(state__in=SETTLED)
    return scope(person, "report.triage_view", waiting).order_by("received_at", "pk")


NEXT_FOR_REPORT: Final = {
    ReportState.SUBMITTED: ("report.acknowledge", "report.acknowledge"),
    ReportState.ACKNOWLEDGED: ("report.triage", "report.triage"),
    ReportState.IN_TRIAGE: ("report.accept", "report.triage.{priority}"),
    ReportState.DECLINE_PROPOSED: ("report.decline", "report.triage.{priority}"),
}


def report_steps(person: User, reports: Iterable[Report]) -> list[Step]:
    """Tell what intake does next with each report; a proposal to decline is for somebody else than its author."""
    rows = list(reports)
    due = {(deadline.matter, deadline.kind): deadline.due_at for deadline in deadlines_of(rows)}
    steps = []
    for report in rows:
        action, kind = NEXT_FOR_REPORT.get(ReportState(report.state), ("", ""))
        if action and not (action == "report.decline" and report.decline_proposed_by_id == person.pk):
            until = due.get((report.stream, kind.format(priority=report.priority)))
            steps.append(Step(action, CaseRole.INTAKE, report, due=until))
    return steps


def prompt_steps(reports: Iterable[Report]) -> list[Step]:
    """Tell what intake weighs at once, whatever became of the report."""
    waiting = Prompt.objects.filter(report__in=list(reports), answered_at=None).select_related("report")
    return [
        Step("report.answer_prompt", CaseRole.INTAKE, prompt.report, due=prompt.raised_at, detail=prompt.kind)
        for prompt in waiting.order_by("raised_at", "pk")
    ]


def files_for_others(person: User) -> bool:
    """Tell whether somebody may take a report down for another person."""
    return has_role(person, Role.INTAKE, Role.INVESTIGATOR, Role.HR_PARTNER)


def glasses_told(person: User) -> QuerySet[BreakGlass]:
    """Give the emergency accesses that a person may know of, with their reviews, the newest first."""
    rows = scope(person, "break_glass.view", BreakGlass.objects.all())
    return rows.select_related("case", "user__person", "review__reviewed_by__person").order_by("-opened_at", "-pk")


def glasses_open_on(case: Case) -> QuerySet[BreakGlass]:
    """Give the emergency accesses to a case that are open now; everybody who works on it sees them."""
    rows = BreakGlass.objects.filter(case=case, ended_at=None, ends_at__gt=clock.now())
    return rows.select_related("user__person").order_by("pk")


def reads_under(glass: BreakGlass, *, most: int = 200) -> list[Entry]:
    """Tell what was read under an emergency access, the newest first, from the history of its case."""
    during = Event.objects.filter(stream=glass.case.key, at__gte=glass.opened_at, at__lte=glass.over_at)
    told = during.filter(actor=glass.user.uid, body__contains='"as":["break_glass"]').order_by("-id")
    return entries(told[:most])


def glasses_to_look_at(person: User) -> list[BreakGlass]:
    """List the emergency accesses that wait on a person's first page: their own open ones, those to review, those on cases they lead.

    An auditor is told of those whose review is late.
    """
    unreviewed = glasses_told(person).filter(review__reviewed_at=None)
    if has_role(person, Role.AUDITOR):
        return list(unreviewed.filter(review__escalated_at__isnull=False)[:20])
    if has_role(person, Role.PRIVACY_OFFICER, Role.INTAKE, Role.INVESTIGATOR):
        return list(unreviewed.exclude(user=person, ended_at__isnull=False)[:20])
    open_now = [glass.reference for glass in open_glasses(person)]
    return list(unreviewed.filter(reference__in=open_now)) if open_now else []


def own_reports(person: User) -> QuerySet[Report]:
    """Give the reports that a person made or took down, the newest first."""
    mine = Q(filed_by=person) | (Q(reporter=person.person_id) if person.person_id else Q(pk__in=[]))
    return scope(person, "report.view", Report.objects.filter(mine)).order_by("-received_at", "-pk")


def own_allegations(person: User) -> list[Allegation]:
    """List the allegations that wait for this person's own answer, the soonest due first."""
    waiting = Allegation.objects.filter(state=AllegationState.NOTICED).select_related("case")
    return list(scope(person, "allegation.answer", waiting).order_by("answer_due_at", "pk")[:20])


def respondent_of(case: Case) -> Person | None:
    """Find whom the case is about."""
    party = (
        case.parties.filter(role=PartyRole.RESPONDENT)
        .select_related("person__site", "person__unit")
        .order_by("pk")
        .first()
    )
    return party.person if party else None


def _grants(case: Case) -> Collection[CaseGrant]:
    given: list[CaseGrant] | None = case.__dict__.get("given")
    if given is None:
        return live_grants(case)
    now = clock.now()
    return [grant for grant in given if grant.starts_at <= now < grant.ends_at]


def _matching(wanted: CaseFilter) -> Q:
    matching = ~Q(pk__in=[])
    for name, value in (("kind", wanted.kind), ("priority", wanted.priority), ("unit__code", wanted.unit)):
        if value:
            matching &= Q(**{name: value})
    if wanted.stage:
        matching &= Q(state__in=STAGES.get(wanted.stage, ()))
    words = wanted.q.strip()
    return matching & (Q(reference__icontains=words) | Q(title__icontains=words)) if words else matching


def _in_view(rows: QuerySet[Any], view: str) -> QuerySet[Any]:
    if view == "all":
        return rows
    if view == "closed":
        return rows.filter(state__in=ENDED)
    rows = rows.filter(state__in=ONGOING)
    if view == "overdue":
        return rows.filter(next_due_at__lt=clock.now())
    if view == "unassigned":
        return rows.filter(investigator_name=None)
    return rows
