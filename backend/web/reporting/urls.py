"""The addresses of those who report without an account."""

from django.urls import path

from backend.web.reporting import following, public

urlpatterns = [
    path("", public.start, name="public-report-start"),
    path("new/", public.tasks, name="public-report-new"),
    path("new/files/", public.files, name="public-report-files"),
    path("new/<slug:part>/", public.part, name="public-report-part"),
    path("new/<slug:part>/save/", public.save, name="public-report-part-save"),
    path("check/", public.check, name="public-report-check"),
    path("sent/", public.sent, name="public-report-sent"),
    path("follow/", following.follow, name="public-report-follow"),
    path("mine/", following.mine, name="public-report-mine"),
    path("leave/", public.leave, name="public-report-leave"),
]
