"""The review of access, and who looked at one's own records."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.models import RoleHolding
from backend.access.roles import has_role
from backend.api.fields import Moment
from backend.api.outputs import Output
from backend.api.resources import Listed, Opened, Resource, command
from backend.audit.events import record
from backend.audit.models import Event
from backend.audit.reads import listed, viewed
from backend.cases.models import Case
from backend.kernel.errors import Forbidden, Invalid
from backend.people.models import Person
from backend.records.access_reach import Reach, Way, grants_of, reach_of_case, reach_of_person
from backend.records.access_reviews import MOST, review_case_access, review_person_access
from backend.records.former_readers import FormerReader, Found, former_readers
from backend.records.models import AccessReview, AccessVerdict
from backend.records.own_reads import OwnRead, ReadFilter, own_records, reads_of, told_reads
from backend.records.policy import WATCH_ACCESS

PAGING = {"limit", "cursor", "count", "ordering"}
FILTERS = {
    "record": "The reference of one of your own records.",
    "since": "On this day or later, in your time zone.",
    "until": "On this day or earlier.",
}


class WayOut(Output[Way]):
    """One way to see something of a case. A party stands by their label."""

    who = serializers.CharField()
    person = serializers.CharField(source="person.reference", default=None, allow_null=True)
    case = serializers.CharField(source="case.reference")
    extent = serializers.ChoiceField(choices=["file", "head", "agreement", "duties", "own"])
    why = serializers.CharField()
    purpose = serializers.CharField()
    granted_by = serializers.CharField()
    since = Moment(allow_null=True)
    until = Moment(allow_null=True)
    last_seen_at = Moment(allow_null=True)


class ReachOut(serializers.Serializer[Reach]):
    """Every way: open now, by break-glass and ended, the latter two of the last 90 days."""

    live = WayOut(many=True)
    by_glass = WayOut(many=True)
    ended = WayOut(many=True)


class AccessReviewOut(Output[AccessReview]):
    """A review of access that was made."""

    reference = serializers.CharField()
    case = serializers.CharField(source="case.reference", default=None, allow_null=True)
    person = serializers.CharField(source="subject.reference", default=None, allow_null=True)
    reviewed_by = serializers.CharField(source="reviewed_by.name")
    reviewed_at = Moment()
    verdict = serializers.ChoiceField(choices=AccessVerdict.choices)
    findings = serializers.CharField()
    note = serializers.CharField()
    seen = serializers.DictField(child=serializers.IntegerField())


class FormerReaderOut(Output[FormerReader]):
    """Somebody who read the file of a case and could not read it now."""

    who = serializers.CharField(source="user.name")
    person = serializers.CharField(source="user.person.reference", default=None, allow_null=True)
    case = serializers.CharField(source="case.reference")
    last_read_at = Moment()
    times = serializers.IntegerField()
    is_party = serializers.BooleanField()


class FoundOut(serializers.Serializer[Found]):
    """What a look through the latest reads found. Pass `before` on to look further back; null when all was looked at."""

    readers = FormerReaderOut(many=True)
    back_to = Moment(allow_null=True)
    before = serializers.IntegerField(allow_null=True)


class OwnReadOut(Output[OwnRead]):
    """One time that somebody else read a record about you: role, purpose and time, and no name."""

    at = Moment()
    record = serializers.CharField()
    kind = serializers.ChoiceField(choices=["person", "report", "case", "agreement", "document"])
    role = serializers.CharField()
    purpose = serializers.CharField()


class CaseAccess(Resource):
    """Who can see a case, for auditors and privacy officers."""

    noun = "access"
    view_action = "case.review_access"
    queryset = Case.objects.all()
    serializer_class = ReachOut

    @extend_schema(responses=ReachOut, operation_id="get_access_to_case")
    def retrieve(self, request: Request, reference: str) -> Response:
        """Tell who can see the case, since when, why, until when, and when they last looked."""
        case = self.get_object()
        viewed(case, "access.look", actor=self.person)
        return Response(ReachOut(reach_of_case(case)).data)

    review_case_access = command(
        review_case_access,
        needs="case.review_access",
        path="review",
        choices={"verdict": AccessVerdict},
        gives=AccessReviewOut,
    )


class PersonAccess(Resource):
    """What a member of the staff can see, for auditors and privacy officers."""

    noun = "access"
    view_action = "person.review_access"
    queryset = Person.objects.filter(user__in=RoleHolding.objects.values("user")).select_related("user")
    serializer_class = ReachOut

    @extend_schema(responses=ReachOut, operation_id="get_access_of_person")
    def retrieve(self, request: Request, reference: str) -> Response:
        """Tell what the person can see in which cases; an auditor's view of every case's head is not listed one by one."""
        person = self.get_object()
        viewed(person, "access.look", actor=self.person)
        grants = list(grants_of(person, self.person)[:MOST])
        return Response(ReachOut(reach_of_person(person, reader=self.person, grants=grants)).data)

    review_person_access = command(
        review_person_access,
        needs="person.review_access",
        path="review",
        choices={"verdict": AccessVerdict},
        gives=AccessReviewOut,
    )


class AccessReviews(Listed, Opened):
    """Reviews of access that were made."""

    noun = "access_review"
    view_action = "access_review.view"
    recorded = True
    queryset = AccessReview.objects.select_related("case", "subject", "reviewed_by__person")
    serializer_class = AccessReviewOut
    orderings = {"-reviewed_at": "-reviewed_at", "reviewed_at": "reviewed_at"}
    orderings_default = "-reviewed_at"

    @extend_schema(responses=FoundOut, filters=False)
    @action(detail=False, url_path="former-readers", pagination_class=None)
    def former_readers(self, request: Request) -> Response:
        """List who read the file of a case in the last 90 days and could not read it now."""
        self.tried = "access.look_back"
        if not has_role(self.person, *WATCH_ACCESS):
            raise Forbidden
        before = request.query_params.get("before", "")
        if before and not (before.isascii() and before.isdecimal() and len(before) < 19):
            raise Invalid({"before": ["Take it from the answer before."]})
        found = former_readers(self.person, before=int(before) if before else None)
        record("access.look_back", None, actor=self.person, ctx={"count": len(found.readers)})
        return Response(FoundOut(found).data)


class OwnReads(Listed):
    """Who looked at your own records, as far as you may see them yourself."""

    noun = "own_reads"
    queryset = Event.objects.all()
    serializer_class = OwnReadOut
    orderings = {"-at": "-pk", "at": "pk"}
    orderings_default = "-at"

    def list(self, request: Request) -> Response:
        """List who read records about you, the latest first: role, purpose and time."""
        self.tried = "own_reads.list"
        query: Mapping[str, str] = request.query_params.dict()
        strange = set(query) - set(FILTERS) - PAGING
        if strange:
            raise Invalid({name: ["There is no such filter here."] for name in strange})
        self.wanted = ReadFilter.read(query, zone=self.person.zone)
        self.records = own_records(self.person)
        return self.page(reads_of(self.person, self.records, self.wanted), self.told, note=self.note_list)  # type: ignore[arg-type]

    def get_queryset(self) -> QuerySet[Any]:
        """Give nothing to whoever describes the API; the list finds its own rows."""
        return Event.objects.none()

    def told(self, events: Sequence[Event], *, many: bool, context: Any) -> OwnReadOut:
        """Turn the events of a page into what the person is told."""
        return OwnReadOut(told_reads(events, self.records), many=many, context=context)  # type: ignore[arg-type]

    def note_list(self, rows: Any) -> None:
        """Record that somebody looked."""
        listed(rows, "own_reads.list", actor=self.person, filters={"record": self.wanted.record})

    def filter_parameters(self) -> Sequence[dict[str, Any]]:
        """Describe the filters."""
        return [
            {"name": name, "in": "query", "required": False, "schema": {"type": "string"}, "description": words}
            for name, words in FILTERS.items()
        ]
