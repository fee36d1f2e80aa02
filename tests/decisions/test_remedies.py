"""What is put right for somebody affected is a record of its own; what follows for another is told only by a decision of two (I20)."""

from datetime import timedelta

import pytest

from backend.access.policy import can, scope_own
from backend.cases.actions.progress import close_case
from backend.decisions.actions.disclosing import approve_disclosure, disclose_outcome, tell_disclosure
from backend.decisions.actions.outcomes import tell_outcome
from backend.decisions.actions.remedies import complete_remedy, decide_remedy, drop_remedy
from backend.decisions.models import Remedy
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import WHY

pytestmark = pytest.mark.django_db
LEAVE = {"kind": "restore_leave", "what": "Four days of leave are given back."}


def test_a_remedy_is_owed_on_the_case_and_seen_by_the_person_it_is_for(cast, a_case, last_event):
    case, due = a_case("outcome_decided"), clock.today() + timedelta(days=20)
    for_erin = {**LEAVE, "person": cast.person("erin"), "due_on": due}
    with pytest.raises(Forbidden):
        decide_remedy(case, actor=cast.daniel, reason=WHY, **for_erin)
    with pytest.raises(Invalid) as wrong:
        decide_remedy(case, actor=cast.ruth, reason=WHY, **{**for_erin, "person": cast.person("martin"), "what": ""})
    assert set(wrong.value.errors) == {"person", "what"}
    remedy = decide_remedy(case, actor=cast.ruth, reason="She lost them to this.", **for_erin)
    moved = decide_remedy(case, actor=cast.ruth, reason=WHY, **{**for_erin, "kind": "support", "what": "Ten hours."})
    assert not scope_own(cast.erin, "remedy.view", Remedy.objects.all()).exists()  # she is not told yet

    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(Invalid, match=r"appeal_until|another look"):
        tell_outcome(case, actor=cast.daniel, reason=WHY, appeal_until=yesterday, appeal_to="Ian Cole")
    letters = tell_outcome(case, actor=cast.daniel, reason=WHY, appeal_until=due, appeal_to="Ian Cole")
    with pytest.raises(Refused) as twice:
        tell_outcome(case, actor=cast.daniel, reason=WHY, appeal_until=due, appeal_to="Ian Cole")
    assert twice.value.code == "outcome-told"
    told = {letter.kind: str(letter_of(letter)) for letter in letters}
    assert "Four days of leave" in told["D8"]
    assert "Four days of leave" not in told["D9"]
    assert list(scope_own(cast.erin, "remedy.view", Remedy.objects.order_by("pk"))) == [remedy, moved]
    assert not can(cast.martin, "remedy.view", remedy)
    assert not can(cast.ines, "remedy.view", remedy)

    case.refresh_from_db()
    assert case.obligations.filter(discharged_at=None, kind__startswith="remedy.").count() == 2
    with pytest.raises(Invalid):
        complete_remedy(remedy, actor=cast.daniel, reason=WHY, note=" ")
    remedy = complete_remedy(remedy, actor=cast.daniel, reason=WHY, note="Booked on 1 May.")
    drop_remedy(moved, actor=cast.ruth, reason="She does not want it.")
    assert (remedy.state, last_event(remedy)[0]) == ("done", "remedy.complete")
    assert not case.obligations.filter(discharged_at=None, kind__startswith="remedy.").exists()
    with pytest.raises(Refused):
        close_case(case, actor=cast.ruth, reason=WHY)


def test_a_complainant_is_told_more_only_by_a_decision_that_another_approved(cast, a_case):
    case = a_case("implementing")
    points = "The other person no longer leads your region."
    with pytest.raises(Invalid):
        disclose_outcome(case, actor=cast.ruth, reason=WHY, to=cast.person("martin"), points=points)
    decided = disclose_outcome(
        case, actor=cast.ruth, reason="She must plan her work.", to=cast.person("erin"), points=points
    )
    with pytest.raises(Refused) as early:
        tell_disclosure(decided, actor=cast.daniel, reason=WHY)
    assert early.value.code == "wrong-state"
    with pytest.raises(Forbidden):
        approve_disclosure(decided, actor=cast.ruth, reason=WHY)
    decided = approve_disclosure(decided, actor=cast.clara, reason="Needed for her safety.")
    decided = tell_disclosure(decided, actor=cast.daniel, reason=WHY)
    letter = decided.document
    assert (letter.kind, letter.recipient) == ("D8a", cast.erin.person)
    assert points in str(letter_of(letter))
    assert "warning" not in str(letter_of(letter)).lower()
    assert not can(cast.martin, "document.open", letter)
