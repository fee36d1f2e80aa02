"""Where the description of the API is read: as a file, and as a page that needs nothing from elsewhere."""

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """The description as a file."""

    permission_classes = [AllowAny]


@method_decorator(csp_update({"style-src": ["'unsafe-inline'"], "img-src": ["data:"]}), name="dispatch")
class SchemaPage(SpectacularSwaggerSplitView):
    """The description as a page, without anything from elsewhere; its tool styles itself inline, so this page alone allows that."""

    permission_classes = [AllowAny]
    url_name = "api:schema"
