"""The evidence review: both sides read what the report rests on and comment; the report waits; nobody sees the other's words."""

from datetime import timedelta

import pytest

from backend.access.policy import can
from backend.agreements.queries.next_steps import for_next, steps_of
from backend.cases.actions.allegations import examine_allegation
from backend.cases.models import Case
from backend.decisions.actions.findings import propose_finding
from backend.decisions.actions.reporting import clear_report, finish_report, return_report, send_to_counsel
from backend.documents.actions.drafting import approve_draft, issue_draft, review_draft
from backend.documents.models import LetterDraft
from backend.investigation.actions.credibility import assess_credibility
from backend.investigation.actions.evidence import hand_in_evidence, redact_evidence, rely_on_evidence, stop_relying_on
from backend.investigation.actions.review import comment_on_evidence, finish_comments, review_evidence
from backend.investigation.queries.evidence import comments_on, evidence_of, open_review, own_access
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import weighed
from tests.investigation.exhibits import WHY, an_exhibit, sent
from tests.reports import begin_report, issue_report


def seen(person, case) -> list[str]:
    return [item.label for item in evidence_of(case, person)]


def reviewed(cast, case):
    """E1 relied on as it is, E2 (identifying) by its copy E3, E4 not relied on; then the review is opened."""
    plain, delicate = an_exhibit(case, cast.ines), an_exhibit(case, cast.ines, sensitivity="identifying")
    for item in (plain, delicate):
        rely_on_evidence(item, actor=cast.ines, reason=WHY, bearings={"A1": "supports"})
    with pytest.raises(Refused, match="E2"):
        review_evidence(case, actor=cast.ines, reason=WHY)
    redact_evidence(delicate, actor=cast.ines, reason=WHY, description="Names left out.", upload=sent(b"[...]"))
    an_exhibit(case, cast.ines)
    return review_evidence(case, actor=cast.ines, reason=WHY)


def proposed(cast, case):
    for allegation in case.allegations.all():
        if allegation.state in ("answered", "no_answer"):
            assess_credibility(allegation, weighed(), actor=cast.ines, reason=WHY)
            allegation = examine_allegation(allegation, actor=cast.ines, reason=WHY)
        if allegation.state == "examined":
            propose_finding(
                allegation,
                actor=cast.ines,
                reason=WHY,
                factual="substantiated",
                policy="breach",
                reasons="E1.",
                summary="It was shown.",
            )


def next_in(case) -> tuple[str, str]:
    [step] = steps_of(for_next(Case.objects.all()).get(pk=case.pk), [])
    return step.action, step.doer


def test_both_sides_see_what_is_relied_on_and_not_each_other(cast, a_case, last_event):
    case = a_case("answered")
    assert own_access(case, cast.martin) is None
    case = reviewed(cast, case)
    assert seen(cast.martin, case) == seen(cast.erin, case) == ["E1", "E3"]
    assert seen(cast.noor, case) == []
    hers, his = own_access(case, cast.erin), own_access(case, cast.martin)
    items = {item.label: item for item in evidence_of(case, cast.ines)}

    with pytest.raises(Forbidden):
        comment_on_evidence(his, actor=cast.erin, text="Mine.")
    with pytest.raises(Forbidden):
        comment_on_evidence(his, actor=cast.ines, text="Mine.")
    for hidden in ("E2", "E4"):
        with pytest.raises(Invalid, match="another look"):
            comment_on_evidence(his, actor=cast.martin, text="What is this?", item=items[hidden])
    about = comment_on_evidence(his, actor=cast.martin, text="This was later.", item=items["E3"])
    comment_on_evidence(hers, actor=cast.erin, text="It is all as I said.")
    assert last_event(about)[:2] == ("evidence.comment", "martin")
    told = {
        key: [each.text for each in comments_on(case, getattr(cast, key))] for key in ("martin", "erin", "ines", "noor")
    }
    assert told == {
        "martin": ["This was later."],
        "erin": ["It is all as I said."],
        "ines": ["This was later.", "It is all as I said."],
        "noor": [],
    }
    with pytest.raises(Refused, match="shown this"):
        stop_relying_on(items["E1"], actor=cast.ines, reason=WHY)


