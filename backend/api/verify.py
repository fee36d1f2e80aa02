"""The check that anybody may ask for: a file or a code in, a verdict out, and never whose document it is."""

import logging
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api.inputs import Body
from backend.api.renderers import JsonParser
from backend.documents.admission import TooManyChecks, admit
from backend.documents.arrival import IntoCheck
from backend.documents.verdict_words import Told, told_of_code, told_of_file
from backend.documents.verification import Copy, Verdict, verdict_for_code

logger = logging.getLogger(__name__)
VERDICTS = [(verdict.value, verdict.name) for verdict in Verdict]
GIVE_ONE = "Send the file as multipart/form-data, or its code as JSON."


class FileToCheck(Body):
    """The PDF; none of it is kept."""

    file = serializers.FileField(help_text="At most 25 MB.")


class CodeToCheck(Body):
    """The code at the foot of every page, with or without dashes."""

    code = serializers.CharField(max_length=60)


class VerdictOut(serializers.Serializer[Any]):
    """What can be told of a copy. `sha256` is the digest of the file that was sent, null for a code."""

    checked = serializers.ChoiceField(choices=["file", "code"])
    verdict = serializers.ChoiceField(choices=VERDICTS)
    says = serializers.CharField()
    meaning = serializers.CharField()
    sha256 = serializers.CharField(allow_null=True)


class Verify(APIView):
    """The public check."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()  # `admit` counts at both doors
    parser_classes = (JsonParser, MultiPartParser)

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Let the file go straight into its check."""
        request.upload_handlers = [IntoCheck(request)]
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(
        operation_id="verify_document",
        tags=["verify"],
        auth=[],
        request={"multipart/form-data": FileToCheck, "application/json": CodeToCheck},
        responses=VerdictOut,
    )
    def post(self, request: Request) -> Response:
        """Tell whether a file or a code is of a document that was issued here, and whether that still holds."""
        try:
            admit(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
        except TooManyChecks as refusal:
            raise Throttled(wait=refusal.wait, detail=refusal.detail) from refusal
        told = _checked(request.data)
        logger.info("A %s was checked: %s", told["checked"], told["verdict"])
        return Response(told, headers={"Cache-Control": "no-store"})


def _checked(sent: Any) -> dict[str, object]:
    if not isinstance(sent, Mapping) or not ("file" in sent or "code" in sent):
        raise serializers.ValidationError(GIVE_ONE)
    if "file" not in sent:
        verdict = verdict_for_code(_read(CodeToCheck, sent)["code"])
        return _out("code", verdict, told_of_code(verdict), None)
    copy: Copy = _read(FileToCheck, sent)["file"].copy
    verdict = copy.verdict()
    return _out("file", verdict, told_of_file(verdict), copy.sha256)


def _read(form: type[Body], sent: Mapping[str, Any]) -> Mapping[str, Any]:
    read = form(data=sent)
    read.is_valid(raise_exception=True)
    given: Mapping[str, Any] = read.validated_data
    return given


def _out(checked: str, verdict: Verdict, told: Told, sha256: str | None) -> dict[str, object]:
    return {
        "checked": checked,
        "verdict": verdict.value,
        "says": told.heading,
        "meaning": told.meaning,
        "sha256": sha256,
    }
