"""Concerns about retaliation: raised by the person protected or from a check-in, settled or followed by a case of its own."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.links import open_linked
from backend.cases.actions.opening import Particulars
from backend.cases.aftermath_vocabulary import ConcernState, Level, LinkKind, WatchState
from backend.cases.models import Case, CheckIn, Concern, WatchedPerson
from backend.deadlines.actions import meet_all, start_for
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Concern, "concern")

declare("watch.raise_concern", "raised a concern about retaliation", kind="change")
declare("concern.view", "read a concern about retaliation", kind="read")
declare("concern.list", "listed concerns about retaliation", kind="read")

LOOK: Final = "watch.concern"
ABOUT: Final = {
    "schedule": "working times or place",
    "pay": "pay",
    "rating": "ratings",
    "exclusion": "meetings, work or training",
    "contact": "contact",
    "comments": "remarks",
}


def raise_concern(
    watched: WatchedPerson, *, actor: User, told: str, reason: str = "Told by the person protected."
) -> Concern:
    """Tell that something bad happened since; it needs no proof, and nobody is taken to have done it."""
    require(actor, "watch.raise_concern", watched)
    if watched.watch.state != WatchState.WATCHING:
        raise Refused("The watch is over. Please send a new report.", code="wrong-state")
    if not told.strip():
        raise Invalid({"told": ["Write what happened, in your own words."]})
    with transaction.atomic():
        return _raise(watched, told.strip(), None, actor=actor, reason=reason)


def raise_from_check_in(check_in: CheckIn, *, actor: User) -> Concern:
    """Pass on what a check-in brought up (no permission check: the check-in had one)."""
    changed = [
        f"{ABOUT[name]}: {Level(value).label.lower()}"
        for name, value in check_in.answers.items()
        if value != Level.NONE
    ]
    told = "\n".join(filter(None, [f"Changed since: {'; '.join(changed)}.", check_in.note]))
    return _raise(check_in.person, told, check_in, actor=actor, reason="Told at a check-in.")


@lifecycle.move(
    "settle",
    {ConcernState.OPEN},
    ConcernState.SETTLED,
    past="settled a concern about retaliation",
    label="Settle without a case",
)
def settle_concern(concern: Concern, *, actor: User, answer: str) -> None:
    """Settle a concern without a case, such as where the organisation's own failure was mended; the person reads the answer."""
    if not answer.strip():
        raise Invalid({"answer": ["Say what was looked at and what changes; the person reads this."]})
    concern.answer = answer.strip()
    meet_all(concern, LOOK, actor=actor)


@lifecycle.move("open_case", {ConcernState.OPEN}, ConcernState.CASE_OPENED, past="opened a case about retaliation")
def follow_concern(concern: Concern, *, actor: User, case: Case) -> None:
    """Note the case that a concern led to."""
    concern.led_to = case
    meet_all(concern, LOOK, actor=actor)


def open_retaliation_case(
    concern: Concern,
    *,
    actor: User,
    reason: str,
    title: str,
    nexus: str,
    respondent: Person | None = None,
    allegations: Sequence[Particulars] = (),
) -> Case:
    """Open a case about retaliation from a concern: somebody else investigates, and nobody is assumed to be its respondent."""
    require(actor, "concern.open_case", concern)
    with transaction.atomic():
        case = open_linked(
            concern.watch.case,
            actor=actor,
            reason=reason,
            link=LinkKind.RETALIATION_OF,
            title=title,
            nexus=nexus,
            complainant=concern.person.party.person,
            respondent=respondent,
            allegations=allegations,
        )
        follow_concern(concern, actor=actor, reason=reason, case=case)
    return case


def _raise(watched: WatchedPerson, told: str, check_in: CheckIn | None, *, actor: User, reason: str) -> Concern:
    concern = Concern(
        reference=new_reference("CON", clock.today()),
        watch=watched.watch,
        person=watched,
        check_in=check_in,
        told=told,
        raised_by=actor,
        raised_at=clock.now(),
    )
    keep(concern, "watch.raise_concern", actor=actor, reason=reason)
    start_for(concern, LOOK, actor=actor)
    return concern
