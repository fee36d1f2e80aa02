"""The addresses of the catalogue of letters."""

from django.urls import path

from backend.web.letter_templates import catalogue, stationery, versions

urlpatterns = [
    path("", catalogue.letters, name="letter-templates"),
    path("letters/<slug:letter>/", catalogue.letter, name="letter-template"),
    path("letters/<slug:letter>/preview/", catalogue.preview, name="letter-template-preview"),
    path("letters/<slug:letter>/file/", catalogue.file, name="letter-template-file"),
    path("letters/<slug:letter>/new/", versions.new, name="template-version-new"),
    path("versions/<str:reference>/", versions.version, name="template-version"),
    path("versions/<str:reference>/edit/", versions.edit, name="template-version-edit"),
    path("versions/<str:reference>/preview/", versions.preview, name="template-version-preview"),
    path("versions/<str:reference>/file/", versions.file, name="template-version-file"),
    path("versions/<str:reference>/differences/", versions.compare, name="template-version-differences"),
    path("versions/<str:reference>/moves/<slug:verb>/", versions.move, name="template-version-move"),
    path("stationery/", stationery.places, name="stationery"),
    path("stationery/<slug:place>/", stationery.place, name="stationery-place"),
    path("stationery/<slug:place>/logo/", stationery.logo, name="stationery-logo"),
    path("stationery/<slug:place>/preview/", stationery.preview, name="stationery-preview"),
    path("stationery/<slug:place>/remove/", stationery.remove, name="stationery-remove"),
]
