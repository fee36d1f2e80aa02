"""The addresses of safeguards."""

from django.urls import path

from backend.web.safeguards import extracts, pages

urlpatterns = [
    path("cases/<str:reference>/safeguards/", pages.of_case, name="case-safeguards"),
    path("cases/<str:reference>/safeguards/new/", pages.propose, name="safeguard-propose"),
    path("safeguards/", pages.safeguards, name="safeguards"),
    path("safeguards/<str:reference>/", pages.safeguard, name="safeguard"),
    path("safeguards/<str:reference>/moves/<slug:verb>/", pages.move, name="safeguard-move"),
    path("safeguards/<str:reference>/owner/", pages.owner, name="safeguard-owner"),
    path("managers/", extracts.extracts, name="manager-extracts"),
    path("managers/<str:reference>/", extracts.extract, name="manager-extract"),
    path("managers/<str:reference>/know/", extracts.acknowledge, name="manager-extract-acknowledge"),
    path("mine/safeguards/", pages.mine, name="my-safeguards"),
]
