"""An examination of fitness for duty: asked for on observed facts and tasks, approved by counsel, answered by function.

It is no referral and no part of one: 42 USC 12112(d)(4)(A) and 29 CFR 1630.14(c). Nobody is asked for a cause.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from backend.access.models import Role
from backend.access.policy import scope
from backend.access.roles import has_role
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.documents.actions.issuing import issue
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.referrals.compartment import closed, fresh_key, opened
from backend.referrals.contents import Examined
from backend.referrals.fitness_papers import fitness_letter
from backend.referrals.models import FitnessRequest, Provider, Referral
from backend.referrals.policy.examinations import may_ask_for_examination
from backend.referrals.queries.register import valid_licences
from backend.referrals.vocabulary import WITH_PROVIDER, Fitness, FitnessState, ProviderState, Restriction
from backend.workflow.lifecycle import Lifecycle

RUNNING = (FitnessState.ASKED, FitnessState.APPROVED, FitnessState.OFFERED)
LONGEST_TEXT = 1000

lifecycle = Lifecycle(FitnessRequest, "fitness")

declare("fitness.ask", "asked for an examination of fitness for duty", kind="change", compartment="medical")
declare("fitness.view", "read a request for an examination", kind="read", compartment="medical")
declare("fitness.list", "listed requests for an examination", kind="read", compartment="medical")


def ask_for_examination(
    person: Person, *, provider: Provider, coordinator: User, examined: Examined, actor: User
) -> FitnessRequest:
    """Ask that somebody is examined on tasks of their job; counsel decides before the employee hears of it."""
    if not may_ask_for_examination(actor):
        raise Forbidden
    _check(examined)
    if person.pk == actor.person_id:
        raise Invalid({"person": ["Nobody asks for an examination of themselves."]})
    if not has_role(coordinator, Role.REFERRAL_COORDINATOR) or coordinator.person_id == person.pk:
        raise Invalid({"coordinator": ["Choose a referral coordinator other than the person."]})
    _licensed(provider)
    if FitnessRequest.objects.filter(person=person, state__in=RUNNING).exists():
        raise Refused("A request about this person is open already.", code="fitness-open", field="person")
    request = FitnessRequest(
        reference=new_reference("FFD", clock.today()),
        person=person,
        provider=provider,
        coordinator=coordinator,
        wrapped_key=fresh_key(),
        asked_by=actor,
        asked_at=clock.now(),
    )
    request.sealed = closed(replace(examined, restrictions=(), until=None), request)
    return keep(request, "fitness.ask", actor=actor)


@lifecycle.move(
    "approve",
    {FitnessState.ASKED},
    FitnessState.APPROVED,
    past="approved an examination of fitness for duty",
    label="Approve as counsel",
    because="Job-related and consistent with business necessity.",
    compartment="medical",
)
def approve_examination(request: FitnessRequest, *, actor: User) -> None:
    """Approve, as counsel, that the examination is related to the job and necessary, and asks for no cause."""
    request.decided_by, request.decided_at = actor, clock.now()


@lifecycle.move(
    "refuse",
    {FitnessState.ASKED},
    FitnessState.REFUSED,
    past="refused an examination of fitness for duty",
    label="Refuse as counsel",
    because="Not approved by counsel.",
    compartment="medical",
)
def refuse_examination(request: FitnessRequest, *, actor: User) -> None:
    """Refuse, as counsel; the employee is not told, because nothing was asked of them."""
    request.decided_by, request.decided_at = actor, clock.now()


@lifecycle.move(
    "offer",
    {FitnessState.APPROVED},
    FitnessState.OFFERED,
    past="told the employee of an examination",
    label="Tell the employee",
    because="Counsel approved it.",
    kind="document",
    compartment="medical",
)
def offer_examination(request: FitnessRequest, *, actor: User) -> None:
    """Tell the employee by letter what is asked, who examines, and the three answers that may come back."""
    _licensed(request.provider)
    treats = Referral.objects.filter(person=request.person, provider=request.provider, state__in=WITH_PROVIDER)
    if scope(actor, "referral.view", treats).exists():
        raise Refused(
            "This provider works with the person already. Whoever gives a service does not examine: withdraw the "
            "request and ask for another examiner.",
            code="examiner-treats",
        )
    request.offered_at = clock.now()
    request.letter = issue(
        fitness_letter(request, by=actor),
        about=request,
        recipient=request.person,
        actor=actor,
        reason="The examination is asked for.",
        classification="medical_confidential",
    )


@lifecycle.move(
    "answer",
    {FitnessState.OFFERED},
    FitnessState.ANSWERED,
    past="noted the answer of an examiner",
    label="Note the examiner’s answer",
    because="The examiner answered by function.",
    compartment="medical",
)
def answer_examination(
    request: FitnessRequest,
    *,
    actor: User,
    answer: str,
    answered_on: date,
    restrictions: Sequence[str] = (),
    until: date | None = None,
) -> None:
    """Note the examiner's answer in words of function: able, able with limits on tasks until a day, or not able for now."""
    _check_answer(request, answer, answered_on, restrictions, until)
    request.answer, request.answered_on = answer, answered_on
    said = opened(Examined, request.sealed, request)
    request.sealed = closed(replace(said, restrictions=tuple(restrictions), until=until), request)


