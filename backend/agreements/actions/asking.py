"""Asking for a change: the employee says what no longer fits, the HR partner answers in words or lets a change be proposed."""

from typing import Final

from django.db import transaction

from backend.access.policy import require
from backend.agreements.actions.drafting import lifecycle
from backend.agreements.models import Agreement, AgreementState, ChangeRequest
from backend.agreements.obligation_vocabulary import RequestState
from backend.agreements.queries.answers import offered_change, open_request
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import User
from backend.workflow.lifecycle import Lifecycle

declare("agreement.ask_change", "asked for a change of the agreement", kind="change")
declare("change_request.view", "read which change the employee asks for", kind="read")
declare("change_request.list", "listed which changes employees ask for", kind="read")

LONGEST: Final = 4000
MAY_ASK: Final = frozenset({AgreementState.ACTIVE, AgreementState.SUSPENDED})

requests = Lifecycle(ChangeRequest, "change_request")


def ask_for_change(agreement: Agreement, *, actor: User, words: str) -> ChangeRequest:
    """Ask, as the employee, for a change of the agreement in force. Asking is no breach, and nothing changes by it."""
    require(actor, "agreement.ask_change", agreement)
    said = _words(words, "words", "Say in a sentence what no longer fits, and what would.")
    with transaction.atomic():
        locked = lifecycle.locked(agreement)
        if locked.state not in MAY_ASK:
            raise Refused("The agreement is not in force.", code="wrong-state")
        if offered_change(locked):
            raise Refused("A change of this agreement is offered to you. Answer it first.", code="amendment-open")
        if open_request(locked):
            raise Refused("You have asked already. You can ask again when it is answered.", code="change-asked")
        row = ChangeRequest(agreement=locked, words=said, asked_by=actor, asked_at=clock.now())
        return keep(row, "agreement.ask_change", actor=actor, reason="Asked by the employee.")


@requests.move(
    "answer",
    {RequestState.ASKED},
    RequestState.ANSWERED,
    past="answered the employee who asked for a change",
    label="Answer",
    because="Answered in words.",
)
def answer_request(request: ChangeRequest, *, actor: User, answer: str) -> None:
    """Answer in words why the agreement stays as it is, or what is done instead; the employee reads them."""
    request.answer = _words(answer, "answer", "Say what you answer; the employee reads it.")
    request.answered_by, request.answered_at = actor, clock.now()


@requests.move(
    "take_up",
    {RequestState.ASKED},
    RequestState.TAKEN_UP,
    past="proposed a change for which the employee had asked",
    because="A change was proposed.",
)
def take_up_request(request: ChangeRequest, *, actor: User) -> None:
    """Close a request because a change of the agreement was proposed."""
    request.answered_at = clock.now()


@requests.move(
    "end", {RequestState.ASKED}, RequestState.ENDED, past="asked for no change any more", because="The agreement ended."
)
def end_request(request: ChangeRequest, *, actor: User) -> None:
    """Close a request because its agreement is over."""


def close_requests(agreement: Agreement, *, proposed: bool) -> None:
    """Close what was asked for: a change was proposed, or the agreement is over."""
    close = take_up_request if proposed else end_request
    for row in ChangeRequest.objects.filter(agreement=agreement, state=RequestState.ASKED):
        close(row, actor=system_user())


@lifecycle.when_reached(AgreementState.COMPLETED, AgreementState.VOIDED, AgreementState.SUPERSEDED)
def end_requests(agreement: Agreement, *, actor: User) -> None:
    """End what was asked of an agreement that is over."""
    close_requests(agreement, proposed=False)


def _words(text: str, field: str, missing: str) -> str:
    said = text.strip()
    if not said:
        raise Invalid({field: [missing]})
    if len(said) > LONGEST:
        raise Invalid({field: [f"Write at most {LONGEST:,} characters."]})
    return said
