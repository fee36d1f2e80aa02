"""After the decision: an appeal that overturns, a cross-complaint, and retaliation (scenario 7, through the API)."""

from typing import Any

import pytest

from tests.stories.chapters import (
    adopted,
    an_allegation,
    appointed,
    concluded,
    noticed,
    played,
    proposed,
    reported,
    staffed,
    taken_in,
    tells,
)
from tests.stories.telling import DECLARED, Story

pytestmark = pytest.mark.django_db
GROUNDS = "unreasonable_on_evidence"
ALL_WELL = dict.fromkeys(("schedule", "pay", "rating", "exclusion", "contact", "comments"), "none")


def test_an_appeal_that_overturns_takes_everything_down_and_tells_everybody(story: Story) -> None:
    with story.day(0):
        case = taken_in(story, tells(story))
        played(story, case)
        concluded(story, case)
        decision = story.letter("martin", "D9", case)
    with story.day(5):
        claim = {"case": case, "grounds": [GROUNDS], "findings": [1], "against_outcome": True}
        claim["text"] = "The second witness was in another town."
        story.refused("noor", "mine/appeals/", "no decision in such a case", status=400, **claim)
        appeal = story.does("martin", "mine/appeals/", **claim)["reference"]
        story.sees(f"mine/appeals/{appeal}/", martin=200, erin=404, noor=404)
        for name in ("ines", "ruth"):
            who: dict[str, Any] = {
                "user": story.ref(name),
                "role": "appeal_reviewer",
                "declaration": DECLARED,
                "told": ["earlier"],
            }
            story.refused("omar", f"cases/{case}/assignments/", **who)
        story.sees(f"cases/{case}/", ian=404)
        appointed(story, case, "ian", "appeal_reviewer")
        story.sees(f"appeals/{appeal}/", ian=200, ines=404, omar=404, martin=404, noor=404)
    with story.day(6):
        story.refused("ruth", f"appeals/{appeal}/admit/", status=404, comment_until=story.at(3))
        story.does("ian", f"appeals/{appeal}/admit/", comment_until=story.at(3), stays_effects=True)
        story.does("ian", f"appeals/{appeal}/review/")
        answers: dict[str, Any] = {"answers": {GROUNDS: "He was in another town that evening."}, "upheld": [GROUNDS]}
        for name, status in (("ruth", 404), ("martin", 404), ("hugo", 403)):
            story.refused(name, f"appeals/{appeal}/overturn/", status=status, **answers)
        story.does("ian", f"appeals/{appeal}/overturn/", **answers)
        story.does("ian", f"appeals/{appeal}/communicate/")
    with story.day(7):
        for name in ("erin", "martin"):
            assert {"D20", "D21"} <= set(story.letters(name, case)), name
        assert story.reads("martin", f"documents/{decision}/")["state"] == "withdrawn"
        told = [story.letter("erin", kind, case) for kind in ("D20", "D21")]
        own = story.words("erin", *(f"documents/{reference}/" for reference in told))
        assert "warning" not in own.lower()
        assert story.reads("ruth", f"allegations/{case}-A1/")["state"] == "overturned"
        story.refused("ruth", f"cases/{case}/outcomes/", status=409, **A_WARNING)
        story.unseen(case, "rosa", "noor", "neil", "sam")


def test_a_cross_complaint_is_a_case_of_its_own_and_neither_side_reads_the_other(story: Story) -> None:
    with story.day(0):
        first = taken_in(story, tells(story))
        staffed(story, first)
        noticed(story, first)
    with story.day(3):
        report = tells(story, "martin", "erin", narrative="She told lies about me at lunch.", conduct=["bullying"])
        story.sees(f"reports/{report}/", martin=200, omar=200, erin=404)
        framed = an_allegation(
            story, particulars="It is alleged that the respondent told colleagues untrue things about a director.",
            conduct=["bullying"], settings=["shared_office"], power_relation="subordinate",
        )  # fmt: skip
        second = taken_in(story, report, about="erin", title="What was said at lunch", allegations=[framed])
        story.does("omar", f"cases/{first}/links/", other=second, kind="cross_complaint")
        story.sees(f"cases/{first}/links/", omar=200, erin=404, martin=404)
        staffed(story, second)
        story.unseen(second, "erin", "neil")  # she is its respondent, and has no notice yet
    with story.day(4):
        noticed(story, second)
        assert [row["matter"] for row in story.rows("erin", "documents/") if row["kind"] == "D3"] == [second]
        assert [row["matter"] for row in story.rows("martin", "documents/") if row["kind"] == "D3"].count(second) == 0
        story.sees(f"allegations/{second}-A1/", erin=200, martin=404)
        story.sees(f"allegations/{first}-A1/", martin=200, erin=404)
        told = story.words("erin", f"allegations/{second}-A1/", f"documents/{story.letter('erin', 'D3', second)}/")
        assert first not in told
    with story.day(6):
        for case, who in ((first, "martin"), (second, "erin")):
            story.does(who, f"allegations/{case}-A1/answer/", response="admit", text="Yes.")
            story.does("ines", f"allegations/{case}-A1/examine/")
            story.does("ines", f"cases/{case}/review-evidence/")
        proposed(story, first)
        proposed(story, second, factual="not_substantiated", policy="no_breach")
        for case in (first, second):
            reported(story, case)
            adopted(story, case)
    with story.day(8):
        concluded(story, first)
        concluded(story, second, kinds=["no_action"], live_until=None, legal_review=None, skip_reason=None)
        for name in ("erin", "martin"):
            assert {"D8", "D9"} <= set(story.letters(name, first, second))
            for row in story.rows(name, "documents/"):
                if row["kind"] == "D8":
                    words = story.words(name, f"documents/{row['reference']}/").lower()
                    assert "warning" not in words


