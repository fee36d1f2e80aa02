"""The addresses of cases."""

from django.urls import path

from backend.web.cases import allegations, decision, history, listing, moves, overview, papers, people

CASE = "<str:reference>/"
PUT = f"{CASE}allegations/<int:seq>/"

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
    path(f"{CASE}allegations/", allegations.allegations, name="case-allegations"),
    path(f"{CASE}allegations/new/", allegations.frame_new, name="allegation-frame"),
    path(f"{CASE}allegations/notice/", allegations.notice, name="case-notice"),
    path(PUT, allegations.allegation, name="allegation"),
    path(f"{PUT}amend/", allegations.amend, name="allegation-amend"),
    path(f"{PUT}finding/", allegations.propose, name="finding-propose"),
    path(f"{PUT}moves/<slug:verb>/", allegations.move, name="allegation-move"),
    path(f"{CASE}decision/", decision.decision, name="case-decision"),
    path(f"{CASE}decision/decide/", decision.decide, name="outcome-decide"),
    path(f"{CASE}decision/approve/", decision.approve, name="outcome-approve"),
    path(f"{CASE}decision/return/", decision.send_back, name="outcome-return"),
    path(f"{CASE}decision/tell/", decision.tell, name="outcome-tell"),
]
