"""Who may draft, approve, offer, sign and read an agreement."""

from django.db.models import Q

from backend.access.policy import NONE, Policy, extend
from backend.agreements.models import Agreement, AgreementObligation, AgreementState
from backend.cases.models import Case
from backend.cases.policy import acts_as, is_party_to_its_case
from backend.cases.vocabulary import CaseRole
from backend.people.models import User

PREPARED = (AgreementState.DRAFTING, AgreementState.LEGAL_REVIEWED, AgreementState.APPROVED)
READERS = (CaseRole.DECISION_MAKER, CaseRole.APPROVER, CaseRole.APPEAL_REVIEWER, CaseRole.HR_PARTNER, CaseRole.COUNSEL)


def is_asked_to_sign(person: User) -> Q:
    """The agreement is the person's own; it exists for them once it is offered."""
    return Q(person=person.person_id) & ~Q(state__in=PREPARED) if person.person_id else NONE


def is_asked_to_keep(person: User) -> Q:
    """The obligation is the person's own, in an agreement that was offered to them."""
    return Q(agreement__person=person.person_id) & ~Q(agreement__state__in=PREPARED) if person.person_id else NONE


def countersigns(person: User) -> Q:
    """The person signs for the organisation."""
    return Q(officer=person)


def countersigns_its_agreement(person: User) -> Q:
    """The person signs for the organisation, and so puts the obligations into force."""
    return Q(agreement__officer=person)


def monitors(person: User) -> Q:
    """The person monitors an agreement in force: they see what to check, and no reasons."""
    return Q(agreement__monitor=person.person_id, agreement__state=AgreementState.ACTIVE) if person.person_id else NONE


def is_party_to_its_agreement(person: User) -> Q:
    """The person is a party to the case behind the agreement."""
    return Q(agreement__case__parties__person=person.person_id) if person.person_id else NONE


AGREEMENTS = Policy(
    Agreement,
    barred=[is_party_to_its_case],
    allow={
        "agreement.view": [acts_as(*READERS, path="case"), countersigns],
        "agreement.review": [acts_as(CaseRole.COUNSEL, path="case")],
        "agreement.approve": [acts_as(CaseRole.APPROVER, path="case")],
        "agreement.offer": [acts_as(CaseRole.HR_PARTNER, path="case")],
        "agreement.lapse": [acts_as(CaseRole.HR_PARTNER, path="case")],
        "agreement.countersign": [countersigns],
        "agreement.complete": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        "agreement.choose_alternative": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        "agreement.edit": [acts_as(CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER, path="case")],
    },
    own={
        "agreement.view": [is_asked_to_sign],
        "agreement.sign": [is_asked_to_sign],
        "agreement.decline": [is_asked_to_sign],
    },
)

OBLIGATIONS = Policy(
    AgreementObligation,
    barred=[is_party_to_its_agreement],
    allow={
        "duty.view": [acts_as(*READERS, path="agreement__case"), monitors],
        "duty.begin": [countersigns_its_agreement],
        "duty.verify": [monitors],
        "duty.excuse": [acts_as(CaseRole.DECISION_MAKER, path="agreement__case")],
    },
    own={"duty.view": [is_asked_to_keep]},
)

extend(Case, allow={"agreement.draft": [acts_as(CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER)]})
