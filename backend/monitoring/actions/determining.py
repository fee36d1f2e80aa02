"""The decision on a suspected breach: by somebody who did not report it, after the answer; then what follows, and the appeal."""

from collections.abc import Sequence
from typing import Final

from backend.cases.actions.progress import discharge, owe
from backend.cases.citing import refuse_citing
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.decisions.actions.independence import refuse_involved
from backend.decisions.own_appeals import problems_of_cause, problems_of_claim, problems_of_reasons, refuse_if_any
from backend.decisions.queries.standing import refuse_while_stayed
from backend.documents.actions.issuing import issue
from backend.documents.guard.texts import named_in
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.monitoring.actions.breaches import lifecycle
from backend.monitoring.letters import appeal_letter, determination_letter
from backend.monitoring.models import Breach
from backend.monitoring.queries.ladder import ladder_of, next_step
from backend.monitoring.queries.people import never_named
from backend.monitoring.vocabulary import (
    COUNTS,
    DECIDED,
    TO_BE_DETERMINED,
    BreachAppealState,
    BreachState,
    Result,
)
from backend.people.actions import system_user
from backend.people.models import User
from backend.people.queries import line_of
from backend.people.telling import ask_to_sign_in

APPEAL: Final = "duty.breach_appeal"
APPEAL_DECISION: Final = "duty.breach_appeal_decision"
STANDS: Final = (BreachAppealState.NOT_ADMITTED, BreachAppealState.CONFIRMED)  # what was decided before stays decided
ANSWERS: Final = (*STANDS, BreachAppealState.VARIED, BreachAppealState.OVERTURNED)


@lifecycle.move(
    "determine",
    TO_BE_DETERMINED,
    BreachState.DETERMINED,
    past="decided on a suspected breach",
    label="Decide",
    kind="document",
)
def determine_breach(
    breach: Breach,
    *,
    actor: User,
    result: str,
    weighed: str,
    reasons: str,
    appeal_to: str,
    step: int | None = None,
    step_reason: str = "",
    what_next: Sequence[str] = (),
) -> None:
    """Decide what a suspected breach was, with reasons, and on which step of this agreement’s ladder it leads.

    Nobody decides on what they reported (I12), and nothing is decided before the answer or the end of the time for it. Another step
    than the next one needs a reason. New conduct against a person is a new case, and is not decided here.
    """
    if breach.reported_by_id == actor.pk:
        raise Refused("You reported it; somebody else decides.", code="second-person")
    if breach.responded_at is None and breach.lapsed_at is None:
        raise Refused("The employee still has time to answer.", code="answer-open")
    refuse_while_stayed(breach.case)
    said = {"weighed": weighed.strip(), "reasons": reasons.strip(), "step_reason": step_reason.strip()}
    refuse_citing(**said)
    _check(breach, result, said, appeal_to, step)
    breach.result, breach.weighed, breach.reasons = result, said["weighed"], said["reasons"]
    breach.step, breach.step_reason = (step, said["step_reason"]) if result in COUNTS else (None, "")
    breach.determined_by, breach.determined_at, breach.appeal_to = actor, clock.now(), appeal_to.strip()
    cancel_all(breach, actor=actor, reason="It was decided.")
    window = start_for(breach, APPEAL, actor=actor)
    breach.appeal_until = window.due_at
    letter = determination_letter(breach, by=actor, appeal_until=window.due_on, what_next=what_next)
    breach.determination = issue(
        letter, about=breach, recipient=breach.agreement.person, actor=actor, reason="It was decided."
    )
    if result == Result.MATERIAL:
        owe(
            breach.case,
            breach.outcome_owed_as,
            f"New decision on the outcome after {breach.reference}",
            actor=system_user(),
            reason="A material breach was found.",
        )
    ask_to_sign_in(breach.agreement.person)


