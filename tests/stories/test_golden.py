"""The whole of it: told by Erin, decided by Ruth, known to nobody who need not know (the golden path, through the API)."""

from typing import Any

import pytest

from tests.stories.chapters import (
    adopted,
    answered,
    appointed,
    concluded,
    examined,
    heard,
    noticed,
    proposed,
    reported,
    taken_in,
    tells,
)
from tests.stories.telling import DECLARED, Story

pytestmark = pytest.mark.django_db
OUTSIDE = ("noor", "tomas", "joan", "paul", "helen")  # work here, and have no part in it
SANCTION = ("warning", "discipline", "sanction")


def test_a_complaint_from_the_first_word_to_the_final_decision(story: Story) -> None:
    with story.day(0):
        report = tells(story, wishes="I want it to stop.")
        story.sees(f"reports/{report}/", erin=200, omar=200, martin=404, ines=404, ruth=404, neil=404, sam=404)
        story.unseen(report, "martin", *OUTSIDE)

    with story.day(1):
        case = taken_in(story, report)
        assert story.letters("erin", report, case) == ["D1"]
        assert "harassment" not in story.words("erin", f"reports/{report}/").lower()
        story.sees(f"cases/{case}/", omar=200, erin=404, martin=404, ines=404, ruth=404, sam=404)
        story.unseen(case, "martin", "neil", *OUTSIDE)

    with story.day(4):
        who: dict[str, Any] = {"investigator": story.ref("tomas"), "declaration": DECLARED}
        story.does("omar", f"cases/{case}/clear-conflicts/")
        story.refused("omar", f"cases/{case}/assign/", "C2", **who)
        story.unseen(case, "tomas")
        story.does("omar", f"cases/{case}/assign/", **{**who, "investigator": story.ref("ines"), "told": ["earlier"]})
        for name, role in (
            ("ruth", "decision_maker"),
            ("clara", "approver"),
            ("daniel", "hr_partner"),
            ("hugo", "counsel"),
        ):
            appointed(story, case, name, role)
        story.sees(f"cases/{case}/allegations/", ines=200, omar=200, daniel=403, lena=403, erin=404, martin=404)

    with story.day(5):
        story.refused("ines", f"allegations/{case}-A1/propose-finding/", status=409, **A_FINDING)
        noticed(story, case)
        assert story.letters("martin", case) == ["D3"]
        story.sees(f"allegations/{case}-A1/", martin=200, erin=404, neil=404, daniel=404)
        own = story.words("martin", f"allegations/{case}-A1/", f"documents/{story.letter('martin', 'D3', case)}/")
        assert "Erin" not in own
        story.sees(f"cases/{case}/", martin=404, erin=404)  # a party never reads the file

    with story.day(10):
        story.refused("erin", f"allegations/{case}-A1/answer/", status=404, response="deny", text="No.")
        answered(story, case)
        story.does("ines", f"cases/{case}/parties/", person=story.ref("neil"), role="witness")
        told = heard(story, case, "neil", "He came to the table twice.")
        hers = heard(story, case, "erin", "Three times, and I said please don’t.")
        story.sees(f"statements/{told}/", neil=200, ines=200, erin=404, martin=404, omar=404, daniel=404, lena=404)
        story.sees(f"statements/{hers}/", erin=200, martin=404, neil=404)
        assert "three times" not in story.words("neil", "statements/", "allegations/", "documents/").lower()
        story.sees(f"cases/{case}/", neil=404)

    with story.day(12):
        examined(story, case)
        story.does("ines", f"cases/{case}/review-evidence/")
        proposed(story, case)
        story.refused("ruth", f"allegations/{case}-A1/adopt-finding/", "not final yet")
        story.refused("ines", f"allegations/{case}-A1/adopt-finding/", status=403)
        document = reported(story, case)
        story.sees(
            f"documents/{document}/", ruth=200, ines=200, hugo=200, omar=404, erin=404, martin=404, neil=404, daniel=404
        )
        people = story.reads("ines", f"letters/?kind=D7&matter={case}")["results"]
        said = story.reads("ines", f"letters/{people[0]['reference']}/")["letter"]["people"]
        assert sorted(each["name"] for each in said) == ["Erin Lindqvist", "Martin Hale", "Neil Ashworth"]

    with story.day(14):
        story.sees(f"cases/{case}/priors/", ruth=403, ines=403)  # not before the findings are locked
        story.refused("ines", f"allegations/{case}-A1/adopt-finding/", status=403)
        story.refused("clara", f"cases/{case}/decide-findings/", status=403)
        adopted(story, case)
        story.sees(f"cases/{case}/priors/", ruth=200, ines=403, omar=403, erin=404, martin=404)
        story.sees(f"cases/{case}/findings/", ruth=200, ines=200, daniel=403, erin=404, martin=404)
        assert not {"D8", "D9"} & {*story.letters("erin", case), *story.letters("martin", case)}

    with story.day(16):
        concluded(story, case)
        assert story.letters("martin", case) == ["D3", "D9"]
        assert story.letters("erin", case, report) == ["D1", "D6", "D8"]
        words = story.words(
            "erin", "documents/", f"documents/{story.letter('erin', 'D8', case)}/", f"reports/{report}/"
        )
        assert not [word for word in SANCTION if word in words.lower()]
        story.sees(f"cases/{case}/outcomes/", ruth=200, clara=200, daniel=200, erin=404, martin=404)
        assert len(story.rows("daniel", f"cases/{case}/outcomes/")) == 1
        for name in ("ines", "omar"):  # what follows for somebody is not for those who took it in or looked into it
            assert story.rows(name, f"cases/{case}/outcomes/") == [], name
        story.sees(f"cases/{case}/", neil=404)
        assert story.letters("neil", case) == ["D6"]  # he was heard: his own invitation, and nothing else
        story.unseen(case, "sam", *OUTSIDE)
        assert case not in story.words("sam", "events/", "cases/")
        header = story.reads("lena", f"cases/{case}/")
        assert header["file"] is None
        assert not [name for name in ("Erin", "Martin", "Neil") if name in str(header)]


A_FINDING = {"factual": "substantiated", "policy": "breach", "reasons": "So.", "summary": "So."}
