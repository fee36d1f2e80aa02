"""The prior-history rule: what counts, who sees it and when; what was not substantiated or has run out is nowhere (I22)."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can
from backend.access.roles import end_role
from backend.audit.recorded import keep
from backend.audit.timeline import entries, history
from backend.decisions.actions.findings import adopt_finding
from backend.decisions.actions.outcomes import approve_outcome, decide_outcome
from backend.decisions.actions.similar_facts import (
    disclose_similar_fact,
    grant_request,
    request_similar_fact,
    support_request,
)
from backend.decisions.models import Outcome
from backend.decisions.queries.priors import counting_outcomes, priors_for, similar_for
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.models import User
from tests.builders import WEIGHED, WHY, advance, the_allegation

pytestmark = pytest.mark.django_db
OUTCOME: dict[str, Any] = {
    "kinds": ["dismissal"],
    "weighed": WEIGHED,
    "comparators": "None found in the register.",
    "skip_reason": "Nothing milder would do.",
}


def test_earlier_discipline_is_seen_after_the_findings_and_never_before(cast, a_case):
    """Scenario 6, second half: only the live outcome shows, only to those who decide, only once the findings are locked."""
    a_case("outcome_decided")
    case = a_case("report_final")
    earlier = counting_outcomes(case)
    assert earlier
    assert all(outcome.respondent == cast.martin.person and outcome.case != case for outcome in earlier)
    for person in (cast.ruth, cast.ines, cast.omar, cast.martin):
        with pytest.raises(Forbidden):
            priors_for(case, actor=person)

    case = advance(case, cast, to="findings_decided")
    told = priors_for(case, actor=cast.ruth)
    assert len(told) == len(earlier)
    assert told[0].followed == ("Final written warning", "Accountability agreement")
    assert "CASE-" not in repr(told)
    [read] = entries(history(case)[:1])
    assert (read.action.name, read.actor) == ("outcome.view_priors", cast.ruth.uid)
    for person in (cast.ines, cast.omar, cast.martin, cast.erin):
        assert not can(person, "outcome.view_priors", case)

    later = clock.now() + timedelta(days=400)
    with clock.at(later):
        assert counting_outcomes(case) == []  # what has run out counts for nothing


def test_what_was_not_substantiated_or_set_aside_is_no_earlier_discipline(cast, a_case):
    case, other = a_case("findings_decided"), a_case("outcome_decided")
    outcome, finding = Outcome.objects.get(case=other), the_allegation(other).finding
    assert outcome in counting_outcomes(case)
    assert not [told for told in similar_for(case, actor=cast.ruth) if told.live_until is None]
    for row, field, value in (
        (finding, "factual", "not_substantiated"),
        (finding, "overturned_at", clock.now()),
        (outcome, "overturned_at", clock.now()),
    ):
        before = getattr(row, field)
        setattr(row, field, value)
        keep(row, "finding.record", actor=cast.system, reason=WHY)
        assert outcome not in counting_outcomes(case)
        setattr(row, field, before)
        keep(row, "finding.record", actor=cast.system, reason=WHY)
    assert outcome in counting_outcomes(case)


def test_a_repetition_needs_legal_review_and_a_higher_approver(cast, a_case):
    a_case("outcome_decided")
    case = a_case("findings_decided")
    with pytest.raises(Invalid) as unreviewed:
        decide_outcome(case, actor=cast.ruth, reason=WHY, **OUTCOME)
    assert set(unreviewed.value.errors) == {"legal_review"}
    decide_outcome(case, actor=cast.ruth, reason=WHY, **OUTCOME, legal_review="By counsel, today.")
    for holding in cast.clara.holdings.all():
        end_role(holding, actor=cast.sam, reason=WHY)
    with pytest.raises(Refused) as low:
        approve_outcome(case, actor=User.objects.get(pk=cast.clara.pk), reason=WHY)
    assert low.value.code == "higher-approver"


def test_an_investigator_learns_of_an_earlier_matter_by_two_others_and_the_respondent_is_told(cast, a_case, last_event):
    case = a_case("evidence_review")
    with pytest.raises(Forbidden):
        request_similar_fact(case, actor=cast.ruth, reason=WHY, what="Hands on shoulders, at company events.")
    asked = request_similar_fact(case, actor=cast.ines, reason="The same way of acting.", what="Hands on shoulders.")
    with pytest.raises(Forbidden):
        support_request(asked, actor=cast.ines, reason=WHY)
    with pytest.raises(Refused):
        grant_request(asked, actor=cast.hugo, reason=WHY, told="One earlier matter.")
    support_request(asked, actor=cast.omar, reason="Specific enough.")
    asked = grant_request(
        asked, actor=cast.hugo, reason="It bears on this.", told="One matter, 2023, the same gesture."
    )
    assert last_event(asked) == ("similar_fact.grant", "hugo", "It bears on this.")
    assert can(cast.ines, "similar_fact.view", asked)
    assert not can(cast.martin, "similar_fact.view", asked)

    case = advance(case, cast, to="report_final")
    with pytest.raises(Refused) as untold:
        adopt_finding(the_allegation(case), actor=cast.ruth, reason=WHY)
    assert untold.value.code == "similar-fact-undisclosed"
    disclose_similar_fact(asked, actor=cast.ines, reason=WHY, how="In the second interview, on Monday.")
    assert adopt_finding(the_allegation(case), actor=cast.ruth, reason=WHY).state == "adopted"
