"""The clause library: clauses, the versions of their words, and the rules of places; read by those who draw agreements up."""

from typing import Any

from rest_framework import serializers

from backend.api.fields import Moment
from backend.api.filters import equals, one_of
from backend.api.outputs import Output
from backend.api.resources import Listed, MoveOut, Opened, command
from backend.clauses.actions import ruling, writing
from backend.clauses.models import Clause, ClauseRule, ClauseVersion
from backend.clauses.vocabulary import AgreementKind, RuleState, Standing, VersionState, When


class LibraryEntryOut(Output[Clause]):
    """A clause of the library, or one thing that no agreement may hold."""

    reference = serializers.CharField(help_text="Its code, such as C20.")
    when = serializers.ChoiceField(choices=When.choices)
    place = serializers.IntegerField(help_text="Where it stands in the document, among the others.")


class ClauseVersionOut(Output[ClauseVersion]):
    """The words of a clause in one language, as a list shows them."""

    reference = serializers.CharField()
    clause = serializers.CharField(source="clause.reference")
    name = serializers.CharField(help_text="As agreements keep it, such as C20.3.")
    language = serializers.CharField()
    state = serializers.ChoiceField(choices=VersionState.choices)
    part = serializers.CharField()
    heading = serializers.CharField()
    text = serializers.CharField()
    note = serializers.CharField()
    change = serializers.CharField()
    sha256 = serializers.CharField()
    delivered = serializers.BooleanField()
    written_by = serializers.CharField(source="written_by.name")
    written_at = Moment()
    approved_by = serializers.CharField(source="approved_by.name", default=None, allow_null=True)
    approved_at = Moment(allow_null=True)
    effective_from = serializers.DateField(allow_null=True)
    effective_until = serializers.DateField(allow_null=True)


class ClauseVersionDetail(ClauseVersionOut):
    """The words of a clause, what stands in their way before approval, and the moves that are open."""

    faults = serializers.ListField(child=serializers.CharField())
    moves = MoveOut(many=True)


class ClauseRuleOut(Output[ClauseRule]):
    """What a clause is at a place."""

    reference = serializers.CharField()
    clause = serializers.CharField(source="clause.reference")
    profile = serializers.CharField(help_text="The profile of the place; empty: everywhere.")
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=AgreementKind.choices))
    standing = serializers.ChoiceField(choices=Standing.choices)
    needs_counsel = serializers.BooleanField()
    why = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    checked_on = serializers.DateField()
    next_check = serializers.DateField()
    state = serializers.ChoiceField(choices=RuleState.choices)
    proposed_by = serializers.CharField(source="proposed_by.name")
    approved_by = serializers.CharField(source="approved_by.name", default=None, allow_null=True)


class ClauseRuleDetail(ClauseRuleOut):
    """A rule and the moves that are open."""

    moves = MoveOut(many=True)


class LibraryEntries(Listed, Opened):
    """The clauses of the library by their codes, and what no agreement may hold (X01 to X14)."""

    noun = "clause"
    view_action = "clause.view"
    queryset = Clause.objects.all()
    serializer_class = LibraryEntryOut
    orderings = {"place": "place"}
    orderings_default = "place"
    filters = {"when": one_of("when", When, "When it stands.")}

    write_clause_version = command(
        writing.write_clause_version, needs="clause.write", path="write", gives=ClauseVersionOut
    )
    propose_clause_rule = command(
        ruling.propose_clause_rule,
        needs="clause.rule",
        path="propose-rule",
        gives=ClauseRuleOut,
        choices={"standing": Standing, "kinds": AgreementKind},
    )


class ClauseVersions(Listed, Opened):
    """The words of clauses: drafts, what is in force, and what was."""

    noun = "clause_version"
    view_action = "clause_version.view"
    lifecycle = writing.lifecycle
    queryset = ClauseVersion.objects.select_related("clause", "written_by__person", "approved_by__person")
    serializer_class = ClauseVersionOut
    detail_serializer_class = ClauseVersionDetail
    orderings = {"-written_at": "-written_at", "written_at": "written_at"}
    orderings_default = "-written_at"
    filters = {
        "clause": equals("clause__reference", "The code of its clause, such as C20."),
        "language": equals("language", "The language, such as en-GB."),
        "state": one_of("state", VersionState, "Where it stands."),
    }

    def read(self, row: ClauseVersion) -> serializers.BaseSerializer[Any]:
        """Tell what stands in the way of words that are not settled yet."""
        settled = row.state in {VersionState.APPROVED, VersionState.RETIRED}
        row.faults = [] if settled else writing.faults_of(row)  # type: ignore[attr-defined]
        return super().read(row)

    save_clause_version = command(writing.save_clause_version, needs="clause_version.revise", path="save")
    submit_clause_version = command(writing.submit_clause_version)
    return_clause_version = command(writing.return_clause_version)
    approve_clause_version = command(writing.approve_clause_version)
    reject_clause_version = command(writing.reject_clause_version)
    discard_clause_version = command(writing.discard_clause_version)
    retire_clause_version = command(writing.retire_clause_version)


class ClauseRules(Listed, Opened):
    """What clauses are at each place: proposed, in force, withdrawn."""

    noun = "clause_rule"
    view_action = "clause_rule.view"
    lifecycle = ruling.lifecycle
    queryset = ClauseRule.objects.select_related("clause", "proposed_by__person", "approved_by__person")
    serializer_class = ClauseRuleOut
    detail_serializer_class = ClauseRuleDetail
    filters = {
        "clause": equals("clause__reference", "The code of its clause, such as C20."),
        "profile": equals("profile", "The profile of the place."),
        "standing": one_of("standing", Standing, "What it says."),
        "state": one_of("state", RuleState, "Where it stands."),
    }

    approve_clause_rule = command(ruling.approve_clause_rule)
    withdraw_clause_rule = command(ruling.withdraw_clause_rule)
