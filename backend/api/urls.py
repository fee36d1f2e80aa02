"""The addresses of the API, version 1."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from backend.api.access import AccessReviews, CaseAccess, OwnReads, PersonAccess
from backend.api.accountability import (
    AccountabilityRounds,
    AccountabilityShares,
    AccountabilityWishes,
    OwnAccountabilityStatements,
)
from backend.api.aftermath import CaseLinks, CheckIns, Concerns, Links, OwnWatches, Watches
from backend.api.agreements import Agreements, Duties
from backend.api.allegations import Allegations
from backend.api.anonymous import (
    AnonymousFiles,
    AnonymousMailbox,
    AnonymousMessages,
    AnonymousNames,
    AnonymousReports,
)
from backend.api.appeals import AppealFiles, Appeals, CaseAppeals, OwnAppeals
from backend.api.batches import Batches
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
from backend.api.clauses import ClauseRules, ClauseVersions, LibraryEntries
from backend.api.conflicts import CaseBars, CaseDeclarations, Challenges, Handovers, Ties, Waivers
from backend.api.custody import BarrierQueries, ProviderFiles
from backend.api.decided import (
    CaseDisclosures,
    CasePriors,
    CaseRemedies,
    CaseSimilar,
    CaseSimilarFacts,
    Disclosures,
    Remedies,
    SimilarFacts,
)
from backend.api.documents import Documents
from backend.api.errors import not_found
from backend.api.events import Events
from backend.api.evidence import CaseComments, CaseEvidence, Evidence, OwnEvidence
from backend.api.exports import Exports
from backend.api.file_alarms import FileAlarms
from backend.api.identities import IdentityOpenings
from backend.api.inquiry import (
    Assessments,
    CaseInterviews,
    CaseRequests,
    CaseStays,
    CaseTasks,
    CaseUpdates,
    Interviews,
    OwnUpdates,
    Plans,
    Requests,
    Tasks,
)
from backend.api.insights import FiguresView, PatternReviews
from backend.api.jobs import Jobs
from backend.api.letter_templates import LetterTemplates
from backend.api.letters import LetterKinds, Letters
from backend.api.log import EventProof, SealedLog
from backend.api.mailboxes import ReportMessages
from backend.api.manager_extracts import ManagerExtracts
from backend.api.measures import CaseMeasures, Measures
from backend.api.monitoring import AgreementCheckIns, Breaches, Easings, Undertakings
from backend.api.occurrences import ChangeRequests, HandedFiles, Obstacles, Occurrences
from backend.api.people import Me, People
from backend.api.practice import Conclusions, Contacts, PracticeReferrals, ProviderReports
from backend.api.referrals.gate import CaseReferrals, Referrals
from backend.api.referrals.own import OwnReferrals, Releases
from backend.api.registers.fitness import FitnessRequests, OwnSupport, SupportSuggestions
from backend.api.registers.interventions import Interventions
from backend.api.registers.providers import Licences, Providers, ProviderTies
from backend.api.reports import Reports
from backend.api.return_appeals import ReturnAppeals
from backend.api.returns import CaseReturns, FollowUps, OwnReturns, Returns
from backend.api.safeguards import CaseSafeguards, OwnSafeguards, Safeguards
from backend.api.schema_page import SchemaPage, schema
from backend.api.statements import Statements
from backend.api.tokens import Tokens
from backend.api.verify import Verify
from backend.api.vocabularies import Clauses, Vocabularies, Vocabulary

app_name = "api"
CASE = r"cases/(?P<case>[0-9A-Z-]{3,60})"

router = SimpleRouter()
router.register("reports", Reports, "report")
router.register(r"reports/(?P<report>[0-9A-Z-]{3,60})/messages", ReportMessages, "report-message")
router.register("practice/referrals", PracticeReferrals, "practice-referral")
router.register("practice/conclusions", Conclusions, "practice-conclusion")
router.register("provider-reports", ProviderReports, "provider-report")
router.register(r"providers/(?P<provider>[0-9A-Z-]{3,60})/contacts", Contacts, "provider-contact")
router.register("identity-openings", IdentityOpenings, "identity-opening")
router.register("cases", Cases, "case")
router.register(f"{CASE}/parties", Parties, "case-party")
router.register(f"{CASE}/assignments", Appointments, "case-assignment")
router.register(f"{CASE}/allegations", CaseAllegations, "case-allegation")
router.register(f"{CASE}/findings", CaseFindings, "case-finding")
router.register(f"{CASE}/outcomes", CaseOutcomes, "case-outcome")
router.register(f"{CASE}/remedies", CaseRemedies, "case-remedy")
router.register(f"{CASE}/disclosures", CaseDisclosures, "case-disclosure")
router.register(f"{CASE}/similar-facts", CaseSimilarFacts, "case-similar-fact")
router.register(f"{CASE}/priors", CasePriors, "case-prior")
router.register(f"{CASE}/similar", CaseSimilar, "case-similar")
router.register(f"{CASE}/appeals", CaseAppeals, "case-appeal")
router.register(f"{CASE}/agreements", CaseAgreements, "case-agreement")
router.register(f"{CASE}/documents", CaseDocuments, "case-document")
router.register(f"{CASE}/obligations", CaseObligations, "case-obligation")
router.register(f"{CASE}/links", CaseLinks, "case-link")
router.register(f"{CASE}/measures", CaseMeasures, "case-measure")
router.register(f"{CASE}/referrals", CaseReferrals, "case-referral")
router.register(f"{CASE}/safeguards", CaseSafeguards, "case-safeguard")
router.register(f"{CASE}/returns", CaseReturns, "case-return")
router.register(f"{CASE}/timeline", CaseTimeline, "case-timeline")
router.register(f"{CASE}/evidence", CaseEvidence, "case-evidence")
router.register(f"{CASE}/evidence-comments", CaseComments, "case-evidence-comment")
router.register(f"{CASE}/tasks", CaseTasks, "case-task")
router.register(f"{CASE}/interviews", CaseInterviews, "case-interview")
router.register(f"{CASE}/confidentiality-requests", CaseRequests, "case-confidentiality-request")
router.register(f"{CASE}/stays", CaseStays, "case-stay")
router.register(f"{CASE}/updates", CaseUpdates, "case-update")
router.register("investigation-plans", Plans, "investigation-plan")
router.register("tasks", Tasks, "task")
router.register("interviews", Interviews, "interview")
router.register("statements", Statements, "statement")
router.register("confidentiality-requests", Requests, "confidentiality-request")
router.register("credibility-assessments", Assessments, "credibility-assessment")
router.register("mine/updates", OwnUpdates, "own-update")
router.register("allegations", Allegations, "allegation")
router.register("evidence", Evidence, "evidence")
router.register("file-alarms", FileAlarms, "file-alarm")
router.register(f"{CASE}/bars", CaseBars, "case-bar")
router.register(f"{CASE}/declarations", CaseDeclarations, "case-declaration")
router.register("waivers", Waivers, "waiver")
router.register("challenges", Challenges, "challenge")
router.register("handovers", Handovers, "handover")
router.register("ties", Ties, "tie")
router.register("agreements", Agreements, "agreement")
router.register("clause-library", LibraryEntries, "library-entry")
router.register("clause-versions", ClauseVersions, "clause-version")
router.register("clause-rules", ClauseRules, "clause-rule")
router.register("measures", Measures, "measure")
router.register("manager-extracts", ManagerExtracts, "manager-extract")
router.register("safeguards", Safeguards, "safeguard")
router.register("mine/safeguards", OwnSafeguards, "own-safeguard")
router.register("returns", Returns, "return")
router.register("return-appeals", ReturnAppeals, "return-appeal")
router.register("mine/returns", OwnReturns, "own-return")
router.register("follow-ups", FollowUps, "follow-up")
router.register("links", Links, "link")
router.register("watches", Watches, "watch")
router.register("check-ins", CheckIns, "check-in")
router.register("concerns", Concerns, "concern")
router.register("mine/accountability-statements", OwnAccountabilityStatements, "own-accountability")
router.register("accountability-rounds", AccountabilityRounds, "accountability-round")
router.register("accountability-wishes", AccountabilityWishes, "accountability-wish")
router.register("accountability-shares", AccountabilityShares, "accountability-share")
router.register("mine/watches", OwnWatches, "own-watch")
router.register("obligations", Duties, "obligation")
router.register("occurrences", Occurrences, "occurrence")
router.register("change-requests", ChangeRequests, "change-request")
router.register("handed-files", HandedFiles, "handed-file")
router.register("obstacles", Obstacles, "obstacle")
router.register("agreement-check-ins", AgreementCheckIns, "agreement-check-in")
router.register("undertakings", Undertakings, "undertaking")
router.register("breaches", Breaches, "breach")
router.register("easings", Easings, "easing")
router.register("provider-files", ProviderFiles, "provider-file")
router.register("barrier-queries", BarrierQueries, "barrier-query")
router.register("remedies", Remedies, "remedy")
router.register("disclosures", Disclosures, "disclosure")
router.register("similar-facts", SimilarFacts, "similar-fact")
router.register("appeals", Appeals, "appeal")
router.register("appeal-files", AppealFiles, "appeal-file")
router.register("mine/appeals", OwnAppeals, "own-appeal")
router.register("referrals", Referrals, "referral")
router.register("mine/referrals", OwnReferrals, "own-referral")
router.register("releases", Releases, "release")
router.register("documents", Documents, "document")
router.register("letter-templates", LetterTemplates, "letter-template")
router.register("batches", Batches, "batch")
router.register("letters", Letters, "letter")
router.register("events", Events, "event")
router.register("exports", Exports, "export")
router.register("break-glasses", BreakGlasses, "break-glass")
router.register("access/cases", CaseAccess, "case-access")
router.register("access/people", PersonAccess, "person-access")
router.register("access-reviews", AccessReviews, "access-review")
router.register("pattern-reviews", PatternReviews, "pattern-review")
router.register("mine/evidence", OwnEvidence, "own-evidence")
router.register("mine/reads", OwnReads, "own-read")
router.register("providers", Providers, "provider")
router.register("licences", Licences, "licence")
router.register("provider-ties", ProviderTies, "provider-tie")
router.register("interventions", Interventions, "intervention")
router.register("fitness-requests", FitnessRequests, "fitness-request")
router.register("support-suggestions", SupportSuggestions, "support-suggestion")
router.register("mine/support", OwnSupport, "own-support")
router.register("people", People, "person")
router.register("tokens", Tokens, "token")
router.register("jobs", Jobs, "job")

version_1 = [
    *router.urls,
    path("me/", Me.as_view(), name="me"),
    path("insights/", FiguresView.as_view(), name="insights"),
    path("log/", SealedLog.as_view(), name="log"),
    path("events/<int:number>/proof/", EventProof.as_view(), name="event-proof"),
    path("vocabularies/", Vocabularies.as_view(), name="vocabularies"),
    path("vocabularies/<slug:name>/", Vocabulary.as_view(), name="vocabulary"),
    path("clauses/", Clauses.as_view(), name="clauses"),
    path("letter-kinds/", LetterKinds.as_view(), name="letter-kinds"),
    path("anonymous-reports/", AnonymousReports.as_view(), name="anonymous-reports"),
    path("anonymous-reports/standing/", AnonymousMailbox.as_view(), name="anonymous-standing"),
    path("anonymous-reports/messages/", AnonymousMessages.as_view(), name="anonymous-messages"),
    path("anonymous-reports/identity/", AnonymousNames.as_view(), name="anonymous-identity"),
    path("anonymous-reports/files/", AnonymousFiles.as_view(), name="anonymous-files"),
    path("verify/", Verify.as_view(), name="verify"),
    path("schema/", schema, name="schema"),
    path("docs/", SchemaPage.as_view(), name="docs"),
]

urlpatterns = [
    path("v1/", include(version_1)),
    re_path(r"^.*$", not_found, name="nothing"),
]
