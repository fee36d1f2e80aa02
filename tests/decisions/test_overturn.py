"""I11: when a finding is set aside, nothing that depended on it lives on, and everybody who was told is told again."""

from typing import Any

import pytest

from backend.access.policy import can
from backend.agreements.models import Agreement, AgreementObligation
from backend.audit.timeline import entries, history
from backend.cases.models import Case
from backend.decisions.actions.appeal_results import dismiss_appeal, overturn_decision
from backend.decisions.actions.appeals import communicate_decision, conclude_appeal
from backend.decisions.actions.outcomes import decide_outcome
from backend.decisions.actions.remedies import decide_remedy
from backend.decisions.models import Finding, Outcome, Remedy
from backend.decisions.policy import RESTS_ON_FINDINGS
from backend.decisions.queries.priors import counting_outcomes
from backend.decisions.queries.standing import approved_outcome, standing_findings
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Refused
from tests.builders import WEIGHED, WHY, the_allegation
from tests.decisions.scenes import REASONS, filed, reviewed, with_reviewer

pytestmark = pytest.mark.django_db


def assert_nothing_lives_on(case: Case) -> None:
    """Hold I11 against the database."""
    assert standing_findings(case) == []
    assert approved_outcome(case) is None
    assert not Outcome.objects.filter(case=case, approved_at__isnull=False, overturned_at=None).exists()
    assert (
        not Agreement.objects.filter(case=case)
        .exclude(state__in=["voided", "declined", "expired_offer", "completed"])
        .exists()
    )
    assert not AgreementObligation.objects.filter(agreement__case=case, state__in=["planned", "scheduled"]).exists()
    assert not Remedy.objects.filter(case=case, state="owed").exists()
    rests = Document.objects.current().filter(matter_stream=case.key, kind__in=RESTS_ON_FINDINGS)
    assert not rests.exists()
    owed = case.obligations.filter(discharged_at=None).exclude(kind__startswith="appeal.")
    assert not owed.exists(), list(owed)


def test_an_overturn_takes_everything_down_and_tells_everybody(cast, a_case):
    other, case = a_case("findings_decided"), a_case("active")
    decide_remedy(
        case,
        actor=cast.ruth,
        reason=WHY,
        person=cast.person("erin"),
        kind="support",
        what="Ten hours.",
        due_on=clock.today(),
    )
    told = set(
        Document.objects.current()
        .filter(matter=case.reference, kind__in=RESTS_ON_FINDINGS, recipient__isnull=False)
        .values_list("recipient__name", flat=True)
    )
    assert {"Martin Hale", "Erin Lindqvist"} <= told
    assert approved_outcome(case) in counting_outcomes(other)
    appeal = reviewed(filed(case, cast.martin), with_reviewer(case, cast))
    for person in (cast.ruth, cast.martin, cast.hugo):
        with pytest.raises(Forbidden):
            overturn_decision(appeal, actor=person, reason=WHY, answers=REASONS, upheld=list(REASONS))
    before = approved_outcome(case)
    appeal = overturn_decision(appeal, actor=cast.ian, reason="It can't stand.", answers=REASONS, upheld=list(REASONS))

    case = Case.objects.get(pk=case.pk)
    assert_nothing_lives_on(case)
    assert (appeal.result, the_allegation(case).state, case.state) == ("overturned", "overturned", "findings_decided")
    assert before not in counting_outcomes(other)
    notices = Document.objects.filter(kind="D21", matter=case.reference)
    assert set(notices.values_list("recipient__name", flat=True)) == told
    words = str([letter_of(notice) for notice in notices]).lower()
    assert "set aside on appeal" in words
    assert not [
        word for word in ("shoulder", "substantiated", "warning") if word in words.replace("written warning", "")
    ]
    assert Finding.objects.get(allegation__case=case).overturned_at is not None
    [down] = [entry for entry in entries(history(case)) if entry.action.name == "decision.take_down"]
    assert down.reason == f"Set aside on appeal ({appeal.reference})."
    assert can(cast.joan, "duty.view", AgreementObligation.objects.filter(agreement__case=case)[0]) is False

    usual: dict[str, Any] = {"weighed": WEIGHED, "comparators": "None.", "skip_reason": "So.", "legal_review": "So."}
    with pytest.raises(Refused):  # nothing was found any more, so nothing can follow for him
        decide_outcome(case, actor=cast.ruth, reason=WHY, kinds=["coaching"], **usual)
    decide_outcome(case, actor=cast.ruth, reason=WHY, kinds=["no_action"], **usual)


def test_what_one_side_loses_the_other_may_still_win(cast, a_case):
    """Two appeals against one finding: the first is dismissed and concluded, and does not make final what the second is against."""
    case = a_case("implementing")
    hers, his = filed(case, cast.erin, against_outcome=False), filed(case, cast.martin)
    with_reviewer(case, cast)
    hers, his = reviewed(hers, cast.ian), reviewed(his, cast.ian)
    hers = dismiss_appeal(hers, actor=cast.ian, reason=WHY, answers=REASONS)
    conclude_appeal(communicate_decision(hers, actor=cast.ian, reason=WHY), actor=cast.ian, reason=WHY)
    assert the_allegation(case).state == "affirmed"
    with pytest.raises(Refused) as used:
        filed(case, cast.erin, against_outcome=False)
    assert used.value.code == "appeal-used"
    overturn_decision(his, actor=cast.ian, reason=WHY, answers=REASONS, upheld=list(REASONS))
    assert_nothing_lives_on(Case.objects.get(pk=case.pk))


@pytest.mark.parametrize("state", ["implementing", "drafted", "offered"])
def test_nothing_lives_on_from_any_stage(cast, a_case, state):
    case = a_case(state)
    appeal = reviewed(filed(case, cast.erin, against_outcome=False), with_reviewer(case, cast))
    overturn_decision(appeal, actor=cast.ian, reason=WHY, answers=REASONS, upheld=list(REASONS))
    assert_nothing_lives_on(Case.objects.get(pk=case.pk))
