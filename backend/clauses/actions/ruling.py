"""Rules of the clause library: proposed by one person, approved by another, and never weaker than what holds everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.clauses.models import Clause, ClauseRule
from backend.clauses.vocabulary import AgreementKind, RuleState, Standing
from backend.deadlines.profiles import profile_codes
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

declare("clause_rule.propose", "proposed a rule for a clause", kind="change")

lifecycle = Lifecycle(ClauseRule, "clause_rule")


@dataclass(frozen=True, kw_only=True)
class RuleWords:
    """What a rule says: where it holds, for which kinds, why, and when its source was last read."""

    standing: str
    why: str
    source: str
    checked_on: date
    next_check: date
    profile: str = ""
    kinds: Sequence[str] = ()
    needs_counsel: bool = False


def propose_clause_rule(clause: Clause, rule: RuleWords, *, actor: User, reason: str) -> ClauseRule:
    """Propose what a clause is at a place; it counts once somebody else approved it."""
    require(actor, "clause.rule", clause)
    check_rule(clause, rule)
    return keep(
        rule_row(clause, rule, by=actor),
        "clause_rule.propose",
        actor=actor,
        reason=reason,
        ctx={"clause": clause.reference},
    )


@lifecycle.move(
    "approve", {RuleState.PROPOSED}, RuleState.IN_FORCE, past="approved a rule for a clause", label="Approve"
)
def approve_clause_rule(rule: ClauseRule, *, actor: User) -> None:
    """Approve, as a second person, a rule; of two rules for the same clause, place and kinds the later one counts."""
    if actor.pk == rule.proposed_by_id:
        raise Refused("You proposed this rule; somebody else approves it.", code="second-person")
    rule.approved_by, rule.approved_at = actor, clock.now()


@lifecycle.move(
    "withdraw",
    {RuleState.PROPOSED, RuleState.IN_FORCE},
    RuleState.WITHDRAWN,
    past="withdrew a rule for a clause",
    label="Withdraw",
)
def withdraw_clause_rule(rule: ClauseRule, *, actor: User) -> None:
    """Withdraw a rule. What the product holds everywhere stays: the rights of the employee, and what no agreement may hold."""
    if rule.delivered and not rule.profile and not rule.kinds:
        raise Refused("This rule holds everywhere, and for every agreement.", code="rule-common")


def rule_row(clause: Clause, rule: RuleWords, *, by: User, **more: Any) -> ClauseRule:
    """Make the row of a rule, a proposed one unless told."""
    return ClauseRule(
        reference=new_reference("CLR", clock.today()),
        clause=clause,
        profile=rule.profile,
        kinds=list(rule.kinds),
        standing=rule.standing,
        needs_counsel=rule.needs_counsel,
        why=rule.why.strip(),
        source=rule.source.strip(),
        checked_on=rule.checked_on,
        next_check=rule.next_check,
        proposed_by=by,
        **more,
    )


def check_rule(clause: Clause, rule: RuleWords) -> None:
    """Refuse a rule that weakens what holds everywhere, that names no reason or source, or a place or kind that there is none of."""
    told = {
        "profile": "" if rule.profile in {"", *profile_codes()} else f"There is no profile {rule.profile}.",
        "kinds": "" if set(rule.kinds) <= set(AgreementKind.values) else "There is no such kind of agreement.",
        "standing": _wrong_standing(clause, rule.standing),
        "why": "" if rule.why.strip() else "Say why, for whoever draws an agreement up.",
        "source": "" if rule.source.strip() else "Name where that stands.",
        "checked_on": "" if rule.checked_on <= clock.today() else "A source can’t have been read in the future.",
        "next_check": "" if rule.next_check > rule.checked_on else "It is read again after it was read.",
    }
    if errors := {name: [sentence] for name, sentence in told.items() if sentence}:
        raise Invalid(errors)


def is_weaker(clause: Clause, standing: str) -> bool:
    """Tell whether a standing would take back what holds of a clause everywhere."""
    common = clause.rules.filter(state=RuleState.IN_FORCE, profile="").exclude(standing=Standing.OPTIONAL)
    return any(not row.kinds and row.standing != standing for row in common)


def _wrong_standing(clause: Clause, standing: str) -> str:
    if standing not in Standing.values:
        return "Say whether it must, may or must not stand."
    return "This clause stands or falls everywhere; no rule can weaken that." if is_weaker(clause, standing) else ""
