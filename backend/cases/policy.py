"""Who may do what to a case and to what belongs to it."""

from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from backend.access.models import Role
from backend.access.policy import NONE, Policy, Rule, extend
from backend.access.roles import holds
from backend.cases.barring import kept_from
from backend.cases.glass import breaks_glass, glass_cases, guards_privacy, may_break_glass
from backend.cases.keys import CaseKey
from backend.cases.models import Allegation, BreakGlass, Case, CaseGrant, CaseParty
from backend.cases.vocabulary import AllegationState, CaseRole, PartyRole
from backend.documents.models import Document, LetterDraft
from backend.intake.models import Report
from backend.people.models import User

CASE_WORKERS = (
    CaseRole.INTAKE,
    CaseRole.INVESTIGATOR,
    CaseRole.DECISION_MAKER,
    CaseRole.APPROVER,
    CaseRole.APPEAL_REVIEWER,
    CaseRole.COUNSEL,
)
EVERYBODY = (*CASE_WORKERS, CaseRole.HR_PARTNER)


def granted_cases(person: User, *roles: str) -> QuerySet[CaseGrant, Any]:
    """Give the keys of the cases on which a person holds one of these case-roles now."""
    grants = CaseGrant.objects.filter(CaseGrant.live(), user=person)
    if not set(roles) >= set(CaseRole.values):  # whichever role it is, need not be asked
        grants = grants.filter(permission__codename__in=[f"act_as_{role}" for role in roles])
    keys: QuerySet[CaseGrant, Any] = grants.values("content_object_id")
    return keys


@cache
def acts_as(*roles: str, path: str = "pk") -> Rule:
    """Make a rule: the person holds one of these case-roles on the case (or on the case that `path` leads to).

    The same roles give the same rule, so that what many actions share is asked once.
    """

    def rule(person: User) -> Q:
        return Q(**{f"{path}__among": granted_cases(person, *roles)})

    rule.__name__ = "acts_as_" + "_or_".join(roles) if len(roles) < 4 else "works_on_the_case"
    return rule


def is_party(person: User) -> Q:
    """The person is a party, or a conflict of interest keeps them out: no staff right on this case, whoever granted it."""
    return Q(pk__in=kept_from(person)) if person.person_id else NONE


def is_party_to_its_case(person: User) -> Q:
    """The person is a party to the case that this belongs to, or a conflict of interest keeps them out of it."""
    return Q(case__in=kept_from(person)) if person.person_id else NONE


def is_respondent_noticed(person: User) -> Q:
    """The person is the respondent, and was given notice: before that, the case does not exist for them."""
    if not person.person_id:
        return NONE
    mine = CaseParty.objects.filter(person=person.person_id, role=PartyRole.RESPONDENT).values("case_id")
    return Q(case__in=mine, noticed_at__isnull=False) & ~Q(state=AllegationState.FRAMED)


audits = holds(Role.AUDITOR)
audits.__name__ = "audits"

CASES = Policy(
    Case,
    barred=[is_party],
    allow={
        "case.view": [acts_as(*EVERYBODY), audits, breaks_glass()],
        "case.read": [acts_as(*CASE_WORKERS), breaks_glass()],
        "case.review_access": [audits, guards_privacy],
        "access.break_glass": [may_break_glass],
        "case.clear_conflicts": [acts_as(CaseRole.INTAKE)],
        "case.appoint": [acts_as(CaseRole.INTAKE)],
        "case.assign": [acts_as(CaseRole.INTAKE)],
        "case.frame": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR)],
        "case.add_party": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR)],
        "party.relabel": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR)],
        "case.plan": [acts_as(CaseRole.INVESTIGATOR)],
        "case.give_notice": [acts_as(CaseRole.INVESTIGATOR)],
        "case.start": [acts_as(CaseRole.INVESTIGATOR)],
        "case.review_evidence": [acts_as(CaseRole.INVESTIGATOR)],
        "case.finish_report": [acts_as(CaseRole.INVESTIGATOR)],
        "case.implement": [acts_as(CaseRole.HR_PARTNER, CaseRole.DECISION_MAKER)],
        "case.monitor": [acts_as(CaseRole.HR_PARTNER, CaseRole.DECISION_MAKER)],
        "case.close": [acts_as(CaseRole.INTAKE, CaseRole.DECISION_MAKER)],
        "case.list_obligations": [acts_as(*EVERYBODY), breaks_glass()],
        "case.write_letter": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR)],
        "case.write_report": [acts_as(CaseRole.INVESTIGATOR)],
        "case.write_plan": [
            acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR, CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER)
        ],
        "case.write_memo": [acts_as(CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER)],
    },
)