@lifecycle.move(
    "decide_consequence",
    {BreachState.DETERMINED},
    BreachState.CONSEQUENCE,
    past="decided what follows a breach",
    label="Decide what follows",
)
def decide_consequence(breach: Breach, *, actor: User, consequence: str) -> None:
    """Decide what follows a breach that was found: the step as it is carried out, or, after a material one, the new outcome."""
    if breach.result not in COUNTS:
        raise Refused("No breach was found, so nothing follows. Close it.", code="nothing-follows")
    _refuse_while_appealed(breach)
    refuse_while_stayed(breach.case)
    if not consequence.strip():
        raise Invalid({"consequence": ["Say what follows, from when, and who sees to it."]})
    breach.consequence = consequence.strip()
    discharge(breach.case, breach.outcome_owed_as, actor=actor, note="It was decided anew.")


@lifecycle.move(
    "close",
    {BreachState.DETERMINED, BreachState.CONSEQUENCE},
    BreachState.CLOSED,
    past="closed a suspected breach",
    label="Close",
)
def close_breach(breach: Breach, *, actor: User) -> None:
    """Close it: nothing was found, or what follows was decided; an appeal is over."""
    _refuse_while_appealed(breach)
    if breach.result in COUNTS and breach.state == BreachState.DETERMINED and not _follows_already(breach):
        raise Refused("Decide first what follows.", code="consequence-missing")
    breach.closed_at = clock.now()
    cancel_all(breach, actor=actor, reason="It was closed.")
    for kind in (breach.owed_as, breach.outcome_owed_as):
        discharge(breach.case, kind, actor=actor, note=f"{breach.reference} is closed.")


@lifecycle.move(
    "appeal",
    DECIDED,
    BreachState.DETERMINED,
    past="appealed against the decision on a breach",
    label="Appeal",
    because="The employee appealed.",
)
def appeal_breach(breach: Breach, *, actor: User, grounds: Sequence[str], words: str, late_reason: str = "") -> None:
    """Appeal, as the employee, against the decision; after the time for it with a good cause, also when it was closed meanwhile.

    Nothing more is put into effect until somebody who took no part has answered.
    """
    late = is_late(breach)
    if breach.appeal_state != BreachAppealState.NONE:
        raise Refused("You appealed against this decision already.", code="appeal-used")
    refuse_if_any(problems_of_claim(grounds, words, is_late=late, late_reason=late_reason))
    breach.appeal_is_late, breach.appeal_late_reason = late, late_reason.strip() if late else ""
    breach.closed_at = None
    breach.appeal_state, breach.appealed_at = BreachAppealState.FILED, clock.now()
    breach.appeal_grounds, breach.appeal_words = list(grounds), words.strip()
    meet_all(breach, APPEAL, actor=actor)
    start_for(breach, APPEAL_DECISION, actor=system_user())
    if breach.case.is_open:
        what = f"Decision on the appeal about {breach.reference}"
        owe(breach.case, breach.appeal_owed_as, what, actor=system_user(), reason="An appeal was filed.")


@lifecycle.move(
    "decide_appeal",
    {BreachState.DETERMINED},
    BreachState.DETERMINED,
    past="decided on the appeal about a breach",
    label="Decide on the appeal",
    kind="document",
)
def decide_breach_appeal(
    breach: Breach,
    *,
    actor: User,
    answer: str,
    reasons: str,
    result: str = "",
    step: int | None = None,
    good_cause: str = "",
) -> None:
    """Answer an appeal as somebody who took no part: confirm the decision, find something milder instead, or set it aside.

    One that came late without a good cause, or on no ground, is not admitted; the employee is told why by letter.
    """
    if breach.appeal_state != BreachAppealState.FILED:
        raise Refused("No appeal is open.", code="wrong-state")
    _refuse_involved(breach, actor)
    admitted = answer != BreachAppealState.NOT_ADMITTED
    unnamed = never_named(breach.agreement)
    problems = problems_of_reasons(reasons, unnamed=unnamed) | problems_of_cause(
        good_cause, is_late=breach.appeal_is_late and admitted
    )
    if found := named_in(good_cause, unnamed):
        problems["good_cause"] = [f"The letter must not name {found[0]}. Word it without the name."]
    refuse_if_any({"answer": [] if answer in ANSWERS else ["Choose one."], **problems})
    if answer == BreachAppealState.VARIED:
        _milder(breach, result, step)
    breach.appeal_state, breach.appeal_reasons = answer, reasons.strip()
    breach.appeal_good_cause = good_cause.strip() if breach.appeal_is_late and admitted else ""
    breach.appeal_decided_by, breach.appeal_decided_at = actor, clock.now()
    if answer == BreachAppealState.OVERTURNED or breach.result != Result.MATERIAL:
        discharge(breach.case, breach.outcome_owed_as, actor=actor, note="The appeal changed the decision.")
    meet_all(breach, APPEAL_DECISION, actor=actor)
    discharge(breach.case, breach.appeal_owed_as, actor=actor, note="The appeal was decided.")
    letter, to = appeal_letter(breach, by=actor), breach.agreement.person
    breach.appeal_answer = issue(letter, about=breach, recipient=to, actor=actor, reason="The appeal was decided.")
    ask_to_sign_in(to)


