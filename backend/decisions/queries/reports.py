"""Reads of investigation reports (D7): the one that holds what is proposed now, and how far the next one has come."""

from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from backend.cases.keys import CaseKey
from backend.cases.models import Case
from backend.decisions.models import Finding
from backend.documents.models import BEFORE_ISSUE, Document, LetterDraft

REPORT: Final = "D7"
WHOLE: Final = Q(kind=REPORT, redacts=None)  # a version with parts left out is no report to decide on


def reports_on(case: Case) -> QuerySet[Document]:
    """List the whole reports on a case that were neither withdrawn nor replaced, the latest first."""
    return Document.objects.current().filter(WHOLE, matter_stream=case.key).order_by("-issued_at", "-pk")


def report_in_force(case: Case) -> Document | None:
    """Find the report that holds the findings as they are proposed now: none that was issued before the latest proposal."""
    latest = Finding.objects.filter(allegation__case=case).order_by("-proposed_at").values("proposed_at")[:1]
    return reports_on(case).filter(issued_at__gte=Coalesce(Subquery(latest), F("issued_at"))).first()


def report_begun(case: Case) -> LetterDraft | None:
    """Find the report that is being written, reviewed or approved."""
    return LetterDraft.objects.filter(WHOLE, matter_stream=case.key, state__in=BEFORE_ISSUE).order_by("-pk").first()


def with_report(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Tell with each case whether its report is in force, and where the one stands that is being written."""
    latest = Finding.objects.filter(allegation__case=OuterRef(OuterRef("pk"))).order_by("-proposed_at")
    here: dict[str, Any] = {"matter_stream": OuterRef("history_key")}
    issued = Document.objects.current().filter(WHOLE, **here)
    begun = LetterDraft.objects.filter(WHOLE, **here, state__in=BEFORE_ISSUE).order_by("-pk")
    return rows.annotate(history_key=CaseKey("uid")).annotate(
        has_report=Exists(
            issued.filter(issued_at__gte=Coalesce(Subquery(latest.values("proposed_at")[:1]), F("issued_at")))
        ),
        report_begun=Subquery(begun.values("reference")[:1]),
        report_stands=Subquery(begun.values("state")[:1]),
    )
