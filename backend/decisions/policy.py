"""Who may propose, adopt, decide, approve, and appeal."""

from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from backend.access.policy import NONE, Policy, Rule, extend, scope
from backend.cases.barring import kept_from
from backend.cases.conflicts.afterwards import runs_on
from backend.cases.glass import breaks_glass
from backend.cases.keys import CaseKey
from backend.cases.models import Allegation, Case, CaseParty
from backend.cases.policy import CASE_WORKERS, acts_as, granted_cases, is_party_to_its_case
from backend.cases.vocabulary import CaseRole, CaseState, PartyRole
from backend.decisions.models import (
    Appeal,
    AppealComment,
    AppealFile,
    Comparator,
    Disclosure,
    Finding,
    FindingExhibit,
    FindingVersion,
    Outcome,
    OutcomeFactor,
    Remedy,
    SimilarFactRequest,
)
from backend.decisions.vocabulary import AppealState
from backend.documents.models import Document
from backend.files.models import StoredFile
from backend.people.models import User

FINDINGS_LOCKED = (
    CaseState.FINDINGS_DECIDED,
    CaseState.OUTCOME_DECIDED,
    CaseState.IMPLEMENTING,
    CaseState.MONITORING,
    CaseState.CLOSED,
)
DECIDES = (CaseRole.DECISION_MAKER, CaseRole.APPROVER, CaseRole.APPEAL_REVIEWER, CaseRole.COUNSEL)
CARRIES_OUT = (CaseRole.HR_PARTNER, CaseRole.DECISION_MAKER)
REVIEWS = acts_as(CaseRole.APPEAL_REVIEWER, path="case")
# What rests on a finding: letters and agreements that are withdrawn when it is set aside.
RESTS_ON_FINDINGS = ("D8", "D8a", "D9", "D10", "D11", "D12", "D14", "D16", "D17")


def is_party_to_its_allegation(person: User) -> Q:
    """The person is a party to the case that the finding belongs to, or a conflict of interest keeps them out of it."""
    return Q(allegation__case__in=kept_from(person)) if person.person_id else NONE


def is_respondent_told(person: User) -> Q:
    """The person is the respondent, and the outcome was approved: they are told the finding on each allegation."""
    if not person.person_id:
        return NONE
    told = Outcome.objects.filter(approved_at__isnull=False, respondent=person.person_id).values("case_id")
    return Q(adopted_at__isnull=False, allegation__case__in=told)


def is_its_respondent(person: User) -> Q:
    """The outcome is the person's own, and approved."""
    return Q(respondent=person.person_id, approved_at__isnull=False) if person.person_id else NONE


def is_told_of_it(person: User) -> Q:
    """The person complained or answered, and was told the decision by letter: they may appeal against it."""
    if not person.person_id:
        return NONE
    told = Document.objects.filter(recipient=person.person_id, kind__in=["D8", "D9"]).values("matter")
    sides = [PartyRole.COMPLAINANT, PartyRole.RESPONDENT]
    mine = CaseParty.objects.filter(person=person.person_id, role__in=sides).values("case_id")
    return Q(case__in=mine, case__reference__in=told, approved_at__isnull=False, overturned_at=None)


@cache
def is_decided_on(*roles: str) -> Rule:
    """Make a rule: the person holds one of these case-roles, and the findings of the case are locked (the prior-history rule)."""
    acts = acts_as(*roles)

    def rule(person: User) -> Q:
        return acts(person) & Q(state__in=FINDINGS_LOCKED)

    rule.__name__ = "after_the_findings_" + acts.__name__
    return rule


def gets_it(person: User) -> Q:
    """The remedy is for the person, and they were told the outcome by letter."""
    if not person.person_id:
        return NONE
    told = Document.objects.filter(recipient=person.person_id, kind="D8").values("matter")
    return Q(person=person.person_id, case__reference__in=told)


def investigates_what_was_granted(person: User) -> Q:
    """The person investigates the case: their own requests, and what was granted on them."""
    return Q(case__in=granted_cases(person, CaseRole.INVESTIGATOR))


