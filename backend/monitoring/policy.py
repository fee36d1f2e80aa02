"""Who holds check-ins, who says what of them, and who notices, answers, determines and eases."""

from django.db.models import Q

from backend.access.policy import NONE, Policy, extend
from backend.agreements.models import Agreement, AgreementObligation, AgreementState
from backend.agreements.policy import is_asked_to_keep, is_party_to_its_agreement, monitors
from backend.cases.policy import acts_as
from backend.cases.vocabulary import CaseRole
from backend.monitoring.models import AgreementCheckIn, Breach, Easing, MonitorUndertaking
from backend.people.models import User

FOLLOWS = (CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER, CaseRole.COUNSEL)
DECIDES = (CaseRole.DECISION_MAKER, CaseRole.APPEAL_REVIEWER, CaseRole.HR_PARTNER, CaseRole.COUNSEL)
PATH = "agreement__case"
ENDED_FOR_MONITOR = (AgreementState.COMPLETED, AgreementState.VOIDED)


def monitored_it(person: User) -> Q:
    """The person monitored an agreement that is over: they may hear that it ended, and nothing of why."""
    return Q(monitor=person.person_id, state__in=ENDED_FOR_MONITOR) if person.person_id else NONE


def monitors_the_agreement(person: User) -> Q:
    """The person monitors the agreement, which is in force."""
    return Q(monitor=person.person_id, state=AgreementState.ACTIVE) if person.person_id else NONE


def undertakes(person: User) -> Q:
    """The undertaking is the person's own, for an agreement in force that they monitor."""
    mine = monitors(person)
    return mine & Q(monitor=person.person_id) if mine != NONE else NONE


def is_noticed(person: User) -> Q:
    """The person was given notice of the suspected breach: before that, it does not exist for them."""
    if not person.person_id:
        return NONE
    return Q(agreement__person=person.person_id, noticed_at__isnull=False)


def is_eased(person: User) -> Q:
    """What becomes easier was decided for the person; a proposal is nobody's promise."""
    if not person.person_id:
        return NONE
    return Q(agreement__person=person.person_id, state__in=["granted", "ended"], decided_at__isnull=False)


UNDERTAKINGS = Policy(
    MonitorUndertaking,
    barred=[is_party_to_its_agreement],
    allow={
        "agreement_monitor.view": [acts_as(*FOLLOWS, path=PATH), undertakes],
        "agreement_monitor.undertake": [undertakes],
    },
)

CHECK_INS = Policy(
    AgreementCheckIn,
    barred=[is_party_to_its_agreement],
    allow={
        "agreement_check_in.view": [acts_as(*FOLLOWS, path=PATH), monitors],
        "agreement_check_in.read_words": [monitors],
        "agreement_check_in.hold": [monitors],
        "agreement_check_in.miss": [monitors],
        "agreement_check_in.reschedule": [monitors, acts_as(CaseRole.HR_PARTNER, path=PATH)],
        "agreement_check_in.escalate": [monitors],
        "agreement_check_in.cancel": [acts_as(CaseRole.HR_PARTNER, path=PATH)],
    },
    own={
        "agreement_check_in.view": [is_asked_to_keep],
        "agreement_check_in.read_words": [is_asked_to_keep],
        "agreement_check_in.write_words": [is_asked_to_keep],
        "agreement_check_in.say_barrier": [is_asked_to_keep],
    },
)

BREACHES = Policy(
    Breach,
    barred=[is_party_to_its_agreement],
    allow={
        "agreement_breach.view": [acts_as(*DECIDES, path=PATH)],
        "agreement_breach.notice": [acts_as(CaseRole.HR_PARTNER, path=PATH)],
        "agreement_breach.extend": [acts_as(CaseRole.HR_PARTNER, path=PATH)],
        "agreement_breach.drop": [acts_as(CaseRole.HR_PARTNER, CaseRole.DECISION_MAKER, path=PATH)],
        "agreement_breach.lapse": [],  # follows from the time that passed
        "agreement_breach.determine": [acts_as(CaseRole.DECISION_MAKER, path=PATH)],
        "agreement_breach.decide_consequence": [acts_as(CaseRole.DECISION_MAKER, path=PATH)],
        "agreement_breach.close": [acts_as(CaseRole.DECISION_MAKER, path=PATH)],
        "agreement_breach.decide_appeal": [acts_as(CaseRole.APPEAL_REVIEWER, path=PATH)],
        "agreement_breach.end": [],  # follows from the end of the agreement
    },
    own={
        "agreement_breach.view": [is_noticed],
        "agreement_breach.respond": [is_noticed],
        "agreement_breach.appeal": [is_noticed],
    },
)

EASINGS = Policy(
    Easing,
    barred=[is_party_to_its_agreement],
    allow={
        "agreement_easing.view": [acts_as(*FOLLOWS, path=PATH)],
        "agreement_easing.grant": [acts_as(CaseRole.DECISION_MAKER, path=PATH)],
        "agreement_easing.refuse": [acts_as(CaseRole.DECISION_MAKER, path=PATH)],
        "agreement_easing.end": [],  # follows from the end of the agreement
    },
    own={"agreement_easing.view": [is_eased]},
)

extend(AgreementObligation, allow={"agreement_breach.report": [monitors, acts_as(CaseRole.HR_PARTNER, path=PATH)]})
extend(Agreement, allow={"agreement.hear_of_end": [monitored_it], "agreement.monitor": [monitors_the_agreement]})
