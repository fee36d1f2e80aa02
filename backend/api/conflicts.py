"""Conflicts of interest: bars, declarations, waivers, challenges by a party, handovers, and ties between people."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import scope_own
from backend.access.ties import add_tie, end_tie, may_add_ties
from backend.api.case_parts import CasePart
from backend.api.fields import Moment, PersonField, PersonOut, word
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, REASON, Listed, Opened, command, creation
from backend.audit.reads import viewed
from backend.cases.actions import impartiality, waivers
from backend.cases.conflicts.leaving import what_was_read
from backend.cases.models import Case, CaseBar, ConflictChallenge, ConflictDeclaration, ConflictWaiver, Handover
from backend.cases.vocabulary import CaseRole, ChallengeState, Declared, LeaveReason, WaiverState
from backend.kernel.errors import Forbidden, Invalid
from backend.people.models import Tie, TieKind, TieSource

UID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class ByUid(Listed, Opened):
    """Records that have no reference of their own."""

    lookup_field = "uid"
    lookup_url_kwarg = "uid"
    lookup_value_regex = UID


class BarOut(Output[CaseBar]):
    """A conflict that keeps somebody from the case."""

    person = PersonOut()
    rule = serializers.CharField()
    words = serializers.CharField()
    since = Moment()
    ended = Moment(allow_null=True)


class DeclarationOut(Output[ConflictDeclaration]):
    """What somebody declared; `signed_at` is null until they signed it themselves."""

    person = PersonOut()
    role = serializers.ChoiceField(choices=CaseRole.choices)
    told = serializers.ListField(child=serializers.ChoiceField(choices=Declared.choices))
    text = serializers.CharField()
    asked_at = Moment()
    signed_at = Moment(allow_null=True)
    is_late = serializers.BooleanField()


class WaiverOut(Output[ConflictWaiver]):
    """A request to waive a conflict, and what became of it."""

    uid = serializers.UUIDField()
    case = serializers.CharField(source="case.reference")
    person = PersonOut()
    rule = serializers.CharField()
    state = serializers.ChoiceField(choices=WaiverState.choices)
    why = serializers.CharField()
    asked_by = serializers.CharField(source="asked_by.name")
    asked_at = Moment()
    decided_at = Moment(allow_null=True)
    disclosed = serializers.CharField()


class ChallengeOut(Output[ConflictChallenge]):
    """A party's challenge of somebody who works on the case, and its answer."""

    uid = serializers.UUIDField()
    role = serializers.ChoiceField(choices=CaseRole.choices)
    state = serializers.ChoiceField(choices=ChallengeState.choices)
    grounds = serializers.CharField()
    made_at = Moment()
    answer = serializers.CharField()
    answered_at = Moment(allow_null=True)


class HandoverOut(Output[Handover]):
    """Somebody left the case because of a conflict."""

    uid = serializers.UUIDField()
    case = serializers.CharField(source="case.reference")
    person = PersonOut()
    roles = serializers.ListField(child=serializers.CharField())
    why = serializers.ChoiceField(choices=LeaveReason.choices)
    words = serializers.CharField()
    at = Moment()
    taken_at = Moment(allow_null=True)


class ReadOut(serializers.Serializer[Any]):
    """Something that was read: when, and which record."""

    at = Moment()
    action = serializers.CharField(source="action.name")
    what = serializers.CharField(source="obj")


class HandoverDetail(HandoverOut):
    """A handover with everything of the case that was read, the newest first."""

    reads = ReadOut(many=True, source="read_before")


class TieOut(Output[Tie]):
    """What two people are to each other."""

    uid = serializers.UUIDField()
    person = PersonOut()
    other = PersonOut()
    kind = serializers.ChoiceField(choices=TieKind.choices)
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    source = serializers.ChoiceField(choices=TieSource.choices)  # type: ignore[assignment]


