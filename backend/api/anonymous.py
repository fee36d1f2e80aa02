"""Reports without a name, for programs that stand between a person and us: a hotline's, a kiosk's, an app's.

Nobody signs in here: a call has no caller, and nothing of what it does is tied to a network address. Whoever has the code that the
first answer holds is the reporter; it stands in bodies alone, never in an address, so that no log of addresses ever holds it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api.fields import Moment
from backend.api.inputs import Body, inputs_of
from backend.api.renderers import JsonParser
from backend.api.reports import TOLD
from backend.audit.origin import unseen
from backend.cases.queries import deadlines_of
from backend.intake.attachments import add_file
from backend.intake.codes import NO_SUCH_CODE, drawn_from, new_code, tidied
from backend.intake.mailbox import FROM_REPORTERS, note_read, send_message, thread
from backend.intake.mailbox_tables import Direction, MessageKind
from backend.intake.models import Report, ReportState
from backend.intake.queries.days_ahead import what_next
from backend.intake.receipts import report_behind, send_without_name
from backend.intake.tries import WAIT, may_try, network_of, note_wrong
from backend.intake.vault import GivenIdentity, give_identity
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user

ACCOUNT = inputs_of(
    send_without_name,
    choices={name: words for name, words in TOLD.items() if name not in {"channel", "mode"}},
    skip=("code",),
)
# Nobody who is not signed in may try out who works here: people are named in words, as on the page.
KEPT_BACK = dict.fromkeys(("reporter", "affected", "respondent", "channel", "mode"))
REPORT_FORM = type("AnonymousReport", (ACCOUNT.form,), {**KEPT_BACK, "__doc__": ACCOUNT.form.__doc__})


class AnonymousReportSent(serializers.Serializer[Any]):
    """What a reporter without a name takes along. The code is in this answer and nowhere else: show it, and forget it."""

    code = serializers.CharField()
    received_at = Moment()
    confirm_by = Moment(allow_null=True)
    assess_by = Moment(allow_null=True)


class WithCode(Body):
    """The sixteen digits, with or without spaces."""

    code = serializers.CharField(max_length=60)


class AnonymousMessage(WithCode):
    """What the reporter writes to intake."""

    text = serializers.CharField()
    kind = serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in FROM_REPORTERS], required=False)


class AnonymousIdentity(WithCode):
    """The name that a reporter entrusts to the identity vault."""

    name = serializers.CharField()
    contact = serializers.CharField(required=False, allow_blank=True)


class AnonymousFile(WithCode):
    """A file; it loses its name and what it tells of its maker."""

    file = serializers.FileField(help_text="At most 25 MB.")


class MailboxLine(serializers.Serializer[Any]):
    """One message of the mailbox; who wrote for intake is not named."""

    direction = serializers.ChoiceField(choices=Direction.choices)
    kind = serializers.ChoiceField(choices=MessageKind.choices)
    text = serializers.CharField()
    sent_at = Moment()


class AnonymousStanding(serializers.Serializer[Any]):
    """Where a report stands as its reporter is told it, what happens next, and the mailbox, the oldest message first."""

    state = serializers.ChoiceField(choices=ReportState.choices)
    received_at = Moment()
    confirm_by = Moment(allow_null=True)
    assess_by = Moment(allow_null=True)
    feedback_by = Moment(allow_null=True)
    files = serializers.IntegerField()
    messages = MailboxLine(many=True)


class Unnamed(APIView):
    """A door without a caller: no sign-in, no count by address that outlives this process, nothing kept of where a call came from."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()
    parser_classes = (JsonParser,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer without a trace of the network, and keep the answer out of every cache."""
        with unseen():
            response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def understood(self, form: type[Body]) -> dict[str, Any]:
        """Read the body; raises what is wrong with each field."""
        read = form(data=self.request.data)
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def opened(self, form: type[WithCode]) -> tuple[Report, dict[str, Any]]:
        """Read the body and find the report behind its code; every wrong code takes as long and is told in the same words."""
        given = self.understood(form)
        network = network_of(self.request.META.get("REMOTE_ADDR", ""), self.request.headers.get("X-Forwarded-For", ""))
        try:
            may_try(network)
        except Refused as refusal:
            raise Throttled(wait=int(WAIT.total_seconds()), detail=refusal.detail) from refusal
        report = report_behind(drawn_from(tidied(given.pop("code"))).digest)
        if report is None:
            note_wrong(network)
            raise Invalid({"code": [NO_SUCH_CODE]})
        return report, given


class AnonymousReports(Unnamed):
    """Sending a report without a name."""

    @extend_schema(
        operation_id="send_anonymous_report",
        tags=["anonymous-reports"],
        auth=[],
        request=REPORT_FORM,
        responses={201: AnonymousReportSent},
    )
    def post(self, request: Request) -> Response:
        """Send a report without a name. Only what happened is required; the answer holds the code, once."""
        given = self.understood(REPORT_FORM)
        code = new_code()
        report = send_without_name(**ACCOUNT.arguments(given), actor=system_user(), code=code)
        told = {"code": code, "received_at": report.received_at, **what_next(report, deadlines_of([report]))}
        return Response(AnonymousReportSent(told).data, status=201)


class AnonymousMailbox(Unnamed):
    """Coming back with the code."""

    @extend_schema(
        operation_id="read_anonymous_report",
        tags=["anonymous-reports"],
        auth=[],
        request=WithCode,
        responses=AnonymousStanding,
    )
    def post(self, request: Request) -> Response:
        """Tell where the report stands, what happens next, and what intake wrote. Messages to the reporter count as read."""
        report, _given = self.opened(WithCode)
        messages = thread(report)
        note_read(messages, Direction.TO_REPORTER, actor=system_user())
        told = {
            "state": report.state_as_told,
            "received_at": report.received_at,
            **what_next(report, deadlines_of([report])),
            "files": report.files.count(),
            "messages": messages,
        }
        return Response(AnonymousStanding(told).data)


class AnonymousMessages(Unnamed):
    """Writing to intake."""

    @extend_schema(
        operation_id="write_anonymously",
        tags=["anonymous-reports"],
        auth=[],
        request=AnonymousMessage,
        responses={201: MailboxLine},
    )
    def post(self, request: Request) -> Response:
        """Write to intake: ask, add to what was told, or say that something has happened since."""
        report, given = self.opened(AnonymousMessage)
        message = send_message(report, given["text"], kind=given.get("kind", MessageKind.MESSAGE), actor=system_user())
        return Response(MailboxLine(message).data, status=201)


class AnonymousNames(Unnamed):
    """Entrusting a name to the vault."""

    @extend_schema(
        operation_id="entrust_name",
        tags=["anonymous-reports"],
        auth=[],
        request=AnonymousIdentity,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        """Put the reporter's name into the identity vault; nobody learns it by this, and opening it takes two people and a reason."""
        report, given = self.opened(AnonymousIdentity)
        give_identity(report, GivenIdentity(**given), actor=system_user())
        return Response(status=204)


class AnonymousFiles(Unnamed):
    """Adding a file."""

    parser_classes = (MultiPartParser,)  # type: ignore[assignment]

    @extend_schema(
        operation_id="add_file_anonymously",
        tags=["anonymous-reports"],
        auth=[],
        request={"multipart/form-data": AnonymousFile},
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        """Add a file; it loses its own name and what it tells of its maker before it is kept."""
        report, given = self.opened(AnonymousFile)
        add_file(report, given["file"], name=given["file"].name, actor=system_user())
        return Response(status=204)
