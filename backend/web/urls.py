"""The addresses of pages, an area at a time."""

from django.urls import include, path

from backend.web import health
from backend.web.styleguide import styleguide

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/", include("allauth.urls")),
    path("styleguide/", styleguide, name="styleguide"),
    path("", include("backend.web.areas.home")),
    path("reports/", include("backend.web.areas.reports")),
    path("cases/", include("backend.web.areas.cases")),
    path("agreements/", include("backend.web.areas.agreements")),
    path("mine/", include("backend.web.areas.mine")),
    path("documents/", include("backend.web.areas.documents")),
    path("audit/", include("backend.web.areas.audit")),
]
handler404 = "backend.web.pages.not_found"
