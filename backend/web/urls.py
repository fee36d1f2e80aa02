"""The addresses of pages, an area at a time."""

from django.urls import include, path

from backend.web import health, profile, search
from backend.web.styleguide import styleguide

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("healthz/history", health.history, name="healthz_history"),
    path("readyz", health.readyz, name="readyz"),
    path("account/", include("allauth.urls")),
    path("styleguide/", styleguide, name="styleguide"),
    path("", include("backend.web.home")),
    path("reports/", include("backend.web.reports.urls")),
    path("cases/", include("backend.web.cases.urls")),
    path("agreements/", include("backend.web.agreements.urls")),
    path("mine/", include("backend.web.mine")),
    path("mine/looked/", include("backend.web.looked")),
    path("documents/", include("backend.web.documents")),
    path("break-glass/", include("backend.web.break_glass")),
    path("audit/access/", include("backend.web.access_review")),
    path("audit/", include("backend.web.oversight.urls")),
    path("profile/", profile.profile, name="profile"),
    path("profile/theme/", profile.set_theme, name="set_theme"),
    path("search/", search.search, name="search"),
]
