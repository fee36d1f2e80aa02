"""The addresses of an investigation's work, below those of its case."""

from django.urls import path

from backend.web.inquiry import interviews, notes, plan, process, records

CASE = "<str:reference>/"
PLAN = f"{CASE}plan/"
HEARD = f"{CASE}interviews/<str:interview>/"
RECORD = f"{CASE}records/<str:statement>/"
WEIGHED = f"{CASE}allegations/<int:seq>/weighed/"

urlpatterns = [
    path(PLAN, plan.plan, name="case-plan"),
    path(f"{PLAN}write/", plan.write, name="plan-write"),
    path(f"{PLAN}moves/<slug:verb>/", plan.move, name="plan-move"),
    path(f"{PLAN}tasks/add/", plan.task_add, name="task-add"),
    path(f"{PLAN}tasks/usual/", plan.task_list, name="task-list"),
    path(f"{PLAN}tasks/<uuid:uid>/", plan.task_edit, name="task-edit"),
    path(f"{PLAN}tasks/<uuid:uid>/<slug:verb>/", plan.task_mark, name="task-mark"),
    path(f"{PLAN}defer/", process.defer, name="case-defer-notice"),
    path(f"{PLAN}stay/", process.stay, name="case-stay"),
    path(f"{PLAN}stay/review/", process.stay_review, name="case-review-stay"),
    path(f"{PLAN}update/", process.update, name="case-update"),
    path(f"{CASE}people/<uuid:uid>/label/", process.relabel, name="party-relabel"),
    path(f"{CASE}interviews/", interviews.interviews, name="case-interviews"),
    path(f"{CASE}interviews/new/", interviews.plan_new, name="interview-new"),
    path(f"{CASE}interviews/discretion/", interviews.discretion_ask, name="confidentiality-ask"),
    path(f"{CASE}interviews/discretion/<uuid:uid>/end/", interviews.discretion_end, name="confidentiality-end"),
    path(HEARD, interviews.interview, name="interview"),
    path(f"{HEARD}change/", interviews.change, name="interview-change"),
    path(f"{HEARD}held/", interviews.held, name="interview-held"),
    path(f"{HEARD}notes/", notes.notes, name="interview-notes"),
    path(f"{HEARD}notes/save/", notes.notes_save, name="interview-notes-save"),
    path(f"{HEARD}record/", records.write, name="statement-write"),
    path(f"{HEARD}moves/<slug:verb>/", interviews.move, name="interview-move"),
    path(RECORD, records.statement, name="statement"),
    path(f"{RECORD}offer/", records.offer, name="statement-offer"),
    path(f"{RECORD}paper/", records.paper, name="statement-paper"),
    path(f"{WEIGHED}new/", records.weigh, name="credibility-new"),
    path(f"{WEIGHED}<uuid:uid>/", records.weigh_again, name="credibility-amend"),
    path(f"{WEIGHED}<uuid:uid>/withdraw/", records.withdraw, name="credibility-withdraw"),
]
