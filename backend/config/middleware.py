"""What every request passes: its origin for the history, and the person's own time zone."""

import uuid
import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from backend.audit.origin import coming_from, unseen
from backend.audit.reads import denied, held_back, held_back_here

WITHOUT_A_TRACE = (
    "/report/"  # the pages of those who report without an account: no address, no browser, no request is recorded
)
Next = Callable[[HttpRequest], HttpResponse]


class OriginMiddleware:
    """Name the request in everything it records, and record a refusal once the refused transaction is over."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        door = "api" if request.path.startswith("/api/") else "web"
        request_id = uuid.uuid4().hex
        if request.path.startswith(WITHOUT_A_TRACE):
            with coming_from(door), unseen():
                return self.get_response(request)
        address, agent = request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_USER_AGENT", "")
        with coming_from(door, request_id=request_id, address=address, agent=agent), held_back_here() as codes:
            response = self.get_response(request)
            refusal: str | None = getattr(request, "refused_action", None)
            if refusal is not None:
                user = request.user if request.user.is_authenticated else None
                target: str = getattr(request, "refused_target", request.path)
                denied(refusal, actor=user, status=response.status_code, target=target)
            for code in codes:
                person = request.user if request.user.is_authenticated else None
                tried = request.resolver_match.view_name if request.resolver_match else ""
                held_back(tried or door, code, actor=person, target=request.path)
        response["X-Request-Id"] = request_id
        return response


class ZoneMiddleware:
    """Show times in the zone of the person who reads."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle one request."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(request.user.zone)):
            return self.get_response(request)
