"""What follows an agreement: check-ins, undertakings of monitors, suspected breaches and easing."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from backend.access.policy import permitted
from backend.api.fields import Moment, PersonOut
from backend.api.filters import equals, one_of
from backend.api.outputs import Output
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.audit.reads import viewed
from backend.decisions.vocabulary import AppealGround
from backend.monitoring.actions import breaches, briefing, check_ins, determining, easing
from backend.monitoring.models import AgreementCheckIn, Breach, Easing, MonitorUndertaking
from backend.monitoring.queries.reach import BREACHES, CHECK_INS, EASINGS, UNDERTAKINGS
from backend.monitoring.vocabulary import (
    BreachAppealState,
    BreachState,
    CheckInState,
    EasingKind,
    EasingState,
    InTheWay,
    MissedBy,
    Result,
)

ANSWERED = determining.ANSWERS


class AgreementCheckInOut(Output[AgreementCheckIn]):
    """A check-in under an agreement as a list shows it. `person` is the employee."""

    reference = serializers.CharField()
    agreement = serializers.CharField(source="agreement.reference")
    person = PersonOut(source="agreement.person")
    state = serializers.ChoiceField(choices=CheckInState.choices)
    planned_on = serializers.DateField()
    due_on = serializers.DateField()
    held_on = serializers.DateField(allow_null=True)
    missed_by = serializers.ChoiceField(choices=MissedBy.choices, allow_blank=True)
    in_the_way = serializers.ChoiceField(choices=InTheWay.choices, allow_blank=True)


class AgreementCheckInDetail(AgreementCheckInOut):
    """A check-in with its coded answers; `own_words` are the employee’s, for the two who meet and empty for everybody else."""

    questions = serializers.CharField()
    answers = serializers.DictField(child=serializers.CharField())
    lines = serializers.DictField(child=serializers.CharField())
    own_words = serializers.CharField(source="shown_words")
    moves = MoveOut(many=True)


class AgreementCheckIns(Listed, Opened):
    """Check-ins under agreements: those you hold, those with you, and those in your cases. A complainant’s are not among them."""

    noun = "agreement_check_in"
    view_action = "agreement_check_in.view"
    recorded = True
    lifecycle = check_ins.lifecycle
    queryset = CHECK_INS
    serializer_class = AgreementCheckInOut
    detail_serializer_class = AgreementCheckInDetail
    orderings = {"due_on": "due_on", "-due_on": "-due_on"}
    orderings_default = "due_on"
    filters = {
        "state": one_of("state", CheckInState, "Where it stands."),
        "agreement": equals("agreement__reference", "The reference of its agreement."),
    }

    def read(self, row: AgreementCheckIn) -> serializers.BaseSerializer[Any]:
        """Show the employee’s own words to those who may read them, and record that."""
        may = permitted(self.person, ["agreement_check_in.read_words"], row)
        row.shown_words = row.own_words if may else ""  # type: ignore[attr-defined]
        if row.shown_words:  # type: ignore[attr-defined]
            viewed(row, "agreement_check_in.read_words", actor=self.person)
        return super().read(row)

    hold_agreement_check_in = command(check_ins.hold_agreement_check_in, reason="The check-in took place.")
    miss_agreement_check_in = command(check_ins.miss_agreement_check_in, choices={"missed_by": MissedBy})
    reschedule_agreement_check_in = command(check_ins.reschedule_agreement_check_in)
    escalate_agreement_check_in = command(check_ins.escalate_agreement_check_in)
    cancel_agreement_check_in = command(check_ins.cancel_agreement_check_in)
    write_own_words = command(check_ins.write_own_words, needs="agreement_check_in.write_words", path="write-words")
    say_barrier = command(
        check_ins.say_barrier,
        needs="agreement_check_in.say_barrier",
        path="say-barrier",
        choices={"in_the_way": InTheWay},
    )


class UndertakingOut(Output[MonitorUndertaking]):
    """That a monitor was briefed, and undertook to tell nobody what they learn."""

    uid = serializers.UUIDField()
    agreement = serializers.CharField(source="agreement.reference")
    monitor = PersonOut()
    briefing = serializers.CharField(source="briefing.reference", default=None, allow_null=True)
    asked_at = Moment()
    given_at = Moment(allow_null=True)


class Undertakings(Listed, Opened):
    """Undertakings of monitors: yours, and those in your cases."""

    noun = "agreement_monitor"
    view_action = "agreement_monitor.view"
    lookup_field = "uid"
    lookup_url_kwarg = "uid"
    lookup_value_regex = "[0-9a-f-]{36}"
    queryset: QuerySet[MonitorUndertaking] = UNDERTAKINGS.select_related("monitor").order_by("pk")
    serializer_class = UndertakingOut

    give_undertaking = command(briefing.give_undertaking, needs="agreement_monitor.undertake", path="give")


class SeenOut(serializers.Serializer[Any]):
    """One thing that was seen, and when."""

    when = serializers.CharField()
    what = serializers.CharField()


class ExhibitOut(serializers.Serializer[Any]):
    """One piece of evidence, and where the employee can see it."""

    reference = serializers.CharField()
    what = serializers.CharField()
    where = serializers.CharField()


class BreachOut(Output[Breach]):
    """A suspected breach as a list shows it."""

    reference = serializers.CharField()
    agreement = serializers.CharField(source="agreement.reference")
    obligation = serializers.SerializerMethodField()
    person = PersonOut(source="agreement.person")
    state = serializers.ChoiceField(choices=BreachState.choices)
    due_on = serializers.DateField()
    respond_by = Moment(allow_null=True)
    result = serializers.ChoiceField(choices=Result.choices, allow_blank=True)

    def get_obligation(self, breach: Breach) -> str:
        """Name the obligation within its agreement."""
        return f"{breach.agreement.reference}-O{breach.obligation.seq}"


class BreachDetail(BreachOut):
    """A suspected breach with its facts, the answer, the decision and the appeal. Who reported it is told to those who work on the case."""

    facts = SeenOut(many=True)
    exhibits = ExhibitOut(many=True)
    asked_on = serializers.DateField()
    was_answered = serializers.BooleanField()
    noticed_at = Moment(allow_null=True)
    notice = serializers.CharField(source="notice.reference", default=None, allow_null=True)
    response = serializers.CharField()
    responded_at = Moment(allow_null=True)
    weighed = serializers.CharField()
    reasons = serializers.CharField()
    step = serializers.IntegerField(allow_null=True)
    step_reason = serializers.CharField()
    determined_at = Moment(allow_null=True)
    determination = serializers.CharField(source="determination.reference", default=None, allow_null=True)
    appeal_until = Moment(allow_null=True)
    consequence = serializers.CharField()
    appeal_state = serializers.ChoiceField(choices=BreachAppealState.choices, allow_blank=True)
    appeal_words = serializers.CharField()
    appeal_is_late = serializers.BooleanField()
    appeal_late_reason = serializers.CharField()
    appeal_good_cause = serializers.CharField()
    appeal_reasons = serializers.CharField()
    appeal_answer = serializers.CharField(source="appeal_answer.reference", default=None, allow_null=True)
    reported_by = serializers.CharField(source="shown_reporter")
    moves = MoveOut(many=True)


class Breaches(Listed, Opened):
    """Suspected breaches: those in your cases, and notices about an obligation of yours."""

    noun = "agreement_breach"
    view_action = "agreement_breach.view"
    recorded = True
    lifecycle = breaches.lifecycle
    queryset = BREACHES
    serializer_class = BreachOut
    detail_serializer_class = BreachDetail
    orderings = {"-id": "-pk", "id": "pk"}
    orderings_default = "-id"
    filters = {
        "state": one_of("state", BreachState, "Where it stands."),
        "agreement": equals("agreement__reference", "The reference of its agreement."),
    }

    def read(self, row: Breach) -> serializers.BaseSerializer[Any]:
        """Name who reported it to those who work on the case, and not to the employee."""
        is_own = row.agreement.person_id == self.person.person_id
        row.shown_reporter = "" if is_own else row.reported_by.name  # type: ignore[attr-defined]
        return super().read(row)

    notice_breach = command(breaches.notice_breach)
    extend_response = command(breaches.extend_response)
    respond_to_breach = command(breaches.respond_to_breach)
    drop_breach = command(breaches.drop_breach)
    determine_breach = command(determining.determine_breach, choices={"result": Result})
    decide_consequence = command(determining.decide_consequence)
    close_breach = command(determining.close_breach)
    appeal_breach = command(determining.appeal_breach, choices={"grounds": AppealGround})
    decide_breach_appeal = command(determining.decide_breach_appeal, choices={"answer": ANSWERED, "result": Result})


class EasingOut(Output[Easing]):
    """A stretch of an agreement that was kept, and what became easier."""

    reference = serializers.CharField()
    agreement = serializers.CharField(source="agreement.reference")
    state = serializers.ChoiceField(choices=EasingState.choices)
    kept = serializers.IntegerField()
    asked = serializers.IntegerField()
    since_on = serializers.DateField()
    kind = serializers.ChoiceField(choices=EasingKind.choices, allow_blank=True)
    every = serializers.CharField()
    what = serializers.CharField()
    review_on = serializers.DateField(allow_null=True)
    reasons = serializers.CharField()
    decided_at = Moment(allow_null=True)


class EasingDetail(EasingOut):
    """An easing and the moves that are open to you."""

    moves = MoveOut(many=True)


class Easings(Listed, Opened):
    """Stretches that were kept: those in your cases, and what became easier for you."""

    noun = "agreement_easing"
    view_action = "agreement_easing.view"
    recorded = True
    lifecycle = easing.lifecycle
    queryset = EASINGS
    serializer_class = EasingOut
    detail_serializer_class = EasingDetail
    orderings = {"-id": "-pk", "id": "pk"}
    orderings_default = "-id"
    filters = {"state": one_of("state", EasingState, "Where it stands.")}

    grant_easing = command(easing.grant_easing, choices={"kind": EasingKind})
    refuse_easing = command(easing.refuse_easing)


class Reported(Output[Breach]):
    """What whoever reported facts is told: that they were reported, and no more."""

    agreement = serializers.CharField(source="agreement.reference")
    due_on = serializers.DateField()


def report_command() -> Any:
    """Offer the report of facts on an obligation: POST /obligations/<reference>/report/."""
    return command(breaches.suspect_breach, needs="agreement_breach.report", path="report", gives=Reported)
