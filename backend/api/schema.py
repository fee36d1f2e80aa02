"""The description of the API (OpenAPI 3.1), made from the code."""

from collections.abc import Mapping
from typing import Any

import yaml
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from backend.api.errors import MEDIA_TYPE, TITLES, problem

MEANINGS = {
    400: "Not understood: `errors` says by field how to mend it.",
    401: "No token or session, or one whose time is over.",
    403: "You may see this, but this act on it is not yours.",
    404: "There is nothing here, or nothing that you may see.",
    405: "This method is not offered at this address.",
    406: "The only format is JSON (and the file itself, where there is one).",
    409: "Understood and permitted, but not now: a guard of the process says no.",
    412: "Changed since you read it (If-Match).",
    415: "The body must be JSON.",
    429: "Too many requests: wait as long as Retry-After says.",
    500: "Something went wrong; the failure was noted and nothing was changed.",
}
ALWAYS = (401, 403, 404, 405, 406, 429, 500)
REMARK: dict[str, Any] = {
    "type": "object",
    "description": "With `letter-words`: what a letter must not say (`blocks`), or should not (`suggests`).",
    "required": ["rule", "category", "weight", "sentence", "found", "why", "instead", "field"],
    "properties": {
        **{name: {"type": "string"} for name in ("rule", "category", "sentence", "found", "why", "instead")},
        "weight": {"type": "string", "enum": ["blocks", "suggests"]},
        "field": {"type": "string", "description": "Where it stands; empty for the template's own words."},
    },
}
PROBLEM = {
    "type": "object",
    "description": "A refusal (RFC 9457). The codes in `type` are listed in the reference of problems.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "example": "/problems/wrong-state"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        "remarks": {"type": "array", "items": REMARK},
    },
}


class ProblemSchema(AutoSchema):
    """Describes every operation with the refusals that it may answer, its filters, and a name that says what it does."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Describe one operation."""
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        if getattr(getattr(self.view, getattr(self.view, "action", ""), None), "may_vanish", False):
            operation["responses"]["204"] = {"description": "Done; the record is no longer yours to see."}
        statuses = [400, *ALWAYS] if self.method == "GET" else [400, *ALWAYS, 409, 412, 415]
        for status in sorted(statuses):
            operation["responses"].setdefault(str(status), {"$ref": f"#/components/responses/{_name(status)}"})
        return operation

    def get_operation_id(self) -> str:
        """Name an operation after its verb and its record."""
        noun = self._noun()
        match getattr(self.view, "action", ""):
            case "list":
                return f"list_{_plural(noun)}"
            case "retrieve":
                return f"get_{noun}"
            case "create":
                return f"create_{noun}"
            case str(name) if name in {"content", "clauses", "signatures", "obligations", "revoke"}:
                return f"{name}_of_{noun}" if name != "revoke" else f"revoke_{noun}"
            case name:
                return str(name) or super().get_operation_id()

    def get_tags(self) -> list[str]:
        """Group operations by the first part of their address."""
        return [self.path.removeprefix("/api/v1/").partition("/")[0]]

    def get_description(self) -> str:  # type: ignore[override]
        """Say what the operation does; a list or a single record is described by its resource."""
        if getattr(self.view, "action", "") in {"list", "retrieve"}:
            return (type(self.view).__doc__ or "").strip()
        return super().get_description()

    def get_summary(self) -> str:
        """Say in one line what the operation does."""
        lead = {"list": "List: ", "retrieve": "Read one: "}.get(getattr(self.view, "action", ""), "")
        return lead + (self.get_description() or "").partition("\n")[0].rstrip(".")

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        declared = getattr(self.view, "filter_parameters", None)
        return list(declared()) if declared and getattr(self.view, "action", "") == "list" else []

    def _noun(self) -> str:
        part = getattr(self.view, "part", "")
        noun = getattr(self.view, "noun", "")
        return f"case_{part}" if part else {"duty": "obligation"}.get(noun, noun)

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        words = {
            "reference": "The record's reference.",
            "case": "The case's reference.",
            "report": "The report's reference.",
            "provider": "The provider's reference.",
            "uid": "The work's identifier.",
            "name": "The vocabulary's name.",
            "code": "The code in the evidence register.",
            "number": "The entry's number.",
        }
        return [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "description": words[name]}
            for name in variables
        ]


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the token."""

    target_class = "backend.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Describe the header."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token from POST /api/v1/tokens/ or from your profile page.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the session of the pages."""

    target_class = "backend.api.authentication.SignedInSession"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Describe the cookie."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The session of the pages; changes need X-CSRFToken.",
        }


def add_problems(result: dict[str, Any], generator: SchemaGenerator, request: object, public: bool) -> dict[str, Any]:  # noqa: FBT001
    """Add the refusals that every operation refers to."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = {_name(status): _response(status) for status in MEANINGS}
    return result


def openapi_yaml() -> str:
    """Write the description of the API as YAML, the same for the same code."""
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return yaml.safe_dump(_plain(document), sort_keys=False, allow_unicode=True, width=120)


def _response(status: int) -> dict[str, Any]:
    example = problem(status, MEANINGS[status].partition(":")[0].rstrip(".") + ".") | {
        "instance": "/api/v1/cases/CASE-2026-7KQ4MZ/"
    }
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    return {"description": MEANINGS[status], "content": {MEDIA_TYPE: content}}


def _name(status: int) -> str:
    return "".join(part.capitalize() for part in TITLES[status][0].split("-"))


def _plural(noun: str) -> str:
    if noun.startswith("case_") or noun == "":
        return noun
    return {"person": "people", "break_glass": "break_glasses", "own_reads": "own_reads"}.get(noun, f"{noun}s")


def _plain(value: object) -> Any:
    match value:
        case Mapping():
            return {str(name): _plain(item) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case bool() | int() | float() | None:
            return value
        case _:
            return str(value)
