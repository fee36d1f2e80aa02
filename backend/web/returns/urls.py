"""The addresses of returns to work and their plans."""

from django.urls import path

from backend.web.returns import acts, appeals, own, pages

ONE = "returns/<str:reference>/"

urlpatterns = [
    path("cases/<str:reference>/returns/", pages.of_case, name="case-returns"),
    path("cases/<str:reference>/returns/new/", pages.schedule, name="return-schedule"),
    path("returns/appeals/<str:reference>/", appeals.appeal, name="return-appeal"),
    path("returns/appeals/<str:reference>/moves/<slug:verb>/", appeals.move, name="return-appeal-move"),
    path(ONE, pages.rtw, name="return"),
    path(f"{ONE}moves/<slug:verb>/", acts.move, name="return-move"),
    path(f"{ONE}notify/", acts.notify, name="return-notify"),
    path(f"{ONE}override/<slug:code>/", acts.override, name="return-override"),
    path(f"{ONE}override/<slug:code>/second/", acts.second, name="return-second"),
    path(f"{ONE}holder/", acts.holder, name="return-holder"),
    path("follow-ups/", own.follow_ups, name="follow-ups"),
    path("follow-ups/<str:reference>/", own.follow_up, name="follow-up"),
    path("follow-ups/<str:reference>/moves/<slug:verb>/", own.follow_up_move, name="follow-up-move"),
    path("mine/returns/", own.returns, name="my-returns"),
    path("mine/returns/<str:reference>/", own.rtw, name="my-return"),
    path("mine/returns/<str:reference>/appeal/", appeals.file, name="my-return-appeal"),
    path("mine/returns/<str:reference>/ask/", own.ask, name="my-return-ask"),
]