@lifecycle.move(
    "withdraw",
    set(RUNNING),
    FitnessState.WITHDRAWN,
    past="withdrew a request for an examination",
    label="Withdraw the request",
    because="The examination is no longer asked for.",
    compartment="medical",
)
def withdraw_examination(request: FitnessRequest, *, actor: User) -> None:
    """Withdraw the request, for example because the employee does not take part; it says nothing about them."""


def _licensed(provider: Provider) -> None:
    if provider.state != ProviderState.LISTED or not valid_licences(provider, clock.today()).exists():
        raise Refused(
            "An examination needs a listed provider with a verified licence that holds today.",
            code="licence-expired",
            field="provider",
        )


def _check(examined: Examined) -> None:
    problems: dict[str, list[str]] = {}
    if not any(fact.strip() for fact in examined.facts):
        problems["facts"] = ["Name at least one fact that somebody observed at work."]
    if not any(task.strip() for task in examined.tasks):
        problems["tasks"] = ["Name at least one task of the job that it is about."]
    for name in ("facts", "tasks"):
        if any(len(line) > LONGEST_TEXT for line in getattr(examined, name)):
            problems[name] = [f"Write at most {LONGEST_TEXT} characters on each line."]
    if not examined.payer.strip():
        problems["payer"] = ["Say who pays."]
    if problems:
        raise Invalid(problems)


def _check_answer(
    request: FitnessRequest, answer: str, answered_on: date, restrictions: Sequence[str], until: date | None
) -> None:
    problems = _limits(answer, restrictions, until)
    if answer not in Fitness.values:
        problems["answer"] = [f"Choose of: {', '.join(Fitness.labels)}."]
    if answered_on > clock.today():
        problems["answered_on"] = ["This day has not come yet."]
    elif request.offered_at and answered_on < request.offered_at.date():
        problems["answered_on"] = ["The employee was told later than that."]
    if problems:
        raise Invalid(problems)


def _limits(answer: str, restrictions: Sequence[str], until: date | None) -> dict[str, list[str]]:
    """Tell what is wrong with the limits on tasks: they come with one answer, as codes, and end on a day."""
    problems: dict[str, list[str]] = {}
    limited = answer == Fitness.WITH_RESTRICTIONS
    if set(restrictions) - set(Restriction.values):
        problems["restrictions"] = [f"Choose of: {', '.join(Restriction.labels)}."]
    elif limited != bool(restrictions):
        problems["restrictions"] = ["Name limits with the answer “able, with limits on tasks”, and with no other."]
    if limited and (until is None or until <= clock.today()):
        problems["until"] = ["Give a day after today until which the limits apply."]
    return problems
