"""Letters before their issue: written from a record, reviewed and approved by a second person, and issued as approved."""

from collections.abc import Mapping
from typing import Any, cast

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.access.policy import scope
from backend.api.fields import Moment, PersonField, PersonOut
from backend.api.filters import equals, one_of
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, IF_MATCH, Listed, MoveOut, Opened, command, creation
from backend.api.versions import unchanged
from backend.documents.actions import drafting
from backend.documents.actions.issuing import Ties
from backend.documents.composing import COMPOSERS, Composer
from backend.documents.drafts import composer_of, letter_remarks, text_of
from backend.documents.models import BEFORE_ISSUE, Document, LetterDraft
from backend.documents.vocabulary import STANDS, Channel, DraftState
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

SAID = "What the letter asks for, by name: see GET /letter-kinds/."


class AskedOut(serializers.Serializer[Any]):
    """One thing that a letter asks of its writer."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.CharField()
    help = serializers.CharField()
    is_required = serializers.BooleanField()
    columns = serializers.ListField(child=serializers.CharField())


class LetterKindOut(serializers.Serializer[Any]):
    """A letter that people write, and what it asks of them."""

    key = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    about = serializers.CharField(help_text="The kind of record that it is about.")
    summary = serializers.CharField()
    follows = serializers.CharField()
    asks = AskedOut(many=True)


class LetterKinds(APIView):
    """The letters that people write."""

    @extend_schema(
        responses=LetterKindOut(many=True), operation_id="list_letter_kinds", tags=["letters"], filters=False
    )
    def get(self, request: Request) -> Response:
        """List the letters that people write, and what each asks of its writer."""
        return Response([_kind(composer) for _key, composer in sorted(COMPOSERS.items())])


class RemarkOut(serializers.Serializer[Any]):
    """Something that the words of a letter give cause to say."""

    rule = serializers.CharField()
    category = serializers.CharField()
    weight = serializers.CharField()
    sentence = serializers.CharField()
    found = serializers.CharField()
    why = serializers.CharField()
    instead = serializers.CharField()
    field = serializers.CharField()


class LetterOut(Output[LetterDraft]):
    """A letter before its issue, as a list shows it."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=DraftState.choices)
    kind = serializers.CharField()
    title = serializers.CharField()
    language = serializers.CharField()
    matter = serializers.CharField()
    recipient = PersonOut(allow_null=True)
    version = serializers.IntegerField()
    written_by = serializers.CharField(source="written_by.name")
    written_at = Moment()
    approved_by = serializers.CharField(source="approved_by.name", default=None, allow_null=True)
    supersedes = serializers.CharField(source="supersedes.reference", default=None, allow_null=True)
    redacts = serializers.CharField(source="redacts.reference", default=None, allow_null=True)
    document = serializers.CharField(source="document.reference", default=None, allow_null=True)


class LetterDetail(LetterOut):
    """A letter: what was typed, the whole letter as it would be printed, what its words give cause to remark, and your moves."""

    given = serializers.DictField()
    letter = serializers.DictField()
    remarks = RemarkOut(many=True)
    moves = MoveOut(many=True)


class LetterBody(Body):
    """A letter that is begun."""

    letter = serializers.CharField(help_text="The key of its kind: see GET /letter-kinds/.")
    about = serializers.CharField(help_text="The reference of the case, report or agreement.")
    to = PersonField()
    given = serializers.DictField(child=serializers.JSONField(), help_text=SAID)
    supersedes = serializers.CharField(required=False, help_text="The reference of a document that it replaces.")


class RevisionBody(Body):
    """What a letter says from now on."""

    given = serializers.DictField(child=serializers.JSONField(), help_text=SAID)
    version = serializers.IntegerField(
        required=False, min_value=1, help_text="The version that you read: a later one by somebody else is refused."
    )


def issue_letter(letter: LetterDraft, *, actor: User, reason: str, channel: str = Channel.PAGE) -> LetterDraft:
    """Issue the letter as it was approved, dated today, and send it on its way."""
    return drafting.issue_draft(letter, actor=actor, reason=reason, channel=channel)