def test_scenario_7_retaliation_is_a_new_case_whose_actor_is_nobody_yet(story: Story) -> None:
    with story.day(0):
        case = taken_in(story, tells(story))
        played(story, case)
        concluded(story, case)
        begun: dict[str, Any] = {"watcher": story.ref("daniel"), "declaration": DECLARED, "told": ["earlier"]}
        for inside in ("neil", "tomas", "helen"):
            story.refused("omar", f"cases/{case}/start-watch/", **{**begun, "watcher": story.ref(inside)})
        watch = story.does("omar", f"cases/{case}/start-watch/", **begun)["reference"]
        story.does("omar", f"watches/{watch}/tell/")
        assert "D22" in story.letters("erin")
        notice = story.letter("neil", "D22")
        assert case not in story.words("neil", "documents/", f"documents/{notice}/")
        assert "Martin" not in story.words("neil", f"documents/{notice}/")
        story.sees(f"watches/{watch}/", daniel=200, omar=200, ines=404, ruth=404, martin=404, erin=404, neil=404)
    with story.day(7):
        first = min(story.rows("daniel", "check-ins/"), key=lambda row: row["due_on"])["reference"]
        story.sees(f"check-ins/{first}/", erin=200, daniel=200, martin=404, neil=404, ines=404, ruth=404)
        told = {**ALL_WELL, "exclusion": "serious", "note": "I am no longer asked to the planning meetings."}
        story.does("erin", f"check-ins/{first}/answer/", **told)
        [raised] = story.rows("omar", "concerns/")
        concern = raised["reference"]
        story.sees(f"concerns/{concern}/", omar=200, erin=200, martin=404, neil=404, ines=404)
    with story.day(9):
        opened = story.does(
            "omar", f"concerns/{concern}/open-case/", title="Left out of meetings", nexus="Meetings of the team."
        )
        new = str(opened["reference"])
        names = [row["role"] for row in story.rows("omar", f"cases/{new}/parties/")]
        assert "respondent" not in names  # nobody is assumed
        story.unseen(new, "martin", "neil", "ines", "ruth", "erin")
        story.refused("omar", f"cases/{new}/clear-conflicts/", status=409)
        story.does("omar", f"cases/{new}/parties/", person=story.ref("neil"), role="respondent")
        framed = an_allegation(
            story, particulars="It is alleged that the respondent left a colleague out of planning meetings after she had reported.",
            conduct=["retaliation"], settings=["meeting"], power_relation="direct_manager",
        )  # fmt: skip
        story.does("omar", f"cases/{new}/allegations/", **framed)
        story.does("omar", f"cases/{new}/clear-conflicts/")
        who: dict[str, Any] = {"investigator": story.ref("ines"), "declaration": DECLARED, "told": ["earlier"]}
        story.refused("omar", f"cases/{new}/assign/", "somebody else investigates", **who)
        story.does("omar", f"cases/{new}/assign/", **{**who, "investigator": story.ref("wanda")})
        story.sees(f"cases/{new}/", omar=200, wanda=200, ines=404, martin=404, neil=404, erin=404)
        story.unseen(new, "martin", "neil", "ines")


A_WARNING: dict[str, Any] = {
    "kinds": ["written_warning"],
    "weighed": {"nature": "So.", "past_discipline": "None.", "alternatives": "None."},
    "comparators": "None.",
    "skip_reason": "So.",
    "legal_review": "So.",
}
