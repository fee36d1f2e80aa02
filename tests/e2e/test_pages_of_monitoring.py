"""Pages of check-ins, suspected breaches and easing, and a check-in recorded on a phone with the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from backend.agreements.models import Agreement
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.monitoring.actions.check_ins import (
    miss_agreement_check_in,
    reschedule_agreement_check_in,
    write_own_words,
)
from backend.monitoring.actions.easing import lifecycle as easings
from backend.monitoring.models import AgreementCheckIn, Easing
from tests.e2e.conftest import PHONE, Visitor
from tests.e2e.keyboard import press, tick, write
from tests.e2e.test_every_page import paths_of
from tests.monitoring.scenes import WHY, determined, first_check_in, the_duty

pytestmark = pytest.mark.e2e
Come = Callable[..., Visitor]
Build = Callable[..., Agreement]


def today(agreement: Agreement, cast: Cast, number: int = 1) -> AgreementCheckIn:
    """Move a check-in to this day."""
    row = AgreementCheckIn.objects.get(agreement=agreement, number=number)
    return reschedule_agreement_check_in(row, actor=cast.joan, reason=WHY, due_on=clock.today())


def test_pages_of_monitoring(cast: Cast, an_agreement: Build, visitor: Come) -> None:
    agreement = an_agreement("active")
    second = today(agreement, cast, 2)
    miss_agreement_check_in(second, actor=cast.joan, reason=WHY, missed_by="employee")
    check_in = today(agreement, cast)
    write_own_words(check_in, actor=cast.martin, words="I need Friday mornings.")
    breach = determined(agreement, cast)
    joan, martin, ruth, daniel = visitor(), visitor(), visitor(), visitor()
    held = f"/agreements/obligations/check-ins/{check_in.reference}/"
    joan.bring_session(cast.joan)
    paths_of(joan, ["/", "/agreements/obligations/check-ins/", held, f"{held}miss/", f"{held}reschedule/"])
    paths_of(joan, [f"/agreements/obligations/{agreement.reference}/{the_duty(agreement).seq}/report/"])
    martin.bring_session(cast.martin)
    mine = f"/mine/notices/{breach.reference}/"
    paths_of(martin, [f"/mine/agreements/{agreement.reference}/check-ins/", mine, f"{mine}appeal/"])
    paths_of(martin, [f"/mine/check-ins/{check_in.reference}/words/", f"/mine/check-ins/{second.reference}/barrier/"])
    ruth.bring_session(cast.ruth)
    decided = f"/agreements/breaches/{breach.reference}/"
    paths_of(
        ruth,
        [
            "/agreements/breaches/",
            decided,
            f"{decided}decide_consequence/",
            f"/agreements/{agreement.reference}/followed/",
        ],
    )
    daniel.bring_session(cast.daniel)
    paths_of(daniel, ["/", "/agreements/breaches/", held])
    assert set(easings.moves) == {"grant", "refuse", "end"}
    assert not Easing.objects.exists()


def test_a_check_in_on_a_phone_with_the_keyboard_alone(cast: Cast, an_agreement: Build, visitor: Come) -> None:
    agreement = an_agreement("active")
    check_in = today(agreement, cast)
    joan = visitor(PHONE)
    joan.bring_session(cast.joan)
    joan.open("/agreements/obligations/")
    page = joan.page
    press(page, "Check-ins")
    expect(page.get_by_role("heading", name="Check-ins", exact=True)).to_be_visible()
    press(page, cast.martin.name)
    expect(page.get_by_role("heading", name="Three lines, no story")).to_be_visible()
    tick(page, "No")
    tick(page, "Yes")
    tick(page, "Nothing")
    write(page, "In one line, only if it helps", "A room with a door.")
    press(page, "Record the check-in")
    expect(page.get_by_text("The check-in was recorded.")).to_be_visible()
    row = first_check_in(agreement)
    assert (row.reference, row.state) == (check_in.reference, "held")
    assert row.answers == {"barriers": "nothing", "obligations": "done", "support": "nothing"}
