"""Pages of accountability statements: linked from one’s decision and agreement, a task for whoever was asked, absent for others."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from backend.agreements.actions.calendar_sweep import sweep_occurrences
from backend.agreements.actions.drafting import draft_agreement
from backend.amends.actions.feedback import answer_accountability_round, ask_accountability_feedback
from backend.amends.actions.sharing import share_accountability_statement
from backend.amends.actions.writing import save_accountability_version
from backend.amends.models import AccountabilityRound, AccountabilityStatement, AccountabilityWish
from backend.deadlines.clockwork import sweep
from backend.demo.cast import KEYS, Cast
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.monitoring.models import Breach
from tests.agreements.answers import an_amendment, countersign, with_own_words
from tests.amends.scenes import AFTER, BEFORE, begun, wished
from tests.builders import a_draft, a_duty, the_agreement
from tests.decisions.scenes import filed
from tests.web.reading import text_of
from tests.web.test_cases_pages import Build, SignIn

pytestmark = pytest.mark.django_db
STAMPS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|value="[0-9a-f-]{36}"')


def test_the_way_is_on_ones_own_decision_and_nowhere_else(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("offered")
    martin = sign_in(cast.martin)
    decision, agreement = (
        f"/mine/decisions/{case.reference}/",
        f"/mine/agreements/{the_agreement(case).reference}/",
    )
    begin = f"/mine/accountability/about/{case.reference}/"
    assert begin in martin.get(decision).content.decode()
    assert begin not in martin.get(agreement).content.decode()  # it is no part of an agreement
    assert "accountability/" not in martin.get("/").content.decode()
    assert begin not in sign_in(cast.erin).get(decision).content.decode()
    assert sign_in(cast.erin).get(begin).status_code == 404


def test_a_statement_goes_from_its_first_word_to_its_sharing_and_its_end(
    cast: Cast, a_case: Build, sign_in: SignIn
) -> None:
    case = a_case("implementing")
    martin, daniel, omar, erin = map(sign_in, (cast.martin, cast.daniel, cast.omar, cast.erin))
    martin.post(f"/mine/accountability/about/{case.reference}/", {"begin": "1"})
    mine = f"/mine/accountability/{AccountabilityStatement.objects.get().reference}/"
    assert "Making it smaller" in text_of(martin.post(f"{mine}write/", {"text": BEFORE, "look": "1"}))
    martin.post(f"{mine}write/", {"text": BEFORE})
    assert "lifts and softens nothing" in text_of(martin.get(mine))

    martin.post(f"{mine}feedback/", {"reviewer": str(cast.daniel.uid)})
    asked = AccountabilityRound.objects.get()
    answer = f"/accountability/feedback/{asked.uid}/"
    assert answer in daniel.get("/").content.decode()
    assert BEFORE[:20] in text_of(daniel.get(answer))
    daniel.post(answer, {"feedback": "Say what you did."})
    assert daniel.get(answer).status_code == 404
    assert answer not in daniel.get("/").content.decode()
    assert "Say what you did." in text_of(martin.get(mine))

    martin.post(f"{mine}write/", {"text": AFTER})
    assert BEFORE in text_of(martin.get(f"{mine}versions/1/"))
    assert "Somebody who complained asked" not in text_of(martin.get(mine))
    omar.post(
        f"/cases/{case.reference}/accountability-wishes/",
        {"person": str(cast.person("erin").uid), "reason": "She asked me."},
    )
    assert "Somebody who complained asked" in text_of(martin.get(mine))
    decision = f"/mine/decisions/{case.reference}/"
    assert "A statement that you asked for" not in text_of(erin.get(decision))

    martin.post(f"{mine}share/", {"version": "2"})
    assert "A statement that you asked for" in text_of(erin.get(decision))
    erin.post(f"/accountability/wishes/{AccountabilityWish.objects.get().uid}/withdraw/", {"on": "1"})
    assert "A statement that you asked for" not in text_of(erin.get(decision))
    martin.post(f"{mine}delete/", {"on": "1"})
    assert not AccountabilityStatement.objects.exists()


def test_every_page_of_a_statement_is_absent_for_everybody_else(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("implementing")
    statement = begun(case, cast, AFTER)
    asked = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    wished(case, cast)
    mine = f"/mine/accountability/{statement.reference}/"
    pages = [
        mine,
        *(f"{mine}{part}/" for part in ("write", "versions/1", "feedback", "take-back", "share", "unshare", "delete")),
    ]
    for name in sorted(KEYS - {"martin"}):
        client = sign_in(getattr(cast, name))
        shown = [page for page in pages if client.get(page).status_code != 404]
        if name != "daniel" and client.get(f"/accountability/feedback/{asked.uid}/").status_code != 404:
            shown.append("feedback")
        assert shown == [], name


def test_while_an_appeal_is_open_the_page_asks_for_advice_first(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("implementing")
    filed(case, cast.martin)
    martin, begin = sign_in(cast.martin), f"/mine/accountability/about/{case.reference}/"
    assert "An appeal is open" in text_of(martin.get(begin))
    martin.post(begin, {"begin": "1"})
    assert not AccountabilityStatement.objects.exists()
    martin.post(begin, {"advised": "on"})
    assert AccountabilityStatement.objects.exists()


def test_an_agreement_that_leaves_one_to_the_employee_says_how_far_it_is_and_no_word(
    cast: Cast, a_case: Build, sign_in: SignIn
) -> None:
    """C27: voluntary, begun or opened from the progress, and what it says stands nowhere but in itself."""
    case = a_case("active")
    agreement = with_own_words(the_agreement(case), cast)
    martin, page = sign_in(cast.martin), f"/mine/agreements/{agreement.reference}/"
    begin = f"/mine/accountability/about/{case.reference}/"
    fresh = martin.get(page).content.decode()
    assert begin in fresh
    assert "It is no obligation: it is never due, and nothing follows if you write none." in fresh

    statement = begun(case, cast)
    mine = f"/mine/accountability/{statement.reference}/"
    assert "saved nothing yet" in text_of(martin.get(page))
    save_accountability_version(statement, text=AFTER, actor=cast.martin)
    shown = martin.get(page).content.decode()
    assert mine in shown
    assert begin not in shown
    assert "You saved a version on" in shown
    asked = ask_accountability_feedback(statement, reviewer=cast.daniel, actor=cast.martin)
    answer_accountability_round(asked, actor=cast.daniel, feedback="Say what you did.")
    assert "You had feedback on it on" in text_of(martin.get(page))
    wished(case, cast)
    share_accountability_statement(statement, version=1, actor=cast.martin)
    shown = text_of(martin.get(page))
    assert "You share it since" in shown
    assert not [words for words in (AFTER, "Say what you did.") if words in shown]
    own = martin.get(mine).content.decode()
    assert page in own
    assert "Your agreement leaves it to you whether you write one (C27)." in own


def test_nobody_else_learns_of_it_from_the_agreement(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    agreement = with_own_words(the_agreement(case), cast)
    pages = [
        f"/cases/{case.reference}/",
        f"/agreements/{agreement.reference}/",
        "/agreements/obligations/",
        "/agreements/obligations/check-ins/",
        f"/api/v1/agreements/{agreement.reference}/",
    ]
    clients = {name: sign_in(getattr(cast, name)) for name in ("ruth", "daniel", "joan", "hugo", "lena")}
    without = {name: [seen(client, page) for page in pages] for name, client in clients.items()}
    begun(case, cast, AFTER)
    assert {name: [seen(client, page) for page in pages] for name, client in clients.items()} == without


def seen(client: Client, page: str) -> tuple[int, str]:
    response = client.get(page)
    return response.status_code, STAMPS.sub("", response.content.decode())


def test_writing_none_is_never_due_and_never_a_breach(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    agreement = with_own_words(the_agreement(case), cast)
    with clock.at(datetime.combine(agreement.ends_on, time(12), UTC)):
        sweep(as_of=clock.now())
        sweep_occurrences(as_of=clock.now())
        assert not agreement.occurrences.filter(duty__clause="C27").exists()
        assert not Breach.objects.filter(agreement=agreement).exists()
        assert "/accountability/" not in sign_in(cast.martin).get("/").content.decode()


def test_no_obligation_can_stand_under_what_is_voluntary(cast: Cast, a_case: Build) -> None:
    case = a_case("implementing")
    duty = replace(a_duty(cast, clock.today() + timedelta(days=60)), clause="C27")
    with pytest.raises(Invalid) as refused:
        draft_agreement(case, a_draft(cast, duties=[duty]), actor=cast.daniel, reason="For this test.")
    assert "voluntary" in str(refused.value.errors)
    active = the_agreement(a_case("active"))
    with pytest.raises(Invalid) as changed:
        an_amendment(active, cast, more_duties=[replace(duty, due_on=clock.today() + timedelta(days=90))])
    assert "voluntary" in str(changed.value.errors)


def test_it_ends_with_the_agreement_and_stays_its_writers(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    agreement = with_own_words(the_agreement(case), cast)
    statement = begun(case, cast, AFTER)
    version = countersign(an_amendment(agreement, cast, to="signed", clauses={"C27": ""}), cast.ruth)
    with clock.at(datetime.combine(version.amendment.effective_on, time(12), UTC)):
        sweep(as_of=clock.now())
        martin = sign_in(cast.martin)
        for each in (agreement, version):
            shown = text_of(martin.get(f"/mine/agreements/{each.reference}/"))
            assert "It is no obligation: it is never due" not in shown
        own = text_of(martin.get(f"/mine/accountability/{statement.reference}/"))
        assert "has ended. What you wrote stays yours." in own
        assert AFTER in own
