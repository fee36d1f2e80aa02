"""Either side appeals; somebody who took no part admits, hears the other side, decides, and tells both."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can, scope_own
from backend.agreements.actions.signing import offer_agreement
from backend.cases.actions.appointments import appoint
from backend.cases.models import Case
from backend.deadlines.clockwork import sweep
from backend.decisions.actions.appeal_results import Changed, dismiss_appeal, remit_appeal, vary_decision
from backend.decisions.actions.appeals import (
    comment_on_appeal,
    communicate_decision,
    conclude_appeal,
    file_appeal,
    keep_draft,
    refuse_appeal,
)
from backend.decisions.actions.findings import propose_finding
from backend.decisions.models import Appeal, AppealDraft, Finding, FindingVersion
from backend.decisions.queries.standing import approved_outcome
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import DECLARED, WHY, the_agreement, the_allegation
from tests.decisions.scenes import REASONS, a_claim, filed, reviewed, with_reviewer

pytestmark = pytest.mark.django_db


def told_in(document: Document) -> Any:
    """Read the letter that a document was printed from."""
    return letter_of(document)


def test_only_a_party_who_was_told_appeals_and_a_draft_is_theirs_alone(cast, a_case, last_event):
    case = a_case("outcome_decided")
    outcome = approved_outcome(case)
    for person in (cast.martin, cast.erin, cast.noor, cast.ines):
        with pytest.raises(Forbidden):  # the letters are not out yet
            file_appeal(outcome, a_claim(), actor=person)
    outcome = approved_outcome(a_case("implementing"))
    keep_draft(outcome, {"text": "The second witness"}, actor=cast.martin)
    keep_draft(outcome, {"text": "The second witness was in another room."}, actor=cast.martin)
    assert AppealDraft.objects.get().given == {"text": "The second witness was in another room."}
    with pytest.raises(Invalid) as wrong:
        file_appeal(outcome, a_claim(grounds=["it_hurts"], text="", findings=[7]), actor=cast.martin)
    assert set(wrong.value.errors) == {"grounds", "text", "findings"}
    with pytest.raises(Invalid) as others:
        file_appeal(outcome, a_claim(), actor=cast.erin)  # what follows for another is not hers to appeal
    assert set(others.value.errors) == {"against_outcome"}
    appeal = file_appeal(outcome, a_claim(), actor=cast.martin)
    assert not AppealDraft.objects.exists()
    assert (appeal.side, appeal.state, last_event(appeal)[:2]) == ("respondent", "filed", ("appeal.file", "martin"))
    assert can(cast.martin, "appeal.follow", appeal)
    assert not any(can(who, "appeal.view", appeal) for who in (cast.erin, cast.ruth, cast.ines, cast.daniel, cast.noor))
    with pytest.raises(Refused) as twice:
        file_appeal(outcome, a_claim(), actor=cast.martin)
    assert twice.value.code == "appeal-open"


def test_late_appeals_need_a_cause_and_findings_are_final_when_nobody_appeals(cast, a_case):
    case, other = a_case("implementing"), a_case("implementing")
    with clock.at(clock.now() + timedelta(days=40)):
        appeal = filed(case, cast.martin, late_reason="I was in hospital.")
        assert appeal.is_late
        reviewer = with_reviewer(case, cast)
        with pytest.raises(Invalid) as uncaused:
            reviewed(appeal, reviewer)
        assert set(uncaused.value.errors) == {"good_cause"}
        sweep(as_of=clock.now())
        assert the_allegation(case).state == "adopted"  # an appeal is open
        assert the_allegation(other).state == "final"
        appeal = refuse_appeal(appeal, actor=reviewer, reason=WHY, grounds_missing="No cause was shown.")
        letter = Document.objects.filter(kind="D20").latest("pk")
        assert (letter.recipient, told_in(letter).result) == (cast.martin.person, "dismissed")
        conclude_appeal(appeal, actor=reviewer, reason=WHY)
        assert not case.obligations.filter(discharged_at=None, kind=appeal.owed_as).exists()


def test_whoever_took_part_never_reviews(cast, a_case):
    case = a_case("implementing")
    appeal = filed(case, cast.martin)
    for person in (cast.ruth, cast.ines):
        with pytest.raises(Refused):
            appoint(case, person, "appeal_reviewer", declaration=DECLARED, actor=cast.omar, reason=WHY)
    appoint(case, cast.clara, "appeal_reviewer", declaration=DECLARED, told=["earlier"], actor=cast.omar, reason=WHY)
    with pytest.raises(Refused) as approved_it:
        reviewed(appeal, cast.clara)
    assert approved_it.value.code == "reviewer-involved"
    with pytest.raises(Forbidden):
        reviewed(appeal, cast.ian)
    assert reviewed(appeal, with_reviewer(case, cast)).state == "under_review"


def test_both_sides_are_heard_and_told_in_letters_of_their_own(cast, a_case):
    case = a_case("implementing")
    appeal = filed(case, cast.martin, grounds=["new_evidence", "disproportionate"], material="A badge log.")
    reviewer = with_reviewer(case, cast)
    with pytest.raises(Invalid) as unseen:
        reviewed(appeal, reviewer)
    assert set(unseen.value.errors) == {"material_told"}
    assert not can(cast.erin, "appeal.follow", appeal)
    appeal = reviewed(appeal, reviewer, material_told="A log of the doors, of that evening.", stays_effects=True)
    assert the_allegation(case).state == "appealed"
    letters = {row.recipient: told_in(row) for row in Document.objects.filter(kind="D20", matter=case.reference)}
    assert set(letters) == {cast.martin.person, cast.erin.person}
    assert "proportion" in str(letters[cast.martin.person].grounds)
    assert "proportion" not in str(letters[cast.erin.person])  # I20
    answers = {"new_evidence": "The log shows the contrary.", "disproportionate": "It fits what followed elsewhere."}
    with pytest.raises(Refused) as unheard:
        dismiss_appeal(appeal, actor=reviewer, reason=WHY, answers=answers)
    assert unheard.value.code == "other-side-unheard"
    with pytest.raises(Forbidden):
        comment_on_appeal(appeal, actor=cast.martin, text="Mine.")
    comment_on_appeal(appeal, actor=cast.erin, text="The log is of another door.")
    with pytest.raises(Invalid):
        dismiss_appeal(appeal, actor=reviewer, reason=WHY, answers={"new_evidence": "No."})
    appeal = dismiss_appeal(appeal, actor=reviewer, reason=WHY, answers=answers)
    assert the_allegation(case).state == "affirmed"
    appeal = communicate_decision(appeal, actor=reviewer, reason=WHY)
    told = told_in(Document.objects.filter(kind="D20", recipient=cast.erin.person).latest("pk"))
    assert told.result == "dismissed"
    assert "elsewhere" not in str(told)
    assert not [word for word in ("warning", "agreement", "sanction") if word in str(told).lower()]
    conclude_appeal(appeal, actor=reviewer, reason=WHY)
    assert the_allegation(case).state == "final"
    assert Finding.objects.get(allegation__case=case).stands


def test_while_effects_are_stayed_no_agreement_is_offered(cast, a_case):
    case = a_case("drafted")
    reviewed(filed(case, cast.martin), with_reviewer(case, cast), stays_effects=True)
    with pytest.raises(Refused) as stayed:
        offer_agreement(the_agreement(case), actor=cast.daniel, reason=WHY)
    assert stayed.value.code == "effects-stayed"


def test_a_changed_outcome_takes_the_place_of_the_old_one(cast, a_case):
    case = a_case("active")
    appeal = reviewed(filed(case, cast.martin), with_reviewer(case, cast))
    old = appeal.outcome
    change = Changed(seq=1, factual="partially_substantiated", policy="breach", summary="A part was found.")
    upheld = {"answers": REASONS, "upheld": list(REASONS)}
    with pytest.raises(Invalid):
        vary_decision(appeal, actor=cast.ian, reason=WHY, **upheld)
    vary_decision(appeal, actor=cast.ian, reason=WHY, **upheld, changes=[change], kinds=["accountability_agreement"])
    old.refresh_from_db()
    new = approved_outcome(case)
    assert (old.state, new.kinds, new.approved_by) == ("overturned", ["accountability_agreement"], cast.ian)
    assert the_agreement(case).state == "active"  # the changed outcome still asks for it
    assert Finding.objects.get(allegation__case=case).factual == "partially_substantiated"
    assert FindingVersion.objects.get(finding__allegation__case=case).factual == "substantiated"
    letters = Document.objects.filter(matter=case.reference)
    assert set(letters.filter(kind__in=["D8", "D9"]).values_list("state", flat=True)) == {"withdrawn"}
    assert letters.filter(kind="D12", completes=None).exclude(state="withdrawn").exists()


def test_what_is_sent_back_goes_to_a_different_investigator(cast, a_case):
    case = a_case("implementing")
    appeal = reviewed(filed(case, cast.erin, against_outcome=False), with_reviewer(case, cast))
    remit_appeal(appeal, actor=cast.ian, reason=WHY, answers=REASONS, upheld=list(REASONS))
    case = Case.objects.get(pk=case.pk)
    allegation = the_allegation(case)
    assert (case.state, allegation.state) == ("evidence_review", "examined")
    assert not can(cast.ines, "finding.propose", allegation)
    assert approved_outcome(case) is None
    assert not Finding.objects.get(allegation=allegation).stands
    appoint(case, cast.ines, "investigator", declaration=DECLARED, actor=cast.omar, reason="By mistake.")
    finding = {"factual": "substantiated", "policy": "breach", "reasons": "Seen.", "summary": "It was seen."}
    with pytest.raises(Refused) as same:
        propose_finding(allegation, actor=cast.ines, reason=WHY, **finding)
    assert same.value.code == "different-investigator"
    assert scope_own(cast.martin, "appeal.follow", Appeal.objects.all()).exists()
