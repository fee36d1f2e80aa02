"""The addresses of the measures of a case."""

from django.urls import path

from backend.web.measures import pages

CASE = "<str:reference>/"

urlpatterns = [
    path(f"{CASE}measures/", pages.measures, name="case-measures"),
    path(f"{CASE}measures/new/", pages.propose, name="measure-propose"),
]