ALLEGATIONS = Policy(
    Allegation,
    barred=[is_party_to_its_case],
    allow={
        "allegation.view": [acts_as(*CASE_WORKERS, path="case"), breaks_glass("case")],
        "allegation.amend": [acts_as(CaseRole.INTAKE, CaseRole.INVESTIGATOR, path="case")],
        "allegation.notice": [acts_as(CaseRole.INVESTIGATOR, path="case")],
        "allegation.lapse": [acts_as(CaseRole.INVESTIGATOR, path="case")],
        "allegation.examine": [acts_as(CaseRole.INVESTIGATOR, path="case")],
    },
    own={"allegation.view": [is_respondent_noticed], "allegation.answer": [is_respondent_noticed]},
)


def opened_it(person: User) -> Q:
    """The person broke the glass themselves."""
    return Q(user=person)


def guards_privacy_of_others(person: User) -> Q:
    """The person is a privacy officer, and somebody else broke the glass."""
    return ~Q(user=person) if guards_privacy(person) != NONE else NONE


def leads_its_case(person: User) -> Q:
    """The person takes in or investigates the case that was opened, and somebody else broke the glass."""
    return ~Q(user=person) & Q(case__in=granted_cases(person, CaseRole.INTAKE, CaseRole.INVESTIGATOR))


BREAK_GLASSES = Policy(
    BreakGlass,
    barred=[is_party_to_its_case],
    allow={
        "break_glass.view": [opened_it, guards_privacy, leads_its_case, audits],
        "access.end_break_glass": [opened_it, guards_privacy],
        "access.review_break_glass": [guards_privacy_of_others],
    },
)


def works_on_its_case(person: User) -> Q:
    """The person works on the case that the report led to."""
    return Q(case_link__case__in=granted_cases(person, *CASE_WORKERS))


def is_party_to_the_case_it_led_to(person: User) -> Q:
    """The person is a party to the case that the report led to, or a conflict of interest keeps them out of it."""
    return Q(case_link__case__in=kept_from(person)) if person.person_id else NONE


def breaks_glass_of_its_case(person: User) -> Q:
    """The person has emergency access to the case that the report led to."""
    cases = glass_cases(person)
    return Q(case_link__case__in=cases) if cases else NONE


OF_THE_INQUIRY = ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D22", "D27")
OF_THE_DECISION = (
    "D8", "D8a", "D9", "D10", "D11", "D12", "D13", "D14", "D16", "D17", "D18", "D19", "D20", "D22", "D24",
)  # fmt: skip
DECIDERS = (CaseRole.DECISION_MAKER, CaseRole.APPROVER, CaseRole.APPEAL_REVIEWER, CaseRole.COUNSEL)
INQUIRERS = (CaseRole.INTAKE, CaseRole.INVESTIGATOR)
NOTICE_OF_WITHDRAWAL = "D21"
RECORD_OF_INTERVIEW = "D6"
NOT_FOR_INTAKE = (RECORD_OF_INTERVIEW, "D7")