def is_its_appellant(person: User) -> Q:
    """The appeal is the person's own."""
    return Q(appellant=person.person_id) if person.person_id else NONE


def is_the_other_side(person: User) -> Q:
    """The person is the other side of an appeal that was admitted."""
    if not person.person_id:
        return NONE
    unheard = [AppealState.FILED, AppealState.INADMISSIBLE]
    sides = [PartyRole.COMPLAINANT, PartyRole.RESPONDENT]
    mine = CaseParty.objects.filter(person=person.person_id, role__in=sides).values("case_id")
    return Q(case__in=mine) & ~Q(appellant=person.person_id) & ~Q(state__in=unheard) & ~Q(reviewer=None)


def attached_it(person: User) -> Q:
    """The file stands on the person's own appeal."""
    return Q(appeal__appellant=person.person_id) if person.person_id else NONE


def is_shown_the_file(person: User) -> Q:
    """The person is the other side of the appeal, and the reviewer showed them the file."""
    other = is_the_other_side(person)
    if other == NONE:
        return NONE
    return Q(shown_at__isnull=False, appeal__in=Appeal.objects.filter(other).values("pk"))


def sees_its_appeal_file(person: User) -> Q:
    """The person may see the file of an appeal that this is."""
    return Q(pk__in=scope(person, "appeal_file.view", AppealFile.objects.all()).values("file_id"))


def reviews_its_matter(person: User) -> Q:
    """The person reviews an appeal in the case: what rests on a finding that is set aside, they withdraw."""
    cases = Case.objects.filter(pk__in=granted_cases(person, CaseRole.APPEAL_REVIEWER))
    keys = cases.annotate(history_key=CaseKey("uid")).values("history_key")
    return Q(matter_stream__in=keys, kind__in=RESTS_ON_FINDINGS)


FINDINGS = Policy(
    Finding,
    barred=[is_party_to_its_allegation],
    allow={"finding.view": [acts_as(*CASE_WORKERS, path="allegation__case"), breaks_glass("allegation__case")]},
    own={"finding.view": [is_respondent_told]},
)

VERSIONS = Policy(
    FindingVersion,
    barred=[is_party_to_its_case],
    allow={"finding.view_version": [acts_as(*CASE_WORKERS, path="case")]},
)

EXHIBITS = Policy(
    FindingExhibit,
    barred=[is_party_to_its_case],
    allow={"finding.view_exhibit": [acts_as(*CASE_WORKERS, path="case")]},
)

OUTCOMES = Policy(
    Outcome,
    barred=[is_party_to_its_case],
    allow={"outcome.view": [acts_as(*DECIDES, CaseRole.HR_PARTNER, path="case"), breaks_glass("case")]},
    own={"outcome.view": [is_its_respondent], "appeal.file": [is_told_of_it]},
)

SIMILAR_FACTS = Policy(
    SimilarFactRequest,
    barred=[is_party_to_its_case],
    allow={
        "similar_fact.view": [
            investigates_what_was_granted,
            acts_as(CaseRole.INTAKE, CaseRole.COUNSEL, CaseRole.DECISION_MAKER, path="case"),
        ],
        "similar_fact.support": [acts_as(CaseRole.INTAKE, path="case")],
        "similar_fact.grant": [acts_as(CaseRole.COUNSEL, path="case")],
        "similar_fact.refuse": [acts_as(CaseRole.INTAKE, CaseRole.COUNSEL, path="case")],
        "similar_fact.disclose": [acts_as(CaseRole.INVESTIGATOR, path="case")],
        "similar_fact.set_aside": [acts_as(CaseRole.INVESTIGATOR, path="case")],
    },
)

OF_AN_OUTCOME = {
    model: Policy(
        model, barred=[is_party_to_its_case], allow={f"outcome.view_{name}": [acts_as(*DECIDES, path="case")]}
    )
    for model, name in ((OutcomeFactor, "factor"), (Comparator, "comparator"))
}

REMEDIES = Policy(
    Remedy,
    barred=[is_party_to_its_case],
    allow={
        "remedy.view": [acts_as(*DECIDES, CaseRole.HR_PARTNER, path="case")],
        "remedy.complete": [acts_as(CaseRole.HR_PARTNER, path="case")],
        "remedy.drop": [acts_as(CaseRole.DECISION_MAKER, path="case")],
    },
    own={"remedy.view": [gets_it]},
)

