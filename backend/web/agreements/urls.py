"""The addresses of agreements, on the staff's side."""

from django.urls import path

from backend.web.agreements import drafting, duties, pages

urlpatterns = [
    path("", pages.agreements, name="agreements"),
    path("obligations/", duties.duties, name="duties"),
    path("obligations/<str:reference>/<int:seq>/", duties.duty, name="duty"),
    path("obligations/<str:reference>/<int:seq>/excuse/", duties.excuse, name="duty-excuse"),
    path("new/<str:reference>/", drafting.draft, name="agreement-draft"),
    path("<str:reference>/", pages.agreement, name="agreement"),
    path("<str:reference>/countersign/", pages.countersign, name="agreement-countersign"),
    path("<str:reference>/alternative/", pages.alternative, name="agreement-alternative"),
    path("<str:reference>/moves/<slug:verb>/", pages.move, name="agreement-move"),
]
