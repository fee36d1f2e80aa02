"""Nobody decides about their own, and whoever stands too close finds nothing (scenarios 1 and 2, through the API)."""

from datetime import timedelta
from typing import Any

import pytest

from backend.kernel import clock
from backend.people.actions import add_line, end_line
from backend.people.models import ReportingLine
from tests.stories.chapters import (
    adopted,
    an_allegation,
    answered,
    appointed,
    concluded,
    examined,
    noticed,
    proposed,
    reported,
    taken_in,
    tells,
)
from tests.stories.telling import DECLARED, Story

pytestmark = pytest.mark.django_db
OF_HR = ("omar", "wanda", "daniel", "grace", "sam")


def test_scenario_1_the_head_of_hr_is_the_respondent_to_the_end(story: Story) -> None:
    """Vera’s channel takes it in, Tomas investigates, Ruth decides; nobody of the people office learns that it exists."""
    with story.day(0):
        report = tells(story, "felix", "grace", narrative="Grace Whitfield shouted at me in front of the team.")
        story.sees(f"reports/{report}/", felix=200, vera=200, omar=404, wanda=404, daniel=404, grace=404, sam=404)
        story.unseen(report, *OF_HR)
    with story.day(1):
        said = {"settings": ["meeting"], "conduct": ["bullying"]}
        framed = an_allegation(story, **said, particulars="It is alleged that the respondent shouted at a colleague.")
        case = taken_in(story, report, "vera", "grace", kind="bullying", allegations=[framed])
        story.does("vera", f"cases/{case}/clear-conflicts/")
        for name in ("daniel", "grace"):
            who: dict[str, Any] = {"investigator": story.ref(name), "declaration": DECLARED, "told": ["earlier"]}
            story.refused("vera", f"cases/{case}/assign/", status=409, **who)
        who = {"investigator": story.ref("tomas"), "declaration": DECLARED, "told": ["earlier"]}
        story.does("vera", f"cases/{case}/assign/", **who)
        appointed(story, case, "ruth", "decision_maker", by="vera")
        appointed(story, case, "clara", "approver", by="vera")
        story.unseen(case, *OF_HR, "ines")
        assert case not in story.words("grace", "mine/reads/", "documents/", "events/")
    with story.day(3):
        noticed(story, case, "vera", "tomas")
        assert story.letters("grace", case) == ["D3"]  # from now on she knows of it, and of nothing but her own part
        story.sees(f"cases/{case}/", grace=404, daniel=404, omar=404)
        story.sees(f"allegations/{case}-A1/", grace=200, daniel=404, omar=404, felix=404)
        story.refused("grace", "break-glasses/", status=403, case=case)
        story.refused("omar", "break-glasses/", status=404, case=case)
    with story.day(6):
        answered(story, case, "grace", "deny")
        examined(story, case, "tomas")
        story.does("tomas", f"cases/{case}/review-evidence/")
        proposed(story, case, "tomas", factual="partially_substantiated")
        reported(story, case, "tomas", "clara")
        adopted(story, case)
    with story.day(8):
        story.does("ruth", f"cases/{case}/outcomes/", **AN_OUTCOME, live_until=story.on(365))
        story.does("clara", f"cases/{case}/approve-outcome/")
        sent = {"appeal_until": story.on(14), "appeal_to": "Helen Marsh, Managing director"}
        story.does("ruth", f"cases/{case}/tell-outcome/", **sent)
        assert story.letters("grace", case) == ["D3", "D9"]
        assert "D8" in story.letters("felix", case)
        story.unseen(case, "omar", "wanda", "daniel", "sam", "ines")
        for name in (
            "daniel",
            "omar",
            "sam",
        ):  # nor does what was denied to them tell anybody of HR that there is a case
            assert case not in story.words(name, "events/", "mine/reads/", "documents/", "insights/")


