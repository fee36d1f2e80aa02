"""The mailbox of a report: what intake and the reporter write to each other. Reporters without an account have the public pages instead."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import can, scope
from backend.api.fields import Moment
from backend.api.inputs import Body
from backend.api.outputs import Output
from backend.api.resources import IDEMPOTENCY, Listed, creation
from backend.audit.reads import viewed
from backend.intake.mailbox import FROM_REPORTERS, answer_reporter, note_read, send_message
from backend.intake.mailbox_tables import Direction, MessageKind
from backend.intake.models import MailboxMessage, Report
from backend.kernel.errors import Forbidden, NotVisible


class MessageOut(Output[MailboxMessage]):
    """One message; who wrote is told of intake alone."""

    direction = serializers.ChoiceField(choices=Direction.choices)
    kind = serializers.ChoiceField(choices=MessageKind.choices)
    text = serializers.CharField()
    sent_at = Moment()
    sent_by = serializers.SerializerMethodField()
    read_at = Moment(allow_null=True)

    def get_sent_by(self, message: MailboxMessage) -> str | None:
        """Name who wrote for intake."""
        return message.sent_by.name if message.direction == Direction.TO_REPORTER else None


class NewMessage(Body):
    """What is written to the other side."""

    text = serializers.CharField()
    kind = serializers.ChoiceField(
        choices=[(kind.value, kind.label) for kind in FROM_REPORTERS],
        required=False,
        help_text="For reporters: whether it adds to the report, or tells of something that has happened since.",
    )


class ReportMessages(Listed):
    """The messages of one report, the oldest first."""

    view_action = "report.view"
    queryset = MailboxMessage.objects.select_related("sent_by__person")
    serializer_class = MessageOut
    orderings = {"sent_at": "sent_at", "-sent_at": "-sent_at"}
    orderings_default = "sent_at"

    def report(self) -> Report:
        """Find the report that the address names, among those that exist for the caller."""
        self.tried = "report.view"
        found = scope(self.person, "report.view", Report.objects.all()).filter(reference=self.kwargs["report"]).first()
        if found is None:
            raise NotVisible
        return found

    def get_queryset(self) -> QuerySet[Any]:
        """Give the messages of the report that the address names."""
        rows: QuerySet[Any] = MailboxMessage.objects.select_related("sent_by__person")
        return rows.none() if getattr(self, "swagger_fake_view", False) else rows.filter(report=self.report())

    def list(self, request: Request, report: str = "") -> Response:
        """Read the mailbox; it is noted as read by the side that you are on."""
        found = self.report()
        is_reporter = can(self.person, "message.send", found)
        if not is_reporter and not can(self.person, "report.triage_view", found):
            self.tried = "message.answer"
            raise Forbidden
        viewed(found, "report.view", actor=self.person)
        side = Direction.TO_REPORTER if is_reporter else Direction.FROM_REPORTER
        return self.page(
            self.matching(self.get_queryset()),
            MessageOut,
            note=lambda rows: note_read(rows, side, actor=self.person),
        )

    @extend_schema(request=NewMessage, responses={201: MessageOut}, parameters=[IDEMPOTENCY])
    @creation
    def create(self, request: Request, report: str = "") -> Response:
        """Write to the other side: as the reporter to intake, as intake to the reporter."""
        found = self.report()
        is_reporter = can(self.person, "message.send", found)
        if not is_reporter:
            self.must("message.answer", found)
        given = dict(self.understood(NewMessage))
        if is_reporter:
            message = send_message(found, given["text"], kind=given.get("kind", MessageKind.MESSAGE), actor=self.person)
        else:
            message = answer_reporter(found, given["text"], actor=self.person)
        return self.shown(message, status=201)
