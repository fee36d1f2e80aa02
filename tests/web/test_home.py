"""The first page tells each person what to do next, and nothing about what others may not know."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from backend.agreements.actions.paper import object_to_record, record_paper_signature, take_back_record
from backend.agreements.actions.signing import offer_agreement
from backend.agreements.models import Agreement
from backend.agreements.queries.answers import revocable_until
from backend.cases.models import Case
from backend.clauses.actions.loading import load_clauses
from backend.clauses.actions.ruling import RuleWords, propose_clause_rule
from backend.clauses.actions.writing import approve_clause_version
from backend.clauses.models import ClauseRule
from backend.demo.cast import Cast
from backend.documents.actions.drafting import approve_draft, review_draft
from backend.documents.queries import day_words
from backend.intake.models import Report
from backend.kernel import clock
from backend.web.waiting import kinds_for
from tests.agreements.answers import a_scan, on_paper, sign, with_release
from tests.clauses.keeping import words_anew
from tests.documents.writing import WHY, written
from tests.web.reading import selects, text_of

SignIn = Callable[..., Client]


@pytest.mark.parametrize(
    ("who", "state", "words"),
    [
        ("omar", "opened", "Confirm the conflict check"),
        ("omar", "conflict_cleared", "Assign an investigator"),
        ("ines", "assigned", "Begin planning"),
        ("ines", "planning", "Write the plan"),
        ("ines", "answered", "Finish examining an allegation (A1)"),
        ("ines", "evidence_review", "Propose a finding"),
        ("ruth", "report_final", "Decide on a proposed finding (A1)"),
        ("ruth", "findings_decided", "Decide the outcome"),
        ("daniel", "outcome_decided", "Send the outcome letters"),
        ("daniel", "implementing", "Draw up the agreement"),
        ("daniel", "drafted", "Offer the agreement"),
        ("ruth", "signed", "Countersign the agreement"),
        ("joan", "active", "Check an obligation"),
        ("martin", "offered", "Read and answer the offer of an agreement"),
        ("martin", "investigating", "Answer what is alleged"),
    ],
)
def test_everybody_sees_their_own_next_step(
    cast: Cast, a_case: Callable[..., Case], sign_in: SignIn, who: str, state: str, words: str
) -> None:
    a_case(state)
    assert words in text_of(sign_in(getattr(cast, who)).get("/"))


def test_intake_is_led_to_a_new_report(cast: Cast, a_report: Callable[..., Report], sign_in: SignIn) -> None:
    report = a_report()
    page = text_of(sign_in(cast.omar).get("/"))
    assert "Acknowledge the report" in page
    assert report.reference in page


def test_overdue_comes_first(cast: Cast, a_report: Callable[..., Report], sign_in: SignIn, frozen: datetime) -> None:
    with clock.at(frozen - timedelta(days=20)):
        late = a_report()
    fresh = a_report()
    page = text_of(sign_in(cast.omar).get("/"))
    assert page.index(late.reference) < page.index(fresh.reference)
    assert "days overdue" in page


def test_somebody_without_a_part_has_nothing_to_do(cast: Cast, a_case: Callable[..., Case], sign_in: SignIn) -> None:
    case = a_case("active")
    page = text_of(sign_in(cast.noor).get("/"))
    assert "Nothing to do now" in page
    assert case.reference not in page


def test_an_investigator_is_not_told_of_an_agreement(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn
) -> None:
    agreement = an_agreement("offered")
    page = text_of(sign_in(cast.ines).get("/"))
    assert agreement.reference not in page
    assert "Answer the offer" not in page


def test_more_cases_do_not_cost_more_queries(cast: Cast, a_case: Callable[..., Case], sign_in: SignIn) -> None:
    browser = sign_in(cast.ines)
    a_case("assigned")
    with selects() as before:
        browser.get("/")
    a_case("assigned", narrative="Another matter.")
    with selects() as after:
        browser.get("/")
    assert len(after) <= len(before)
    assert len(after) <= 25


def test_somebody_for_whom_nothing_waits_costs_few_queries(
    cast: Cast, a_case: Callable[..., Case], sign_in: SignIn
) -> None:
    a_case("active")
    browser = sign_in(cast.noor)
    with selects() as asked:
        browser.get("/")
    assert len(asked) <= 8  # the budget of an employee's page


@pytest.mark.parametrize("state", ["evidence_review", "implementing", "offered"])
def test_the_question_what_could_wait_hides_nothing_that_does(
    cast: Cast,
    a_case: Callable[..., Case],
    a_report: Callable[..., Report],
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
) -> None:
    case = a_case(state)
    a_report(narrative="Another matter.")
    if state != "evidence_review":
        review_draft(written(case, cast), actor=cast.daniel, reason=WHY)
    people = [cast.omar, cast.ines, cast.ruth, cast.daniel, cast.clara, cast.joan, cast.martin, cast.erin]
    asked = {person.email: text_of(sign_in(person).get("/")) for person in people}
    monkeypatch.setattr("backend.web.home.may_wait", lambda person: frozenset(kinds_for(person)) - {"support"})
    assert {person.email: text_of(sign_in(person).get("/")) for person in people} == asked


@pytest.mark.parametrize(
    ("who", "shown", "hidden"),
    [
        ("daniel", ["Agreements"], ["Obligations"]),
        ("ruth", ["Agreements"], ["Obligations"]),
        ("hugo", ["Agreements"], ["Obligations"]),
        ("joan", ["Obligations"], ["Agreements", "Cases"]),
        ("ines", ["Cases"], ["Agreements", "Obligations"]),
        ("noor", ["Your agreements"], ["Agreements", "Obligations"]),
    ],
)
def test_the_navigation_follows_the_roles(
    cast: Cast, sign_in: SignIn, who: str, shown: list[str], hidden: list[str]
) -> None:
    places = [place.label for place in sign_in(getattr(cast, who)).get("/").context["nav"]]
    assert set(shown) <= set(places)
    assert not set(hidden) & set(places)
    assert len(places) <= 7


def test_one_place_of_the_navigation_is_the_current_one(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.joan).get("/agreements/obligations/")
    assert [place.label for place in page.context["nav"] if place.current] == ["Obligations"]


def test_a_letter_waits_for_whoever_approves_it_and_then_for_its_writer(
    cast: Cast, a_case: Callable[..., Case], sign_in: SignIn
) -> None:
    draft = review_draft(written(a_case("implementing"), cast), actor=cast.daniel, reason=WHY)
    clara, daniel = sign_in(cast.clara), sign_in(cast.daniel)
    assert "Read a letter and approve it" in text_of(clara.get("/"))
    for other in (daniel, sign_in(cast.ines), sign_in(cast.noor), sign_in(cast.martin)):
        assert "approve it" not in text_of(other.get("/"))
    approve_draft(draft, actor=cast.clara, reason=WHY)
    assert "Issue a letter that was approved" in text_of(daniel.get("/"))
    assert "approve it" not in text_of(clara.get("/"))


def test_words_of_a_clause_wait_for_a_second_person_and_never_for_their_writer(cast: Cast, sign_in: SignIn) -> None:
    load_clauses(actor=cast.system)
    version = words_anew(cast, to="in_review")
    hugo, sam = sign_in(cast.hugo), sign_in(cast.sam)
    page = hugo.get("/").content.decode()
    assert f"/agreements/library/versions/{version.reference}/" in page
    assert f"{cast.sam.name} wrote them." in page
    for other in (sam, *(sign_in(getattr(cast, name)) for name in ("daniel", "ruth", "lena", "martin", "joan"))):
        assert "words for a clause" not in other.get("/").content.decode()
    approve_clause_version(version, actor=cast.hugo, reason="Reads well.", effective_from=clock.today())
    assert "words for a clause" not in hugo.get("/").content.decode()


def test_a_rule_of_a_clause_waits_for_a_second_person(cast: Cast, sign_in: SignIn) -> None:
    load_clauses(actor=cast.system)
    rule = ClauseRule.objects.filter(state="in_force").first()
    told = {each.name: getattr(rule, each.name) for each in fields(RuleWords)}
    read = {"checked_on": clock.today(), "next_check": clock.today() + timedelta(days=300)}
    propose_clause_rule(rule.clause, RuleWords(**{**told, **read}), actor=cast.sam, reason=WHY)
    assert "Decide on a rule for a clause" in text_of(sign_in(cast.hugo).get("/"))
    for name in ("sam", "daniel", "ruth", "martin"):
        assert "rule for a clause" not in text_of(sign_in(getattr(cast, name)).get("/")), name


def test_while_a_signature_can_be_taken_back_the_officer_is_told_to_wait(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn
) -> None:
    released = offer_agreement(with_release(an_agreement("drafted"), cast), actor=cast.daniel, reason=WHY)
    signed = sign(released, cast.martin)
    until = revocable_until(signed)
    assert until
    page = text_of(sign_in(cast.ruth).get("/"))
    assert "Wait before you countersign" in page
    assert f"may take the signature back until the end of {day_words(localdate(until))}" in page
    assert "Countersign the agreement" not in page
    for name in ("daniel", "ines", "joan", "erin", "martin", "lena"):
        assert "before you countersign" not in text_of(sign_in(getattr(cast, name)).get("/")), name
    with clock.at(until + timedelta(minutes=1)):
        page = text_of(sign_in(cast.ruth).get("/"))
        assert "Countersign the agreement" in page
        assert "before you countersign" not in page


def test_a_contested_record_from_paper_waits_for_whoever_settles_it(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: SignIn
) -> None:
    offered = an_agreement("offered")
    signed = record_paper_signature(offered, actor=cast.daniel, reason=WHY, told=on_paper(offered), scan=a_scan())
    daniel = sign_in(cast.daniel)
    assert "recorded from paper" not in text_of(
        daniel.get("/")
    )  # it is complete: two witnesses, and the countersignature
    assert "Countersign the agreement" in text_of(sign_in(cast.ruth).get("/"))
    object_to_record(signed, actor=cast.martin, objection="That is not my name.")
    page = daniel.get("/").content.decode()
    assert "Settle an objection to a record from paper" in page
    assert f"/agreements/{signed.reference}/" in page
    assert "That is not my name" not in page
    for name in ("ruth", "ines", "joan", "erin", "martin", "lena"):
        assert "Settle an objection" not in text_of(sign_in(getattr(cast, name)).get("/")), name
    take_back_record(signed, actor=cast.daniel, reason=WHY)
    assert "Settle an objection" not in text_of(daniel.get("/"))
