"""Every page for the people who have it: no violation of WCAG, no sideways scroll, large enough targets, one heading of the first rank."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connection
from playwright.sync_api import Page, expect

from backend.agreements.models import Agreement
from backend.audit.models import Event
from backend.audit.reads import viewed
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.verifying import verify_and_tell
from backend.cases.actions.break_glass import break_glass, end_break_glass
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.drafting import revise_draft
from backend.documents.actions.withdrawing import withdraw_document
from backend.documents.composing import COMPOSERS
from backend.documents.models import Document
from backend.documents.queries import content_of
from backend.intake.models import Report
from backend.records.access_reviews import review_case_access
from backend.records.jobs import start_export
from backend.records.queries import EventFilter
from backend.records.scopes import ExportScope
from tests.builders import the_agreement, the_allegation
from tests.documents.writing import approved, warning_words, written
from tests.e2e.acting import refused
from tests.e2e.conftest import DESK, PHONE, Visitor

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
ACase = Callable[..., Case]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block"],
}  # the only rules that a colour scheme can break
SCHEMES: dict[Literal["light", "dark"], Any] = {"light": RULES, "dark": OF_COLOUR}
SMALL_TARGETS = """() => [...document.querySelectorAll("main button, main a.button, main input:not([type=hidden]), main select")]
  .filter((each) => each.offsetParent && !each.closest(".visually-hidden, label.check"))
  .filter((each) => each.getBoundingClientRect().height < 44 && each.type !== "checkbox" && each.type !== "radio")
  .map((each) => each.outerHTML.slice(0, 120))"""


def violations(page: Page, run_only: Any = RULES) -> list[str]:
    """Run axe on a page once it is there whole, by all rules unless only some are asked for."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(only) => axe.run(document, { runOnly: only, resultTypes: ['violations'] })", run_only)
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


def look(one: Visitor, path: str) -> list[str]:
    """Look at one page on a phone and on a desk, light and dark, and list what is wrong."""
    page, wrong = one.page, []
    one.open(path)
    if page.locator("h1").count() != 1:
        wrong.append(f"{path} has {page.locator('h1').count()} headings of the first rank")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            wrong += [f"{path} {size['width']} {scheme} {told}" for told in violations(page, rules)]
        wrong += [f"{path} {size['width']} small: {told}" for told in page.evaluate(SMALL_TARGETS)]
    page.set_viewport_size({"width": 320, "height": 700})
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append(f"{path} scrolls sideways at 320")
    return wrong


def paths_of(one: Visitor, paths: Iterator[str] | list[str]) -> None:
    """Look at pages one after the other, and fail with everything that is wrong in them."""
    assert [told for path in paths for told in look(one, path)] == []


def test_pages_before_signing_in(cast: Cast, visitor: Come) -> None:
    paths_of(
        visitor(),
        [
            "/account/login/",
            "/account/password/reset/",
            "/account/password/reset/done/",
            "/account/signup/",
            "/verify/",
        ],
    )


def test_checking_a_document_without_signing_in(cast: Cast, visitor: Come, tmp_path: Path) -> None:
    document = Document.objects.filter(recipient=cast.martin.person).latest("pk")
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(content_of(document))
    anybody = visitor()
    page = anybody.page
    anybody.open("/verify/")
    page.get_by_label("The PDF file").set_input_files(copy)
    page.get_by_role("button", name="Check file").click()
    expect(page.get_by_role("heading", name="Issued by us, and unchanged")).to_be_visible()
    page.get_by_text("Check the seal without this site").click()
    assert violations(page) == []
    page.get_by_label("The check code").fill(document.check_code.lower())
    page.get_by_role("button", name="Check code").click()
    expect(page.get_by_role("heading", name="We issued a document with this code")).to_be_visible()
    page.get_by_label("The check code").fill("ABC")
    page.get_by_role("button", name="Check code").click()
    expect(page).to_have_title(re.compile("^Error:"))
    assert violations(page) == []


def test_pages_about_the_account(cast: Cast, visitor: Come) -> None:
    noor = visitor()
    noor.sign_in(cast.noor)
    paths_of(
        noor,
        [
            "/profile/",
            "/account/password/change/",
            "/account/2fa/",
            "/account/reauthenticate/",
            "/account/email/",
            "/account/logout/",
            "/nothing-here/",
        ],
    )


def test_pages_of_an_employee_without_anything(cast: Cast, visitor: Come) -> None:
    noor = visitor()
    noor.bring_session(cast.noor)
    paths_of(
        noor,
        [
            "/",
            "/tasks/",
            "/mine/agreements/",
            "/mine/allegations/",
            "/documents/",
            "/documents/check/",
            "/reports/mine/",
            "/search/?q=x",
        ],
    )


