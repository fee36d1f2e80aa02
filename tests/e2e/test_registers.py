"""The pages of the registers, of examinations and of help pointed out, looked at in a browser by everybody who has them."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from backend.demo.cast import Cast
from backend.kernel import clock
from backend.referrals.actions.fitness import approve_examination, ask_for_examination, offer_examination
from backend.referrals.actions.grading import grade_evidence
from backend.referrals.actions.listing import Listing, add_provider, add_tie, name_secular_alternative
from backend.referrals.actions.loading import load_interventions
from backend.referrals.actions.suggesting import suggest_support
from backend.referrals.contents import Examined
from backend.referrals.models import FitnessRequest, Intervention, Licence, Provider
from tests.e2e.conftest import DESK, PHONE, Visitor
from tests.e2e.test_every_page import paths_of
from tests.referrals.referring import a_provider, a_review

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
SHOTS = os.environ.get("EVENHAND_SHOTS")


def registers(cast: Cast) -> tuple[Provider, FitnessRequest]:
    """Fill the registers: two providers with a tie, a religious one, the delivered evidence, an examination, a suggestion."""
    load_interventions(actor=cast.system, as_of=clock.today() - timedelta(days=340))
    cbt = Intervention.objects.get(code="cbt_individual")
    grade_evidence(cbt, a_review(), actor=cast.hugo)
    one = a_provider(cast, phone="0113 496 0177", conflicts="Worked for us in 2024.", payer="The company.")
    two = a_provider(cast, "Meridian Counselling")
    add_tie(one, two, what="Both belong to one owner.", actor=cast.mira)
    house = add_provider(Listing(name="Chapel House", service="Talks", faith_based=True), offers=[cbt], actor=cast.mira)
    name_secular_alternative(house, one, actor=cast.mira)
    said = Examined(facts=("Stopped the van twice on 4 May.",), tasks=("Driving a van",), payer="The company.")
    asked = ask_for_examination(
        cast.person("noor"), provider=one, coordinator=cast.mira, examined=said, actor=cast.daniel
    )
    request = offer_examination(approve_examination(asked, actor=cast.hugo), actor=cast.mira)
    suggest_support(cast.person("noor"), house, actor=cast.daniel)
    return house, request


def shoot(one: Visitor, paths: list[str]) -> None:
    """Keep a picture of each page, where a folder for pictures is named."""
    for path in paths if SHOTS else []:
        for name, size in (("desk", DESK), ("phone", PHONE)):
            one.page.set_viewport_size(size)  # type: ignore[arg-type]
            one.open(path)
            file = f"{path.strip('/').replace('/', '-').partition('?')[0] or 'home'}-{name}.png"
            one.page.screenshot(path=Path(SHOTS or "") / file, full_page=True)


def test_pages_of_those_who_keep_the_registers(cast: Cast, visitor: Come) -> None:
    house, request = registers(cast)
    licence = Licence.objects.order_by("pk").first()
    assert licence is not None
    providers, evidence = "/registers/providers/", "/registers/evidence/"
    at, cbt = f"{providers}{house.reference}/", f"{evidence}cbt_individual/"
    mira = visitor()
    mira.bring_session(cast.mira)
    paths = [
        "/",
        providers,
        f"{providers}?q=nobody",
        f"{providers}new/",
        at,
        f"{providers}{licence.provider.reference}/",
        f"{at}edit/",
        f"{at}alternative/",
        f"{at}licences/new/",
        f"{at}ties/new/",
        f"{at}moves/suspend/",
        f"/registers/licences/{licence.uid}/verify/",
        evidence,
        f"{evidence}?view=due",
        cbt,
        f"{cbt}edit/",
        f"{cbt}grade/affects_others/",
        f"{evidence}new/",
        "/examinations/",
        f"/examinations/{request.reference}/",
        f"/examinations/{request.reference}/moves/answer/",
        "/support/new/",
    ]
    shoot(mira, paths)
    paths_of(mira, paths)


def test_pages_of_whoever_is_examined_or_helped_and_of_whoever_asks(cast: Cast, visitor: Come) -> None:
    _, request = registers(cast)
    own = f"/mine/examinations/{request.reference}/"
    noor = visitor()
    noor.bring_session(cast.noor)
    paths = ["/", "/mine/examinations/", own, "/mine/support/"]
    shoot(noor, paths)
    paths_of(noor, paths)
    daniel = visitor()
    daniel.bring_session(cast.daniel)
    paths_of(daniel, ["/examinations/new/", "/registers/evidence/"])


def test_a_provider_is_added_and_found_without_a_script(cast: Cast, visitor: Come) -> None:
    load_interventions(actor=cast.system)
    mira = visitor(PHONE, java_script_enabled=False)
    mira.bring_session(cast.mira)
    page = mira.page
    mira.open("/registers/providers/new/")
    page.get_by_label("Name of the practice").fill("Calder Practice")
    page.get_by_role("button", name="Add the provider").click()
    expect(page.get_by_text("Write something here.").first).to_be_visible()
    page.get_by_label("What it does, in a line").fill("Individual sessions")
    page.get_by_label("Individual cognitive behavioural therapy").check()
    page.get_by_role("button", name="Add the provider").click()
    expect(page.get_by_role("heading", name="Calder Practice", level=1)).to_be_visible()
    mira.open("/registers/providers/?q=calder")
    expect(page.get_by_role("link", name="Calder Practice")).to_be_visible()
