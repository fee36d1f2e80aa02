"""The door of providers for programs: their referrals, their answer, and reports of codes and days; and who may use it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.policy import scope
from backend.api.fields import Moment
from backend.api.inputs import Body, inputs_of
from backend.api.outputs import Output
from backend.api.referrals.outputs import ReasonToldOut
from backend.api.renderers import JsonParser
from backend.api.resources import Listed, Opened, Resource, command, creation
from backend.audit.reads import listed, viewed
from backend.kernel.errors import NotVisible, Refused
from backend.referrals.actions import concluding, inviting, taking
from backend.referrals.actions.quarantine import receive_file
from backend.referrals.actions.reporting import ENDED, replace_report, send_report, take_note_of_danger
from backend.referrals.models import (
    Licence,
    Provider,
    ProviderContact,
    ProviderFile,
    ProviderInvitation,
    ProviderReport,
    Referral,
)
from backend.referrals.queries.as_provider import ProviderView, as_provider, shown_name
from backend.referrals.queries.reports import codes_of, sealed_file_of
from backend.referrals.reportable import Codes, Limit
from backend.referrals.vocabulary import Compliance, FileState, ReferralState, ReportKind


class PracticeReferralOut(Output[Referral]):
    """A referral to your practice as a list shows it."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=ReferralState.choices)
    employee = serializers.SerializerMethodField()
    next_report_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField()

    def get_employee(self, referral: Referral) -> str:
        """Call the person by first name and initial until you accepted."""
        return shown_name(referral)


class PracticeViewOut(serializers.Serializer[ProviderView]):
    """A referral as it was shared with you. The case behind it is no part of it."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=ReferralState.choices)
    employee = serializers.CharField()
    employee_email = serializers.CharField()
    organisation_contact = serializers.CharField()
    organisation_email = serializers.CharField()
    service = serializers.CharField()
    reasons = ReasonToldOut(many=True)
    expectations = serializers.ListField(child=serializers.CharField())
    payer = serializers.CharField()
    in_working_time = serializers.BooleanField()
    sent_on = serializers.DateField(allow_null=True)
    answer_by = serializers.DateField(allow_null=True)
    first_appointment_by = serializers.DateField(allow_null=True)
    next_report_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField()
    release = serializers.CharField()
    release_expires_on = serializers.DateField(allow_null=True)
    kinds = serializers.ListField(child=serializers.CharField())


class LimitOut(serializers.Serializer[Limit]):
    """A limit on tasks at work, until a day and without its cause."""

    restriction = serializers.CharField()
    until = serializers.DateField()


class CodesOut(serializers.Serializer[Codes]):
    """What a report says, by codes and days."""

    first_day = serializers.DateField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)
    contacted_on = serializers.DateField(allow_null=True)
    first_appointment_on = serializers.DateField(allow_null=True)
    first_kept = serializers.BooleanField(allow_null=True)
    evaluated_on = serializers.DateField(allow_null=True)
    recommended = serializers.CharField()
    agrees = serializers.BooleanField(allow_null=True)
    kept = serializers.IntegerField(allow_null=True)
    planned = serializers.IntegerField(allow_null=True)
    missed_on = serializers.ListField(child=serializers.DateField())
    complying = serializers.CharField()
    barrier = serializers.CharField()
    completed_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    limits = LimitOut(many=True)
    next_report_on = serializers.DateField(allow_null=True)
    danger = serializers.CharField()


class ProviderReportOut(Output[ProviderReport]):
    """A provider's report as a list shows it."""

    reference = serializers.CharField()
    referral = serializers.CharField(source="referral.reference")
    kind = serializers.ChoiceField(choices=ReportKind.choices)
    author = serializers.CharField(source="author.name")
    sent_at = Moment()
    replaces = serializers.CharField(source="replaces.reference", default=None, allow_null=True)


class ProviderReportDetail(ProviderReportOut):
    """A provider's report with what it says."""

    codes = serializers.SerializerMethodField()

    @extend_schema(responses=CodesOut)
    def get_codes(self, report: ProviderReport) -> dict[str, Any]:
        """Open what it says."""
        return dict(CodesOut(codes_of(report)).data)


class FileSent(Body):
    """A file for a report."""

    file = serializers.FileField(help_text="At most 25 MB; a PDF or a picture.", allow_empty_file=True)