class CaseBars(CasePart):
    """Who is kept from the case, and by which rule."""

    part = "bars"
    needs = "case.see_conflicts"
    view_action = "case_bar.view"
    queryset = CaseBar.objects.select_related("person")
    serializer_class = BarOut


class CaseDeclarations(CasePart):
    """What everybody who works or worked on the case declared."""

    part = "declarations"
    needs = "case.see_conflicts"
    view_action = "declaration.view"
    queryset = ConflictDeclaration.objects.select_related("person")
    serializer_class = DeclarationOut


class Waivers(ByUid):
    """Requests to waive a conflict: those of cases that you take in, and all for the independent channel."""

    noun = "waiver"
    view_action = "waiver.view"
    lifecycle = waivers.waivers
    queryset = ConflictWaiver.objects.select_related("case", "person", "asked_by__person")
    serializer_class = WaiverOut
    grant_waiver = command(waivers.grant_waiver)
    refuse_waiver = command(waivers.refuse_waiver)


class NewChallenge(Body):
    """Which matter, by the reference that you were told; whom you mean, by what they do; and why."""

    matter = serializers.CharField(max_length=60)
    role = word([CaseRole(role) for role in impartiality.CHALLENGED])
    grounds = serializers.CharField(max_length=10000)


class Challenges(ByUid):
    """Challenges that you made, and those that you answer."""

    noun = "challenge"
    view_action = "challenge.view"
    lifecycle = impartiality.challenges
    queryset = ConflictChallenge.objects.select_related("case")
    serializer_class = ChallengeOut

    @extend_schema(request=NewChallenge, responses={201: ChallengeOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Say, as a party, that somebody who works on your matter is not impartial."""
        self.tried = "case.challenge"
        given = self.understood(NewChallenge)
        named = Q(reference=given["matter"]) | Q(report_links__report__reference=given["matter"])
        case = scope_own(self.person, "case.challenge", Case.objects.all()).filter(named).distinct().first()
        if case is None:
            raise Invalid({"matter": ["There is no such matter, or none of yours."]})
        made = impartiality.challenge(
            case, role=given["role"], grounds=given["grounds"], actor=self.person, reason="Said by a party."
        )
        return self.shown(made, status=201, location=reverse("api:challenge-detail", args=[made.uid]))

    uphold_challenge = command(impartiality.uphold_challenge)
    dismiss_challenge = command(impartiality.dismiss_challenge)


class Handovers(ByUid):
    """Handovers on the cases that you lead, with what was read by those who left."""

    noun = "handover"
    view_action = "handover.view"
    queryset = Handover.objects.select_related("case", "person")
    serializer_class = HandoverOut
    detail_serializer_class = HandoverDetail
    take_over = command(impartiality.take_over, needs="case.take_over", path="take-over")

    def read(self, row: Handover) -> serializers.BaseSerializer[Any]:
        """Record the reading, then show what was read."""
        viewed(row, "case.read", actor=self.person, ctx={"part": "handover"})
        row.read_before = what_was_read(row)  # type: ignore[attr-defined]
        return super().read(row)


class NewTie(Body):
    """Who is what to whom. One of the two may be you."""

    person = PersonField()
    other = PersonField()
    kind = word(TieKind)
    since = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=2000, help_text=REASON)


class Ties(ByUid):
    """Ties between people: all but your own for whoever keeps personnel records, for others those that they declared."""

    noun = "tie"
    view_action = "tie.view"
    queryset = Tie.objects.select_related("person", "other")
    serializer_class = TieOut
    end_tie = command(end_tie, needs="tie.end", path="end")

    @extend_schema(request=NewTie, responses={201: TieOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request) -> Response:
        """Enter a tie from personnel records, or declare one of your own."""
        self.tried = "tie.add"
        if not (may_add_ties(self.person) or self.person.person_id):
            raise Forbidden
        given = self.understood(NewTie)
        tie = add_tie(actor=self.person, **given)
        return self.shown(tie, status=201, location=reverse("api:tie-detail", args=[tie.uid]))