def is_late(breach: Breach) -> bool:
    """Tell whether the time to appeal that the letter named has passed."""
    return breach.appeal_until is None or breach.appeal_until < clock.now()


def may_appeal(breach: Breach) -> bool:
    """Tell whether the decision on a breach can still be appealed, in time or with a good cause: decided, and not appealed yet."""
    return breach.state in DECIDED and breach.appeal_state == BreachAppealState.NONE


def is_overturned(breach: Breach) -> bool:
    """Tell whether an appeal set the decision aside."""
    return breach.appeal_state == BreachAppealState.OVERTURNED


def _refuse_involved(breach: Breach, actor: User) -> None:
    """Let nobody answer who reported, decided or monitors it, who stands in the employee’s line, or who reports to whoever decided."""
    agreement, decider = breach.agreement, breach.determined_by
    if actor.pk in {breach.reported_by_id, breach.determined_by_id} or actor.person_id == agreement.monitor_id:
        raise Refused("You took part in it; somebody else decides on the appeal.", code="second-person")
    refuse_involved(breach.case, actor, deciders=[decider] if decider else [])
    if actor.person_id in line_of(agreement.person, on=clock.today()):
        raise Refused(
            "You stand in the reporting line of the employee. Somebody outside it decides.", code="in-the-line"
        )


def _refuse_while_appealed(breach: Breach) -> None:
    if breach.appeal_state == BreachAppealState.FILED:
        raise Refused("An appeal is open: nothing is put into effect until it is answered.", code="appeal-open")
    if breach.appeal_state == BreachAppealState.NONE and not is_late(breach):
        raise Refused("The employee can still appeal. Wait until the time for it is over.", code="appeal-window-open")


def _follows_already(breach: Breach) -> bool:
    """Nothing is left to decide: it was set aside, or a late appeal changed nothing of what was decided to follow."""
    return is_overturned(breach) or (breach.appeal_state in STANDS and bool(breach.consequence))


def _check(breach: Breach, result: str, said: dict[str, str], appeal_to: str, step: int | None) -> None:
    problems = {
        "result": [] if result in Result.values else ["Choose one."],
        "weighed": [] if said["weighed"] else ["Say how the answer was heard and weighed."],
        "reasons": [] if said["reasons"] else ["Give the reasons."],
        "appeal_to": [] if appeal_to.strip() else ["Name who took no part so far and can decide on an appeal."],
    }
    if result in COUNTS:
        problems |= _check_step(breach, step, said["step_reason"])
    names = never_named(breach.agreement)
    for name, text in said.items():
        if found := named_in(text, names):
            problems[name] = [f"The letter must not name {found[0]}. Word it without the name."]
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})


def _check_step(breach: Breach, step: int | None, why: str) -> dict[str, list[str]]:
    steps, usual = ladder_of(breach.agreement), next_step(breach.agreement)
    if step is None or not 1 <= step <= max(len(steps), 1):
        return {"step": ["Choose a step of the agreement’s own ladder."]}
    if step != usual and not why:
        return {"step_reason": [f"The next step is the {usual}. of the ladder. Say why another one fits."]}
    return {}


def _milder(breach: Breach, result: str, step: int | None) -> None:
    order = list(Result.values)
    milder = result in order and order.index(result) < order.index(breach.result)
    lower = result == breach.result and result in COUNTS and step is not None and 1 <= step < (breach.step or 1)
    if not (milder or lower):
        raise Invalid({"result": ["An appeal never makes it worse: choose a milder result, or a lower step."]})
    breach.result = result
    breach.step = (step or breach.step) if result in COUNTS else None