class HandedInFileOut(Output[ProviderFile]):
    """A file that was handed in with a report, and where it stands."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=FileState.choices)
    sha256 = serializers.CharField()
    received_at = Moment()


SEND = inputs_of(send_report, choices={})
REPLACE = inputs_of(replace_report, choices={})


class PracticeReferrals(Listed):
    """Referrals to your practice, under a release that is in force."""

    noun = "practice_referral"
    view_action = "referral.see_as_provider"
    queryset = Referral.objects.select_related("person", "intervention", "provider", "coordinator__person", "case")
    serializer_class = PracticeReferralOut
    orderings = {"-sent_at": "-sent_at", "sent_at": "sent_at"}
    orderings_default = "-sent_at"

    def get_object(self) -> Any:
        """Find a referral; one whose release has ended is told as closed, whatever is tried on it."""
        try:
            return super().get_object()
        except NotVisible:
            rows = scope(self.person, "referral.see_ended", Referral.objects.all())
            if self.named(rows, self.kwargs["reference"]).exists():
                raise Refused(ENDED, code="release-ended") from None
            raise

    def note_list(self, rows: Sequence[Any]) -> None:
        """Record what the list is about to show."""
        listed(rows, "referral.list", actor=self.person)

    @extend_schema(responses=PracticeViewOut)
    def retrieve(self, request: Request, reference: str) -> Response:
        """Read one referral as it was shared with you."""
        referral = self.get_object()
        viewed(referral, "referral.see_as_provider", actor=self.person)
        return Response(PracticeViewOut(as_provider(referral)).data)

    take_referral = command(taking.take_referral)
    turn_down_referral = command(taking.turn_down_referral)

    @extend_schema(request=SEND.form, responses={201: ProviderReportOut})
    @action(detail=True, methods=["post"], url_path="report", url_name="report")
    @creation
    def report_on_referral(self, request: Request, reference: str) -> Response:
        """Report by codes and days."""
        referral = self.get_object()
        self.must("referral.report", referral)
        report = send_report(referral, actor=self.person, **SEND.arguments(self.understood(SEND.form)))
        address = reverse("api:provider-report-detail", args=[report.reference])
        return Response(ProviderReportOut(report).data, status=201, headers={"Location": address})


class ProviderReports(Listed, Opened):
    """Providers' reports: your own, those about you, or those on referrals that you coordinate."""

    noun = "provider_report"
    view_action = "provider_report.view"
    recorded = True
    queryset = ProviderReport.objects.select_related("referral", "author__provider", "release", "replaces")
    serializer_class = ProviderReportOut
    detail_serializer_class = ProviderReportDetail
    orderings = {"-sent_at": "-sent_at", "sent_at": "sent_at"}
    orderings_default = "-sent_at"

    @extend_schema(request=REPLACE.form, responses={201: ProviderReportOut})
    @action(detail=True, methods=["post"], url_path="replace", url_name="replace")
    def replace_own_report(self, request: Request, reference: str) -> Response:
        """Put a corrected report in the place of your own."""
        report = self.get_object()
        self.must("provider_report.replace", report)
        new = replace_report(report, actor=self.person, **REPLACE.arguments(self.understood(REPLACE.form)))
        return Response(ProviderReportOut(new).data, status=201)

    @extend_schema(request={"multipart/form-data": FileSent}, responses={201: HandedInFileOut})
    @action(
        detail=True,
        methods=["post"],
        url_path="files",
        url_name="files",
        parser_classes=(JsonParser, MultiPartParser),
    )
    def add_file_to_report(self, request: Request, reference: str) -> Response:
        """Hand a file in with a report of your own; it waits in quarantine. One that was sealed is replaced by it."""
        report = self.get_object()
        self.must("provider_report.replace", report)
        upload = self.understood(FileSent)["file"]
        sealed = sealed_file_of(report)
        file = receive_file(report, upload, actor=self.person, replaces=sealed)
        return Response(HandedInFileOut(file).data, status=201)

    take_note_of_danger = command(
        take_note_of_danger, needs="provider_report.take_note", path="take-note", reason="Read."
    )


