"""Where the description of the API is read: as a file, and as a page that needs nothing from elsewhere."""

from functools import cache

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from backend.api.schema import openapi_yaml

description = cache(openapi_yaml)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Give the description as a file; it is made once, since it changes only with the code."""
    headers = {"Content-Disposition": 'inline; filename="evenhand.yaml"'}
    return HttpResponse(description(), content_type="application/vnd.oai.openapi", headers=headers)


@method_decorator(csp_update({"style-src": ["'unsafe-inline'"], "img-src": ["data:"]}), name="dispatch")
class SchemaPage(SpectacularSwaggerSplitView):
    """The description as a page; its tool styles itself inline, so on this page alone that is allowed."""

    permission_classes = [AllowAny]
    authentication_classes = []
    url_name = "api:schema"
