"""The product's addresses, and beside them the bare ones that it is measured against."""

from django.urls import include, path

from tests.bench import bare

urlpatterns = [
    path("bench/cases/", bare.cases),
    path("bench/rows/", bare.CreateRow.as_view()),
    path("", include("backend.config.urls")),
]
handler404 = "backend.config.urls.not_found"
handler500 = "backend.config.urls.server_error"
