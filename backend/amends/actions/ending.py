"""The end of a statement whose decision was set aside: it is closed to everybody but its owner, who may still read and delete it."""

from backend.amends.actions.feedback import take_back_accountability_round
from backend.amends.actions.sharing import end_shares
from backend.amends.actions.writing import lifecycle
from backend.amends.models import AccountabilityRound, AccountabilityShare, AccountabilityStatement
from backend.amends.vocabulary import RoundState, StatementState
from backend.decisions.dependents import SetAside, depends_on_decision
from backend.decisions.queries.standing import standing_findings
from backend.people.actions import system_user
from backend.people.models import User


@lifecycle.move(
    "end",
    {StatementState.WRITING},
    StatementState.ENDED,
    past="closed an accountability statement because its decision no longer holds",
    because="The decision behind it no longer holds.",
    compartment="private",
)
def end_accountability_statement(statement: AccountabilityStatement, *, actor: User) -> None:
    """Close a statement: nobody but its owner reads it any more, and it is shared with nobody."""
    waiting = AccountabilityRound.objects.filter(statement=statement, state=RoundState.ASKED).select_related(
        "statement"
    )
    for each in waiting:
        take_back_accountability_round(each, actor=system_user())
    end_shares(AccountabilityShare.objects.filter(statement=statement), "The decision behind it no longer holds.")


@depends_on_decision("accountability")
def end_accountability_statements(aside: SetAside) -> int:
    """Close the statements about a decision that was set aside, unless a finding about their owner still stands."""
    rows = AccountabilityStatement.objects.filter(case=aside.case, state=StatementState.WRITING).select_related("case")
    standing = {finding.allegation.respondent_id for finding in standing_findings(aside.case)}
    ended = [row for row in rows.order_by("pk") if not standing & {None, row.person_id}]
    for statement in ended:
        end_accountability_statement(statement, actor=system_user())
    return len(ended)
