"""Reads of an investigation's work: its plan, its tasks, what waits, what stood still, and what somebody was told or asked."""

from datetime import date, timedelta

from django.db.models import F, QuerySet

from backend.access.policy import scope, scope_own
from backend.cases.models import Case, CaseGrant
from backend.cases.queries import STAGES
from backend.investigation.inquiry_vocabulary import StatementState
from backend.investigation.models import (
    CaseUpdate,
    ConfidentialityRequest,
    Interview,
    InvestigationPlan,
    NoticeDeferral,
    Statement,
    Stay,
    Task,
)
from backend.kernel import clock
from backend.people.models import User

SOON = timedelta(days=7)
MOST = 5  # on the first page; the plan of each case shows them all
AT_WORK = (*STAGES["planning"], *STAGES["investigation"])


def workers_on(case: Case, *roles: str) -> list[User]:
    """List the users who hold one of these case-roles now, or any when none is named."""
    grants = CaseGrant.objects.filter(CaseGrant.live(), content_object=case).select_related("user__person")
    if roles:
        grants = grants.filter(permission__codename__in=[f"act_as_{role}" for role in roles])
    barred = set(case.parties.values_list("person_id", flat=True))
    return list({grant.user_id: grant.user for grant in grants if grant.user.person_id not in barred}.values())


def plan_of(case: Case) -> InvestigationPlan | None:
    """Find the plan of a case."""
    plans = InvestigationPlan.objects.select_related(
        "case", "saved_by__person", "submitted_by__person", "approved_by__person"
    )
    return plans.filter(case=case).first()


def live_deferral(case: Case) -> NoticeDeferral | None:
    """Find the record that lets the notice wait now."""
    rows = NoticeDeferral.objects.filter(case=case, lapsed_at=None, replaced_by=None, expires_at__gt=clock.now())
    return rows.select_related("decided_by__person").order_by("-pk").first()


def open_stay(case: Case) -> Stay | None:
    """Find the stay under which a case stands still now."""
    return Stay.objects.filter(case=case, ended_at=None).select_related("started_by__person").first()


def tasks_of(case: Case) -> QuerySet[Task]:
    """Give the tasks of a case: what is open first, by its day."""
    rows = Task.objects.filter(case=case).select_related("owner__person", "done_by__person")
    return rows.order_by(F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")


def own_tasks(person: User, *, until: date | None = None) -> list[Task]:
    """List a person's open tasks of the next days, in matters that are planned or investigated and that they can see."""
    last = until or clock.today(person.zone) + SOON
    rows = Task.objects.filter(owner=person, done_at=None, due_on__lte=last).filter(case__state__in=AT_WORK)
    return list(scope(person, "task.view", rows).select_related("case").order_by("due_on", "pk")[:MOST])


def interviews_of(person: User, case: Case) -> list[Interview]:
    """List the interviews of a case, with the record of each, to those who may hear of them."""
    rows = Interview.objects.filter(case=case).select_related("party__person", "statement", "saved_by__person")
    return list(scope(person, "interview.view", rows).order_by("planned_at", "pk"))


def requests_in(case: Case) -> list[ConfidentialityRequest]:
    """List whom a case asked to keep something to themselves."""
    rows = ConfidentialityRequest.objects.filter(case=case)
    return list(rows.select_related("case", "party__person", "asked_by__person").order_by("-asked_at", "-pk"))


def own_statements(person: User) -> QuerySet[Statement]:
    """Give the records of what a person said themselves."""
    rows = Statement.objects.select_related("interview", "document", "saved_by__person", "person")
    return scope_own(person, "statement.view", rows).order_by("-offered_at", "-pk")


def statements_to_check(person: User) -> list[Statement]:
    """List the records that wait for this person's own check."""
    return list(own_statements(person).filter(state=StatementState.OFFERED)[:20])


def own_requests(person: User) -> list[ConfidentialityRequest]:
    """List what a person was asked to keep to themselves, and still is."""
    rows = ConfidentialityRequest.objects.select_related("case", "asked_by__person")
    found = scope_own(person, "confidentiality.view", rows).order_by("-asked_at", "-pk")
    return [request for request in found if request.holds]


def own_updates(person: User) -> list[CaseUpdate]:
    """List what a party was told of the progress of their matters, the newest first."""
    rows = CaseUpdate.objects.select_related("case", "told_by__person")
    return list(scope_own(person, "update.view", rows).order_by("-told_at", "-pk")[:50])
