"""Both doors: the API for programs, the pages for people."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views import defaults

from backend.api import errors
from backend.web import pages

urlpatterns = [
    path("api/", include("backend.api.urls")),
    path("", include("backend.web.urls")),
]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere, as the door it was tried at does."""
    if request.path.startswith("/api/"):
        return errors.not_found(request, exception)
    return pages.not_found(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a failure without any detail."""
    return errors.server_error(request) if request.path.startswith("/api/") else defaults.server_error(request)


handler404 = not_found
handler500 = server_error