class Letters(Listed, Opened):
    """Letters before their issue, in matters that you work on."""

    noun = "draft"
    view_action = "draft.view"
    recorded = True
    lifecycle = drafting.lifecycle
    queryset = LetterDraft.objects.select_related(
        "recipient", "written_by__person", "approved_by__person", "supersedes", "redacts", "document"
    )
    serializer_class = LetterOut
    detail_serializer_class = LetterDetail
    orderings = {"-written_at": "-written_at", "written_at": "written_at"}
    orderings_default = "-written_at"
    filters = {
        "state": one_of("state", DraftState, "Where the letter stands."),
        "kind": equals("kind", "The kind in the list of formal documents, for example D10."),
        "matter": equals("matter", "The reference of the case or report, as the letter names it."),
    }

    def read(self, row: LetterDraft) -> serializers.BaseSerializer[Any]:
        """Add what the letter says, and what its words give cause to remark."""
        text = text_of(row)
        shown: Any = row
        shown.given, shown.letter = text.given, text.inputs
        shown.remarks = letter_remarks(row) if row.state in BEFORE_ISSUE else []
        return super().read(row)

    @extend_schema(request=LetterBody, responses={201: LetterOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Write a letter from a record and from what you say. Nothing is sent: a second person approves it first."""
        given = self.understood(LetterBody)
        composer, about = self._composed(given)
        ties = Ties(supersedes=self._replaced(given.get("supersedes", ""), about.stream))
        draft = drafting.write_draft(
            composer, about, to=given["to"], given=given["given"], actor=self.person, ties=ties
        )
        return self.shown(draft, status=201, location=reverse("api:letter-detail", args=[draft.reference]))

    @extend_schema(request=RevisionBody, responses=LetterOut, parameters=[IF_MATCH], operation_id="revise_letter")
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, reference: str) -> Response:
        """Save a new version of a letter; an approval or review of the earlier version no longer holds."""
        draft: LetterDraft = self.get_object()
        self.must("draft.revise", draft)
        given, composer = self.understood(RevisionBody), composer_of(draft)
        if composer is None:
            raise Refused("This version follows from what was left out: start another one.", code="wrong-state")
        with unchanged(request, draft):
            drafting.revise_draft(draft, composer, given=given["given"], actor=self.person, seen=given.get("version"))
        return self.fresh(draft)

    cast("Any", revise).move_action = "draft.revise"
    review_draft = command(drafting.review_draft)
    return_draft = command(drafting.return_draft)
    approve_draft = command(drafting.approve_draft)
    issue_letter = command(issue_letter, needs="draft.issue", path="issue", choices={"channel": Channel})
    discard_draft = command(drafting.discard_draft)

    def _composed(self, given: Mapping[str, Any]) -> tuple[Composer, Any]:
        composer = COMPOSERS.get(given["letter"])
        if composer is None:
            raise Invalid({"letter": ["There is no such letter. GET /letter-kinds/ lists them."]})
        model: Any = composer.about
        rows = scope(self.person, composer.action, model._default_manager.filter(reference=given["about"]))
        about = rows.first()
        if about is None:
            raise Invalid({"about": ["There is no such record, or none that you may write this letter about."]})
        return composer, about

    def _replaced(self, reference: str, stream: str) -> Document | None:
        if not reference:
            return None
        rows = Document.objects.filter(reference=reference, matter_stream=stream, state__in=STANDS)
        found = scope(self.person, "document.view", rows).first()
        if found is None:
            raise Invalid({"supersedes": ["There is no such document in this matter that still stands."]})
        return found


def _kind(composer: Composer) -> dict[str, Any]:
    letter = composer.letter
    return {
        "key": composer.key,
        "kind": letter.kind,
        "title": letter.title_in("en"),
        "about": composer.about._meta.model_name,
        "summary": composer.summary,
        "follows": composer.follows,
        "asks": [AskedOut(asked).data for asked in composer.asks],
    }
