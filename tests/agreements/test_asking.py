"""An employee asks for a change in their own words: the HR partner answers, or proposes the change; the monitor never reads it."""

from collections.abc import Callable

import pytest
from django.test import Client

from backend.access.policy import can
from backend.agreements.actions.amending import propose_amendment
from backend.agreements.actions.asking import answer_request, ask_for_change
from backend.agreements.actions.drafting import approve_agreement, review_agreement
from backend.agreements.actions.signing import offer_agreement
from backend.agreements.actions.voiding import void_agreement
from backend.agreements.models import Agreement, ChangeRequest
from backend.demo.cast import Cast
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.agreements.answers import WHY, a_change
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
Plays = Callable[..., Agreement]
SignIn = Callable[..., Client]
WORDS = "Could the talks be once a month? My shifts changed."


@pytest.fixture
def active(an_agreement: Plays) -> Agreement:
    return an_agreement("active")


def test_asked_once_at_a_time_and_answered_in_words(
    cast: Cast, active: Agreement, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    for name in ("erin", "joan", "ruth", "daniel", "noor"):
        with pytest.raises(Forbidden):
            ask_for_change(active, actor=getattr(cast, name), words=WORDS)
    with pytest.raises(Invalid):
        ask_for_change(active, actor=cast.martin, words=" ")
    row = ask_for_change(active, actor=cast.martin, words=WORDS)
    assert last_event(row) == ("agreement.ask_change", "martin", "Asked by the employee.")
    with pytest.raises(Refused) as twice:
        ask_for_change(active, actor=cast.martin, words=WORDS)
    assert twice.value.code == "change-asked"
    for name in ("joan", "erin", "ines", "clara", "noor", "hugo"):
        assert not can(getattr(cast, name), "change_request.view", row), name
        with pytest.raises(Forbidden):
            answer_request(row, actor=getattr(cast, name), answer="No.")
    with pytest.raises(Forbidden):
        answer_request(row, actor=cast.martin, answer="Yes.")
    with pytest.raises(Invalid):
        answer_request(row, actor=cast.daniel, answer="")
    row = answer_request(row, actor=cast.daniel, answer="We look at it after the review.")
    assert (row.state, row.answered_by) == ("answered", cast.daniel)
    assert ask_for_change(active, actor=cast.martin, words=WORDS).state == "asked"


def test_a_proposed_change_closes_what_was_asked_and_so_does_the_end(cast: Cast, active: Agreement) -> None:
    row = ask_for_change(active, actor=cast.martin, words=WORDS)
    version = propose_amendment(active, a_change(active), actor=cast.daniel, reason=WHY)
    row.refresh_from_db()
    assert row.state == "taken_up"
    again = ask_for_change(active, actor=cast.martin, words=WORDS)  # nothing tells that a change is being prepared
    answer_request(again, actor=cast.daniel, answer="We look at both together.")
    version = review_agreement(version, actor=cast.hugo, reason=WHY)
    offer_agreement(approve_agreement(version, actor=cast.clara, reason=WHY), actor=cast.daniel, reason=WHY)
    with pytest.raises(Refused) as under_way:
        ask_for_change(active, actor=cast.martin, words=WORDS)
    assert under_way.value.code == "amendment-open"


def test_an_agreement_that_ends_takes_what_was_asked_with_it(cast: Cast, active: Agreement) -> None:
    row = ask_for_change(active, actor=cast.martin, words=WORDS)
    void_agreement(active, actor=cast.ruth, reason=WHY)
    row.refresh_from_db()
    assert row.state == "ended"
    with pytest.raises(Refused) as over:
        ask_for_change(active, actor=cast.martin, words=WORDS)
    assert over.value.code == "wrong-state"


def test_the_partner_finds_it_among_the_tasks_and_the_employee_reads_the_answer(
    cast: Cast, active: Agreement, sign_in: SignIn
) -> None:
    martin, daniel = sign_in(cast.martin), sign_in(cast.daniel)
    label = "Answer the employee who asks for a change"
    assert label not in text_of(daniel.get("/"))
    mine = f"/mine/agreements/{active.reference}/"
    assert "Ask for a change" in text_of(martin.get(mine))
    empty = martin.post(f"{mine}ask/", {"words": " "})
    assert empty.context["form"].errors["words"]
    assert WORDS in text_of(martin.post(f"{mine}ask/", {"words": WORDS}, follow=True))
    assert label in text_of(daniel.get("/"))
    assert label not in text_of(sign_in(cast.joan).get("/"))
    path = f"/agreements/{active.reference}/asked/"
    page = text_of(daniel.get(path))
    assert WORDS in page
    assert "Propose a change" in page
    for name in ("joan", "erin", "ines", "noor", "martin"):
        assert sign_in(getattr(cast, name)).get(path).status_code == 404, name
    assert WORDS not in text_of(sign_in(cast.joan).get("/agreements/obligations/"))
    assert daniel.post(path, {"answer": " "}).context["form"].errors["answer"]
    daniel.post(path, {"answer": "We look at it after the review."})
    assert label not in text_of(daniel.get("/"))
    read = text_of(martin.get(mine))
    assert "We look at it after the review." in read
    assert "Daniel" in read
    assert ChangeRequest.objects.get().state == "answered"


def test_programs_ask_and_answer(cast: Cast, active: Agreement, sign_in: SignIn) -> None:
    martin, daniel = sign_in(cast.martin), sign_in(cast.daniel)
    asked = martin.post(
        f"/api/v1/agreements/{active.reference}/ask-change/", {"words": WORDS}, content_type="application/json"
    )
    assert asked.status_code == 201
    path = f"/api/v1/change-requests/{asked.json()['uid']}/"
    assert sign_in(cast.joan).get(path).status_code == 404
    assert [move["path"] for move in daniel.get(path).json()["moves"]] == ["answer"]
    assert martin.get(path).json()["moves"] == []
    done = daniel.post(f"{path}answer/", {"answer": "Not now."}, content_type="application/json")
    assert (done.status_code, done.json()["state"], done.json()["answer"]) == (200, "answered", "Not now.")
