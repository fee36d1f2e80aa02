"""The addresses of the API, version 1."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from backend.api.access import AccessReviews, CaseAccess, OwnReads, PersonAccess
from backend.api.agreements import Agreements, Duties
from backend.api.allegations import Allegations
from backend.api.break_glass import BreakGlasses
from backend.api.case_parts import (
    Appointments,
    CaseAgreements,
    CaseAllegations,
    CaseDocuments,
    CaseFindings,
    CaseObligations,
    CaseOutcomes,
    CaseTimeline,
    Parties,
)
from backend.api.cases import Cases
from backend.api.documents import Documents
from backend.api.errors import not_found
from backend.api.events import Events
from backend.api.exports import Exports
from backend.api.jobs import Jobs
from backend.api.log import EventProof, SealedLog
from backend.api.people import Me, People
from backend.api.reports import Reports
from backend.api.schema_page import SchemaPage, schema
from backend.api.tokens import Tokens
from backend.api.vocabularies import Clauses, Vocabularies, Vocabulary

app_name = "api"
CASE = r"cases/(?P<case>[0-9A-Z-]{3,60})"

router = SimpleRouter()
router.register("reports", Reports, "report")
router.register("cases", Cases, "case")
router.register(f"{CASE}/parties", Parties, "case-party")
router.register(f"{CASE}/assignments", Appointments, "case-assignment")
router.register(f"{CASE}/allegations", CaseAllegations, "case-allegation")
router.register(f"{CASE}/findings", CaseFindings, "case-finding")
router.register(f"{CASE}/outcomes", CaseOutcomes, "case-outcome")
router.register(f"{CASE}/agreements", CaseAgreements, "case-agreement")
router.register(f"{CASE}/documents", CaseDocuments, "case-document")
router.register(f"{CASE}/obligations", CaseObligations, "case-obligation")
router.register(f"{CASE}/timeline", CaseTimeline, "case-timeline")
router.register("allegations", Allegations, "allegation")
router.register("agreements", Agreements, "agreement")
router.register("obligations", Duties, "obligation")
router.register("documents", Documents, "document")
router.register("events", Events, "event")
router.register("exports", Exports, "export")
router.register("break-glasses", BreakGlasses, "break-glass")
router.register("access/cases", CaseAccess, "case-access")
router.register("access/people", PersonAccess, "person-access")
router.register("access-reviews", AccessReviews, "access-review")
router.register("mine/reads", OwnReads, "own-read")
router.register("people", People, "person")
router.register("tokens", Tokens, "token")
router.register("jobs", Jobs, "job")

version_1 = [
    *router.urls,
    path("me/", Me.as_view(), name="me"),
    path("log/", SealedLog.as_view(), name="log"),
    path("events/<int:number>/proof/", EventProof.as_view(), name="event-proof"),
    path("vocabularies/", Vocabularies.as_view(), name="vocabularies"),
    path("vocabularies/<slug:name>/", Vocabulary.as_view(), name="vocabulary"),
    path("clauses/", Clauses.as_view(), name="clauses"),
    path("schema/", schema, name="schema"),
    path("docs/", SchemaPage.as_view(), name="docs"),
]

urlpatterns = [
    path("v1/", include(version_1)),
    re_path(r"^.*$", not_found, name="nothing"),
]
