"""Looking at a safeguard again: its owner keeps it or suggests; who knows the reasons changes, eases or ends it."""

from datetime import date

from backend.access.policy import can
from backend.audit.recorded import keep
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.decisions.dependents import SetAside, depends_on_decision
from backend.decisions.queries.standing import standing_findings
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import User
from backend.safeguards.actions.proposing import ENDED_AGREEMENTS, lifecycle
from backend.safeguards.models import SafeguardReview, SettingSafeguard
from backend.safeguards.queries.standing import CONFIRM, REVIEW, latest_review
from backend.safeguards.vocabulary import HOLDS, LIVE, ReviewResult, SafeguardState
from backend.safeguards.wording import wrong_with

OVERTURNED = "The decision behind it no longer holds."


@lifecycle.move(
    "keep", HOLDS, SafeguardState.IN_PLACE, past="looked at a safeguard again and kept it", label="Keep as it is"
)
def keep_safeguard(
    safeguard: SettingSafeguard, *, actor: User, note: str, review_on: date | None = None, ends_on: date | None = None
) -> None:
    """Keep a safeguard as it is; it is looked at again by a later day. Who knows the reasons may name another last day."""
    if (ends_on or safeguard.has_run_out) and not can(actor, "safeguard.end", safeguard):
        raise Refused("Somebody who knows the reasons decides on its last day. You may suggest.", code="last-day-fixed")
    _note(safeguard, ReviewResult.KEPT, note, actor=actor)
    _look_again(safeguard, review_on, ends_on, actor=actor)


@lifecycle.move(
    "suggest",
    {SafeguardState.IN_PLACE},
    SafeguardState.SUGGESTED,
    past="suggested another safeguard",
    label="Suggest a change",
)
def suggest_safeguard(safeguard: SettingSafeguard, *, actor: User, result: str, note: str, control: str = "") -> None:
    """Suggest, as its owner, to change, ease or end it. It stays as it is until somebody who knows the reasons decides."""
    if result not in {ReviewResult.CHANGED, ReviewResult.EASED, ReviewResult.ENDED}:
        raise Invalid({"result": ["Choose what you suggest."]})
    if result != ReviewResult.ENDED:
        _check_words(safeguard, control)
    _note(safeguard, result, note, actor=actor, control=control, is_suggestion=True)
    meet_all(safeguard, REVIEW, actor=actor)


@lifecycle.move("change", HOLDS, SafeguardState.IN_PLACE, past="changed a safeguard", label="Change")
def change_safeguard(
    safeguard: SettingSafeguard,
    *,
    actor: User,
    control: str,
    note: str,
    review_on: date | None = None,
    ends_on: date | None = None,
) -> None:
    """Change what is done about the situation; its owner reads the new words."""
    _reword(safeguard, ReviewResult.CHANGED, control, note, actor=actor)
    _look_again(safeguard, review_on, ends_on, actor=actor)


@lifecycle.move("ease", HOLDS, SafeguardState.IN_PLACE, past="eased a safeguard", label="Ease")
def ease_safeguard(
    safeguard: SettingSafeguard,
    *,
    actor: User,
    control: str,
    note: str,
    review_on: date | None = None,
    ends_on: date | None = None,
) -> None:
    """Ease a safeguard, on record: something milder does now."""
    _reword(safeguard, ReviewResult.EASED, control, note, actor=actor)
    _look_again(safeguard, review_on, ends_on, actor=actor)


@lifecycle.move("end", LIVE, SafeguardState.ENDED, past="ended a safeguard", label="End")
def end_safeguard(safeguard: SettingSafeguard, *, actor: User, note: str) -> None:
    """End a safeguard, with a reason for those who decide; its owner learns only that it ended."""
    _note(safeguard, ReviewResult.ENDED, note, actor=actor)
    safeguard.ended_at = clock.now()
    for event in (CONFIRM, REVIEW):
        meet_all(safeguard, event, actor=actor)
    cancel_all(safeguard, actor=actor, reason="The safeguard ended.")


@depends_on_decision("safeguards")
def end_safeguards(aside: SetAside) -> int:
    """End what changes around an employee when no finding stands any more, and otherwise what hung on an agreement that ended.

    What the organisation changed about itself goes on.
    """
    rows = SettingSafeguard.objects.filter(case=aside.case, state__in=LIVE).select_related("case", "agreement")
    rows = rows.exclude(person=None)
    if standing_findings(aside.case):
        rows = rows.filter(agreement__state__in=ENDED_AGREEMENTS)
    ended = list(rows.order_by("pk"))
    for safeguard in ended:
        end_safeguard(safeguard, actor=system_user(), reason=aside.reason, note=OVERTURNED)
    return len(ended)


def _note(
    safeguard: SettingSafeguard,
    result: str,
    note: str,
    *,
    actor: User,
    control: str = "",
    is_suggestion: bool = False,
) -> None:
    if not note.strip():
        raise Invalid({"note": ["Say in a sentence what you saw, or why."]})
    review = SafeguardReview(
        safeguard=safeguard,
        result=result,
        is_suggestion=is_suggestion,
        note=note.strip(),
        control_before=safeguard.control,
        control_after=control.strip(),
        reviewed_by=actor,
        reviewed_at=clock.now(),
    )
    keep(review, "safeguard.note_review", actor=actor, reason=note.strip(), ctx={"result": str(result)})


def _reword(safeguard: SettingSafeguard, result: str, control: str, note: str, *, actor: User) -> None:
    _check_words(safeguard, control)
    _note(safeguard, result, note, actor=actor, control=control)
    safeguard.control = control.strip()


def _check_words(safeguard: SettingSafeguard, control: str) -> None:
    named = [safeguard.person.name] if safeguard.person else []
    if told := wrong_with(control, safeguard.case, named=named):
        raise Invalid({"control": [told]})


def _look_again(safeguard: SettingSafeguard, wanted: date | None, ends_on: date | None, *, actor: User) -> None:
    latest = latest_review(safeguard.case, clock.today())
    if wanted and not clock.today() <= wanted <= latest:
        raise Invalid({"review_on": [f"Look at it again by {latest:%-d %B %Y} at the latest."]})
    if safeguard.has_run_out and ends_on is None:
        raise Invalid({"ends_on": ["Its last day has passed. Name another one, or end it."]})
    if ends_on and ends_on < max(clock.today(), safeguard.starts_on):
        raise Invalid({"ends_on": ["Name a day that is still to come."]})
    safeguard.ends_on = ends_on or safeguard.ends_on
    safeguard.review_on = max(wanted or latest, safeguard.starts_on)
    meet_all(safeguard, REVIEW, actor=actor)
    start_for(safeguard, REVIEW, actor=actor, due_on=safeguard.review_on)
