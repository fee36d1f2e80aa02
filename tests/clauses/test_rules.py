"""Rules of places: what must, may and must not stand; nearer ones count, and none weakens what holds everywhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from backend.agreements.clauses import library
from backend.clauses.actions.ruling import RuleWords, approve_clause_rule, propose_clause_rule, withdraw_clause_rule
from backend.clauses.delivered import delivered
from backend.clauses.models import Clause, ClauseRule
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused

pytestmark = pytest.mark.django_db
WHY = "For this test."


def words(**told: Any) -> RuleWords:
    usual: dict[str, Any] = {
        "standing": "mandatory",
        "why": "The policy here asks for it.",
        "source": "Policy 4.2",
        "checked_on": clock.today(),
        "next_check": clock.today() + timedelta(days=365),
        "profile": "UK",
    }
    return RuleWords(**{**usual, **told})


def clause(code: str) -> Clause:
    return Clause.objects.get(reference=code)


def stands(code: str, *, profile: str = "UK", kind: str = "accountability") -> str:
    return library().stands(code, kind=kind, profile=profile).standing


def test_a_second_person_approves_a_rule_and_then_it_counts(cast: Cast, the_library: None) -> None:
    rule = propose_clause_rule(clause("C31"), words(), actor=cast.sam, reason=WHY)
    assert stands("C31") == "optional"
    with pytest.raises(Forbidden):
        approve_clause_rule(rule, actor=cast.sam, reason=WHY)
    rule = approve_clause_rule(rule, actor=cast.hugo, reason=WHY)
    assert (stands("C31"), stands("C31", profile="US")) == ("mandatory", "optional")
    withdraw_clause_rule(rule, actor=cast.hugo, reason=WHY)
    assert stands("C31") == "optional"


def test_the_nearer_rule_counts_and_of_two_alike_the_later(cast: Cast, the_library: None) -> None:
    for told in ({"profile": "US", "standing": "prohibited"}, {"profile": "US-CA", "standing": "mandatory"}):
        rule = propose_clause_rule(clause("C31"), words(**told), actor=cast.sam, reason=WHY)
        approve_clause_rule(rule, actor=cast.hugo, reason=WHY)
    assert (stands("C31", profile="US"), stands("C31", profile="US-CA"), stands("C31")) == (
        "prohibited",
        "mandatory",
        "optional",
    )
    later = propose_clause_rule(clause("C31"), words(profile="US", standing="optional"), actor=cast.sam, reason=WHY)
    approve_clause_rule(later, actor=cast.hugo, reason=WHY)
    assert stands("C31", profile="US") == "optional"


@pytest.mark.parametrize(("code", "standing"), [("C11", "optional"), ("C04", "prohibited"), ("X01", "optional")])
def test_no_rule_weakens_what_holds_everywhere(cast: Cast, the_library: None, code: str, standing: str) -> None:
    with pytest.raises(Invalid) as refused:
        propose_clause_rule(clause(code), words(standing=standing), actor=cast.hugo, reason=WHY)
    assert "no rule can weaken" in refused.value.errors["standing"][0]
    common = ClauseRule.objects.get(clause__reference=code, profile="", delivered=True)
    with pytest.raises(Refused, match="holds everywhere"):
        withdraw_clause_rule(common, actor=cast.hugo, reason=WHY)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"profile": "MARS"}, "profile"),
        ({"kinds": ["friendly"]}, "kinds"),
        ({"standing": "maybe"}, "standing"),
        ({"why": " "}, "why"),
        ({"source": ""}, "source"),
        ({"checked_on": clock.today() + timedelta(days=9)}, "checked_on"),
        ({"next_check": clock.today() - timedelta(days=9)}, "next_check"),
    ],
)
def test_a_rule_says_where_why_and_when_it_was_checked(
    cast: Cast, the_library: None, told: dict[str, Any], field: str
) -> None:
    before = ClauseRule.objects.count()
    with pytest.raises(Invalid) as refused:
        propose_clause_rule(clause("C31"), words(**told), actor=cast.sam, reason=WHY)
    assert field in refused.value.errors
    assert ClauseRule.objects.count() == before
    with pytest.raises(Forbidden):
        propose_clause_rule(clause("C31"), words(), actor=cast.daniel, reason=WHY)


def test_the_database_keeps_a_rule_that_was_in_force(cast: Cast, the_library: None) -> None:
    rule = ClauseRule.objects.filter(state="in_force")[0]
    for column, value in (("standing", "optional"), ("state", "proposed"), ("why", "x")):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE clauses_clauserule SET {column} = %s WHERE id = %s", [value, rule.pk])  # noqa: S608


@pytest.mark.parametrize(
    ("code", "kind", "profile", "standing"),
    [
        ("C40", "last_chance", "UK", "mandatory"),
        ("C40", "accountability", "UK", ""),
        ("C43", "last_chance", "US-CA", "optional"),
        ("C43", "last_chance", "UK", ""),
        ("C50", "accountability", "US", "optional"),
        ("C50", "accountability", "EU-DE", ""),
        ("C51", "accountability", "UK", "optional"),
        ("C51", "accountability", "US", ""),
        ("C53", "expectations", "US-CA", "mandatory"),
        ("C53", "expectations", "US", ""),
        ("C29", "return_to_work", "UK", "mandatory"),
        ("C20", "separation_safety", "UK", "mandatory"),
        ("C20", "accountability", "UK", "optional"),
        ("X09", "accountability", "UK", "prohibited"),
    ],
)
def test_each_kind_and_place_has_its_clauses(code: str, kind: str, profile: str, standing: str) -> None:
    assert delivered().stands(code, kind=kind, profile=profile).standing == standing
