"""The controlled words, and the clause library: what codes there are and what people read for them."""

from typing import Any

from django.db.models import TextChoices
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.access.models import Role
from backend.agreements.clauses import library
from backend.agreements.models import AgreementKind, AgreementState, Meaning, ObligationState
from backend.cases.vocabulary import (
    AllegationState,
    CaseKind,
    CaseRole,
    CaseState,
    ClosureReason,
    PartyRole,
    Standard,
    Track,
)
from backend.cases.vocabulary import Response as Answer
from backend.decisions.models import Factual, OutcomeKind, PolicyResult
from backend.intake.models import ReportState
from backend.intake.vocabulary import (
    Certainty,
    Channel,
    Conduct,
    DeclineCode,
    PowerRelation,
    Priority,
    Setting,
    TriageFlag,
)
from backend.kernel.errors import NotVisible

VOCABULARIES: dict[str, type[TextChoices]] = {
    "agreement-kind": AgreementKind,
    "agreement-state": AgreementState,
    "allegation-state": AllegationState,
    "answer": Answer,
    "case-kind": CaseKind,
    "case-role": CaseRole,
    "case-state": CaseState,
    "certainty": Certainty,
    "channel": Channel,
    "closure-reason": ClosureReason,
    "conduct": Conduct,
    "decline-code": DeclineCode,
    "finding-factual": Factual,
    "finding-policy": PolicyResult,
    "meaning-of-signature": Meaning,
    "obligation-state": ObligationState,
    "outcome-kind": OutcomeKind,
    "party-role": PartyRole,
    "power-relation": PowerRelation,
    "priority": Priority,
    "report-state": ReportState,
    "role": Role,
    "setting": Setting,
    "standard": Standard,
    "track": Track,
    "triage-flag": TriageFlag,
}


class WordOut(serializers.Serializer[dict[str, str]]):
    """One word."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class VocabularyOut(serializers.Serializer[Any]):
    """A list of words."""

    name = serializers.CharField()
    words = WordOut(many=True)


class LibraryClauseOut(serializers.Serializer[object]):
    """A clause of the library, with the places that need a value."""

    code = serializers.CharField()
    part = serializers.CharField()
    when = serializers.CharField()
    heading = serializers.CharField()
    text = serializers.CharField()
    placeholders = serializers.ListField(child=serializers.CharField())


class Vocabularies(APIView):
    """The controlled words."""

    @extend_schema(
        responses=VocabularyOut(many=True), operation_id="list_vocabularies", tags=["vocabularies"], filters=False
    )
    def get(self, request: Request) -> Response:
        """List every vocabulary with its words."""
        return Response(VocabularyOut([vocabulary(name) for name in VOCABULARIES], many=True).data)


class Vocabulary(APIView):
    """One vocabulary."""

    @extend_schema(responses=VocabularyOut, operation_id="get_vocabulary", tags=["vocabularies"])
    def get(self, request: Request, name: str) -> Response:
        """Read one vocabulary."""
        if name not in VOCABULARIES:
            raise NotVisible
        return Response(VocabularyOut(vocabulary(name)).data)


class Clauses(APIView):
    """The clause library of agreements."""

    @extend_schema(
        responses=LibraryClauseOut(many=True), operation_id="list_library_clauses", tags=["vocabularies"], filters=False
    )
    def get(self, request: Request) -> Response:
        """List the clauses that an agreement can be drawn up from."""
        clauses = sorted(library().clauses.values(), key=lambda clause: clause.order)
        return Response(LibraryClauseOut(clauses, many=True).data)


def vocabulary(name: str) -> dict[str, object]:
    """Give one vocabulary's words."""
    return {"name": name, "words": [{"code": code, "label": str(label)} for code, label in VOCABULARIES[name].choices]}
