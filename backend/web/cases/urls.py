"""The addresses of cases."""

from django.urls import include, path

from backend.web.cases import (
    allegations,
    decision,
    decision_acts,
    evidence,
    evidence_acts,
    history,
    listing,
    moves,
    overview,
    papers,
    people,
)

CASE = "<str:reference>/"
PUT = f"{CASE}allegations/<int:seq>/"
ITEM = f"{CASE}evidence/<int:number>/"

urlpatterns = [
    path("", listing.cases, name="cases"),
    path(CASE, overview.case, name="case"),
    path(f"{CASE}history/", history.case_history, name="case-history"),
    path(f"{CASE}documents/", papers.documents, name="case-documents"),
    path(f"{CASE}moves/<slug:verb>/", moves.move, name="case-move"),
    path(f"{CASE}people/", people.people, name="case-people"),
    path(f"{CASE}people/add/", people.party_add, name="case-add-party"),
    path(f"{CASE}people/appoint/", people.appointment_add, name="case-appoint"),
    path(f"{CASE}people/assign/", people.assign, name="case-assign"),
    path(f"{CASE}people/<uuid:uid>/end/", people.appointment_end, name="case-relieve"),
    path(f"{CASE}conflicts/", include("backend.web.conflicts.of_case")),
    path(f"{CASE}allegations/", allegations.allegations, name="case-allegations"),
    path(f"{CASE}allegations/new/", allegations.frame_new, name="allegation-frame"),
    path(f"{CASE}allegations/notice/", allegations.notice, name="case-notice"),
    path(PUT, allegations.allegation, name="allegation"),
    path(f"{PUT}amend/", allegations.amend, name="allegation-amend"),
    path(f"{PUT}finding/", allegations.propose, name="finding-propose"),
    path(f"{PUT}vary/", decision_acts.vary, name="finding-vary"),
    path(f"{PUT}moves/<slug:verb>/", allegations.move, name="allegation-move"),
    path(f"{CASE}evidence/", evidence.evidence, name="case-evidence"),
    path(f"{CASE}evidence/add/", evidence_acts.add, name="evidence-add"),
    path(ITEM, evidence.item, name="evidence"),
    path(f"{ITEM}file/", evidence.file, name="evidence-file"),
    path(f"{ITEM}transfer/", evidence_acts.transfer, name="evidence-transfer"),
    path(f"{ITEM}verify/", evidence_acts.verify, name="evidence-verify"),
    path(f"{ITEM}custody-sheet/", evidence_acts.custody_sheet, name="evidence-custody-sheet"),
    path(f"{ITEM}redact/", evidence_acts.redact, name="evidence-redact"),
    path(f"{ITEM}rely/", evidence_acts.rely, name="evidence-rely"),
    path(f"{ITEM}unrely/", evidence_acts.unrely, name="evidence-unrely"),
    path(f"{CASE}decision/", decision.decision, name="case-decision"),
    path(f"{CASE}decision/decide/", decision.decide, name="outcome-decide"),
    path(f"{CASE}decision/approve/", decision.approve, name="outcome-approve"),
    path(f"{CASE}decision/return/", decision.send_back, name="outcome-return"),
    path(f"{CASE}decision/tell/", decision.tell, name="outcome-tell"),
    path(f"{CASE}decision/put-right/", decision_acts.remedy_add, name="remedy-decide"),
    path(f"{CASE}decision/disclose/", decision_acts.disclosure_add, name="outcome-disclose"),
    path(f"{CASE}decision/<slug:part>/<uuid:uid>/<slug:verb>/", decision_acts.act_on, name="decision-act"),
    path(f"{CASE}standard/", decision_acts.standard, name="case-change-standard"),
    path(f"{CASE}earlier/", decision_acts.earlier_add, name="similar-fact-request"),
]
