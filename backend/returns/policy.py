"""Who plans, checks, decides and follows a return to work, and who reads of it."""

from django.db.models import Q

from backend.access.policy import NONE, Policy, extend
from backend.agreements.policy import READERS
from backend.cases.barring import NEVER_MONITORS, kept_from
from backend.cases.keys import CaseKey
from backend.cases.models import Case
from backend.cases.policy import acts_as, granted_cases, is_party_to_its_case
from backend.cases.vocabulary import CaseRole
from backend.decisions.models import Outcome
from backend.decisions.policy import is_told_of_it
from backend.documents.models import Document
from backend.investigation.measure_tables import HOLDS, InterimMeasure
from backend.people.models import User
from backend.returns.models import FollowUpStep, PreconditionOverride, ReturnAppeal, ReturnNotice, ReturnToWork
from backend.returns.vocabulary import AWAY_MEASURES, MAY_BE_APPEALED, TOLD

PREPARE = (CaseRole.HR_PARTNER, CaseRole.DECISION_MAKER)
DECIDE = (CaseRole.DECISION_MAKER, CaseRole.APPROVER)  # whoever of them stands outside the line: the guard looks


def is_returning(person: User) -> Q:
    """The return is the person's own: they asked for it, or its decision was sent to them."""
    if not person.person_id:
        return NONE
    told = Q(state__in=TOLD) | Q(document__isnull=False)  # also while it is looked at again, and when it ended
    return Q(person=person.person_id) & (told | Q(begun_by=person))


def is_told_no(person: User) -> Q:
    """The person’s own return was deferred or refused, and they were told by letter."""
    if not person.person_id:
        return NONE
    return Q(person=person.person_id, state__in=MAY_BE_APPEALED, document__isnull=False)


def made_it(person: User) -> Q:
    """The appeal is the person’s own."""
    return Q(rtw__person=person.person_id) if person.person_id else NONE


def is_kept_away(person: User) -> Q:
    """A temporary measure keeps the person away, or they were told of an outcome in the case."""
    if not person.person_id:
        return NONE
    bound = InterimMeasure.objects.filter(on_whom__person=person.person_id, kind__in=AWAY_MEASURES, state__in=HOLDS)
    told = Outcome.objects.filter(is_told_of_it(person), respondent=person.person_id)
    return Q(pk__in=bound.values("case_id")) | Q(pk__in=told.values("case_id"))


def holds_it(person: User) -> Q:
    """The person holds this step of a plan: they learn who, when and about what, and no reasons."""
    return Q(holder=person.person_id) if person.person_id else NONE


def is_followed(person: User) -> Q:
    """The step belongs to the plan of the person's own return, which they were told of."""
    return Q(rtw__person=person.person_id, rtw__state__in=TOLD) if person.person_id else NONE


def decided_its_return(person: User) -> Q:
    """The person approves or reviews in the case: a letter on a return goes with the return that they defer, refuse or end."""
    cases = Case.objects.filter(pk__in=granted_cases(person, CaseRole.APPROVER, CaseRole.APPEAL_REVIEWER))
    keys = cases.annotate(history_key=CaseKey("uid")).values("history_key")
    return Q(matter_stream__in=keys, kind="D19")


def is_party_to_its_return(person: User) -> Q:
    """The person is a party to the case of the return, or a conflict of interest keeps them out of it."""
    return Q(rtw__case__in=kept_from(person)) if person.person_id else NONE


def is_party_or_close_to_its_return(person: User) -> Q:
    """The person is a party to the case of the return, or belongs to a department that is kept from it."""
    return Q(rtw__case__in=kept_from(person, *NEVER_MONITORS)) if person.person_id else NONE


RETURNS = Policy(
    ReturnToWork,
    barred=[is_party_to_its_case],
    allow={
        "rtw.view": [acts_as(*READERS, path="case")],
        "rtw.check": [acts_as(*PREPARE, path="case")],
        "rtw.replan": [acts_as(*PREPARE, path="case")],
        "rtw.notify": [acts_as(*PREPARE, path="case")],
        "rtw.override": [acts_as(*DECIDE, path="case")],
        "rtw.second_override": [acts_as(*DECIDE, path="case")],
        "rtw.approve": [acts_as(*DECIDE, path="case")],
        "rtw.defer": [acts_as(*DECIDE, path="case")],
        "rtw.refuse": [acts_as(*DECIDE, path="case")],
        "rtw.arrive": [acts_as(*PREPARE, path="case")],
        "rtw.follow": [],  # follows from the first step that is held
        "rtw.hand_over": [acts_as(*PREPARE, path="case")],
        "rtw.close": [acts_as(*PREPARE, path="case")],
        "rtw.send_back": [],  # follows from an appeal
        "rtw.void": [acts_as(CaseRole.DECISION_MAKER, CaseRole.APPEAL_REVIEWER, path="case")],
    },
    own={"rtw.view": [is_returning], "rtw.appeal": [is_told_no]},
)

REVIEWS = acts_as(CaseRole.APPEAL_REVIEWER, path="rtw__case")
APPEALS = Policy(
    ReturnAppeal,
    barred=[is_party_to_its_return],
    allow={
        "rtw_appeal.view": [acts_as(*READERS, path="rtw__case")],
        "rtw_appeal.admit": [REVIEWS],
        "rtw_appeal.refuse": [REVIEWS],
        "rtw_appeal.dismiss": [REVIEWS],
        "rtw_appeal.set_aside": [REVIEWS],
        "rtw_appeal.end": [],  # follows from a new decision, or from the end of the return
    },
    own={"rtw_appeal.view": [made_it]},
)

OVERRIDES = Policy(
    PreconditionOverride,
    barred=[is_party_to_its_return],
    allow={"rtw.view_override": [acts_as(*READERS, path="rtw__case")]},
)

NOTICES = Policy(
    ReturnNotice,
    barred=[is_party_to_its_return],
    allow={"rtw.view_notice": [acts_as(*READERS, path="rtw__case")]},
)

STEPS = Policy(
    FollowUpStep,
    barred=[is_party_or_close_to_its_return],
    allow={
        "follow_up.view": [acts_as(*READERS, path="rtw__case"), holds_it],
        "follow_up.hold": [holds_it],
        "follow_up.miss": [holds_it],
        "follow_up.replan": [holds_it, acts_as(*PREPARE, path="rtw__case")],
        "follow_up.cancel": [],  # follows from the end of the plan
    },
    own={"follow_up.view": [is_followed]},
)

extend(
    Case,
    allow={
        "rtw.schedule": [acts_as(*PREPARE)],
        "rtw.list": [acts_as(*READERS)],
    },
    own={"rtw.ask": [is_kept_away]},
)

extend(Document, allow={"document.withdraw": [decided_its_return]})
