"""Scenarios 5, 8 and 10 on a phone of 390 px with the keyboard alone: not signing, changing, and reading one's own agreement."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backend.agreements.actions.drafting import approve_agreement, review_agreement
from backend.agreements.actions.signing import offer_agreement
from backend.agreements.models import Agreement, AgreementComment, AgreementObligation, Signature
from backend.cases.models import Case, Obligation
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.demo.cast import PASSWORD, Cast
from backend.documents.queries import content_sha256
from backend.kernel import clock
from backend.people.models import User
from tests.agreements.answers import WHY, countersign
from tests.agreements.scenes import in_force
from tests.builders import a_duty, the_agreement
from tests.documents.same_words import differing
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.keyboard import press, tab_to, tab_to_link, tick, write

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
Plays = Callable[..., Case]
TALK = "Come to a talk with your monitor."


def heading(page: Page, words: str) -> None:
    """Wait for a page by its only heading of the first rank."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def comes(visitor: Come, user: User) -> Visitor:
    """Let somebody sign in on a phone, by keyboard."""
    one = visitor(PHONE)
    one.context.set_default_timeout(60_000)  # a letter is set in full before its page answers
    one.open("/account/login/")
    write(one.page, "E-mail address", user.email)
    write(one.page, "Password", PASSWORD)
    one.page.keyboard.press("Enter")
    one.page.wait_for_url(one.url + "/")
    return one


def goes(one: Visitor, path: str) -> Page:
    """Open a page, which must not be wider than the phone."""
    one.open(path)
    assert one.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    return one.page


def signs(page: Page, *, protest: bool = False) -> None:
    """Go through both steps of signing."""
    press(page, "Sign this agreement")
    heading(page, "Sign the agreement")
    tick(page, "I have read this agreement")
    tick(page, "I agree to sign on screen")
    tick(page, "I agree")
    if protest:
        page.keyboard.press("ArrowDown")
    write(page, "Type your full name", "Martin Hale")
    press(page, "Check before you sign")
    heading(page, "Check and sign")
    write(page, "Your password", PASSWORD)
    press(page, "Sign agreement")
    heading(page, "You signed the agreement")


def test_scenario_5_three_ways_of_not_agreeing(cast: Cast, a_case: Plays, visitor: Come) -> None:
    declined, lapsed, protested = (the_agreement(a_case("offered")) for _ in range(3))
    martin = comes(visitor, cast.martin)
    page = goes(martin, f"/mine/agreements/{declined.reference}/")
    press(page, "Decline this agreement")
    heading(page, "Decline the agreement")
    press(page, "Check before you decline")
    heading(page, "Check and decline")
    write(page, "Your password", PASSWORD)
    press(page, "Decline agreement")
    heading(page, "You declined the agreement")

    assert lapsed.offer_expires_at is not None
    page = goes(martin, f"/mine/agreements/{protested.reference}/")
    signs(page, protest=True)
    with clock.at(lapsed.offer_expires_at + timedelta(minutes=1)):
        sweep(as_of=clock.now())
    page = goes(martin, f"/mine/agreements/{lapsed.reference}/")
    expect(page.get_by_role("heading", name="The offer lapsed")).to_be_visible()

    states = [Agreement.objects.get(pk=each.pk).state for each in (declined, lapsed, protested)]
    assert states == ["declined", "expired_offer", "signed_by_employee"]
    own = Signature.objects.filter(agreement__in=[declined, lapsed, protested])
    meanings = own.order_by("pk").values_list("agreement", "meaning")
    assert list(meanings) == [(declined.pk, "decline"), (protested.pk, "agree_under_protest")]
    for each in (declined, lapsed, protested):
        duties = AgreementObligation.objects.filter(agreement=each)
        assert set(duties.values_list("state", flat=True)) == {"planned"}
        assert not Deadline.objects.filter(subject__in=[duty.key for duty in duties]).exists()
        assert each.document is not None
        assert content_sha256(each.document) == each.offered_sha256

    ruth = comes(visitor, cast.ruth)
    for each in (declined, lapsed):
        page = goes(ruth, f"/agreements/{each.reference}/")
        expect(page.locator(".page-head")).not_to_contain_text("breach")
        press(page, "Decide the alternative")
        heading(page, "Decide the alternative")
        expect(page.locator("main")).to_contain_text("Not signing was no breach.")
        write(page, "Reason", "As the offer said.")
        press(page, "Decide the alternative")
        expect(page.locator("main")).to_contain_text(each.reference)
        owed = Obligation.objects.filter(case=each.case, kind="outcome.alternative")
        assert not owed.filter(discharged_at=None).exists()
    assert not Obligation.objects.filter(case=protested.case, kind="outcome.alternative").exists()