class ConcludedOut(Output[Referral]):
    """A referral after it was concluded."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=ReferralState.choices)
    compliance = serializers.ChoiceField(choices=Compliance.choices)


class Conclusions(Resource):
    """The coordinator’s word at the end of a referral. It lifts no sanction, no restriction and no finding."""

    noun = "referral"
    view_action = "referral.view"
    queryset = Referral.objects.select_related("person")
    serializer_class = ConcludedOut

    conclude_complied = command(concluding.conclude_complied)
    conclude_unmet = command(concluding.conclude_unmet)


class InvitationOut(Output[ProviderInvitation]):
    """An invitation that was sent; the link itself is in the mail and nowhere else."""

    invited_at = Moment()
    expires_at = Moment()


class ContactOut(Output[ProviderContact]):
    """Somebody at a provider who takes referrals."""

    uid = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    licence = serializers.CharField(source="licence.number", default=None, allow_null=True)
    has_account = serializers.SerializerMethodField()
    ended_on = serializers.DateField(allow_null=True)

    def get_has_account(self, contact: ProviderContact) -> bool:
        """Tell whether they took an invitation up."""
        return contact.user_id is not None


class ContactSent(Body):
    """A contact to name."""

    name = serializers.CharField(max_length=200)
    email = serializers.EmailField()
    licence = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class ContactEnded(Body):
    """Why an access ends."""

    reason = serializers.CharField(max_length=2000)


class Contacts(Resource):
    """Who takes referrals at a provider."""

    noun = "provider_contact"
    view_action = "provider.invite"
    queryset = Provider.objects.all()
    serializer_class = ContactOut
    lookup_url_kwarg = "provider"
    pagination_class = None  # type: ignore[assignment]

    @extend_schema(responses=ContactOut(many=True), filters=False)
    def list(self, request: Request, provider: str) -> Response:
        """List the contacts of a provider."""
        row = self.get_object()
        found = list(self._contacts(row))
        viewed(row, "provider.view_contacts", actor=self.person)
        return Response(ContactOut(found, many=True).data)  # type: ignore[arg-type]

    @extend_schema(request=ContactSent, responses={201: ContactOut})
    def create(self, request: Request, provider: str) -> Response:
        """Name a contact."""
        row = self.get_object()
        given = dict(self.understood(ContactSent))
        number = given.pop("licence")
        licence = Licence.objects.filter(provider=row, number=number).first() if number else None
        if number and licence is None:
            raise serializers.ValidationError({"licence": ["Choose a licence of this provider."]})
        contact = inviting.add_contact(row, licence=licence, actor=self.person, **given)
        return Response(ContactOut(contact).data, status=201)

    @extend_schema(request=None, responses={201: InvitationOut})
    @action(detail=False, methods=["post"], url_path="(?P<uid>[0-9a-f-]{36})/invite", url_name="invite")
    def invite_contact(self, request: Request, provider: str, uid: str) -> Response:
        """Send a contact the link that lets them in once; it is in no answer of this service."""
        invitation = inviting.invite_contact(self._contact(uid), actor=self.person)
        return Response(InvitationOut(invitation).data, status=201)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="(?P<uid>[0-9a-f-]{36})/revoke", url_name="revoke")
    def revoke_invitation(self, request: Request, provider: str, uid: str) -> Response:
        """End the link that was sent to a contact."""
        contact = self._contact(uid)
        rows = ProviderInvitation.objects.filter(contact=contact, used_at=None, revoked_at=None)
        invitation = rows.select_related("contact__provider").last()
        if invitation is None:
            raise Refused("No link to this contact is open.", code="invitation-over")
        inviting.revoke_invitation(invitation, actor=self.person)
        return Response(status=204)

    @extend_schema(request=ContactEnded, responses=ContactOut)
    @action(detail=False, methods=["post"], url_path="(?P<uid>[0-9a-f-]{36})/end", url_name="end")
    def end_contact(self, request: Request, provider: str, uid: str) -> Response:
        """End a contact's access."""
        contact = self._contact(uid)
        ended = inviting.end_contact(contact, actor=self.person, **self.understood(ContactEnded))
        return Response(ContactOut(ended).data)

    def _contacts(self, provider: Provider) -> QuerySet[ProviderContact]:
        rows = ProviderContact.objects.filter(provider=provider)
        return rows.select_related("provider", "user", "licence").order_by("pk")

    def _contact(self, uid: str) -> ProviderContact:
        contact = self._contacts(self.get_object()).filter(uid=uid).first()
        if contact is None:
            raise NotVisible
        return contact
