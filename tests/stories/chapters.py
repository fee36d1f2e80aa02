"""The chapters that most stories have in common, each by the API alone."""

from typing import Any

from tests.stories.telling import DECLARED, Story

WEIGHED = {
    "nature": "It was repeated, and went on after a request to stop.",
    "past_discipline": "Nothing that counts.",
    "alternatives": "Something milder would not make it stop.",
}


def tells(story: Story, by: str = "erin", about: str = "martin", **told: Any) -> str:
    """Report in one’s own words; give the reference."""
    usual = {
        "narrative": "He put his hands on my shoulders three times and kept asking after I had said no.",
        "respondent_as_told": story.cast.person(about).name,
        "conduct": ["contact.massage_shoulder", "verbal.repeated_invitation"],
        "settings": ["conference", "alcohol_present", "one_to_one"],
        "power_relation": "skip_level",
        "occurred_on": story.on(-6),
    }
    reference: str = story.does(by, "reports/", **{**usual, **told})["reference"]
    return reference


def taken_in(story: Story, report: str, by: str = "omar", about: str = "martin", **told: Any) -> str:
    """Acknowledge a report, find who is meant, assess it and open a case with one allegation in neutral words; give the case."""
    story.does(by, f"reports/{report}/acknowledge/")
    if story.reads(by, f"reports/{report}/")["respondent"] is None:
        story.does(by, f"reports/{report}/identify/", person=story.ref(about), part="respondent")
    story.does(by, f"reports/{report}/triage/", priority="P2", **told.pop("triage", {}))
    for prompt in story.reads(by, f"reports/{report}/")["assessment"]["prompts"]:
        story.does(by, f"reports/{report}/answer-prompt/", kind=prompt)
    usual: dict[str, Any] = {
        "title": "Conduct at the sales conference",
        "kind": "harassment",
        "nexus": "A company event with colleagues.",
        "allegations": [an_allegation(story)],
    }
    story.does(by, f"reports/{report}/accept/", **{**usual, **told})
    return str(story.reads(by, f"reports/{report}/")["assessment"]["case"])


def an_allegation(story: Story, **told: Any) -> dict[str, Any]:
    """Say what is alleged, in neutral words."""
    usual: dict[str, Any] = {
        "particulars": "It is alleged that the respondent placed his hands on a colleague’s shoulders three times.",
        "conduct": ["contact.massage_shoulder"],
        "settings": ["conference", "alcohol_present"],
        "power_relation": "skip_level",
        "occurred_from": story.on(-8),
        "policy_clause": "Dignity at Work, clause 3.2",
    }
    return {**usual, **told}


def staffed(story: Story, case: str, by: str = "omar", investigator: str = "ines", decider: str = "ruth") -> None:
    """Clear conflicts, and appoint those who investigate, decide, approve, carry out and advise."""
    told = ["earlier"]  # the people of the company meet in more than one matter
    story.does(by, f"cases/{case}/clear-conflicts/")
    who = {"investigator": story.ref(investigator), "declaration": DECLARED, "told": told}
    story.does(by, f"cases/{case}/assign/", **who)
    for name, role in (
        (decider, "decision_maker"),
        ("clara", "approver"),
        ("daniel", "hr_partner"),
        ("hugo", "counsel"),
    ):
        if name != investigator:
            appointed(story, case, name, role, by=by)


def appointed(story: Story, case: str, name: str, role: str, by: str = "omar") -> None:
    """Appoint somebody to a part in a case."""
    given = {"user": story.ref(name), "role": role, "declaration": DECLARED, "told": ["earlier"]}
    story.does(by, f"cases/{case}/assignments/", **given)


def noticed(story: Story, case: str, intake: str = "omar", investigator: str = "ines") -> None:
    """Plan the investigation, have the plan approved, put the allegations to the respondent, and start."""
    story.does(investigator, f"cases/{case}/plan/")
    words = {
        "scope": "The evening of the conference, and the two weeks after it.",
        "issues": "What was done and said, where, and who could see it.",
        "sources": "Both sides, two people at the table, messages.",
        "sequence": "The person affected first, then those who saw it, then the respondent.",
        "interviews_until": story.on(30),
        "report_by": story.on(50),
    }
    story.does(investigator, f"cases/{case}/write-plan/", **words)
    story.does(investigator, f"investigation-plans/{case}/submit/")
    story.does(intake, f"investigation-plans/{case}/approve/")
    story.refused(investigator, f"cases/{case}/start/", "otice")
    story.does(investigator, f"cases/{case}/give-notice/", answer_due_at=story.at(7))
    story.does(investigator, f"cases/{case}/start/")


def answered(story: Story, case: str, by: str = "martin", response: str = "part", seq: int = 1) -> None:
    """Answer an allegation, as its respondent."""
    story.does(by, f"allegations/{case}-A{seq}/answer/", response=response, text="Once, and in public.")


