"""The report of an investigation, put together from the records."""

from datetime import timedelta

import pytest

from backend.cases.actions.allegations import lapse_answer
from backend.cases.actions.merging import merge_report
from backend.cases.actions.opening import add_party
from backend.decisions.report import REPORT
from backend.documents.actions.drafting import approve_draft, issue_draft, review_draft, revise_draft, write_draft
from backend.documents.composing import COMPOSERS
from backend.documents.drafts import draft_letter
from backend.documents.models import LetterDraft
from backend.intake.vault import let_name_be_known
from backend.investigation.actions.evidence import rely_on_evidence, transfer_evidence, verify_evidence
from backend.investigation.actions.review import review_evidence
from backend.investigation.letters.report import InvestigationReport
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import a_record, an_interview, play_report, the_allegation, weighed
from tests.investigation.exhibits import WHY, an_exhibit
from tests.investigation.test_review import proposed
from tests.reports import begin_report, report_words

WORDS = {
    "summary": "One allegation was examined.",
    "mandate": "To find out what happened at the dinner.",
    "method": "Both sides were heard.",
    "steps": "9 March 2026 | Notice",
    "chapters": "The dinner | She says three times.\nThe dinner | He says twice.",
    "established": "Contact three times. | E1",
    "weighed": "Was it unwelcome? | Consistency | Her account stayed the same.",
    "conclusions": "Was it unwelcome? | More likely than not.",
}


def written(draft: LetterDraft) -> InvestigationReport:
    letter = draft_letter(draft)
    assert isinstance(letter, InvestigationReport)
    return letter


def test_the_report_is_put_together_from_the_case(cast, a_case, frozen):
    case = a_case("answered")
    composer = COMPOSERS["report"]
    assert [gap.what for gap in composer.gaps(case, cast.ruth.person)] == ["A proposed finding on A1."]
    item, aside = an_exhibit(case, cast.ines), an_exhibit(case, cast.ines, description="Set aside.")
    transfer_evidence(item, actor=cast.ines, reason="To be read.", giver="Inês Duarte", taker="Sam Kowalski")
    verify_evidence(item, actor=cast.ines, reason="Before the report.")
    rely_on_evidence(item, actor=cast.ines, reason=WHY, bearings={"A1": "supports"})
    case = review_evidence(case, actor=cast.ines, reason=WHY)
    proposed(cast, case)
    with clock.at(frozen + timedelta(days=12)):
        assert composer.recipients(case) == [cast.ruth.person]
        begun = composer.begins(case)
        assert "Notice of the allegations" in begun["steps"]
        assert begun["mandate"].startswith("The evening of the conference")
        assert begun["weighed"] == f"Whether it happened three times. | Corroboration | {weighed().text}"
        for other in (cast.martin, cast.omar):
            with pytest.raises(Forbidden):
                write_draft(composer, case, to=cast.ruth.person, given=WORDS, actor=other)
        with pytest.raises(Invalid) as refused:
            write_draft(composer, case, to=cast.ruth.person, given={**WORDS, "conclusions": ""}, actor=cast.ines)
        assert list(refused.value.errors) == ["conclusions"]
        draft = write_draft(composer, case, to=cast.ruth.person, given=WORDS, actor=cast.ines)
    letter = draft_letter(draft)
    assert isinstance(letter, InvestigationReport)
    assert (draft.kind, draft.recipient) == ("D7", cast.ruth.person)
    assert [exhibit.number for exhibit in letter.exhibits] == ["E1"]
    assert [step.checked for step in letter.exhibits[0].custody] == ["", "", "Unchanged"]
    assert letter.exhibits[0].sha256 == item.file.sha256
    assert [(finding.reference, finding.finding, finding.evidence) for finding in letter.findings] == [
        ("A1", "substantiated", "E1")
    ]
    assert letter.allegations[0].answer
    assert [len(chapter.paragraphs) for chapter in letter.chapters] == [2]
    assert letter.approver.name == cast.ruth.name
    assert aside.description not in str(letter)


def test_people_heard_are_taken_from_the_records_and_typed_by_nobody(cast, a_case):
    case = a_case("answered")
    neil, petra = cast.person("neil"), cast.person("petra")
    add_party(case, neil, "witness", actor=cast.ines, reason=WHY)
    add_party(case, petra, "witness", actor=cast.ines, reason=WHY)
    told_in_confidence = play_report(cast, triaged=True, reporter=petra, mode="confidential")
    merge_report(told_in_confidence, actor=cast.omar, reason=WHY, into=case.reference)
    a_record(case, cast, petra)
    a_record(case, cast, cast.person("erin"))
    an_interview(case, cast, neil)  # planned, and not held
    case = review_evidence(case, actor=cast.ines, reason=WHY)
    proposed(cast, case)
    draft = begin_report(case, cast, people="Somebody | Else | By name | Today")
    people = written(draft).people
    assert [(each.name, each.part, each.how) for each in people] == [
        ("Witness 2", "Witness 2", "In person"),
        ("Erin Lindqvist", "Complainant 1", "In person"),
        ("Martin Hale", "Respondent 1", "Answered in writing"),
    ]
    assert petra.name not in str(draft_letter(draft))
    draft = review_draft(draft, actor=cast.ines, reason=WHY)
    with pytest.raises(Forbidden):
        approve_draft(draft, actor=cast.omar, reason=WHY)  # who takes reports in does not read what was found
    draft = approve_draft(draft, actor=cast.hugo, reason=WHY)
    let_name_be_known(told_in_confidence, actor=petra.user)
    with pytest.raises(Refused, match="has changed since this report was written"):
        issue_draft(draft, actor=cast.ines, reason=WHY)
    draft = revise_draft(draft, REPORT, given=report_words(), actor=cast.ines)
    assert [each.name for each in written(draft).people] == [petra.name, "Erin Lindqvist", "Martin Hale"]


def test_where_nobody_was_heard_there_is_no_report(cast, a_case, frozen):
    case = a_case("investigating")
    with clock.at(frozen + timedelta(days=9)):
        lapse_answer(the_allegation(case), actor=cast.ines, reason=WHY)
        case = review_evidence(case, actor=cast.ines, reason=WHY)
        proposed(cast, case)
        with pytest.raises(Invalid) as refused:
            begin_report(case, cast)
        assert refused.value.errors[""] == ["Somebody who was heard: an interview that was held, or a written answer."]
        a_record(case, cast, cast.person("erin"))
        assert begin_report(case, cast).state == "draft"
