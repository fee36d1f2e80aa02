"""The addresses of agreements, on the staff's side."""

from django.urls import path

from backend.web.agreements import (
    amending,
    answers,
    dates,
    drafting,
    duties,
    handing_over,
    looking,
    pages,
    proof,
    requests,
)

urlpatterns = [
    path("", pages.agreements, name="agreements"),
    path("obligations/", duties.duties, name="duties"),
    path("obligations/<str:reference>/<int:seq>/", duties.duty, name="duty"),
    path("obligations/<str:reference>/<int:seq>/excuse/", duties.excuse, name="duty-excuse"),
    path("obligations/<str:reference>/<int:seq>/<int:number>/", dates.check, name="duty-date"),
    path("obligations/<str:reference>/<int:seq>/<int:number>/hand-in/", dates.hand_in, name="duty-date-hand-in"),
    path("obligations/<str:reference>/<int:seq>/<int:number>/excuse/", dates.excuse, name="duty-date-excuse"),
    path("obligations/<str:reference>/<int:seq>/<int:number>/waive/", dates.waive, name="duty-date-waive"),
    path("obligations/<str:reference>/<int:seq>/<int:number>/files/<int:file>/", proof.file, name="duty-date-file"),
    path(
        "obligations/<str:reference>/<int:seq>/<int:number>/files/<int:file>/remove/",
        proof.remove,
        name="duty-date-file-remove",
    ),
    path("new/<str:reference>/", drafting.draft, name="agreement-draft"),
    path("<str:reference>/", pages.agreement, name="agreement"),
    path("<str:reference>/edit/", drafting.edit, name="agreement-edit"),
    path("<str:reference>/as-monitor/", looking.as_monitor, name="agreement-as-monitor"),
    path("<str:reference>/differences/", looking.differences, name="agreement-differences"),
    path("<str:reference>/countersign/", pages.countersign, name="agreement-countersign"),
    path("<str:reference>/alternative/", pages.alternative, name="agreement-alternative"),
    path("<str:reference>/asked/", requests.asked, name="agreement-asked"),
    path("<str:reference>/amend/", amending.amend, name="agreement-amend"),
    path("<str:reference>/hand-over/", handing_over.hand_over, name="agreement-hand-over"),
    path("<str:reference>/paper/", answers.paper, name="agreement-paper"),
    path("<str:reference>/translate/", answers.translate, name="agreement-translate"),
    path("<str:reference>/suspend/", answers.suspend, name="agreement-suspend"),
    path("<str:reference>/monitor/", answers.monitor, name="agreement-monitor"),
    path("<str:reference>/moves/<slug:verb>/", pages.move, name="agreement-move"),
]