def test_the_report_waits_for_both_sides_or_for_the_time(cast, a_case, frozen):
    case = reviewed(cast, a_case("answered"))
    proposed(cast, case)
    floor = open_review(case).floor_at
    assert floor >= frozen + timedelta(days=10)
    with pytest.raises(Refused, match="Both sides may comment"):
        finish_report(case, actor=cast.ines, reason=WHY)
    assert next_in(case) == ("evidence.comment", "parties")
    finish_comments(own_access(case, cast.erin), actor=cast.erin)
    with pytest.raises(Refused, match="Both sides may comment"):
        finish_report(case, actor=cast.ines, reason=WHY)
    finish_comments(own_access(case, cast.martin), actor=cast.martin)
    assert next_in(case) == ("case.write_report", "investigator")

    with clock.at(frozen + timedelta(days=2)):  # what is shown anew starts the time anew, and unsays what was said
        late = hand_in_evidence(case, actor=cast.martin, description="One more.", upload=sent(b"More."))
        assert seen(cast.erin, case) == ["E1", "E3"]
        rely_on_evidence(late, actor=cast.ines, reason=WHY)
        assert seen(cast.erin, case) == ["E1", "E3", "E5"]
        assert open_review(case).floor_at > floor
        with pytest.raises(Refused, match="Both sides may comment"):
            finish_report(case, actor=cast.ines, reason=WHY)
        with pytest.raises(Refused, match="Both sides may comment"):
            issue_report(case, cast)
    with clock.at(frozen + timedelta(days=14)):
        draft = LetterDraft.objects.get(matter_stream=case.key, kind="D7")
        issue_draft(draft, actor=cast.ines, reason=WHY)
        assert next_in(case) == ("case.finish_report", "investigator")
        case = finish_report(case, actor=cast.ines, reason=WHY)
        assert case.state == "report_final"
        assert open_review(case) is None
        assert seen(cast.erin, case) == []
        assert seen(cast.martin, case) == ["E5"]


def test_counsel_may_read_the_report_before_it_is_final(cast, a_case):
    case = reviewed(cast, a_case("answered"))
    with pytest.raises(Refused, match="Propose a finding"):
        send_to_counsel(case, actor=cast.ines, reason=WHY)
    proposed(cast, case)
    for person in (cast.erin, cast.martin):
        finish_comments(own_access(case, person), actor=person)
    with pytest.raises(Forbidden):
        send_to_counsel(case, actor=cast.omar, reason=WHY)
    with pytest.raises(Refused, match="report is missing"):
        send_to_counsel(case, actor=cast.ines, reason=WHY)
    draft = begin_report(case, cast)
    case = send_to_counsel(case, actor=cast.ines, reason=WHY)
    assert case.state == "legal_review"
    assert next_in(case) == ("draft.review", "investigator")
    with pytest.raises(Refused, match="locked with it"):
        an_exhibit(case, cast.ines)
    with pytest.raises(Forbidden):
        clear_report(case, actor=cast.ines, reason=WHY)
    case = return_report(case, actor=cast.hugo, reason="Say more on A1.")
    case = send_to_counsel(case, actor=cast.ines, reason="Said.")
    assert can(cast.hugo, "case.clear_report", case)
    with pytest.raises(Refused, match="report is missing"):
        clear_report(case, actor=cast.hugo, reason="No objection.")
    draft = review_draft(draft, actor=cast.ines, reason=WHY)
    assert next_in(case) == ("draft.approve", "counsel")
    draft = approve_draft(draft, actor=cast.hugo, reason="No objection.")
    assert next_in(case) == ("draft.issue", "investigator")
    issue_draft(draft, actor=cast.ines, reason=WHY)
    assert next_in(case) == ("case.clear_report", "counsel")
    assert clear_report(case, actor=cast.hugo, reason="No objection.").state == "report_final"


def test_where_nothing_is_relied_on_there_is_nothing_to_wait_for(cast, a_case):
    case = review_evidence(a_case("answered"), actor=cast.ines, reason=WHY)
    assert open_review(case) is None
    proposed(cast, case)
    with pytest.raises(Refused, match="report is missing"):
        finish_report(case, actor=cast.ines, reason=WHY)
    issue_report(case, cast)
    assert finish_report(case, actor=cast.ines, reason=WHY).state == "report_final"