DISCLOSURES = Policy(
    Disclosure,
    barred=[is_party_to_its_case],
    allow={
        "disclosure.view": [acts_as(*DECIDES, CaseRole.HR_PARTNER, path="case")],
        "disclosure.approve": [acts_as(CaseRole.APPROVER, path="case")],
        "disclosure.refuse": [acts_as(CaseRole.APPROVER, path="case")],
        "disclosure.tell": [acts_as(*CARRIES_OUT, path="case")],
    },
)

APPEALS = Policy(
    Appeal,
    barred=[is_party_to_its_case],
    allow={
        "appeal.view": [acts_as(CaseRole.APPEAL_REVIEWER, CaseRole.COUNSEL, path="case")],
        "appeal.know": [
            acts_as(*CASE_WORKERS, CaseRole.HR_PARTNER, path="case")
        ],  # that there is one, and how it stands
        **{
            f"appeal.{verb}": [REVIEWS]
            for verb in ("admit", "refuse", "review", "dismiss", "vary", "overturn", "remit", "communicate", "conclude")
        },
    },
    own={
        "appeal.follow": [is_its_appellant, is_the_other_side],
        "appeal.comment": [is_the_other_side],
        "appeal.attach": [is_its_appellant],
    },
)

APPEAL_FILES = Policy(
    AppealFile,
    barred=[is_party_to_its_case],
    allow={
        "appeal_file.view": [acts_as(CaseRole.APPEAL_REVIEWER, CaseRole.COUNSEL, path="case")],
        "appeal.show_file": [REVIEWS],
    },
    own={"appeal_file.view": [attached_it, is_shown_the_file]},
)
extend(StoredFile, allow={"file.open": [sees_its_appeal_file]})

APPEAL_COMMENTS = Policy(AppealComment, barred=[is_party_to_its_case], allow={"appeal.view_comment": [REVIEWS]})

extend(
    Allegation,
    allow={
        "finding.propose": [acts_as(CaseRole.INVESTIGATOR, path="case")],
        "finding.adopt": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        "finding.vary": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        "finding.remit": [acts_as(CaseRole.DECISION_MAKER, path="case")],
        # These follow from an appeal or from the end of its window; nobody makes them by hand.
        **{f"allegation.{verb}": [] for verb in ("appeal", "affirm", "change", "overturn", "reexamine", "settle")},
    },
)
extend(
    Case,
    allow={
        "case.decide_findings": [acts_as(CaseRole.DECISION_MAKER)],
        "case.reopen_report": [acts_as(CaseRole.DECISION_MAKER)],
        "case.change_standard": [acts_as(CaseRole.COUNSEL)],
        "case.send_back": [],  # follows from an appeal
        "case.reconsider": [],  # follows from an appeal
        "similar_fact.request": [acts_as(CaseRole.INVESTIGATOR)],
        "outcome.decide": [acts_as(CaseRole.DECISION_MAKER)],
        "outcome.view_priors": [is_decided_on(*DECIDES, CaseRole.HR_PARTNER)],
        "outcome.view_similar": [is_decided_on(*DECIDES)],
        "outcome.approve": [acts_as(CaseRole.APPROVER)],
        "outcome.return": [acts_as(CaseRole.APPROVER)],
        "outcome.tell": [acts_as(*CARRIES_OUT)],
        "outcome.write_letter": [acts_as(*CARRIES_OUT)],
        "outcome.disclose": [acts_as(CaseRole.DECISION_MAKER)],
        "remedy.decide": [acts_as(CaseRole.DECISION_MAKER)],
    },
)
extend(Document, allow={"document.withdraw": [reviews_its_matter]})


@runs_on("appeal")
def appealed_cases() -> "QuerySet[Any, Any]":
    """Name the cases with an appeal that is not concluded: conflicts of interest are still measured in them."""
    keys: QuerySet[Any, Any] = Appeal.objects.exclude(state=AppealState.FINAL).values("case_id")
    return keys
