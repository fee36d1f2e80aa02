"""How long an offer is open: the usual time, and at least 21 days where past claims are given up; page, file and timer say the same."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from backend.agreements.actions.revoking import revoke_signature
from backend.agreements.actions.signing import lapse_offer, offer_agreement
from backend.agreements.letters.agreement import AccountabilityAgreement
from backend.agreements.models import Agreement
from backend.agreements.proposal import consider_until
from backend.agreements.queries.answers import codes_of, days_to_consider, revocable_until, time_to_consider
from backend.clauses.delivered import delivered
from backend.deadlines import profiles
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import Place, profile
from backend.demo.cast import Cast
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Refused
from tests.agreements.answers import WHY, a_change, an_amendment, countersign, sign, with_release
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
Plays = Callable[..., Agreement]
LONGER = """
[profile]
code = "LONG"
version = "1"
title = "A house with more time"
extends = "US"
[[timers]]
event = "agreement.consider"
value = "P30D"
start = "agreement.offer"
sense = "floor"
kind = "hard"
basis = "An agreement with the union"
source = "https://example.org/"
"""


def offered(agreement: Agreement, cast: Cast) -> Agreement:
    return offer_agreement(agreement, actor=cast.daniel, reason=WHY)


def timer_of(agreement: Agreement) -> Deadline:
    return Deadline.objects.about(agreement).get(kind="agreement.consider", cancelled_at=None)


@pytest.mark.parametrize(("place", "days"), [("US", 21), ("UK", 21), ("EU-DE", 21)])
def test_a_release_has_21_days_wherever_it_stands(cast: Cast, an_agreement: Plays, place: str, days: int) -> None:
    agreement = offered(with_release(an_agreement("drafted"), cast, profile=place), cast)
    assert days_to_consider(agreement) == days
    assert (timer_of(agreement).rule, timer_of(agreement).due_at) == ("P21D", agreement.offer_expires_at)
    assert timer_of(agreement).is_hard is (place == "US")  # a law there, the organisation's own rule elsewhere


def test_without_a_release_the_usual_time_holds(cast: Cast, an_agreement: Plays) -> None:
    agreement = offered(an_agreement("drafted"), cast)
    assert (days_to_consider(agreement), timer_of(agreement).rule) == (7, "P7D")


def test_the_longer_time_holds_where_the_usual_one_is_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in profiles.DIRECTORY.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "LONG.toml").write_text(LONGER, encoding="utf-8")
    monkeypatch.setattr(profiles, "DIRECTORY", tmp_path)
    assert time_to_consider(Place("LONG"), {"C01", "C43"}) == "agreement.consider"
    assert time_to_consider(Place("UK"), {"C01", "C43"}) == "agreement.consider_release"
    assert time_to_consider(Place("UK"), {"C01"}) == "agreement.consider"


def test_page_file_timer_and_clause_say_the_same_number(
    cast: Cast, an_agreement: Plays, sign_in: Callable[..., Client]
) -> None:
    drawn = with_release(an_agreement("drafted"), cast, profile="UK")
    expected = consider_until(drawn.case, codes_of(drawn)).date()
    agreement = offered(drawn, cast)
    assert agreement.document
    letter = letter_of(agreement.document)
    assert isinstance(letter, AccountabilityAgreement)
    days = (letter.offer_expires_on - clock.today("Europe/London")).days
    assert letter.offer_expires_on == expected
    page = text_of(sign_in(cast.martin).get(f"/mine/agreements/{agreement.reference}/"))
    assert f"you have {days} days to think. You may sign earlier if you choose to yourself." in page
    law = profile("US").timer("agreement.consider_release").rule.length
    assert law == f"{days} days"
    assert f"at least {law} to think" in delivered("en-GB").clauses["C43"].text


def test_an_offer_without_a_release_says_nothing_of_it(
    cast: Cast, an_agreement: Plays, sign_in: Callable[..., Client]
) -> None:
    agreement = an_agreement("offered")
    assert "past claims" not in text_of(sign_in(cast.martin).get(f"/mine/agreements/{agreement.reference}/"))


def test_signing_earlier_is_the_employees_own_choice_and_the_seven_days_stay(cast: Cast, an_agreement: Plays) -> None:
    agreement = offered(with_release(an_agreement("drafted"), cast), cast)
    with clock.at(clock.now() + timedelta(days=8)):  # the usual time is over, this one is not
        with pytest.raises(Refused, match="has not passed"):
            lapse_offer(agreement, actor=cast.daniel, reason=WHY)
        signed = sign(agreement, cast.martin)
        until = revocable_until(signed)
        assert until
        assert (until.date() - clock.now().date()).days == 7
        revoke_signature(signed, actor=cast.martin, reason="I revoke.", factors=["password"])


def test_a_changed_version_has_the_same_time(cast: Cast, an_agreement: Plays) -> None:
    agreement = sign(offered(with_release(an_agreement("drafted"), cast, profile="UK"), cast), cast.martin)
    active = countersign(agreement, cast.ruth)
    version = an_amendment(active, cast, effective_on=clock.today() + timedelta(days=40))
    assert (days_to_consider(version), timer_of(version).rule) == (21, "P21D")


def test_a_change_that_would_begin_within_that_time_is_not_offered(cast: Cast, an_agreement: Plays) -> None:
    active = countersign(
        sign(offered(with_release(an_agreement("drafted"), cast, profile="UK"), cast), cast.martin), cast.ruth
    )
    version = an_amendment(active, cast, to="approved", effective_on=a_change(active).effective_on)  # 14 days
    with pytest.raises(Refused) as refused:
        offered(version, cast)
    assert refused.value.code == "amendment-too-soon"