def inquires_into_its_matter(person: User) -> Q:
    """The person takes in or investigates the case: the papers of the inquiry; what was said, and the report of it, are not for intake."""
    papers = _of_matters(person, *INQUIRERS) & Q(kind__in=OF_THE_INQUIRY) & ~Q(kind__in=NOT_FOR_INTAKE)
    return papers | _of_matters(person, CaseRole.INVESTIGATOR) & Q(kind__in=NOT_FOR_INTAKE)


def decides_its_matter(person: User) -> Q:
    """The person decides, approves, reviews or advises: every paper of the case; what was said in interviews is not for an approver."""
    papers = _of_matters(person, *DECIDERS) & ~Q(kind=RECORD_OF_INTERVIEW)
    hearers = [role for role in DECIDERS if role != CaseRole.APPROVER]
    return papers | _of_matters(person, *hearers) & Q(kind=RECORD_OF_INTERVIEW)


def carries_out_its_matter(person: User) -> Q:
    """The person puts the outcome into effect: the letters and agreements of the decision, and no evidence."""
    return _of_matters(person, CaseRole.HR_PARTNER) & Q(kind__in=OF_THE_DECISION)


def writes_of_its_decision(person: User) -> Q:
    """The person decides the case or puts the outcome into effect: they write the letters of the decision."""
    return _of_matters(person, CaseRole.DECISION_MAKER, CaseRole.HR_PARTNER) & Q(kind__in=OF_THE_DECISION)


def withdrew_in_its_matter(person: User) -> Q:
    """The person works on the case, and withdrew a document by this notice."""
    return _of_matters(person, *EVERYBODY) & Q(kind=NOTICE_OF_WITHDRAWAL, issued_by=person)


def _of_matters(person: User, *roles: str) -> Q:
    return _in_streams_of(Case.objects.filter(pk__in=granted_cases(person, *roles)))


def _in_streams_of(cases: QuerySet[Case]) -> Q:
    """Reach the papers in the histories of cases: a notice to a manager has a reference of its own, and tells of no case."""
    return Q(matter_stream__in=cases.annotate(history_key=CaseKey("uid")).values("history_key"))


def breaks_glass_of_its_matter(person: User) -> Q:
    """The person has emergency access to the case: the papers of the inquiry, as an investigator reads them."""
    cases = glass_cases(person)
    return _in_streams_of(Case.objects.filter(pk__in=cases)) & Q(kind__in=OF_THE_INQUIRY) if cases else NONE


def is_party_to_its_matter(person: User) -> Q:
    """The person is a party to the case of the document, or kept out of it; what was sent to them they read as its recipient."""
    if not person.person_id:
        return NONE
    return _in_streams_of(Case.objects.filter(pk__in=kept_from(person)))


PAPERS = (inquires_into_its_matter, decides_its_matter, carries_out_its_matter, breaks_glass_of_its_matter)
WRITERS = (inquires_into_its_matter, writes_of_its_decision)
COLLEAGUES = (inquires_into_its_matter, decides_its_matter, carries_out_its_matter)  # one of them is the second person

extend(
    Report,
    allow={"report.view": [works_on_its_case, breaks_glass_of_its_case]},
    barred=[is_party_to_the_case_it_led_to],
)
extend(
    Document,
    allow={
        "document.view": (*PAPERS, withdrew_in_its_matter),
        "document.open": (*PAPERS, withdrew_in_its_matter),
        "document.hand_over": WRITERS,
        "document.note_return": WRITERS,
        "document.note_silence": WRITERS,
        "document.withdraw": WRITERS,
        "document.redact": COLLEAGUES,
    },
    barred=[is_party_to_its_matter],
)
extend(
    LetterDraft,
    allow={
        "draft.view": PAPERS,
        "draft.revise": COLLEAGUES,
        "draft.review": COLLEAGUES,
        "draft.return": COLLEAGUES,
        "draft.approve": COLLEAGUES,
        "draft.issue": WRITERS,
        "draft.discard": WRITERS,
    },
    barred=[is_party_to_its_matter],
)
