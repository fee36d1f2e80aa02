"""The addresses of the clause library."""

from django.urls import path

from backend.web.clauses import catalogue, rules, versions

urlpatterns = [
    path("", catalogue.clauses, name="clause-library"),
    path("versions/<str:reference>/", versions.version, name="clause-version"),
    path("versions/<str:reference>/edit/", versions.edit, name="clause-version-edit"),
    path("versions/<str:reference>/differences/", versions.compare, name="clause-version-differences"),
    path("versions/<str:reference>/moves/<slug:verb>/", versions.move, name="clause-version-move"),
    path("rules/<str:reference>/", rules.rule, name="clause-rule"),
    path("rules/<str:reference>/moves/<slug:verb>/", rules.move, name="clause-rule-move"),
    path("<str:reference>/", catalogue.clause, name="clause"),
    path("<str:reference>/new/", catalogue.new_version, name="clause-version-new"),
    path("<str:reference>/rule/", rules.new, name="clause-rule-new"),
]
