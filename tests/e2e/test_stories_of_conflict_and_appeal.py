"""Two stories in a browser: somebody steps aside and loses sight of the case at once; an appeal takes a decision down."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from backend.cases.models import Case
from backend.decisions.models import Appeal
from backend.demo.cast import Cast
from backend.kernel import clock
from tests.builders import DECLARED
from tests.e2e.acting import absent, says_nothing_of, sent, waits
from tests.e2e.conftest import PHONE, Visitor

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
GROUND = "unreasonable_on_evidence"


def on(days: int) -> str:
    return str(clock.today() + timedelta(days=days))


def arrives(visitor: Come, cast: Cast, name: str, viewport: dict[str, int] | None = None) -> Visitor:
    one = visitor(viewport) if viewport else visitor()
    one.bring_session(getattr(cast, name))
    one.context.set_default_timeout(60_000)  # a letter is set in full before its page answers
    return one


def test_whoever_steps_aside_sees_nothing_any_more_and_what_they_read_is_handed_over(
    cast: Cast, a_case: Callable[..., Case], visitor: Come
) -> None:
    case = a_case("investigating").reference
    omar, ines, martin = (arrives(visitor, cast, name) for name in ("omar", "ines", "martin"))
    page = ines.page
    ines.open(f"/cases/{case}/allegations/1/")
    expect(page.locator("main")).to_contain_text("shoulders")
    ines.open(f"/cases/{case}/conflicts/")
    page.get_by_role("link", name="Step aside").click()
    sent(page, "Step aside", reason="I know the witness.")
    absent(
        ines,
        f"/cases/{case}/",
        f"/cases/{case}/allegations/1/",
        f"/cases/{case}/conflicts/",
        f"/cases/{case}/interviews/",
    )
    says_nothing_of(ines, (case,), "/", "/cases/", "/documents/", "/decisions/")

    omar.open("/")
    omar.page.get_by_role("link", name="Look through what somebody had read").first.click()
    expect(omar.page.locator("main")).to_contain_text("Inês Duarte")
    omar.open(f"/cases/{case}/people/appoint/?role=investigator")
    sent(
        omar.page,
        "Appoint",
        role="investigator",
        user=str(cast.ines.uid),
        declaration=DECLARED,
        told=["earlier"],
        stays=True,
    )
    expect(omar.page.locator("main")).to_contain_text("(C7)")
    omar.open(f"/cases/{case}/people/appoint/?role=investigator")
    wanda = str(cast.wanda.uid)
    sent(omar.page, "Appoint", role="investigator", user=wanda, declaration=DECLARED, told=["earlier"])
    wandas = arrives(visitor, cast, "wanda")
    waits(wandas, case, "Martin Hale")
    martin.open("/mine/handling/")
    expect(martin.page.locator("main")).to_contain_text("No conflict of interest had to be disclosed here.")
    expect(martin.page.locator("main")).not_to_contain_text("witness")


def test_an_appeal_sets_the_decision_aside_and_both_sides_are_told(
    cast: Cast, a_case: Callable[..., Case], visitor: Come
) -> None:
    case = a_case("implementing").reference
    martin, erin = arrives(visitor, cast, "martin", PHONE), arrives(visitor, cast, "erin", PHONE)
    page = martin.page
    martin.open(f"/mine/decisions/{case}/")
    page.get_by_role("link", name="Write your appeal").click()
    sent(page, "Check your appeal", against=["1"], grounds=[GROUND], text="The second witness was in another town.")
    page.get_by_role("button", name="Send appeal").click()
    expect(page.locator("main")).to_contain_text("Your appeal was sent")
    appeal = Appeal.objects.latest("pk").reference
    ian = arrives(visitor, cast, "ian")
    absent(ian, f"/appeals/{appeal}/", f"/cases/{case}/")
    absent(erin, f"/mine/appeals/{appeal}/", f"/appeals/{appeal}/")

    omar = arrives(visitor, cast, "omar")
    waits(omar, case, "ppoint the appeal reviewer")
    omar.page.locator(".next").get_by_role("link").click()
    sent(omar.page, "Appoint", user=str(cast.ian.uid), declaration=DECLARED)
    absent(omar, f"/appeals/{appeal}/")
    ruth = arrives(visitor, cast, "ruth")
    absent(ruth, f"/appeals/{appeal}/overturn/")

    page = ian.page
    ian.open("/")
    page.get_by_role("link", name=re.compile("Review the appeal")).first.click()
    for verb, button, values in (
        ("admit", "Admit the appeal", {"comment_until": on(4)}),
        ("review", "Begin the review", {}),
        ("overturn", "Set the decision aside", {f"answer_{GROUND}": "He was in another town.", "upheld": [GROUND]}),
        ("communicate", "Send the decision to both sides", {}),
    ):
        ian.open(f"/appeals/{appeal}/")
        page.get_by_role("link", name=button).first.click()
        expect(page).to_have_url(re.compile(f"/{verb}/"))
        sent(page, button, **values)
    martin.open("/documents/")
    expect(martin.page.locator("main")).to_contain_text(re.compile("ithdrawn"))
    martin.open(f"/mine/decisions/{case}/")
    expect(martin.page.locator("main")).to_contain_text(re.compile("set aside", re.IGNORECASE))
    erin.open(f"/mine/decisions/{case}/")
    expect(erin.page.locator("main")).to_contain_text(re.compile("set aside", re.IGNORECASE))
    says_nothing_of(erin, ("warning", "Warning"), "/", "/documents/", f"/mine/decisions/{case}/")
