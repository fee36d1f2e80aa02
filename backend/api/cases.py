"""Cases: the header for everybody who has to know of them, the file for those who work on them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from backend.access.policy import can
from backend.api.fields import Moment
from backend.api.outputs import Output
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.audit.reads import listed, viewed
from backend.cases.actions import allegations, appointments, progress
from backend.cases.models import Assignment, Case
from backend.cases.search import MEANINGS, ORDERINGS, USUAL_ORDER, WORDS, CaseSearch, matching
from backend.cases.vocabulary import CaseKind, CaseRole, CaseState, Standard
from backend.decisions import actions as decisions
from backend.intake.vocabulary import Priority
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, User

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
        example={
            "investigator": "PER-2026-7KQ4MZ",
            "declaration": "I know none of the people in this case.",
            "reason": "Has the time and no ties.",
        },
    )
    relieve = command(
        relieve, needs="case.appoint", path="relieve", choices={"role": CaseRole}, gives=AppointmentOut, status=200
    )
    plan_case = command(progress.plan_case)
    give_notice = command(allegations.give_notice, needs="case.give_notice", path="give-notice", gives=DocumentRef)
    start_case = command(progress.start_case)
    review_evidence = command(progress.review_evidence)
    finish_report = command(progress.finish_report)
    reopen_report = command(decisions.reopen_report)
    decide_findings = command(decisions.decide_findings)
    approve_outcome = command(decisions.approve_outcome, path="approve-outcome")
    return_outcome = command(
        decisions.return_outcome, needs="outcome.return", path="return-outcome", gives=OutcomeRef, status=200
    )
    tell_outcome = command(
        decisions.tell_outcome, needs="outcome.tell", path="tell-outcome", gives=DocumentRef, many=True
    )
    implement_outcome = command(progress.implement_outcome)
    monitor_case = command(progress.monitor_case)
    close_case = command(progress.close_case)
