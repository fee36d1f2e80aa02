"""The history of everything, for auditors: who did what to which record, without names of parties, reasons or texts."""

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.fields import Moment
from backend.api.outputs import Output
from backend.api.resources import Listed
from backend.audit.models import Event
from backend.audit.reads import listed
from backend.audit.timeline import Entry
from backend.kernel.errors import Invalid
from backend.records.masking import masked
from backend.records.queries import EventFilter, visible_events

MEANINGS = {
    "q": "An entry’s number, the reference of a case, or the key of a record.",
    "action": "The name of the action, for example case.close.",
    "kind": "The kind of action: change, read, access, document, signature, export, sign_in, job or system.",
    "actor": "A part of the name of whoever acted.",
    "since": "On this day or later, in your time zone.",
    "until": "On this day or earlier.",
}
PAGING = {"limit", "cursor", "count", "ordering"}


class EventOut(Output[Entry]):
    """One event, derived from its facts."""

    number = serializers.IntegerField()
    uid = serializers.UUIDField()
    at = Moment()
    action = serializers.CharField(source="action.name")
    kind = serializers.CharField(source="action.kind")
    who = serializers.CharField()
    sentence = serializers.CharField()
    object = serializers.CharField(source="obj")
    stream = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    facts = serializers.DictField()


class EntryOut(Output[Entry]):
    """One entry of a case's own history."""

    uid = serializers.UUIDField()
    at = Moment()
    action = serializers.CharField(source="action.name")
    kind = serializers.CharField(source="action.kind")
    who = serializers.CharField()
    sentence = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    reason = serializers.CharField()


class Events(Listed):
    """The history of events; reading it is an event."""

    noun = "event"
    view_action = "event.view"
    queryset = Event.objects.all()
    serializer_class = EventOut
    orderings = {"-number": "-pk", "number": "pk"}
    orderings_default = "-number"

    def list(self, request: Request) -> Response:
        """List events, newest first."""
        self.tried = self.view_action
        query: Mapping[str, str] = request.query_params.dict()
        strange = set(query) - set(MEANINGS) - PAGING
        if strange:
            raise Invalid({name: ["There is no such filter here."] for name in strange})
        self.wanted = EventFilter.read(query, zone=self.person.zone)
        return self.page(visible_events(self.person, self.wanted), _told, note=self.note_list)  # type: ignore[arg-type]

    def note_list(self, rows: Any) -> None:
        """Record what was looked for and what was found."""
        listed(rows, "event.list", actor=self.person, filters=dict(self.wanted.stored()))

    def filter_parameters(self) -> Sequence[dict[str, Any]]:
        """Describe the filter that the pages and the exports use."""
        return [
            {"name": name, "in": "query", "required": False, "schema": {"type": "string"}, "description": words}
            for name, words in MEANINGS.items()
        ]


def _told(events: list[Event], *, many: bool, context: Any) -> EventOut:
    return EventOut(masked(events), many=many, context=context)  # type: ignore[arg-type]
