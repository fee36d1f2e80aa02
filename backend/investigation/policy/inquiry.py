"""Who may plan, carry out and read the work of an investigation. What was said in an interview is for few, and for whoever said it."""

from django.db.models import Q

from backend.access.policy import NONE, Policy, extend
from backend.cases.glass import breaks_glass
from backend.cases.models import Allegation, Case, CaseParty
from backend.cases.policy import CASE_WORKERS, acts_as, is_party_to_its_case
from backend.cases.vocabulary import CaseRole, PartyRole
from backend.investigation.inquiry_vocabulary import StatementState
from backend.investigation.models import (
    CaseUpdate,
    ConfidentialityRequest,
    CredibilityAssessment,
    Interview,
    InvestigationPlan,
    NoticeDeferral,
    Statement,
    Stay,
    Task,
)
from backend.people.models import User

# Who reads what was said and how it was weighed: intake, HR and an approver do not.
HEARERS = (CaseRole.INVESTIGATOR, CaseRole.DECISION_MAKER, CaseRole.APPEAL_REVIEWER, CaseRole.COUNSEL)
TOLD = (PartyRole.COMPLAINANT, PartyRole.RESPONDENT)


def said_it(person: User) -> Q:
    """The statement is the person's own; it exists for them once it was offered to be checked."""
    return Q(person=person.person_id) & ~Q(state=StatementState.DRAFT) if person.person_id else NONE


def is_asked(person: User) -> Q:
    """The person is the one who was asked to keep something to themselves."""
    return Q(party__person=person.person_id) if person.person_id else NONE


def owns_it(person: User) -> Q:
    """The task is the person's own to do."""
    return Q(owner=person)


def is_told(person: User) -> Q:
    """The person complained, or is the respondent and has notice: they hear how the matter goes on."""
    if not person.person_id:
        return NONE
    mine = CaseParty.objects.filter(person=person.person_id, role__in=TOLD)
    return Q(case__in=mine.exclude(role=PartyRole.RESPONDENT, notified_at=None).values("case_id"))


works = acts_as(*CASE_WORKERS, path="case")
investigates = acts_as(CaseRole.INVESTIGATOR, path="case")
hears = acts_as(*HEARERS, path="case")

extend(
    Case,
    allow={
        "case.stay": [acts_as(CaseRole.COUNSEL)],
        "case.review_stay": [acts_as(CaseRole.COUNSEL)],
        "case.resume": [acts_as(CaseRole.COUNSEL)],
        "case.defer_notice": [acts_as(CaseRole.INVESTIGATOR)],
        "case.update_parties": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR)],
        "case.hear": [acts_as(*HEARERS)],
        "plan.write": [acts_as(CaseRole.INVESTIGATOR)],
        "task.add": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR)],
        "interview.plan": [acts_as(CaseRole.INVESTIGATOR)],
        "confidentiality.ask": [acts_as(CaseRole.INVESTIGATOR)],
    },
)
extend(Allegation, allow={"credibility.assess": [investigates]})

PLANS = Policy(
    InvestigationPlan,
    barred=[is_party_to_its_case],
    allow={
        "plan.view": [works, breaks_glass("case")],
        "plan.submit": [investigates],
        "plan.approve": [acts_as(CaseRole.INTAKE, path="case")],
        "plan.return": [acts_as(CaseRole.INTAKE, path="case")],
        "plan.revise": [investigates],
    },
)
TASKS = Policy(
    Task,
    barred=[is_party_to_its_case],
    allow={
        "task.view": [works, breaks_glass("case")],
        "task.change": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR, path="case")],
        "task.finish": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR, path="case"), owns_it],
    },
)
DEFERRALS = Policy(
    NoticeDeferral, barred=[is_party_to_its_case], allow={"deferral.view": [works, breaks_glass("case")]}
)
STAYS = Policy(Stay, barred=[is_party_to_its_case], allow={"stay.view": [works, breaks_glass("case")]})
UPDATES = Policy(
    CaseUpdate,
    barred=[is_party_to_its_case],
    allow={"update.view": [works, breaks_glass("case")]},
    own={"update.view": [is_told]},
)
INTERVIEWS = Policy(
    Interview,
    barred=[is_party_to_its_case],
    allow={
        "interview.view": [hears],
        "interview.change": [investigates],
        "interview.note": [investigates],
        "interview.hold": [investigates],
        "interview.cancel": [investigates],
        "interview.miss": [investigates],
        "statement.write": [investigates],
    },
)
STATEMENTS = Policy(
    Statement,
    barred=[is_party_to_its_case],
    allow={
        "statement.view": [hears],
        "statement.offer": [investigates],
        "statement.record_signature": [investigates],
        "statement.record_refusal": [investigates],
    },
    own={
        "statement.view": [said_it],
        "statement.correct": [said_it],
        "statement.sign": [said_it],
        "statement.decline": [said_it],
    },
)
REQUESTS = Policy(
    ConfidentialityRequest,
    barred=[is_party_to_its_case],
    allow={"confidentiality.view": [works, breaks_glass("case")], "confidentiality.end": [investigates]},
    own={"confidentiality.view": [is_asked]},
)
ASSESSMENTS = Policy(
    CredibilityAssessment,
    barred=[is_party_to_its_case],
    allow={
        "credibility.view": [hears],
        "credibility.amend": [investigates],
        "credibility.withdraw": [investigates],
    },
)
