"""What the organisation knew, and when: a manager who sat on a complaint, one person in matter after matter (scenarios 9 and 6)."""

from datetime import timedelta
from typing import Any

import pytest

from backend.kernel import clock
from tests.stories.chapters import (
    adopted,
    answered,
    concluded,
    examined,
    noticed,
    played,
    proposed,
    reported,
    staffed,
    taken_in,
    tells,
)
from tests.stories.telling import Story

pytestmark = pytest.mark.django_db
NOT_FOUND = {
    "factual": "not_substantiated",
    "policy": "no_breach",
    "reasons": "Nobody else was there, and the record says neither.",
    "summary": "It could not be established. This does not mean that it was untrue.",
}


def test_scenario_9_a_manager_sat_on_a_complaint(story: Story) -> None:
    """Told to Neil seven weeks ago, forwarded today: the delay counts from when he knew, and it is asked whether he failed to act."""
    with story.day(0):
        knew = clock.today() - timedelta(days=50)
        told = {"channel": "manager", "reporter": story.ref("erin"), "first_known_by": "Neil Ashworth, her team leader"}
        report = tells(story, "omar", first_known_on=str(knew), occurred_on=story.on(-60), **told)
        assessed = story.reads("omar", f"reports/{report}/")["assessment"]
        assert assessed["days_known"] == 50
        shown = story.reads("erin", f"reports/{report}/")
        assert shown["assessment"] is None  # the delay is no secret, but what intake makes of it is intake’s
        assert shown["first_known_on"] == str(knew)
        story.sees(f"reports/{report}/", erin=200, omar=200, neil=404, martin=404)
        case = taken_in(story, report, mgmt_failure=True)
        owed = [row["kind"] for row in story.rows("omar", f"cases/{case}/obligations/")]
        assert "mgmt_failure" in owed
    with story.day(2):
        linked = story.does(
            "omar",
            f"cases/{case}/open-linked/",
            link="mgmt_failure_of",
            kind="mgmt_failure_to_act",
            title="A report that was not passed on",
            nexus="A manager’s duty under the policy.",
            respondent=story.ref("neil"),
            allegations=[
                {
                    "particulars": "It is alleged that the respondent was told on a day in spring and passed nothing on for seven weeks.",
                    "policy_clause": "Dignity at Work, clause 6.1",
                    "occurred_from": str(knew),
                }
            ],
        )
        about_neil = str(linked["reference"])
        assert about_neil != case
        story.sees(f"cases/{about_neil}/", omar=200, neil=404, erin=404, martin=404, ines=404)
        assert "mgmt_failure" not in [
            row["kind"] for row in story.rows("omar", f"cases/{case}/obligations/") if not row.get("discharged_at")
        ]
        story.unseen(about_neil, "martin", "erin", "neil", "ines")
    with story.day(3):
        played(story, case)
        concluded(story, case)
        letter = story.words("erin", f"documents/{story.letter('erin', 'D8', case)}/")
        assert about_neil not in letter
        assert "Neil" not in letter
        story.unseen(about_neil, "martin", "erin", "neil", "ines")


def test_scenario_6_what_counts_of_earlier_matters_and_who_sees_it(story: Story) -> None:
    """One matter was found, one was not: a third about the same person sees the first only when its own findings are locked."""
    with story.day(0):
        found = taken_in(story, tells(story, "aisha", "karl"), about="karl")
        staffed(story, found)
        noticed(story, found)
        answered(story, found, "karl")
        examined(story, found)
        story.does("ines", f"cases/{found}/review-evidence/")
        proposed(story, found)
        reported(story, found)
        adopted(story, found)
        concluded(story, found, legal_review="Reviewed in law.")
    with story.day(20):
        not_found = taken_in(story, tells(story, "mei", "karl"), about="karl")
        played(story, not_found, "karl", NOT_FOUND)
        nothing: dict[str, Any] = {
            "kinds": ["no_action"],
            "live_until": None,
            "legal_review": None,
            "skip_reason": None,
        }
        concluded(story, not_found, **nothing)
    with story.day(40):
        report = tells(story, "bridget", "karl")
        case = taken_in(story, report, about="karl")
        seen = story.words("omar", f"reports/{report}/", f"cases/{case}/")
        assert found not in seen  # two numbers, and no matter
        staffed(story, case)
        noticed(story, case)
        answered(story, case, "karl")
        examined(story, case)
        story.does("ines", f"cases/{case}/review-evidence/")
        proposed(story, case)
        reported(story, case)
        story.sees(f"cases/{case}/priors/", ruth=403, ines=403, omar=403)
        adopted(story, case)
    with story.day(41):
        priors = story.words("ruth", f"cases/{case}/priors/")
        assert "Final written warning" in priors
        assert "no_action" not in priors.lower().replace(" ", "_")
        assert len(story.reads("ruth", f"cases/{case}/priors/")) == 1
        assert not [each for each in (found, not_found, "Mei", "Aisha") if each in priors]
        story.sees(f"cases/{case}/priors/", ruth=200, ines=403, omar=403, bridget=404, karl=404)
        story.refused(
            "ruth", f"cases/{case}/outcomes/", "legal_review", status=400, **{**AN_OUTCOME, "live_until": story.on(300)}
        )
        concluded(story, case, legal_review="Reviewed in law, as it is a repetition.")
        words = story.words("bridget", "documents/", f"documents/{story.letter('bridget', 'D8', case)}/")
        assert not [word for word in ("warning", "earlier", "Aisha", "Mei") if word in words]


AN_OUTCOME: dict[str, Any] = {
    "kinds": ["dismissal"],
    "weighed": {"nature": "Repeated.", "past_discipline": "One warning counts.", "alternatives": "None."},
    "comparators": "None.",
    "skip_reason": "So.",
}
