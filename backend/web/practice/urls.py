"""The addresses of a provider's own pages."""

from django.urls import path

from backend.web.practice import pages, reports
from backend.web.practice.invited import invited

urlpatterns = [
    path("", pages.referrals, name="practice"),
    path("invited/<str:token>/", invited, name="practice-invited"),
    path("reports/<str:reference>/", reports.report, name="practice-report"),
    path("reports/<str:reference>/replace/", reports.replace, name="practice-report-replace"),
    path("reports/<str:reference>/file/", reports.add_file, name="practice-report-file"),
    path("reports/<str:reference>/take-note/", reports.take_note, name="practice-report-take-note"),
    path("referrals/<str:reference>/", pages.referral, name="practice-referral"),
    path("referrals/<str:reference>/accept/", pages.accept, name="practice-accept"),
    path("referrals/<str:reference>/decline/", pages.decline, name="practice-decline"),
    path("referrals/<str:reference>/report/<str:kind>/", reports.new, name="practice-report-new"),
]
