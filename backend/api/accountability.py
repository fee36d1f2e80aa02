"""Accountability statements: one's own, rounds of feedback, wishes to read one, and what was shared."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import scope
from backend.amends.actions import feedback, sharing, writing
from backend.amends.guide.reading import KINDS, Mark, marks
from backend.amends.models import (
    AccountabilityRound,
    AccountabilityShare,
    AccountabilityStatement,
    AccountabilityVersion,
    AccountabilityWish,
)
from backend.amends.queries import ROUNDS, SHARES, readers_for, versions_of, wishes_for
from backend.amends.sealing import words_of
from backend.amends.vocabulary import RoundState, ShareState, StatementState, WishState
from backend.api.conflicts import ByUid
from backend.api.fields import Moment, PersonField, PersonOut
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, Listed, MoveOut, Opened, command, creation
from backend.audit.reads import viewed
from backend.cases.models import Case
from backend.decisions.models import Outcome
from backend.kernel.errors import Invalid

NO_DECISION = "There is no decision about you in such a case that you were told of, with a finding that stands."
NO_CASE = "There is no such case, or none in which you note wishes."
NOBODY = "Choose one of the readers that the statement names."


class MarkOut(serializers.Serializer[Mark]):
    """One place that the language guide points out: a suggestion, and never more."""

    kind = serializers.ChoiceField(choices=[(kind, kind.replace("_", " ")) for kind in KINDS])
    name = serializers.CharField()
    found = serializers.CharField()
    why = serializers.CharField()
    instead = serializers.CharField()
    for_instance = serializers.CharField()


class AccountabilityVersionOut(serializers.Serializer[AccountabilityVersion]):
    """One saved version, with what the guide points out in it."""

    number = serializers.IntegerField()
    saved_at = Moment()
    text = serializers.SerializerMethodField()
    marks = serializers.SerializerMethodField()

    def get_text(self, version: AccountabilityVersion) -> str:
        """Open the words."""
        return words_of(version)

    @extend_schema(responses=MarkOut(many=True))
    def get_marks(self, version: AccountabilityVersion) -> Any:
        """Look at the words with the guide."""
        found: Any = marks(words_of(version))
        return MarkOut(found, many=True).data


class AccountabilityStatementOut(Output[AccountabilityStatement]):
    """Your own accountability statement as a list shows it."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    state = serializers.ChoiceField(choices=StatementState.choices)
    begun_at = Moment()


