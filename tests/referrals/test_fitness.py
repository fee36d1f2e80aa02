"""An examination of fitness for duty: counsel first, then the employee, and an answer by function; and help that is only pointed out."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can
from backend.audit.models import Disclosure, Event
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.referrals.actions.fitness import (
    answer_examination,
    approve_examination,
    ask_for_examination,
    offer_examination,
    refuse_examination,
    withdraw_examination,
)
from backend.referrals.actions.listing import Listing, add_provider, name_secular_alternative, suspend_provider
from backend.referrals.actions.suggesting import see_support, suggest_support
from backend.referrals.contents import Examined
from backend.referrals.fitness_papers import asked_in
from backend.referrals.models import FitnessRequest, SupportSuggestion
from tests.referrals.referring import a_provider

pytestmark = pytest.mark.django_db
OBSERVED = "Stopped the van twice because road signs could not be read"


def examined(**told: Any) -> Examined:
    usual: dict[str, Any] = {"facts": (OBSERVED,), "tasks": ("Driving a company van",), "payer": "The company."}
    return Examined(**{**usual, **told})


def asked(cast: Cast, **told: Any) -> FitnessRequest:
    """Ask for an examination of Noor, as Daniel, with Mira to keep it."""
    return ask_for_examination(
        cast.person("noor"),
        provider=a_provider(cast),
        coordinator=cast.mira,
        examined=examined(**told),
        actor=cast.daniel,
    )


def offered(cast: Cast) -> FitnessRequest:
    request = approve_examination(asked(cast), actor=cast.hugo)
    return offer_examination(request, actor=cast.mira)


def test_an_examination_goes_from_counsel_to_the_employee_to_an_answer_by_function(cast: Cast) -> None:
    request = asked(cast)
    assert not can(cast.noor, "fitness.view", request)
    with pytest.raises(Forbidden):
        approve_examination(request, actor=cast.daniel)
    request = approve_examination(request, actor=cast.hugo)
    assert not can(cast.noor, "fitness.view", request)
    with pytest.raises(Forbidden):
        offer_examination(request, actor=cast.hugo)
    request = offer_examination(request, actor=cast.mira)
    assert can(cast.noor, "fitness.view", request)
    assert request.letter is not None
    assert (request.letter.kind, request.letter.recipient) == ("D11", cast.noor.person)
    today, until = clock.today(), clock.today() + timedelta(days=60)
    request = answer_examination(
        request,
        actor=cast.mira,
        answer="able_with_restrictions",
        answered_on=today,
        restrictions=("no_night_work",),
        until=until,
    )
    said = asked_in(request)
    assert (request.state, said.restrictions, said.until) == ("answered", ("no_night_work",), until)
    assert said.facts == (OBSERVED,)


def test_what_was_observed_lies_closed_and_is_in_no_event(cast: Cast) -> None:
    request = offered(cast)
    assert OBSERVED not in request.sealed
    told = Event.objects.filter(stream=request.key)
    assert set(told.values_list("action", flat=True)) >= {"fitness.ask", "fitness.approve", "fitness.offer"}
    assert "road signs" not in str(list(told.values())) + str(list(Disclosure.objects.values()))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"answer": "fit"}, "answer"),
        ({"answered_on": 1}, "answered_on"),
        ({"answered_on": -1}, "answered_on"),
        ({"answer": "able_with_restrictions"}, "restrictions"),
        ({"restrictions": ("no_travel",)}, "restrictions"),
        ({"restrictions": ("depressed",)}, "restrictions"),
        ({"answer": "able_with_restrictions", "restrictions": ("no_travel",)}, "until"),
    ],
)
def test_an_answer_is_a_code_a_day_and_limits_on_tasks(cast: Cast, told: dict[str, Any], field: str) -> None:
    request = offered(cast)
    usual: dict[str, Any] = {"answer": "able", "answered_on": 0, **told}
    usual["answered_on"] = clock.today() + timedelta(days=usual["answered_on"])
    with pytest.raises(Invalid) as invalid:
        answer_examination(request, actor=cast.mira, **usual)
    assert field in invalid.value.errors
    assert FitnessRequest.objects.get(pk=request.pk).state == "offered"


def test_a_request_without_facts_tasks_or_payer_is_no_request(cast: Cast) -> None:
    with pytest.raises(Invalid) as invalid:
        asked(cast, facts=(), tasks=(" ",), payer="")
    assert set(invalid.value.errors) == {"facts", "tasks", "payer"}
    for stranger in (cast.mira, cast.ruth, cast.hugo, cast.ines, cast.noor):
        with pytest.raises(Forbidden):
            ask_for_examination(
                cast.person("martin"),
                provider=a_provider(cast),
                coordinator=cast.mira,
                examined=examined(),
                actor=stranger,
            )
    with pytest.raises(Invalid):
        ask_for_examination(
            cast.person("daniel"),
            provider=a_provider(cast),
            coordinator=cast.mira,
            examined=examined(),
            actor=cast.daniel,
        )
    with pytest.raises(Invalid):
        ask_for_examination(
            cast.person("mira"),
            provider=a_provider(cast),
            coordinator=cast.mira,
            examined=examined(),
            actor=cast.daniel,
        )
    assert not FitnessRequest.objects.exists()


def test_an_examiner_needs_a_licence_that_holds_when_asked_and_when_told(cast: Cast) -> None:
    unlicensed = a_provider(cast, "Nobody Ltd", licensed=False)
    with pytest.raises(Refused) as refused:
        ask_for_examination(
            cast.person("noor"), provider=unlicensed, coordinator=cast.mira, examined=examined(), actor=cast.daniel
        )
    assert refused.value.code == "licence-expired"
    request = approve_examination(asked(cast), actor=cast.hugo)
    suspend_provider(request.provider, actor=cast.mira, reason="No places.")
    with pytest.raises(Refused):
        offer_examination(request, actor=cast.mira)
    assert not Document.objects.filter(about=request.key).exists()


def test_one_request_runs_at_a_time_and_a_refused_one_is_never_told(cast: Cast) -> None:
    request = asked(cast)
    with pytest.raises(Refused) as refused:
        asked(cast)
    assert refused.value.code == "fitness-open"
    request = refuse_examination(request, actor=cast.hugo)
    assert not can(cast.noor, "fitness.view", request)
    again = withdraw_examination(asked(cast), actor=cast.daniel)
    assert again.state == "withdrawn"
    with pytest.raises(Refused):
        approve_examination(again, actor=cast.hugo)


def test_who_sees_an_examination(cast: Cast) -> None:
    request = offered(cast)
    people = ("mira", "hugo", "daniel", "noor", "joan", "ruth", "sam", "lena", "grace", "martin")
    assert {key for key in people if can(getattr(cast, key), "fitness.view", request)} == {
        "mira", "hugo", "daniel", "noor",
    }  # fmt: skip
    assert can(cast.mira, "document.hand_over", request.letter)
    assert not can(cast.daniel, "document.view", request.letter)
    assert can(cast.noor, "document.open", request.letter)


def test_help_is_pointed_out_once_and_only_the_person_reads_of_it(cast: Cast) -> None:
    provider = a_provider(cast)
    made = suggest_support(cast.person("noor"), provider, actor=cast.daniel)
    people = ("mira", "daniel", "hugo", "sam", "lena", "ruth", "joan", "martin")
    assert not [key for key in people if can(getattr(cast, key), "support.view", made)]
    assert can(cast.noor, "support.view", made)
    with pytest.raises(Refused) as refused:
        suggest_support(cast.person("noor"), provider, actor=cast.mira)
    assert refused.value.code == "suggested-lately"
    with clock.at(clock.now() + timedelta(days=91)):
        suggest_support(cast.person("noor"), provider, actor=cast.mira)
    with pytest.raises(Forbidden):
        see_support(made, actor=cast.daniel)
    assert see_support(made, actor=cast.noor).seen_at is not None


def test_whoever_may_not_suggest_and_whom_it_would_not_reach(cast: Cast) -> None:
    provider = a_provider(cast)
    for stranger in (cast.joan, cast.ruth, cast.ines, cast.noor):
        with pytest.raises(Forbidden):
            suggest_support(cast.person("martin"), provider, actor=stranger)
    with pytest.raises(Invalid):
        suggest_support(cast.person("mira"), provider, actor=cast.mira)
    faithful = add_provider(Listing(name="Chapel House", service="Talks", faith_based=True), offers=[], actor=cast.mira)
    with pytest.raises(Refused) as refused:
        suggest_support(cast.person("noor"), faithful, actor=cast.mira)
    assert refused.value.code == "secular-missing"
    name_secular_alternative(faithful, provider, actor=cast.mira)
    suggest_support(cast.person("noor"), faithful, actor=cast.mira)
    suspend_provider(provider, actor=cast.mira, reason="No places.")
    provider.refresh_from_db()
    with pytest.raises(Refused):
        suggest_support(cast.person("noor"), provider, actor=cast.mira)
    assert SupportSuggestion.objects.count() == 1
