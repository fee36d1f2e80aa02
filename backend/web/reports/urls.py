"""The addresses of reports."""

from django.urls import path

from backend.web.reports import filing, opening, queue

urlpatterns = [
    path("", queue.reports, name="reports"),
    path("mine/", filing.my_reports, name="my-reports"),
    path("new/", filing.report_new, name="report-new"),
    path("<str:reference>/", queue.report, name="report"),
    path("<str:reference>/sent/", filing.report_sent, name="report-sent"),
    path("<str:reference>/accept/", opening.accept, name="report-accept"),
    path("<str:reference>/moves/<slug:verb>/", queue.move, name="report-move"),
]
