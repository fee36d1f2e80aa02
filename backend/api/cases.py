"""Cases: the header for everybody who has to know of them, the file for those who work on them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from backend.access.policy import can
from backend.api.fields import Moment
from backend.api.inquiry_outputs import DeferralOut, PlanOut, StayOut, TaskOut
from backend.api.outputs import Output
from backend.api.reports import FRAMED
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.audit.reads import listed, viewed
from backend.cases.actions import allegations, appointments, closing, impartiality, progress, waivers
from backend.cases.actions.labels import relabel_party
from backend.cases.actions.links import open_linked
from backend.cases.actions.routing import take_in_case
from backend.cases.actions.watch import start_watch
from backend.cases.aftermath_vocabulary import WITHOUT_DECISION, LinkKind, ReopenBasis, RetentionClass, WatchedEvent
from backend.cases.models import Assignment, Case, CaseClosure, CaseParty, EarlyClosing, RetaliationWatch
from backend.cases.search import MEANINGS, ORDERINGS, USUAL_ORDER, WORDS, CaseSearch, matching
from backend.cases.vocabulary import CaseKind, CaseRole, CaseState, Declared, PartyRole, Standard
from backend.decisions.actions import findings, outcomes, reporting
from backend.intake.vocabulary import Priority
from backend.investigation.actions import planning, review, starting, stays, tasks
from backend.investigation.inquiry_vocabulary import DeferralGround, StayBasis
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, User
from backend.referrals.actions import following

PAGING = {"limit", "cursor", "count", "ordering"}


class CaseOut(Output[Case]):
    """A case's header. It names nobody and quotes nobody."""

    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=CaseState.choices)
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=CaseKind.choices)
    priority = serializers.ChoiceField(choices=Priority.choices)
    tier = serializers.IntegerField()
    unit = serializers.CharField(source="unit.code", default=None, allow_null=True)
    opened_at = Moment()
    closed_at = Moment(allow_null=True)
    closure_reason = serializers.CharField()


class CaseFile(Output[Case]):
    """What only those who work on the case read."""

    standard = serializers.ChoiceField(choices=Standard.choices)
    profile = serializers.CharField()
    nexus = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    source_ref = serializers.CharField()


class CaseDetail(CaseOut):
    """A case: its header, its file for those who may read it (else null), and the moves that are open to you."""

    file = CaseFile(source="opened_file", allow_null=True)
    moves = MoveOut(many=True)


class DocumentRef(Output[Any]):
    """A document that was issued."""

    reference = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    sha256 = serializers.CharField()


class AppointmentOut(Output[Assignment]):
    """A case-role that somebody holds or held."""

    person = serializers.CharField(source="person.reference")
    name = serializers.CharField(source="person.name")
    role = serializers.ChoiceField(choices=CaseRole.choices)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)


class ClosureOut(Output[CaseClosure]):
    """What was learned from a case, and how long its file is kept."""

    root_cause = serializers.CharField()
    lessons = serializers.CharField()
    org_remedies = serializers.CharField()
    retention_class = serializers.ChoiceField(choices=RetentionClass.choices)
    recorded_at = Moment()


class EarlyClosingOut(Output[EarlyClosing]):
    """A proposal to end a case without a decision."""

    closure_reason = serializers.CharField()
    duty_check = serializers.CharField()
    proposed_by = serializers.CharField(source="proposed_by.name")
    is_agreed = serializers.BooleanField(allow_null=True)


class WatchStarted(Output[RetaliationWatch]):
    """The watch that was started."""

    reference = serializers.CharField()
    ends_on = serializers.DateField()


class OutcomeRef(Output[Any]):
    """An outcome's standing."""

    state = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField())


def relieve(case: Case, *, person: Person, role: str, actor: User, reason: str) -> Assignment:
    """End somebody's appointment and its access now."""
    assignment = (
        Assignment.objects.select_related("case", "person")
        .filter(case=case, person=person, role=role, ends_on=None)
        .first()
    )
    if assignment is None:
        raise Refused("The person does not hold this case-role now.", code="appointment-missing", field="person")
    return appointments.relieve(assignment, actor=actor, reason=reason)


class LabelOut(Output[CaseParty]):
    """What a party is called in place of their name."""

    role = serializers.ChoiceField(choices=PartyRole.choices)
    label = serializers.CharField()  # type: ignore[assignment]


def relabel(case: Case, *, person: Person, role: str, label: str, actor: User, reason: str) -> CaseParty:
    """Change what a party is called where their name must not stand."""
    party = CaseParty.objects.select_related("case", "person").filter(case=case, person=person, role=role).first()
    if party is None:
        raise Refused("The person has no such part in the case.", code="party-missing", field="person")
    return relabel_party(party, label=label, actor=actor, reason=reason)