def heard(story: Story, case: str, who: str, said: str, investigator: str = "ines") -> str:
    """Interview somebody, write the record, let them sign it; give the record’s reference."""
    planned = {
        "person": story.ref(who),
        "planned_at": story.at(0),
        "place": "Room Aire, Leeds",
        "topics": ["That evening"],
    }
    interview = story.does(investigator, f"cases/{case}/interviews/", **planned)["reference"]
    held = {"held_at": story.at(0), "advisories": ["role", "no_retaliation", "confidentiality_limits"]}
    story.does(investigator, f"interviews/{interview}/hold/", **held)
    passages = [{"speaker": "Investigator", "words": "What happened?"}, {"speaker": who, "words": said}]
    statement = story.does(investigator, f"interviews/{interview}/statement/", passages=passages)["reference"]
    story.does(investigator, f"statements/{statement}/offer/")
    own = story.reads(who, f"statements/{statement}/")
    signed = {"sha256": own["sha256"], "typed_name": own["person"], "meaning": "confirm"}
    story.does(who, f"statements/{statement}/sign/", **signed)
    return str(statement)


def examined(story: Story, case: str, investigator: str = "ines", seq: int = 1) -> None:
    """Weigh what is contested, finish examining, and open the evidence review."""
    allegation = f"allegations/{case}-A{seq}"
    if story.reads(investigator, f"{allegation}/")["response"] in ("part", "deny"):
        weighed = {
            "fact": "Whether it happened three times.",
            "factor": "corroboration",
            "bearing": "supports",
            "text": "Two people describe it independently.",
        }
        story.does(investigator, f"{allegation}/assess-credibility/", **weighed)
    story.does(investigator, f"{allegation}/examine/")


def proposed(story: Story, case: str, investigator: str = "ines", seq: int = 1, **told: Any) -> None:
    """Propose a finding on an allegation."""
    usual = {
        "factual": "substantiated",
        "policy": "breach",
        "reasons": "Two people saw it, and the respondent accepts a part of it.",
        "summary": "What was told was found to have happened.",
    }
    story.does(investigator, f"allegations/{case}-A{seq}/propose-finding/", **{**usual, **told})


def reported(
    story: Story, case: str, investigator: str = "ines", second: str = "hugo", decider: str = "ruth", **told: Any
) -> str:
    """Write the report of the investigation, have a second person approve it, issue it and finish; give the document."""
    words = {
        "summary": "One allegation about one evening was examined.",
        "mandate": "To find out what happened that evening.",
        "method": "Open questions came first, documents second.",
        "steps": "9 March 2026 | Notice of the allegations",
        "chapters": "The evening | She describes three times.\nThe evening | He describes one.",
        "established": "Hands on the shoulders, three times. | Two accounts",
    }
    begun = {"letter": "report", "about": case, "to": story.ref(decider), "given": words, **told}
    story.refused(investigator, f"cases/{case}/finish-report/", "investigation report")
    letter = story.does(investigator, "letters/", **begun)["reference"]
    story.does(investigator, f"letters/{letter}/review/")
    story.refused(investigator, f"letters/{letter}/approve/", "somebody else")
    story.does(second, f"letters/{letter}/approve/")
    document = story.does(investigator, f"letters/{letter}/issue/")["document"]
    story.does(investigator, f"cases/{case}/finish-report/")
    return str(document)


def adopted(story: Story, case: str, decider: str = "ruth", allegations: tuple[int, ...] = (1,)) -> None:
    """Adopt the findings and confirm them, as somebody who did not investigate."""
    for seq in allegations:
        story.does(decider, f"allegations/{case}-A{seq}/adopt-finding/")
    story.does(decider, f"cases/{case}/decide-findings/")


def concluded(story: Story, case: str, decider: str = "ruth", **told: Any) -> None:
    """Decide what follows, have it approved, and tell both sides."""
    usual = {
        "kinds": ["final_warning"],
        "weighed": WEIGHED,
        "factors": "Against: it was repeated.\nFor: no earlier finding.",
        "comparators": "None in the last five years.",
        "skip_reason": "A milder step would not be understood.",
        "legal_review": "Reviewed in law.",
        "live_until": story.on(365),
    }
    given = {name: value for name, value in {**usual, **told}.items() if value is not None}
    story.does(decider, f"cases/{case}/outcomes/", **given)
    story.does("clara", f"cases/{case}/approve-outcome/")
    sent = {"appeal_until": story.on(14), "appeal_to": "Helen Marsh, Managing director"}
    story.does("daniel", f"cases/{case}/tell-outcome/", **sent)
    story.does("daniel", f"cases/{case}/implement/")


def played(story: Story, case: str, respondent: str = "martin", found: dict[str, Any] | None = None) -> None:
    """Carry a case with one allegation from its opening to the letters, where another story tells that part."""
    staffed(story, case)
    noticed(story, case)
    answered(story, case, by=respondent)
    examined(story, case)
    story.does("ines", f"cases/{case}/review-evidence/")
    proposed(story, case, **(found or {}))
    reported(story, case)
    adopted(story, case)