def test_pages_of_the_respondent(cast: Cast, a_case: ACase, visitor: Come) -> None:
    investigating, active, offered = (
        a_case("investigating"),
        the_agreement(a_case("active")),
        the_agreement(a_case("offered")),
    )
    letter = Document.objects.filter(recipient=cast.martin.person).latest("pk")
    own = f"/mine/agreements/{offered.reference}/"
    put = f"/mine/allegations/{the_allegation(investigating).reference}/"
    martin = visitor()
    martin.bring_session(cast.martin)
    paths_of(
        martin,
        [
            "/",
            "/mine/agreements/",
            own,
            f"{own}sign/?sha256={offered.offered_sha256}",
            f"{own}sign/?sha256={'0' * 64}",
            f"{own}decline/?sha256={offered.offered_sha256}",
            f"/mine/agreements/{active.reference}/",
            f"/mine/agreements/{active.reference}/receipt/",
            "/mine/allegations/",
            put,
            f"{put}answer/",
            "/documents/",
            f"/documents/{letter.reference}/",
        ],
    )


def test_forms_with_mistakes_and_checks(cast: Cast, a_case: ACase, visitor: Come) -> None:
    offered: Agreement = the_agreement(a_case("offered"))
    martin = visitor()
    martin.bring_session(cast.martin)
    page = martin.page
    martin.open(f"/mine/agreements/{offered.reference}/sign/?sha256={offered.offered_sha256}")
    page.get_by_role("button", name="Check before you sign").click()
    refused(page)
    assert page.evaluate("document.activeElement.classList.contains('problems')")
    assert violations(page) == []
    page.get_by_label("I have read this agreement").check()
    page.get_by_label("I agree to sign on screen").check()
    page.get_by_label("I agree", exact=True).check()
    page.get_by_label("Type your full name").fill("Martin Hale")
    page.get_by_role("button", name="Check before you sign").click()
    assert violations(page) == []
    page.get_by_role("button", name="Sign agreement").click()
    refused(page)
    assert violations(page) == []


def test_pages_of_the_auditor(cast: Cast, a_case: ACase, visitor: Come) -> None:
    case = a_case("offered")
    moved = Event.objects.filter(stream=case.key, action="agreement.offer").latest("pk")
    asked: dict[str, Any] = {"actor": cast.lena, "reason": "Yearly review.", "scope": ExportScope()}
    export = start_export(wanted=EventFilter(kind="access"), level="pseudonymised", **asked)
    with_names = start_export(wanted=EventFilter(kind="access"), level="identified", **asked)
    seal_now()
    lena = visitor()
    lena.bring_session(cast.lena)
    paths_of(
        lena,
        [
            "/",
            "/audit/",
            "/audit/history/",
            f"/audit/history/?q={case.reference}&kind=change",
            "/audit/history/?q=nothing",
            "/audit/history/?since=soon",
            f"/audit/{moved.pk}/",
            f"/audit/{moved.pk}/verify/",
            "/audit/exports/",
            "/audit/exports/new/",
            f"/audit/exports/new/?q={case.reference}",
            "/audit/exports/new/?of=case&reference=nothing",
            "/audit/exports/new/?of=everything",
            f"/audit/exports/{export.reference}/",
            f"/audit/exports/{with_names.reference}/",
            "/mine/data/",
            "/cases/",
            "/batches/",
            f"/cases/{case.reference}/",
        ],
    )
    page = lena.page
    lena.open(f"/audit/exports/new/?of=case&reference={case.reference}")
    page.get_by_label("What the export is for").fill("Yearly review.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check the export")).to_be_visible()
    assert violations(page) == []
    priya = visitor()
    priya.bring_session(cast.priya)
    paths_of(priya, ["/", "/audit/exports/", "/audit/exports/new/", f"/audit/exports/{with_names.reference}/decide/"])


def test_pages_about_damage(cast: Cast, a_case: ACase, visitor: Come) -> None:
    moved = Event.objects.filter(stream=a_case("offered").key, action="agreement.offer").latest("pk")
    seal_now()
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER audit_event_no_{verb}{on_event()}")
        cursor.execute("UPDATE audit_event SET body = replace(body, 'approved', 'drafted') WHERE id = %s", [moved.pk])
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [moved.pk - 1])
    verify_and_tell(actor=None)
    lena = visitor()
    lena.bring_session(cast.lena)
    paths_of(lena, ["/audit/", f"/audit/{moved.pk}/verify/", f"/audit/{moved.pk - 1}/"])


def on_event() -> str:
    """Name the table where PostgreSQL wants to know it."""
    return " ON audit_event" if connection.vendor == "postgresql" else ""


def test_pages_of_staff(cast: Cast, a_case: ACase, a_report: Callable[..., Report], visitor: Come) -> None:
    case, report = a_case("investigating"), a_report()
    ines = visitor()
    ines.bring_session(cast.ines)
    at = f"/cases/{case.reference}/"
    paths_of(
        ines,
        [
            "/",
            "/tasks/",
            "/cases/",
            at,
            f"{at}history/",
            f"{at}documents/",
            f"{at}people/",
            f"{at}allegations/",
            f"{at}allegations/1/",
            "/search/?q=conduct",
        ],
    )
    omar = visitor()
    omar.bring_session(cast.omar)
    paths_of(omar, ["/", "/reports/", f"/reports/{report.reference}/", "/reports/new/"])


