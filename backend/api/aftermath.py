"""What follows a decision: links between cases, the watch for retaliation, its check-ins and concerns."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from backend.api.case_parts import CasePart, adding
from backend.api.cases import CaseOut
from backend.api.fields import Moment, PersonOut
from backend.api.filters import one_of
from backend.api.outputs import Output
from backend.api.reports import FRAMED
from backend.api.resources import Listed, MoveOut, Opened, Resource, command
from backend.audit.reads import viewed
from backend.cases.actions import check_ins, concerns, watch
from backend.cases.actions.links import link_by_reference, remove_link
from backend.cases.aftermath_vocabulary import CheckInState, ConcernState, Level, LinkKind, WatchState
from backend.cases.linked import Seen, links_of
from backend.cases.models import CaseLink, CheckIn, Concern, RetaliationWatch, WatchedPerson
from backend.cases.vocabulary import Declared

ANSWERS = dict.fromkeys(("schedule", "pay", "rating", "exclusion", "contact", "comments"), Level)


class LinkOut(Output[CaseLink]):
    """How one case stands to another; only whoever may see both is told."""

    uid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=LinkKind.choices)
    case = serializers.CharField(source="case.reference")
    other = serializers.CharField(source="other.reference")
    linked_at = Moment()


class CaseLinks(CasePart):
    """Links of the case, from whichever end they were made."""

    part = "links"
    queryset: QuerySet[CaseLink] = CaseLink.objects.select_related("case", "other")
    serializer_class = LinkOut
    create = adding(link_by_reference, needs="case.link", gives=LinkOut, choices={"kind": LinkKind})

    def rows(self, case: Any) -> QuerySet[Any]:
        """Give the links of the case whose both ends the caller may see."""
        seen: list[Seen] = links_of(case, self.person)
        return self.whole.filter(pk__in=[each.link.pk for each in seen])


class Links(Resource):
    """Links between cases that you may see, by their identifier."""

    noun = "link"
    view_action = "link.view"
    queryset = CaseLink.objects.select_related("case", "other")
    serializer_class = LinkOut
    lookup_field = "uid"
    lookup_url_kwarg = "uid"
    lookup_value_regex = "[0-9a-f-]{36}"

    remove_link = command(remove_link, needs="link.remove", path="remove")


class WatchOut(Output[RetaliationWatch]):
    """A watch for retaliation."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=WatchState.choices)
    watcher = serializers.CharField(source="watcher.name")
    events = serializers.ListField(child=serializers.CharField())
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class WatchedOut(Output[WatchedPerson]):
    """Somebody who is protected."""

    person = PersonOut(source="party.person")
    role = serializers.CharField(source="party.role")
    no_contact = serializers.BooleanField()
    told_at = Moment(allow_null=True)


class WatchDetail(WatchOut):
    """A watch with the people it protects."""

    people = WatchedOut(many=True, source="shown_people")
    moves = MoveOut(many=True)


class LetterRef(Output[Any]):
    """A letter of the watch that was issued."""

    reference = serializers.CharField()
    title = serializers.CharField()


class Watches(Listed, Opened):
    """Watches that you keep, or follow for intake or as counsel."""

    noun = "watch"
    view_action = "watch.view"
    recorded = True
    lifecycle = watch.lifecycle
    queryset = RetaliationWatch.objects.select_related("case", "watcher__person")
    serializer_class = WatchOut
    detail_serializer_class = WatchDetail
    filters = {"state": one_of("state", WatchState, "Whether it goes on.")}

    def read(self, row: RetaliationWatch) -> serializers.BaseSerializer[Any]:
        """Show the people protected."""
        row.shown_people = list(row.people.select_related("party__person").order_by("pk"))  # type: ignore[attr-defined]
        return super().read(row)

    tell_watch = command(watch.tell_watch, needs="watch.tell", path="tell", gives=LetterRef, many=True)
    hand_over_watch = command(
        watch.hand_over_watch, needs="watch.hand_over", path="hand-over", choices={"told": Declared}
    )
    end_watch = command(watch.end_watch)


class CheckInOut(Output[CheckIn]):
    """A check-in as a list shows it."""

    reference = serializers.CharField()
    watch = serializers.CharField(source="watch.reference")
    state = serializers.ChoiceField(choices=CheckInState.choices)
    due_on = serializers.DateField()
    held_at = Moment(allow_null=True)


class CheckInDetail(CheckInOut):
    """A check-in with its coded answers."""

    answers = serializers.DictField(child=serializers.CharField())
    note = serializers.CharField()
    moves = MoveOut(many=True)


class CheckIns(Listed, Opened):
    """Check-ins of your watches, and those with you."""

    noun = "check_in"
    view_action = "check_in.view"
    recorded = True
    lifecycle = check_ins.lifecycle
    queryset = CheckIn.objects.select_related("watch", "person__party")
    serializer_class = CheckInOut
    detail_serializer_class = CheckInDetail
    filters = {"state": one_of("state", CheckInState, "Where it stands.")}
    orderings = {"due_on": "due_on", "-due_on": "-due_on"}
    orderings_default = "due_on"

    hold_check_in = command(check_ins.hold_check_in, choices=ANSWERS)
    answer_check_in = command(check_ins.answer_check_in, choices=ANSWERS, reason="Answered by the person protected.")
    miss_check_in = command(check_ins.miss_check_in)
    reschedule_check_in = command(check_ins.reschedule_check_in)
    escalate_check_in = command(check_ins.escalate_check_in)


class ConcernOut(Output[Concern]):
    """What somebody protected told, and what became of it."""

    reference = serializers.CharField()
    watch = serializers.CharField(source="watch.reference")
    state = serializers.ChoiceField(choices=ConcernState.choices)
    told = serializers.CharField()
    raised_at = Moment()
    answer = serializers.CharField()


class Concerns(Listed, Opened):
    """Concerns about retaliation in your watches, and your own."""

    noun = "concern"
    view_action = "concern.view"
    recorded = True
    queryset = Concern.objects.select_related("watch__case", "person__party__person")
    serializer_class = ConcernOut
    filters = {"state": one_of("state", ConcernState, "Where it stands.")}
    orderings = {"-id": "-pk", "id": "pk"}
    orderings_default = "-id"

    def read(self, row: Concern) -> serializers.BaseSerializer[Any]:
        """Show the words of the person, and what became of them."""
        viewed(row, "concern.view", actor=self.person)
        return ConcernOut(row)

    settle_concern = command(concerns.settle_concern)
    open_retaliation_case = command(
        concerns.open_retaliation_case, needs="concern.open_case", path="open-case", gives=CaseOut, choices=FRAMED
    )


class OwnWatchOut(Output[WatchedPerson]):
    """What protects you from retaliation: until when, and who asks."""

    reference = serializers.CharField(source="watch.reference")
    watcher = serializers.CharField(source="watch.watcher.name")
    ends_on = serializers.DateField(source="watch.ends_on")
    no_contact = serializers.BooleanField()


class OwnWatches(Listed):
    """The watches that protect you."""

    noun = "own_watch"
    view_action = "watch.see_own"
    queryset = WatchedPerson.objects.select_related("watch__case", "watch__watcher__person", "party__person")
    serializer_class = OwnWatchOut
    lookup_field = "watch__reference"

    raise_concern = command(
        concerns.raise_concern, needs="watch.raise_concern", path="raise-concern", gives=ConcernOut,
        reason="Told by the person protected.",
    )  # fmt: skip
    note_wish = command(
        watch.note_wish, needs="watch.note_wish", path="note-wish", reason="Wished by the person protected."
    )
