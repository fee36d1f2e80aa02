"""The evidence register as it is delivered: complete in both languages, honest about what was read, and due for review."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.cases.vocabulary import Track
from backend.referrals.letters import CERTAINTIES

DATA: dict[str, Any] = yaml.safe_load(Path("backend/referrals/data/interventions.yaml").read_text(encoding="utf-8"))
INTERVENTIONS: list[dict[str, Any]] = DATA["interventions"]
KINDS = {
    "psychological_treatment", "counselling", "residential", "mutual_help", "training", "coaching", "self_management", "management",
}  # fmt: skip
BOTH = {"summary", "summary_de", "applicability", "applicability_de"}


def grades() -> Iterator[tuple[str, dict[str, Any]]]:
    for caution in DATA["cautions"]:
        yield caution["code"], caution
    for intervention in INTERVENTIONS:
        for track, grade in intervention["grades"].items():
            yield f"{intervention['code']}, {track}", grade


def test_every_intervention_is_described_and_graded_for_each_track():
    codes = [intervention["code"] for intervention in INTERVENTIONS]
    assert len(codes) == len(set(codes))
    for intervention in INTERVENTIONS:
        assert all(intervention[name] for name in ("name", "name_de")), intervention["code"]
        assert intervention["kind"] in KINDS, intervention["code"]
        assert {type(intervention[flag]) for flag in ("clinical", "third_party", "faith_based")} == {bool}
        assert set(intervention["grades"]) == set(Track.values), intervention["code"]


@pytest.mark.parametrize(("where", "grade"), [pytest.param(*row, id=row[0]) for row in grades()])
def test_a_grade_says_how_sure_it_is_in_both_languages_and_ends(where: str, grade: dict[str, Any]) -> None:
    assert grade["certainty"] in CERTAINTIES
    assert grade["direction"] in {"helps", "no_clear_effect", "harms", "unknown"}
    assert all(grade[words].endswith(".") for words in BOTH)
    assert grade["summary"].count(". ") == 0, "one sentence"
    assert timedelta() < grade["review_due"] - grade["reviewed_on"] <= timedelta(days=366)
    if grade["certainty"] == "none_found":
        assert grade["direction"] == "unknown"
    else:
        assert any(citation["checked"] for citation in grade["citations"]), "a grade rests on something that was read"


def test_a_citation_says_what_was_read_and_when():
    used = {id(citation) for _, grade in grades() for citation in grade["citations"]}
    for code, citation in DATA["references"].items():
        assert {"authors", "year", "title", "source", "says", "checked"} <= set(citation), code
        assert citation["checked"] is False or isinstance(citation["checked"], date), code
        assert id(citation) in used, f"{code} supports nothing"


def test_whoever_is_no_party_and_what_is_religious_is_marked():
    marked = {flag: {row["code"] for row in INTERVENTIONS if row[flag]} for flag in ("third_party", "faith_based")}
    assert marked == {"third_party": {"couples_counselling", "family_counselling"}, "faith_based": {"twelve_step"}}


def test_nothing_is_graded_higher_than_low_for_harm_to_others():
    """All that is known comes from people who were convicted: it stays indirect until conduct at work is studied."""
    found = {row["grades"]["affects_others"]["certainty"] for row in INTERVENTIONS}
    assert found <= {"low", "very_low", "none_found"}