def test_scenario_2_a_line_that_is_over_a_waiver_and_a_reorganisation(story: Story) -> None:
    """The dotted line bars Tomas; once it is past, only the independent channel waives it; a new line ends Inês’s part the same day."""
    with story.day(0):
        report = tells(story)
        case = taken_in(story, report)
        story.does("omar", f"cases/{case}/clear-conflicts/")
        who: dict[str, Any] = {"investigator": story.ref("tomas"), "declaration": DECLARED, "told": ["earlier"]}
        story.refused("omar", f"cases/{case}/assign/", "(C2)", **who)
        story.refused(
            "omar", f"cases/{case}/ask-waiver/", "Nobody can waive this", person=story.ref("tomas"), rule="C2"
        )
        story.unseen(case, "tomas")
        line = ReportingLine.objects.get(person=story.cast.person("tomas"), kind=ReportingLine.DOTTED)
        end_line(line, on=clock.today() - timedelta(days=1), actor=story.cast.system, reason="The programme is over.")
        asked = {"person": story.ref("tomas"), "rule": "C2"}
        story.does("omar", f"cases/{case}/ask-waiver/", **asked)
        [waiver] = [row["uid"] for row in story.rows("vera", "waivers/") if row["case"] == case]
        story.refused("omar", f"waivers/{waiver}/grant/", status=403, disclosed=DISCLOSED)
        story.does("vera", f"waivers/{waiver}/grant/", disclosed=DISCLOSED)
        story.sees(f"cases/{case}/", vera=404, tomas=404)  # a waiver opens no file: an appointment comes first
        story.does("omar", f"cases/{case}/assign/", **who)
        appointed(story, case, "ines", "investigator")
        appointed(story, case, "ruth", "decision_maker")
        appointed(story, case, "hugo", "counsel")
        story.sees(f"cases/{case}/", tomas=200, ines=200)
    with story.day(2):
        story.reads("ines", f"cases/{case}/parties/")
        add_line(
            story.cast.person("ines"), story.cast.person("martin"), starts_on=clock.today(),
            actor=story.cast.system, reason="New structure.",
        )  # fmt: skip
        story.unseen(case, "ines", "tomas")  # he reports to her: the new line is above them both
        for name in ("ines", "tomas"):
            story.refused(name, f"cases/{case}/plan/", status=404)
        hers = [row for row in story.rows("omar", "handovers/") if row["person"]["name"] == "Inês Duarte"]
        [handed] = [row for row in hers if row["case"] == case]
        read = story.reads("omar", f"handovers/{handed['uid']}/")
        assert "case.read" in str(read)
        story.sees(f"handovers/{handed['uid']}/", omar=200, ines=404, martin=404, erin=404, daniel=404)
        story.does("omar", f"handovers/{handed['uid']}/take-over/")
    with story.day(3):
        appointed(story, case, "wanda", "investigator")
        noticed(story, case, investigator="wanda")
        answered(story, case)
        examined(story, case, "wanda")
        story.does("wanda", f"cases/{case}/review-evidence/")
        story.refused("ines", f"allegations/{case}-A1/propose-finding/", status=404)
        proposed(story, case, "wanda")
        reported(story, case, "wanda")
        adopted(story, case)
    with story.day(5):
        for name, role in (("clara", "approver"), ("daniel", "hr_partner")):
            appointed(story, case, name, role)
        who = {"user": story.ref("ines"), "role": "appeal_reviewer", "declaration": DECLARED, "told": ["earlier"]}
        story.refused("omar", f"cases/{case}/assignments/", "C2", **who)
        concluded(story, case)
        story.unseen(case, "ines")
        assert "D9" in story.letters("martin", case)


def test_a_challenge_for_bias_is_answered_by_somebody_else(story: Story) -> None:
    with story.day(0):
        case = taken_in(story, tells(story))
        story.does("omar", f"cases/{case}/clear-conflicts/")
        who: dict[str, Any] = {"investigator": story.ref("ines"), "declaration": DECLARED, "told": ["earlier"]}
        story.does("omar", f"cases/{case}/assign/", **who)
        noticed(story, case)
        made = {
            "matter": case,
            "role": "investigator",
            "grounds": "She called me guilty.",
        }
        challenge = story.does("martin", "challenges/", **made)["uid"]
        story.sees(f"challenges/{challenge}/", martin=200, omar=200, erin=404, noor=404, ines=404)
        story.refused("ines", f"challenges/{challenge}/dismiss/", status=404, answer="I did not.")
        story.does("omar", f"challenges/{challenge}/uphold/", answer="Somebody else goes on, so that no doubt remains.")
        story.unseen(case, "ines")


DISCLOSED = (
    "Tomas Berg was in a joint programme with the respondent until last week. He took no part in what is alleged."
)
AN_OUTCOME: dict[str, Any] = {
    "kinds": ["written_warning"],
    "weighed": {
        "nature": "It was said in front of others.",
        "past_discipline": "Nothing that counts.",
        "alternatives": "A talk would not show that it matters.",
    },
    "factors": "For: no earlier finding.",
    "comparators": "None in the last five years.",
    "skip_reason": "A milder step would not be understood.",
}
