"""An agreement built on a phone with the keyboard alone; and every page of the builder and of the clause library looked at."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from backend.agreements.actions.drafting import draft_agreement, redraft_agreement
from backend.agreements.models import Agreement, AgreementSketch
from backend.cases.models import Case
from backend.clauses.actions.loading import load_clauses
from backend.clauses.models import ClauseRule
from backend.demo.cast import Cast
from tests.builders import a_draft
from tests.clauses.keeping import words_anew
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.keyboard import press, tab_to, write
from tests.e2e.test_every_page import paths_of

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
ACase = Callable[..., Case]
WHY = "For this test."


def test_an_agreement_is_built_on_a_phone_by_keyboard(cast: Cast, a_case: ACase, visitor: Come) -> None:
    case = a_case("implementing")
    daniel = visitor(PHONE)
    daniel.bring_session(cast.daniel)
    page, url = daniel.page, f"/agreements/new/{case.reference}/"
    daniel.open(url)
    write(page, "If the employee declines", "A final written warning.")
    press_far(daniel, "Keep it unfinished")
    expect(page.get_by_role("heading", name="You go on with an unfinished draft")).to_be_visible()
    expect(page.get_by_role("link", name="Reason: Give a reason.")).to_be_visible()
    assert AgreementSketch.objects.filter(case=case).exists()
    press(page, "Reason: Give a reason.")
    expect(page.get_by_label("Reason", exact=True)).to_be_focused()
    page.keyboard.type("As the outcome asks.")
    press(page, "Read it as the monitor will")
    expect(page.get_by_role("heading", name="What the monitor knows")).to_be_visible()
    expect(page.get_by_text("Substantiated")).to_have_count(0)
    press(page, "Read it as the employee will")
    expect(page.get_by_text("What this agreement can never take away").first).to_be_visible()
    press(page, "Keep this draft")
    expect(page.get_by_text("Being drafted").first).to_be_visible()
    agreement = Agreement.objects.get(case=case)
    assert (agreement.alternative, agreement.state) == ("A final written warning.", "drafting")
    assert not AgreementSketch.objects.exists()


def press_far(one: Visitor, words: str) -> None:
    """Go to a button at the end of a long page by Tab and press Enter."""
    tab_to(one.page, words, most=260)
    one.page.keyboard.press("Enter")


def test_pages_of_the_builder_and_of_the_clause_library(cast: Cast, a_case: ACase, visitor: Come) -> None:
    load_clauses(actor=cast.system)
    version, rule = words_anew(cast, to="draft"), ClauseRule.objects.filter(clause__reference="C40")[0]
    case = a_case("implementing")
    agreement = draft_agreement(case, a_draft(cast), actor=cast.daniel, reason=WHY)
    redraft_agreement(agreement, a_draft(cast, alternative="A transfer."), actor=cast.daniel, reason=WHY)
    daniel = visitor()
    daniel.bring_session(cast.daniel)
    at = f"/agreements/{agreement.reference}/"
    paths = [f"/agreements/new/{case.reference}/", at, f"{at}edit/", f"{at}as-monitor/", f"{at}differences/"]
    paths_of(
        daniel, [*paths, f"{at}moves/take_back/", "/agreements/", "/agreements/library/", "/agreements/library/C20/"]
    )
    sam = visitor()
    sam.bring_session(cast.sam)
    library = "/agreements/library/"
    words = f"{library}versions/{version.reference}/"
    pages = [library, f"{library}C04/", f"{library}X09/", f"{library}C04/new/", f"{library}C31/rule/", words]
    pages += [f"{words}{part}" for part in ("edit/", "differences/", "moves/submit/")]
    paths_of(sam, [*pages, f"{library}rules/{rule.reference}/", f"{library}rules/{rule.reference}/moves/withdraw/"])
    hugo = visitor()
    hugo.bring_session(cast.hugo)
    paths_of(hugo, [f"{at}moves/review/"])
