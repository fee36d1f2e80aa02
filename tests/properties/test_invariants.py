"""Invariants that hold after any sequence of acts by anybody, permitted or not (domain/lifecycles 4.15)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.access.policy import can
from backend.agreements.actions.drafting import approve_agreement, review_agreement
from backend.agreements.actions.signing import (
    complete_agreement,
    countersign_agreement,
    decline_agreement,
    lapse_offer,
    offer_agreement,
    sign_agreement,
)
from backend.agreements.models import Agreement, AgreementObligation, AgreementState, Meaning, Signature
from backend.cases.actions.allegations import answer_allegation, examine_allegation, give_notice, lapse_answer
from backend.cases.actions.appointments import appoint
from backend.cases.actions.opening import add_party
from backend.cases.actions.progress import (
    clear_conflicts,
    close_case,
    implement_outcome,
    monitor_case,
    plan_case,
)
from backend.cases.models import Allegation, Assignment, Case, CaseParty
from backend.cases.policy import CASES
from backend.cases.vocabulary import AllegationState, CaseRole
from backend.decisions.actions.findings import adopt_finding, decide_findings, propose_finding, remit_finding
from backend.decisions.actions.outcomes import approve_outcome, decide_outcome
from backend.decisions.actions.reporting import finish_report
from backend.decisions.models import STANDS, Finding
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.documents.queries import content_sha256
from backend.investigation.actions.planning import approve_plan, submit_plan, write_plan
from backend.investigation.actions.review import review_evidence
from backend.investigation.actions.starting import start_case
from backend.investigation.actions.stays import resume_case, stay_case
from backend.investigation.models import InvestigationPlan
from backend.kernel import clock
from backend.kernel.errors import Problem
from backend.people.models import User
from tests.builders import WEIGHED, a_plan, play_case

WHY = "Because chance says so."
NO_TIES = "None."
PEOPLE = (
    "erin",
    "martin",
    "noor",
    "omar",
    "wanda",
    "ines",
    "tomas",
    "ruth",
    "clara",
    "daniel",
    "hugo",
    "joan",
    "lena",
    "sam",
)
Attempt = Callable[[Cast, Case, User], object]


def _allegation(case: Case) -> Allegation:
    return Allegation.objects.filter(case=case).select_related("case").order_by("?").first()


def _plan(case: Case) -> InvestigationPlan:
    found = InvestigationPlan.objects.filter(case=case).select_related("case").first()
    if found is None:
        raise Problem("There is no plan yet.")
    return found


def _agreement(case: Case) -> Agreement:
    found = Agreement.objects.filter(case=case).select_related("case", "person", "document").first()
    if found is None:
        raise Problem("There is no agreement yet.")
    return found


ATTEMPTS: dict[str, Attempt] = {
    "clear": lambda cast, case, who: clear_conflicts(case, actor=who, reason=WHY),
    "appoint investigator": lambda cast, case, who: appoint(
        case, cast.ruth, CaseRole.INVESTIGATOR, declaration=NO_TIES, actor=who, reason=WHY
    ),
    "appoint decision maker": lambda cast, case, who: appoint(
        case, cast.ines, CaseRole.DECISION_MAKER, declaration=NO_TIES, actor=who, reason=WHY
    ),
    "appoint respondent": lambda cast, case, who: appoint(case, cast.martin, CaseRole.COUNSEL, declaration=NO_TIES, actor=who, reason=WHY),
    "name staff as party": lambda cast, case, who: add_party(case, cast.ines.person, "witness", actor=who, reason=WHY),
    "plan": lambda cast, case, who: plan_case(case, actor=who, reason=WHY),
    "notice": lambda cast, case, who: give_notice(case, actor=who, reason=WHY, answer_due_at=clock.now() + timedelta(days=4)),
    "write plan": lambda cast, case, who: write_plan(case, a_plan(), actor=who, reason=WHY),
    "submit plan": lambda cast, case, who: submit_plan(_plan(case), actor=who, reason=WHY),
    "approve plan": lambda cast, case, who: approve_plan(_plan(case), actor=who, reason=WHY),
    "stay": lambda cast, case, who: stay_case(
        case, actor=who, reason=WHY, basis="police_request", details="Asked.", review_at=clock.now() + timedelta(days=7)
    ),
    "resume": lambda cast, case, who: resume_case(case, actor=who, reason=WHY),
    "start": lambda cast, case, who: start_case(case, actor=who, reason=WHY),
    "answer": lambda cast, case, who: answer_allegation(_allegation(case), actor=who, reason=WHY, response="deny"),
    "lapse": lambda cast, case, who: lapse_answer(_allegation(case), actor=who, reason=WHY),
    "examine": lambda cast, case, who: examine_allegation(_allegation(case), actor=who, reason=WHY),
    "review": lambda cast, case, who: review_evidence(case, actor=who, reason=WHY),
    "propose": lambda cast, case, who: propose_finding(
        _allegation(case), actor=who, reason=WHY, factual="substantiated", policy="breach", reasons="Seen.", summary="It was seen."
    ),
    "propose nothing": lambda cast, case, who: propose_finding(
        _allegation(case), actor=who, reason=WHY, factual="unfounded", policy="no_breach", reasons="Not so.", summary="Not so."
    ),
    "finish": lambda cast, case, who: finish_report(case, actor=who, reason=WHY),
    "adopt": lambda cast, case, who: adopt_finding(_allegation(case), actor=who, reason=WHY),
    "remit": lambda cast, case, who: remit_finding(_allegation(case), actor=who, reason=WHY),
    "decide findings": lambda cast, case, who: decide_findings(case, actor=who, reason=WHY),
    "decide outcome": lambda cast, case, who: decide_outcome(
        case, actor=who, reason=WHY, kinds=["accountability_agreement"], weighed=WEIGHED, comparators="None.",
        skip_reason="Nothing milder would do.", legal_review="Reviewed.",
    ),
    "approve outcome": lambda cast, case, who: approve_outcome(case, actor=who, reason=WHY),
    "implement": lambda cast, case, who: implement_outcome(case, actor=who, reason=WHY),
    "legal review": lambda cast, case, who: review_agreement(_agreement(case), actor=who, reason=WHY),
    "approve agreement": lambda cast, case, who: approve_agreement(_agreement(case), actor=who, reason=WHY),
    "offer": lambda cast, case, who: offer_agreement(_agreement(case), actor=who, reason=WHY),
    "sign": lambda cast, case, who: sign_agreement(
        _agreement(case), actor=who, reason=WHY, sha256=_agreement(case).offered_sha256, typed_name=who.name, factors=["password"]
    ),
    "sign other bytes": lambda cast, case, who: sign_agreement(
        _agreement(case), actor=who, reason=WHY, sha256="0" * 64, typed_name=who.name, factors=["password"]
    ),
    "countersign": lambda cast, case, who: countersign_agreement(
        _agreement(case), actor=who, reason=WHY, sha256=_agreement(case).offered_sha256, typed_name=who.name, factors=["password"]
    ),
    "decline": lambda cast, case, who: decline_agreement(_agreement(case), actor=who, reason=WHY, factors=["password"]),
    "lapse offer": lambda cast, case, who: lapse_offer(_agreement(case), actor=who, reason=WHY),
    "complete": lambda cast, case, who: complete_agreement(_agreement(case), actor=who, reason=WHY),
    "monitor": lambda cast, case, who: monitor_case(case, actor=who, reason=WHY),
    "close": lambda cast, case, who: close_case(case, actor=who, reason=WHY),
}  # fmt: skip


def check(case: Case) -> None:
    """Hold every invariant against the database as it stands."""
    agreements = list(Agreement.objects.filter(case=case).select_related("document"))
    standing = Finding.objects.filter(allegation__case=case, adopted_at__isnull=False, factual__in=STANDS)
    if agreements or Document.objects.filter(matter=case.reference, kind__in=["D10", "D12"]).exists():
        assert standing.exists(), "I1: no agreement without an adopted finding that stands"

    held = {
        role: set(Assignment.objects.filter(case=case, role=role).values_list("person_id", flat=True))
        for role in CaseRole.values
    }
    assert not held["investigator"] & held["decision_maker"], "I2: nobody both investigates and decides"
    assert not (held["investigator"] | held["decision_maker"]) & held["appeal_reviewer"], (
        "I2: the reviewer took no part"
    )

    parties = User.objects.filter(person__in=CaseParty.objects.filter(case=case).values("person"))
    for party in parties:
        assert not any(can(party, action, case) for action in CASES.allow if action not in CASES.own), (
            "I3: a party has no staff right on the case"
        )

    for allegation in Allegation.objects.filter(case=case, state=AllegationState.ADOPTED):
        assert allegation.noticed_at and allegation.response, "I4: notice and a chance to answer come first"  # noqa: PT018
        finding = Finding.objects.get(allegation=allegation)
        assert finding.adopted_by_id != finding.proposed_by_id, "I4: another person adopts"

    for agreement in agreements:
        duties = AgreementObligation.objects.filter(agreement=agreement)
        if agreement.state in {AgreementState.ACTIVE, AgreementState.COMPLETED}:
            mine = Signature.objects.get(agreement=agreement, signer__person=agreement.person)
            assert mine.sha256 == agreement.offered_sha256 == content_sha256(agreement.document), (
                "I8: signed over what was offered"
            )
            assert mine.meaning in {Meaning.AGREE, Meaning.AGREE_UNDER_PROTEST}, "I8: a signature that agrees"
        else:
            assert not duties.exclude(state__in=["planned", "cancelled"]).exists(), (
                "I10: obligations live only under an agreement in force"
            )

    for document in Document.objects.filter(matter=case.reference):
        assert content_sha256(document) == document.sha256, "I15: what was issued still has its digest"


class Invariants(TestCase):
    """Chance acts on a case; the invariants hold after each act."""

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        start=st.sampled_from(
            ["opened", "assigned", "investigating", "answered", "report_final", "outcome_decided", "offered", "signed"]
        ),
        steps=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(ATTEMPTS))), min_size=6, max_size=16),
    )
    def test_no_sequence_of_acts_breaks_an_invariant(self, start: str, steps: list[tuple[str, str]]) -> None:
        cast = Cast()
        case = play_case(cast, start)
        for name, attempt in steps:
            try:
                ATTEMPTS[attempt](cast, case, getattr(cast, name))
            except Problem:
                continue
            finally:
                case = Case.objects.get(pk=case.pk)
            check(case)


@pytest.mark.django_db
def test_the_right_people_in_the_right_order_get_through(cast):
    """The walk above could pass by refusing everything: this one must succeed, and the invariants hold all the way."""
    case = play_case(cast, "offered")
    check(case)
    case = play_case(cast, "active")
    check(case)
    assert Agreement.objects.filter(case=case, state=AgreementState.ACTIVE).exists()
