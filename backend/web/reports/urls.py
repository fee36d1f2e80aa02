"""The addresses of reports."""

from django.urls import path

from backend.web.reports import (
    attachments,
    filing,
    identities,
    mailbox,
    matching,
    names,
    opening,
    own_acts,
    queue,
    taking_down,
    triage,
)

urlpatterns = [
    path("", queue.reports, name="reports"),
    path("mine/", filing.my_reports, name="my-reports"),
    path("new/", filing.report_new, name="report-new"),
    path("new/somebody/", taking_down.report_for_somebody, name="report-for-somebody"),
    path("new/check/", filing.report_check, name="report-check"),
    path("new/files/", filing.report_files, name="report-files"),
    path("new/<slug:part>/", filing.report_part, name="report-part"),
    path("new/<slug:part>/save/", filing.report_part_save, name="report-part-save"),
    path("identities/", identities.identities, name="identities"),
    path("identities/ask/", identities.identity_ask, name="identity-ask"),
    path("identities/<str:reference>/", identities.identity, name="identity"),
    path("identities/<str:reference>/read/", identities.identity_read, name="identity-read"),
    path("identities/<str:reference>/moves/<slug:verb>/", identities.identity_move, name="identity-move"),
    path("<str:reference>/", triage.report, name="report"),
    path("<str:reference>/sent/", filing.report_sent, name="report-sent"),
    path("<str:reference>/messages/", mailbox.report_messages, name="report-messages"),
    path("<str:reference>/name/", mailbox.report_give_name, name="report-give-name"),
    path("<str:reference>/files/", attachments.report_add_file, name="report-add-file"),
    path("<str:reference>/files/<int:number>/", attachments.report_file, name="report-file"),
    path("<str:reference>/accept/", opening.accept, name="report-accept"),
    path("<str:reference>/names/<str:person>/", names.weigh, name="report-name"),
    path("<str:reference>/moves/<slug:verb>/", triage.move, name="report-move"),
    path("<str:reference>/weigh/<slug:kind>/", matching.prompt, name="report-prompt"),
    path("<str:reference>/identify/", matching.identify, name="report-identify"),
    path("<str:reference>/match/", matching.match, name="report-match"),
    path("<str:reference>/retract/", own_acts.retract, name="report-retract"),
    path("<str:reference>/ask-feedback/", own_acts.ask, name="report-ask-feedback"),
]
