"""The controlled words, and the clause library: what codes there are and what people read for them."""

from typing import Any

from django.db.models import TextChoices
from drf_spectacular.utils import OpenApiParameter, extend_schema
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
from backend.clauses.vocabulary import LANGUAGES, RuleState, Standing, VersionState, When
from backend.decisions.vocabulary import (
    AppealGround,
    AppealState,
    DisclosureState,
    Factor,
    Factual,
    OutcomeKind,
    PolicyResult,
    RemedyKind,
    RemedyState,
    SimilarFactState,
)
from backend.intake.models import ReportState
from backend.intake.vocabulary import (
    Category,
    Certainty,
    Channel,
    Conduct,
    DeclineCode,
    Nexus,
    PowerRelation,
    Priority,
    PromptKind,
    Setting,
    TriageFlag,
)
from backend.investigation.inquiry_vocabulary import (
    Advisory,
    Bearing,
    Confirmation,
    DeferralGround,
    InterviewState,
    Medium,
    PlanState,
    Recording,
    StatementState,
    StayBasis,
    TaskSource,
)
from backend.investigation.inquiry_vocabulary import Factor as CredibilityFactor
from backend.kernel.errors import Invalid, NotVisible
from backend.returns.vocabulary import Precondition, ReturnState, StepState, Trigger
from backend.safeguards.vocabulary import Gap, ReviewResult, SafeguardState

VOCABULARIES: dict[str, type[TextChoices]] = {
    "advisory": Advisory,
    "agreement-kind": AgreementKind,
    "clause-standing": Standing,
    "clause-version-state": VersionState,
    "clause-rule-state": RuleState,
    "clause-when": When,
    "agreement-state": AgreementState,
    "allegation-state": AllegationState,
    "answer": Answer,
    "appeal-ground": AppealGround,
    "appeal-state": AppealState,
    "bearing": Bearing,
    "case-kind": CaseKind,
    "case-role": CaseRole,
    "case-state": CaseState,
    "certainty": Certainty,
    "channel": Channel,
    "closure-reason": ClosureReason,
    "conduct": Conduct,
    "confirmation-of-statement": Confirmation,
    "credibility-factor": CredibilityFactor,
    "decline-code": DeclineCode,
    "deferral-ground": DeferralGround,
    "disclosure-state": DisclosureState,
    "finding-factual": Factual,
    "finding-policy": PolicyResult,
    "interview-medium": Medium,
    "follow-up-state": StepState,
    "interview-recording": Recording,
    "interview-state": InterviewState,
    "meaning-of-signature": Meaning,
    "obligation-state": ObligationState,
    "nexus": Nexus,
    "outcome-factor": Factor,
    "outcome-kind": OutcomeKind,
    "party-role": PartyRole,
    "plan-state": PlanState,
    "power-relation": PowerRelation,
    "priority": Priority,
    "precondition": Precondition,
    "prompt-kind": PromptKind,
    "report-category": Category,
    "remedy-kind": RemedyKind,
    "remedy-state": RemedyState,
    "report-state": ReportState,
    "return-state": ReturnState,
    "return-trigger": Trigger,
    "role": Role,
    "safeguard-result": ReviewResult,
    "safeguard-state": SafeguardState,
    "setting": Setting,
    "setting-gap": Gap,
    "similar-fact-state": SimilarFactState,
    "standard": Standard,
    "statement-state": StatementState,
    "stay-basis": StayBasis,
    "task-source": TaskSource,
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
        responses=LibraryClauseOut(many=True),
        operation_id="list_library_clauses",
        tags=["vocabularies"],
        filters=False,
        parameters=[
            OpenApiParameter("language", str, enum=LANGUAGES, description="In which language; English unless told.")
        ],
    )
    def get(self, request: Request) -> Response:
        """List the clauses that an agreement can be drawn up from, in one language."""
        language = request.query_params.get("language", LANGUAGES[0])
        if language not in LANGUAGES:
            raise Invalid({"language": [f"Choose one of {', '.join(LANGUAGES)}."]})
        clauses = sorted(library(language).clauses.values(), key=lambda clause: clause.order)
        return Response(LibraryClauseOut(clauses, many=True).data)


def vocabulary(name: str) -> dict[str, object]:
    """Give one vocabulary's words."""
    return {"name": name, "words": [{"code": code, "label": str(label)} for code, label in VOCABULARIES[name].choices]}
