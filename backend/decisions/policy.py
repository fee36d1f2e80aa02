"""Who may propose, adopt, decide and approve."""

from django.db.models import Q

from backend.access.policy import NONE, Policy, extend
from backend.cases.glass import breaks_glass
from backend.cases.models import Allegation, Case, CaseParty
from backend.cases.policy import CASE_WORKERS, acts_as, is_party_to_its_case
from backend.cases.vocabulary import CaseRole
from backend.decisions.models import Finding, Outcome
from backend.people.models import User


def is_party_to_its_allegation(person: User) -> Q:
    """The person is a party to the case that the finding belongs to."""
    return (
        Q(allegation__case__in=CaseParty.objects.filter(person=person.person_id).values("case_id"))
        if person.person_id
        else NONE
    )


def is_respondent_told(person: User) -> Q:
    """The person is the respondent, and the outcome was approved: they are told the finding on each allegation."""
    if not person.person_id:
        return NONE
    told = Outcome.objects.filter(approved_at__isnull=False, respondent=person.person_id).values("case_id")
    return Q(adopted_at__isnull=False, allegation__case__in=told)


def is_its_respondent(person: User) -> Q:
    """The outcome is the person's own, and approved."""
    return Q(respondent=person.person_id, approved_at__isnull=False) if person.person_id else NONE


FINDINGS = Policy(
    Finding,
    barred=[is_party_to_its_allegation],
    allow={"finding.view": [acts_as(*CASE_WORKERS, path="allegation__case"), breaks_glass("allegation__case")]},
    own={"finding.view": [is_respondent_told]},
)

OUTCOMES = Policy(
    Outcome,
    barred=[is_party_to_its_case],
    allow={"outcome.view": [acts_as(*CASE_WORKERS, CaseRole.HR_PARTNER, path="case"), breaks_glass("case")]},
    own={"outcome.view": [is_its_respondent]},
)

extend(
    Allegation,
    allow={
        "finding.propose": [acts_as(CaseRole.INVESTIGATOR, path="case")],
        "finding.adopt": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        "finding.remit": [acts_as(CaseRole.DECISION_MAKER, path="case")],
    },
)
extend(
    Case,
    allow={
        "case.decide_findings": [acts_as(CaseRole.DECISION_MAKER)],
        "case.reopen_report": [acts_as(CaseRole.DECISION_MAKER)],
        "outcome.decide": [acts_as(CaseRole.DECISION_MAKER)],
        "outcome.approve": [acts_as(CaseRole.APPROVER)],
        "outcome.return": [acts_as(CaseRole.APPROVER)],
        "outcome.tell": [acts_as(CaseRole.HR_PARTNER, CaseRole.DECISION_MAKER)],
    },
)
