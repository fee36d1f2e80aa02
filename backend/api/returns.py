"""Returns to work: the checklist for those who prepare and decide, the decision for the employee, the steps for whoever holds them."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import can, scope, scope_own
from backend.api.case_parts import CasePart, adding
from backend.api.fields import Moment, PersonOut
from backend.api.filters import equals, one_of
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, Listed, MoveOut, Opened, command, creation
from backend.api.return_appeals import ReturnAppealOut
from backend.audit.reads import listed, viewed
from backend.cases.models import Case
from backend.decisions.vocabulary import AppealGround
from backend.kernel.errors import Invalid
from backend.referrals.vocabulary import Compliance
from backend.returns.actions import appeals, checking, deciding, following
from backend.returns.models import FollowUpStep, PreconditionOverride, ReturnNotice, ReturnToWork
from backend.returns.queries.gate import preconditions, provider_word_for, standing_notices
from backend.returns.queries.plans import ROWS, STEP_ROWS
from backend.returns.vocabulary import TOLD, Precondition, ReturnState, StepState, Trigger

SEES = "rtw.list"
NO_CASE = "There is no such case, or none in which you are kept from your work."


class ReturnOut(Output[ReturnToWork]):
    """A return to work as a list shows it. It names no day: a day is told by letter."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference")
    person = PersonOut()
    state = serializers.ChoiceField(choices=ReturnState.choices)
    trigger = serializers.ChoiceField(choices=Trigger.choices)


class FollowUpOut(Output[FollowUpStep]):
    """One step of a plan: who, when, about what, and who holds it. No case and no reason."""

    reference = serializers.CharField()
    person = PersonOut(source="rtw.person")
    state = serializers.ChoiceField(choices=StepState.choices)
    due_on = serializers.DateField()
    what = serializers.CharField()
    holder = PersonOut()
    settled_on = serializers.DateField(allow_null=True)


class FollowUpDetail(FollowUpOut):
    """A step with what was looked at, and the moves that are open to you."""

    note = serializers.CharField()
    moves = MoveOut(many=True)


class ReturnNoticeOut(Output[ReturnNotice]):
    """That somebody affected was told beforehand."""

    to = PersonOut()
    returns_on = serializers.DateField()
    document = serializers.CharField(source="document.reference")
    told_at = Moment()


class OverrideOut(Output[PreconditionOverride]):
    """What was put aside in writing: by one person, and agreed to by another or not yet."""

    code = serializers.ChoiceField(choices=Precondition.choices)
    missing = serializers.CharField()
    why = serializers.CharField()
    written_by = serializers.CharField(source="written_by.name")
    seconded_by = serializers.CharField(source="seconded_by.name", default=None, allow_null=True)


class PreconditionOut(serializers.Serializer[Any]):
    """One precondition, told from the records."""

    code = serializers.ChoiceField(choices=Precondition.choices)
    is_met = serializers.BooleanField(source="met")
    is_settled = serializers.BooleanField(source="settled")
    missing = serializers.CharField()


class ReturnCheck(Output[ReturnToWork]):
    """What those who prepare and decide see besides: preconditions, the one word on a referral, who was told, what was put aside."""

    preconditions = PreconditionOut(many=True, source="shown_ticks")
    provider_word = serializers.ChoiceField(choices=Compliance.choices, source="shown_word", allow_null=True)
    despite = serializers.CharField()
    notices = ReturnNoticeOut(many=True, source="shown_notices")
    overrides = OverrideOut(many=True, source="shown_overrides")


class ReturnTold(Output[ReturnToWork]):
    """What was decided, as the employee reads it."""

    returns_on = serializers.DateField(allow_null=True)
    place = serializers.CharField()
    reasons = serializers.CharField()
    decided_by = serializers.CharField(source="decided_by.name", default=None, allow_null=True)
    decided_at = Moment(allow_null=True)
    conditions = serializers.ListField(child=serializers.CharField())
    needed = serializers.ListField(child=serializers.CharField())
    decided_again_on = serializers.DateField(allow_null=True)
    plan_ends_on = serializers.DateField(allow_null=True)
    appeal_until = serializers.DateField(allow_null=True)
    appeal_to = serializers.CharField()
    document = serializers.CharField(source="document.reference", default=None, allow_null=True)
    steps = FollowUpOut(many=True, source="shown_steps")


class ReturnDetail(ReturnOut):
    """A return: `told` is null for an employee who was not told yet, and `check` is null for every employee."""

    told = ReturnTold(allow_null=True)
    check = ReturnCheck(allow_null=True)
    moves = MoveOut(many=True)


class AskReturn(Body):
    """In which case you are kept from your work, and what you would like."""

    case = serializers.CharField(help_text="The reference of the case, as your letter names it.")
    reason = serializers.CharField(max_length=2000)


