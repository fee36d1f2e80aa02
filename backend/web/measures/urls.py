"""The addresses of temporary measures."""

from django.urls import path

from backend.web.measures import pages

urlpatterns = [
    path("<str:reference>/", pages.measure, name="measure"),
    path("<str:reference>/moves/<slug:verb>/", pages.move, name="measure-move"),
    path("<str:reference>/violation/", pages.violation, name="measure-violation"),
]