class Cases(Listed, Opened):
    """Cases that you work on, or audit."""

    noun = "case"
    view_action = "case.view"
    recorded = True
    lifecycle = progress.lifecycle
    queryset = Case.objects.select_related("unit")
    serializer_class = CaseOut
    columns = (
        "uid", "reference", "state", "title", "kind", "priority", "tier", "unit__code", "opened_at", "closed_at", "closure_reason",
    )  # fmt: skip
    detail_serializer_class = CaseDetail
    orderings = {name: name for name in ORDERINGS}
    orderings_default = USUAL_ORDER

    def matching(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Use the filter that the pages use."""
        query = self.request.query_params
        strange = set(query) - set(MEANINGS) - PAGING if query else set()
        if strange:
            raise Invalid({name: ["There is no such filter here."] for name in strange})
        self.wanted = CaseSearch.read(query.dict(), zone=self.person.zone) if query else CaseSearch()
        return rows.filter(matching(self.wanted)) if query else rows

    def note_list(self, rows: Any) -> None:
        """Record what was looked for and what was found."""
        listed(rows, "case.list", actor=self.person, filters=dict(self.wanted.given))

    def filter_parameters(self) -> Sequence[dict[str, Any]]:
        """Describe the filter that the pages use."""
        told = []
        for name in MEANINGS:
            form: dict[str, Any] = {"type": "string"}
            if name in WORDS:
                form = {"type": "array", "items": {"type": "string", "enum": list(WORDS[name].values)}}
            style = {"style": "form", "explode": False} if name in WORDS else {}
            told.append(
                {"name": name, "in": "query", "required": False, "schema": form, "description": MEANINGS[name], **style}
            )
        return told

    def read(self, row: Case) -> serializers.BaseSerializer[Any]:
        """Show the file to those who work on the case, the header to others who may know of it."""
        reads = can(self.person, "case.read", row)
        viewed(row, "case.read" if reads else "case.view", actor=self.person)
        row.opened_file, row.moves = row if reads else None, self.moves(row)  # type: ignore[attr-defined]
        return CaseDetail(row)

    clear_conflicts = command(progress.clear_conflicts)
    assign_case = command(
        progress.assign_case,
        choices={"told": Declared},
        example={
            "investigator": "PER-2026-7KQ4MZ",
            "declaration": "I know none of the people in this case.",
            "reason": "Has the time and no ties.",
        },
    )
    relieve = command(
        relieve, needs="case.appoint", path="relieve", choices={"role": CaseRole}, gives=AppointmentOut, status=200
    )
    change_standard = command(
        findings.change_standard, needs="case.change_standard", path="change-standard", choices={"standard": Standard}
    )
    declare_conflicts = command(
        impartiality.declare_conflicts, needs="case.declare", path="declare", choices={"told": Declared}, status=200
    )
    recuse = command(impartiality.recuse, needs="case.recuse", path="recuse")
    ask_waiver = command(waivers.ask_waiver, needs="case.ask_waiver", path="ask-waiver")
    take_in_case = command(take_in_case, needs="case.take_in", path="take-in", choices={"told": Declared})
    plan_case = command(progress.plan_case)
    give_notice = command(allegations.give_notice, needs="case.give_notice", path="give-notice", gives=DocumentRef)
    write_plan = command(planning.write_plan, needs="plan.write", path="write-plan", gives=PlanOut, status=200)
    take_list = command(tasks.take_list, needs="task.add", path="take-tasks", gives=TaskOut, many=True)
    relabel = command(
        relabel, needs="party.relabel", path="relabel", choices={"role": PartyRole}, gives=LabelOut, status=200
    )
    start_case = command(starting.start_case)
    defer_notice = command(
        starting.defer_notice,
        needs="case.defer_notice",
        path="defer-notice",
        choices={"ground": DeferralGround},
        gives=DeferralOut,
    )
    stay_case = command(stays.stay_case, choices={"basis": StayBasis})
    review_stay = command(stays.review_stay, needs="case.review_stay", path="review-stay", gives=StayOut, status=200)
    resume_case = command(stays.resume_case)
    review_evidence = command(review.review_evidence)
    finish_report = command(reporting.finish_report)
    send_to_counsel = command(reporting.send_to_counsel)
    return_report = command(reporting.return_report)
    clear_report = command(reporting.clear_report)
    reopen_report = command(findings.reopen_report)
    decide_findings = command(findings.decide_findings)
    approve_outcome = command(outcomes.approve_outcome, path="approve-outcome")
    return_outcome = command(
        outcomes.return_outcome, needs="outcome.return", path="return-outcome", gives=OutcomeRef, status=200
    )
    tell_outcome = command(
        outcomes.tell_outcome, needs="outcome.tell", path="tell-outcome", gives=DocumentRef, many=True
    )
    implement_outcome = command(progress.implement_outcome)
    follow_up = command(following.follow_up, needs="outcome.follow_up", path="follow-up")
    monitor_case = command(progress.monitor_case)
    close_case = command(progress.close_case)
    record_closure = command(
        closing.record_closure, needs="case.record_closure", path="record-closure", gives=ClosureOut,
        choices={"retention_class": RetentionClass},
    )  # fmt: skip
    propose_early_close = command(
        closing.propose_early_close, needs="case.propose_early_close", path="propose-early-close", gives=EarlyClosingOut,
        choices={"closure_reason": WITHOUT_DECISION},
    )  # fmt: skip
    return_early_close = command(
        closing.return_early_close,
        needs="case.return_early_close",
        path="return-early-close",
        gives=EarlyClosingOut,
        status=200,
    )
    close_without_decision = command(closing.close_without_decision)
    reopen_case = command(closing.reopen_case, choices={"basis": ReopenBasis})
    open_linked = command(
        open_linked, needs="case.open_linked", path="open-linked", gives=CaseOut,
        choices={"link": LinkKind, "kind": CaseKind, **FRAMED},
    )  # fmt: skip
    start_watch = command(
        start_watch,
        needs="watch.start",
        path="start-watch",
        gives=WatchStarted,
        choices={"events": WatchedEvent, "told": Declared},
    )