class Returns(Listed, Opened):
    """Returns to work of your cases, and what was decided on your own."""

    noun = "rtw"
    view_action = "rtw.view"
    recorded = True
    lifecycle = checking.lifecycle
    queryset = ROWS
    serializer_class = ReturnOut
    detail_serializer_class = ReturnDetail
    filters = {
        "case": equals("case__reference", "The reference of the case."),
        "state": one_of("state", ReturnState, "Where it stands."),
    }
    orderings = {"-id": "-pk", "id": "pk"}
    orderings_default = "-id"

    def read(self, row: ReturnToWork) -> serializers.BaseSerializer[Any]:
        """Show the checklist to those who prepare and decide, and the decision alone to the employee."""
        viewed(row, "rtw.view", actor=self.person)
        shown: Any = row
        works = row.person_id != self.person.person_id and can(self.person, SEES, row.case)
        shown.told = row if works or row.state in TOLD else None
        steps = FollowUpStep.objects.filter(rtw=row).select_related("rtw__person", "holder").order_by("due_on", "seq")
        shown.shown_steps = list(scope(self.person, "follow_up.view", steps))
        shown.check = row if works else None
        if works:
            self._check(shown)
        shown.moves = self.moves(row)
        return ReturnDetail(row, context={"request": self.request})

    def _check(self, row: Any) -> None:
        row.shown_ticks = preconditions(row) if row.state == ReturnState.CHECKING else []
        row.shown_word, rows = provider_word_for(self.person, row)
        if rows:
            listed(rows, "referral.see_status", actor=self.person)
        row.shown_notices = standing_notices(row)
        row.shown_overrides = list(row.overrides.select_related("written_by__person", "seconded_by__person"))

    check_return = command(checking.check_return)
    replan_return = command(checking.replan_return)
    notify_affected = command(
        checking.notify_affected, needs="rtw.notify", path="notify", gives=ReturnNoticeOut, many=True
    )
    override_precondition = command(
        checking.override_precondition,
        needs="rtw.override",
        path="override",
        gives=OverrideOut,
        choices={"code": Precondition},
    )
    second_override = command(
        checking.second_override,
        needs="rtw.second_override",
        path="second-override",
        gives=OverrideOut,
        choices={"code": Precondition},
    )
    approve_return = command(deciding.approve_return)
    defer_return = command(deciding.defer_return)
    refuse_return = command(deciding.refuse_return)
    appeal_return = command(
        appeals.appeal_return,
        needs="rtw.appeal",
        path="appeal",
        gives=ReturnAppealOut,
        choices={"grounds": AppealGround},
    )
    note_arrival = command(following.note_arrival)
    close_return = command(following.close_return)
    void_return = command(following.void_return)
    hand_over_follow_up = command(
        following.hand_over_follow_up, needs="rtw.hand_over", path="hand-over", gives=FollowUpOut, many=True
    )


class OwnReturns(Listed):
    """What was decided on your own return to work, and what you asked for."""

    noun = "own_return"
    view_action = "rtw.view"
    queryset = ROWS.order_by("pk")
    serializer_class = ReturnOut

    def get_queryset(self) -> Any:
        """Give the caller's own returns."""
        rows = type(self).queryset.all()
        return rows.none() if getattr(self, "swagger_fake_view", False) else scope_own(self.person, "rtw.view", rows)

    def note_list(self, rows: Sequence[Any]) -> None:
        """Record what the person is about to read of themselves."""
        listed(rows, "rtw.list", actor=self.person)

    @extend_schema(request=AskReturn, responses={201: ReturnOut}, parameters=[IDEMPOTENCY], operation_id="ask_return")
    @creation
    def create(self, request: Request) -> Response:
        """Ask to come back. Somebody outside your reporting line decides."""
        given = self.understood(AskReturn)
        case = scope_own(self.person, "rtw.ask", Case.objects.filter(reference=given["case"])).first()
        if case is None:
            raise Invalid({"case": [NO_CASE]})
        made = checking.ask_return(case, actor=self.person, reason=given["reason"])
        return self.shown(made, status=201, location=reverse("api:return-detail", args=[made.reference]))


class CaseReturns(CasePart):
    """Returns to work of the case."""

    part = "returns"
    needs = SEES
    view_action = "rtw.view"
    queryset = ROWS
    serializer_class = ReturnOut
    create = adding(
        checking.schedule_return,
        needs="rtw.schedule",
        gives=ReturnOut,
        choices={"trigger": Trigger},
        location=lambda made: reverse("api:return-detail", args=[made.reference]),
    )


class FollowUps(Listed, Opened):
    """Steps of plans that you hold, those of the cases in which you decide, and those of your own plan."""

    noun = "follow_up"
    view_action = "follow_up.view"
    recorded = True
    lifecycle = following.steps
    queryset = STEP_ROWS
    serializer_class = FollowUpOut
    detail_serializer_class = FollowUpDetail
    filters = {"state": one_of("state", StepState, "Where it stands.")}
    orderings = {"due_on": "due_on"}
    orderings_default = "due_on"

    hold_step = command(following.hold_step)
    miss_step = command(following.miss_step)
    replan_step = command(following.replan_step)