def test_scenario_8_a_changed_agreement(cast: Cast, a_case: Plays, visitor: Come) -> None:
    first = clock.today() + timedelta(days=40)
    talk = a_duty(cast, first, what=TALK, recurrence="FREQ=WEEKLY", due="", grace_days=3)
    active = in_force(a_case, cast, [talk])
    was = active.obligations.get().due
    daniel = comes(visitor, cast.daniel)
    page = goes(daniel, f"/agreements/{active.reference}/")
    press(page, "Propose a change")
    heading(page, "Propose a change")
    write(page, "Why the agreement is to change", "The first weeks went well.")
    press(page, f"1. {TALK}")  # unfolds it
    tab_to(page, "How often")
    page.keyboard.type("Every month")
    press(page, "Propose the change")
    expect(page.locator("main")).to_contain_text("every month, first by")
    version = Agreement.objects.select_related("case", "person").get(amendment__earlier=active)
    changed = version.obligations.get()
    assert (changed.recurrence.partition(";")[0], changed.grace_days, changed.what) == ("FREQ=MONTHLY", 3, TALK)
    expect(page.locator("main")).to_contain_text(was)

    version = review_agreement(version, actor=cast.hugo, reason=WHY)
    version = offer_agreement(approve_agreement(version, actor=cast.clara, reason=WHY), actor=cast.daniel, reason=WHY)
    martin = comes(visitor, cast.martin)
    page = goes(martin, f"/mine/agreements/{version.reference}/")
    heading(page, "Change of the agreement")
    expect(page.locator("main")).to_contain_text(was)
    expect(page.locator("main")).to_contain_text(changed.due)
    expect(page.locator("main")).to_contain_text("The version before simply goes on.")
    signs(page)
    assert Agreement.objects.get(pk=active.pk).state == "active"
    version = countersign(Agreement.objects.get(pk=version.pk), cast.ruth)
    with clock.at(clock.now() + timedelta(days=30)):
        sweep(as_of=clock.now())
    page = goes(martin, f"/mine/agreements/{active.reference}/")
    press(page, "Read the version in force")
    expect(page.locator("main")).to_contain_text(changed.due)
    joan = comes(visitor, cast.joan)
    page = goes(joan, "/agreements/obligations/")
    expect(page.locator("main")).to_contain_text(changed.due)
    expect(page.locator("main")).not_to_contain_text(was)
    expect(page.locator("main")).not_to_contain_text("The first weeks went well.")
    for each in (active, version):
        fresh = Agreement.objects.get(pk=each.pk)
        assert fresh.document is not None
        assert content_sha256(fresh.document) == fresh.offered_sha256


@pytest.mark.paper
def test_scenario_10_ones_own_agreement(cast: Cast, a_case: Plays, visitor: Come) -> None:
    offered = the_agreement(a_case("offered"))
    martin = comes(visitor, cast.martin)
    goes(martin, "/mine/agreements/")
    page = martin.page
    tab_to_link(page, "Accountability agreement", href=offered.reference)
    page.keyboard.press("Enter")
    heading(page, "Accountability agreement")
    sign, decline = (
        page.get_by_role("link", name=f"{verb} this agreement").bounding_box() for verb in ("Sign", "Decline")
    )
    assert sign is not None
    assert decline is not None
    assert (sign["width"], sign["height"]) == pytest.approx((decline["width"], decline["height"]), abs=60)
    assert sign["height"] == decline["height"]
    screen = page.locator("main").inner_text()
    assert cast.erin.name not in screen
    tab_to(page, "Download PDF")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    copy = Path(download.value.path()).read_bytes()
    ends = "It then stands in place of these lines."
    assert differing(screen, copy, begins="Between", ends=ends) == []

    page = goes(martin, f"/mine/agreements/{offered.reference}/")
    signs(page)
    page = goes(martin, f"/mine/agreements/{offered.reference}/")
    press(page, "Add a comment")
    heading(page, "Add a comment")
    write(page, "Your comment", "I see finding A1 differently.")
    press(page, "Add the comment")
    expect(page.locator("main")).to_contain_text("I see finding A1 differently.")
    assert AgreementComment.objects.get().agreement_id == offered.pk
    page = goes(martin, "/mine/looked/")
    expect(page.locator("main")).to_contain_text("agreement")
