"""Reads of what the custodian keeps: files, and questions to employees. Everything goes through `scope`."""

from django.db.models import Case, QuerySet, Value, When

from backend.access.policy import scope, scope_own
from backend.people.models import User
from backend.referrals.compartment import opened
from backend.referrals.contents import Answered, FileName
from backend.referrals.models import BarrierQuery, ProviderFile
from backend.referrals.vocabulary import FileState, QueryState

FILES = ProviderFile.objects.select_related("referral__person", "report__release", "author__provider", "screened_by")
QUERIES = BarrierQuery.objects.select_related("referral__person", "report", "weighed_by")
WAITING = (QueryState.ANSWERED, QueryState.UNANSWERED)
OPEN_TO_EMPLOYEE = (QueryState.ASKED, QueryState.UNANSWERED)
ASKED_AGAIN = (FileState.OVER_DISCLOSURE, FileState.WRONG_PERSON)


def files_for(person: User) -> QuerySet[ProviderFile]:
    """List the files of a custodian's referrals: what waits in quarantine first, the longest wait before the others."""
    waits = Case(When(state=FileState.QUARANTINED, then=Value(0)), default=Value(1))
    rows: QuerySet[ProviderFile] = scope(person, "provider_file.view", FILES.all())
    return rows.order_by(waits, "received_at", "pk")


def queries_for(person: User) -> QuerySet[BarrierQuery]:
    """List the questions of a coordinator's referrals: what is to be weighed first."""
    waits = Case(When(state__in=WAITING, then=Value(0)), When(state=QueryState.ASKED, then=Value(1)), default=Value(2))
    rows: QuerySet[BarrierQuery] = scope(person, "barrier.view", QUERIES.all())
    return rows.order_by(waits, "-asked_at", "-pk")


def own_queries(person: User) -> QuerySet[BarrierQuery]:
    """List the questions that somebody was asked about their own referral, what is open first."""
    waits = Case(When(state__in=OPEN_TO_EMPLOYEE, then=Value(0)), default=Value(1))
    rows: QuerySet[BarrierQuery] = scope_own(person, "barrier.view", QUERIES.all())
    return rows.order_by(waits, "-asked_at", "-pk")


def asked_again(person: User) -> QuerySet[ProviderFile]:
    """List the files that a provider was asked to hand in again, and has not yet."""
    rows: QuerySet[ProviderFile] = scope(person, "provider_file.replace", FILES.all())
    return rows.filter(state__in=ASKED_AGAIN, replaced_by=None).order_by("received_at", "pk")


def name_of(file: ProviderFile) -> str:
    """Open what a provider called a file; whoever calls this has asked for permission, and notes the reading."""
    return opened(FileName, file.sealed, file.referral).name


def words_of(query: BarrierQuery) -> str:
    """Open what an employee answered; whoever calls this has asked for permission, and notes the reading."""
    return opened(Answered, query.sealed, query.referral).words if query.sealed else ""
