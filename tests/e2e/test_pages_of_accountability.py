"""Pages of accountability statements, as their owner, the reader of a round, intake and the complainant have them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from backend.amends.actions.feedback import answer_accountability_round, ask_accountability_feedback
from backend.amends.actions.sharing import share_accountability_statement
from backend.amends.actions.writing import save_accountability_version
from backend.amends.models import AccountabilityDraft
from backend.amends.sealing import words_of
from backend.cases.models import Case
from backend.demo.cast import Cast
from tests.agreements.answers import with_own_words
from tests.amends.scenes import AFTER, BEFORE, begun, wished
from tests.builders import the_agreement
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.test_every_page import paths_of

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]


def test_pages_of_accountability_statements(cast: Cast, a_case: Callable[..., Case], visitor: Come) -> None:
    case = a_case("implementing")
    martin, daniel, omar, erin = visitor(), visitor(), visitor(), visitor()
    martin.bring_session(cast.martin)
    paths_of(martin, [f"/mine/accountability/about/{case.reference}/"])
    statement = begun(case, cast, BEFORE)
    first = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    answer_accountability_round(first, actor=cast.daniel, feedback="Say what you did, and leave out the “if”.")
    save_accountability_version(statement, text=AFTER, actor=cast.martin)
    second = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    wish = wished(case, cast)
    (share,) = share_accountability_statement(statement, version=2, actor=cast.martin)
    mine = f"/mine/accountability/{statement.reference}/"
    acts = ("write", "take-back", "share", "unshare", "delete", "versions/1")
    paths_of(martin, [mine, *(f"{mine}{act}/" for act in acts), f"/mine/decisions/{case.reference}/"])
    daniel.bring_session(cast.daniel)
    paths_of(daniel, ["/", f"/accountability/feedback/{second.uid}/"])
    omar.bring_session(cast.omar)
    paths_of(omar, [f"/cases/{case.reference}/accountability-wishes/"])
    erin.bring_session(cast.erin)
    paths_of(erin, [f"/mine/accountability/shared/{share.uid}/", f"/accountability/wishes/{wish.uid}/withdraw/"])


def test_pages_of_an_agreement_that_leaves_a_statement_to_the_employee(
    cast: Cast, a_case: Callable[..., Case], visitor: Come
) -> None:
    agreement = with_own_words(the_agreement(a_case("active")), cast)
    martin = visitor()
    martin.bring_session(cast.martin)
    address = f"/mine/agreements/{agreement.reference}/"
    paths_of(martin, [address])
    statement = begun(agreement.case, cast, AFTER)
    paths_of(martin, [address, f"/mine/accountability/{statement.reference}/"])


def test_a_statement_is_written_on_a_phone_with_the_guide_beside_it(
    cast: Cast, a_case: Callable[..., Case], visitor: Come
) -> None:
    case = a_case("implementing")
    martin = visitor(PHONE)
    martin.bring_session(cast.martin)
    martin.open(f"/mine/decisions/{case.reference}/")
    page = martin.page
    page.get_by_role("link", name="About accountability statements").click()
    page.get_by_role("button", name="Begin a statement").click()
    page.get_by_label("Your statement").fill(BEFORE)
    page.get_by_label("Your statement").blur()
    expect(page.get_by_text("Only you can read it.")).to_be_visible()
    assert words_of(AccountabilityDraft.objects.select_related("statement").get()) == BEFORE

    page.get_by_role("button", name="Look at your words").click()
    expect(page.get_by_role("heading", name="Making it smaller").first).to_be_visible()
    expect(page.get_by_role("heading", name="An apology with an “if”")).to_be_visible()
    page.get_by_role("button", name="Save as a version").click()  # nothing keeps him from it
    expect(page.get_by_text("Version 1 is saved.")).to_be_visible()
    page.get_by_role("link", name="Ask for feedback").click()
    page.get_by_label(cast.daniel.name).check()
    page.get_by_role("button", name="Ask for feedback").click()
    expect(page.get_by_text("Your request was sent.")).to_be_visible()
