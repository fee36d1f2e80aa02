"""Every refusal in one form: application/problem+json (RFC 9457)."""

import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.response import Response

from backend.api.renderers import JsonRenderer
from backend.audit.reads import note_held_back
from backend.kernel.errors import Forbidden, Invalid, NotVisible, Problem, Refused

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

# What the door itself refuses, by status: code and title. The codes of 400, 403 and 409 come from the actions.
TITLES: dict[int, tuple[str, str]] = {
    400: ("invalid", "Not understood"),
    401: ("not-authenticated", "Sign in first"),
    403: ("forbidden", "Not yours to do"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "This method is not offered here"),
    406: ("not-acceptable", "No such format"),
    409: ("refused", "Not possible now"),
    412: ("changed-since", "Changed since you read it"),
    413: ("too-large", "Too large"),
    415: ("unsupported-media-type", "Send JSON"),
    429: ("too-many-requests", "Too many requests"),
    500: ("server-error", "Something went wrong"),
}


class ChangedSince(Problem):
    """The record is not the one that the caller read (If-Match)."""

    status = 412
    code = "changed-since"
    title = "Changed since you read it"


def problem_response(error: Exception, context: dict[str, Any]) -> Response:
    """Turn whatever was raised into a problem; a refusal leaves a note for the layer that records it after the rollback."""
    request = context["request"]
    told, headers = _told(error)
    if isinstance(error, Refused):
        note_held_back(error.code)
    if told["status"] == 500:
        logger.error("%s %s failed", request.method, request.path, exc_info=error)
    if told["status"] in {403, 404}:
        request._request.refused_action = getattr(context["view"], "tried", "") or "api"
    request.accepted_renderer, request.accepted_media_type = JsonRenderer(), MEDIA_TYPE
    told["instance"] = request.path
    return Response(told, status=told["status"], headers=headers, content_type=MEDIA_TYPE)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address under /api/ that leads nowhere."""
    return _plain_problem(request, 404, "There is nothing at this address.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a failure outside the views, without any detail."""
    return _plain_problem(request, 500, "")


def problem(
    status: int, detail: str, *, code: str = "", title: str = "", errors: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """Write a problem's members in their order."""
    known_code, known_title = TITLES[status]
    told: dict[str, Any] = {
        "type": f"/problems/{code or known_code}",
        "title": title or known_title,
        "status": status,
        "detail": detail,
        "instance": "",
    }
    if errors:
        told["errors"] = errors
    return told


def _told(error: Exception) -> tuple[dict[str, Any], dict[str, str]]:
    match error:
        case Problem():
            return {**_of_the_house(error), **error.members}, {}
        case exceptions.ValidationError():
            return problem(400, "Some fields need another look.", errors=_messages(error.detail)), {}
        case exceptions.APIException():
            return _of_the_framework(error)
        case Http404():
            return problem(404, "There is nothing at this address."), {}
        case PermissionDenied():
            return problem(403, "You may not do this."), {}
        case RequestDataTooBig():
            return problem(413, "The body is larger than this service takes."), {}
        case _:
            return problem(500, "The failure was noted. Nothing was changed."), {}


def _of_the_house(error: Problem) -> dict[str, Any]:
    match error:
        case Invalid():
            return problem(400, error.detail, code=error.code, title=error.title, errors=error.errors)
        case Refused(field=field) if field:
            return problem(409, error.detail, code=error.code, title=error.title, errors={field: [error.detail]})
        case Forbidden() if error.detail == error.title:
            return problem(403, "You may see this, but this act on it is not yours.", code=error.code)
        case NotVisible():
            return problem(404, "There is nothing at this address, or nothing that you may see.")
        case _:
            return problem(error.status, error.detail, code=error.code, title=error.title)


def _of_the_framework(error: exceptions.APIException) -> tuple[dict[str, Any], dict[str, str]]:
    headers = {}
    if header := getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(math.ceil(wait))
    status = error.status_code if error.status_code in TITLES else 400
    code = "malformed" if isinstance(error, exceptions.ParseError) else ""
    return problem(status, str(error.detail), code=code), headers


def _messages(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Flatten nested messages: `duties.0.due_on`."""
    if isinstance(detail, Mapping):
        found: dict[str, list[str]] = {}
        for name, inner in detail.items():
            found |= _messages(inner, _join(path, name))
        return found
    if isinstance(detail, list) and any(isinstance(item, Mapping) for item in detail):
        found = {}
        for number, inner in enumerate(detail):
            found |= _messages(inner, _join(path, number)) if inner else {}
        return found
    return {path: [str(item) for item in detail] if isinstance(detail, list) else [str(detail)]}


def _join(path: str, name: object) -> str:
    return path if name == "non_field_errors" else f"{path}.{name}".lstrip(".")


def _plain_problem(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    body = JsonRenderer().render(problem(status, detail) | {"instance": request.path})
    return HttpResponse(body, status=status, content_type=MEDIA_TYPE)