def test_pages_of_letters_before_their_issue(cast: Cast, a_case: ACase, visitor: Come) -> None:
    case, early = a_case("implementing"), a_case("investigating")
    draft = written(case, cast, consequence="Erin Lindqvist was right. If it happens again, dismissal may follow.")
    revise_draft(draft, COMPOSERS["warning"], given=warning_words(), actor=cast.daniel)
    ready, wrong = approved(case, cast), written(case, cast, consequence="Erin Lindqvist was right.")
    daniel = visitor()
    daniel.bring_session(cast.daniel)
    at = f"/letters/{draft.reference}/"
    paths_of(
        daniel,
        [
            f"/cases/{case.reference}/documents/",
            f"/cases/{case.reference}/documents/?state=withdrawn",
            f"/letters/new/{case.reference}/",
            f"/letters/new/{case.reference}/warning/",
            f"/letters/new/{case.reference}/closure_memo/",
            at,
            f"/letters/{wrong.reference}/",
            f"{at}edit/",
            f"{at}changes/",
            f"{at}moves/review/",
            f"{at}moves/discard/",
            f"/letters/{ready.reference}/issue/",
        ],
    )
    page = daniel.page
    daniel.open(f"/letters/new/{case.reference}/warning/")
    page.get_by_role("button", name="Save the letter").click()
    refused(page)
    assert violations(page) == []
    ines = visitor()
    ines.bring_session(cast.ines)
    paths_of(ines, [f"/letters/new/{early.reference}/", f"/letters/new/{early.reference}/interim_measure/"])


def test_pages_of_issued_documents(cast: Cast, a_case: ACase, visitor: Come) -> None:
    case = a_case("investigating")
    notice = Document.objects.get(matter=case.reference, kind="D3")
    ines, martin = visitor(), visitor()
    ines.bring_session(cast.ines)
    martin.bring_session(cast.martin)
    at = f"/documents/{notice.reference}/"
    paths_of(ines, [at, *(f"{at}{act}/" for act in ("hand-over", "returned", "withdraw", "redact", "proof"))])
    paths_of(martin, [f"{at}acknowledge/", f"{at}refuse/", f"{at}proof/"])
    withdraw_document(notice, actor=cast.ines, reason="Wrong.", why="It named a wrong day.")
    paths_of(martin, ["/documents/", at])
    paths_of(ines, [at, f"/cases/{case.reference}/documents/"])


def test_pages_of_an_emergency_access(cast: Cast, a_case: ACase, visitor: Come) -> None:
    case, over = a_case("investigating"), a_case("opened")
    ended = break_glass(over.reference, actor=cast.wanda, reason="An emergency.")
    end_break_glass(ended, actor=cast.wanda, reason="Done.")
    glass = break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    wanda, priya = visitor(), visitor()
    wanda.bring_session(cast.wanda)
    paths_of(
        wanda,
        [
            "/",
            "/break-glass/",
            "/break-glass/new/",
            f"/break-glass/{glass.reference}/end/",
            f"/cases/{case.reference}/",
        ],
    )
    priya.bring_session(cast.priya)
    address = f"/break-glass/{ended.reference}/"
    paths_of(priya, ["/", "/break-glass/", f"/break-glass/{glass.reference}/", address, f"{address}review/"])


def test_pages_of_the_review_of_access(cast: Cast, a_case: ACase, visitor: Come) -> None:
    case = a_case("active")
    glass = break_glass(case.reference, actor=cast.wanda, reason="An emergency.")
    viewed(case, "case.read", actor=cast.wanda)
    end_break_glass(glass, actor=cast.wanda, reason="Done.")
    review = review_case_access(case, actor=cast.priya, reason="Yearly.", verdict="to_change", findings="End one.")
    of_case, of_person = (
        f"/audit/access/cases/{case.reference}/",
        f"/audit/access/people/{cast.person('ines').reference}/",
    )
    lena = visitor()
    lena.bring_session(cast.lena)
    paths_of(
        lena,
        [
            "/audit/access/",
            "/audit/access/?q=nobody",
            of_case,
            f"{of_case}review/",
            of_person,
            f"{of_person}review/",
            "/audit/access/former/",
            f"/audit/access/reviews/{review.reference}/",
        ],
    )


def test_pages_of_who_looked(cast: Cast, a_case: ACase, visitor: Come) -> None:
    case = a_case("investigating")
    for _turn in range(30):
        viewed(case, "case.read", actor=cast.ines)
    martin, noor = visitor(), visitor()
    martin.bring_session(cast.martin)
    paths_of(martin, ["/mine/looked/", "/mine/looked/?since=2199-01-01", "/mine/looked/?since=soon"])
    noor.bring_session(cast.noor)
    paths_of(noor, ["/mine/looked/"])