class AccountabilityStatementDetail(serializers.Serializer[AccountabilityStatement]):
    """Your own statement with all its versions, whom you may ask for feedback, and whether somebody asked to read it."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    state = serializers.ChoiceField(choices=StatementState.choices)
    begun_at = Moment()
    versions = AccountabilityVersionOut(many=True, source="shown_versions")
    readers = PersonOut(many=True, source="shown_readers")
    is_asked_for = serializers.BooleanField()


class AccountabilityRoundOut(Output[AccountabilityRound]):
    """A round of feedback as a list shows it."""

    uid = serializers.UUIDField()
    number = serializers.IntegerField()
    version = serializers.IntegerField(source="version.number")
    reviewer = serializers.CharField(source="reviewer.name")
    state = serializers.ChoiceField(choices=RoundState.choices)
    asked_at = Moment()
    answered_at = Moment(allow_null=True)


class AccountabilityRoundDetail(AccountabilityRoundOut):
    """A round with the words that it is about and the feedback."""

    person = serializers.CharField(source="statement.person.name")
    text = serializers.CharField(source="shown_text")
    feedback = serializers.CharField(source="shown_feedback")
    moves = MoveOut(many=True)


class AccountabilityWishOut(Output[AccountabilityWish]):
    """That a complainant asked to read a statement, should there be one; it does not say whether there is."""

    uid = serializers.UUIDField()
    case = serializers.CharField(source="case.reference")
    person = PersonOut()
    state = serializers.ChoiceField(choices=WishState.choices)
    asked_at = Moment()


class AccountabilityShareOut(Output[AccountabilityShare]):
    """That a version is shared, or was."""

    uid = serializers.UUIDField()
    version = serializers.IntegerField(source="version.number")
    state = serializers.ChoiceField(choices=ShareState.choices)
    shared_at = Moment()


class AccountabilityShareDetail(AccountabilityShareOut):
    """A version that was shared, with its words."""

    text = serializers.CharField(source="shown_text")


class BeginStatement(Body):
    """About which decision; `advised` says that you took advice, which is asked for while an appeal is open."""

    case = serializers.CharField(help_text="The reference of the case, as your letter names it.")
    advised = serializers.BooleanField(default=False)


class AskReader(Body):
    """Whom you ask, by the reference that the statement names under `readers`."""

    reviewer = serializers.CharField()
    advised = serializers.BooleanField(default=False)


class RecordWish(Body):
    """Which complainant asked, in which case, when and how."""

    case = serializers.CharField()
    person = PersonField()
    reason = serializers.CharField(max_length=2000)


class OwnAccountabilityStatements(Listed, Opened):
    """Your own accountability statements. Nobody else finds them."""

    noun = "accountability"
    view_action = "accountability.view"
    recorded = True
    queryset = AccountabilityStatement.objects.select_related("case", "person").order_by("pk")
    serializer_class = AccountabilityStatementOut

    @extend_schema(
        request=BeginStatement,
        responses={201: AccountabilityStatementOut},
        parameters=[IDEMPOTENCY],
        operation_id="begin_accountability_statement",
    )
    @creation
    def create(self, request: Request) -> Response:
        """Begin a statement about a decision that you were told of. Nobody else is told."""
        given = dict(self.understood(BeginStatement))
        mine = scope(self.person, "accountability.begin", Outcome.objects.select_related("case"))
        outcome = mine.filter(case__reference=given.pop("case")).order_by("-pk").first()
        if outcome is None:
            raise Invalid({"case": [NO_DECISION]})
        made = writing.begin_accountability_statement(outcome, actor=self.person, **given)
        return self.shown(made, status=201, location=reverse("api:own-accountability-detail", args=[made.reference]))

    def read(self, row: AccountabilityStatement) -> serializers.BaseSerializer[Any]:
        """Record the reading, then open every version."""
        viewed(row, "accountability.view", actor=self.person)
        row.shown_versions = versions_of(row)  # type: ignore[attr-defined]
        row.shown_readers = [each.person for each in readers_for(row.case)]  # type: ignore[attr-defined]
        row.is_asked_for = wishes_for(row).exists()  # type: ignore[attr-defined]
        return AccountabilityStatementDetail(row, context={"request": self.request})

    save_accountability_version = command(
        writing.save_accountability_version, needs="accountability.save", path="save", gives=AccountabilityVersionOut
    )

    @extend_schema(
        request=AskReader, responses={201: AccountabilityRoundOut}, operation_id="ask_accountability_feedback"
    )
    @action(detail=True, methods=["post"], url_path="ask-feedback")
    def ask_accountability_feedback(self, request: Request, reference: str) -> Response:
        """Let one of the readers read your latest version and say what they think of its words."""
        row = self.get_object()
        self.must("accountability.ask_feedback", row)
        given = dict(self.understood(AskReader))
        asked = given.pop("reviewer")
        chosen = next((each for each in readers_for(row.case) if each.person and each.person.reference == asked), None)
        if chosen is None:
            raise Invalid({"reviewer": [NOBODY]})
        made = feedback.ask_accountability_feedback(row, reviewer=chosen, actor=self.person, **given)
        return Response(AccountabilityRoundOut(made).data, status=201)

    share_accountability_statement = command(
        sharing.share_accountability_statement,
        needs="accountability.share",
        path="share",
        gives=AccountabilityShareOut,
        many=True,
    )
    unshare_accountability_statement = command(
        sharing.unshare_accountability_statement, needs="accountability.unshare", path="unshare"
    )
    discard_accountability_statement = command(
        writing.discard_accountability_statement, needs="accountability.discard", path="discard"
    )


class AccountabilityRounds(ByUid):
    """Rounds of feedback: those that wait for your answer, and those on your own statements."""

    noun = "accountability_round"
    view_action = "accountability_round.view"
    recorded = True
    lifecycle = feedback.rounds
    queryset = ROUNDS.order_by("pk")
    serializer_class = AccountabilityRoundOut
    detail_serializer_class = AccountabilityRoundDetail

    def read(self, row: AccountabilityRound) -> serializers.BaseSerializer[Any]:
        """Open the words of the version and of the feedback."""
        row.shown_text, row.shown_feedback = words_of(row.version), words_of(row)  # type: ignore[attr-defined]
        return super().read(row)

    answer_accountability_round = command(feedback.answer_accountability_round)
    take_back_accountability_round = command(feedback.take_back_accountability_round)


class AccountabilityWishes(ByUid):
    """Wishes to read a statement: your own, and those of the complainants with whom you work."""

    noun = "accountability_wish"
    view_action = "accountability_wish.view"
    recorded = True
    lifecycle = sharing.wishes
    queryset = AccountabilityWish.objects.select_related("case", "person").order_by("pk")
    serializer_class = AccountabilityWishOut

    @extend_schema(
        request=RecordWish,
        responses={201: AccountabilityWishOut},
        parameters=[IDEMPOTENCY],
        operation_id="record_accountability_wish",
    )
    @creation
    def create(self, request: Request) -> Response:
        """Note that a complainant asked, of their own accord, to read a statement if there is one."""
        given = dict(self.understood(RecordWish))
        mine = scope(self.person, "accountability_wish.record", Case.objects.all())
        case = mine.filter(reference=given.pop("case")).first()
        if case is None:
            raise Invalid({"case": [NO_CASE]})
        made = sharing.record_accountability_wish(case, actor=self.person, **given)
        return self.shown(made, status=201, location=reverse("api:accountability-wish-detail", args=[made.uid]))

    withdraw_accountability_wish = command(sharing.withdraw_accountability_wish)


class AccountabilityShares(ByUid):
    """Statements that were shared with you because you asked for it, and what you share of your own."""

    noun = "accountability_share"
    view_action = "accountability_share.view"
    recorded = True
    queryset = SHARES.order_by("pk")
    serializer_class = AccountabilityShareOut
    detail_serializer_class = AccountabilityShareDetail

    def read(self, row: AccountabilityShare) -> serializers.BaseSerializer[Any]:
        """Open the words that were shared."""
        row.shown_text = words_of(row.version)  # type: ignore[attr-defined]
        return super().read(row)
