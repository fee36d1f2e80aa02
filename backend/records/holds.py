"""Legal holds: while one is in force, nothing that it covers may be erased."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.access.policy import require
from backend.access.roles import has_role
from backend.audit.actions import declare
from backend.audit.erasure import Selection, blocked_by
from backend.audit.models import Event
from backend.audit.recorded import keep
from backend.cases.models import Case, CaseParty
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.records.models import LegalHold
from backend.records.policy import KEEPERS

declare("hold.issue", "put a legal hold in force", kind="change")
declare("hold.release", "released a legal hold", kind="change")


def issue_hold(*, actor: User, reason: str, case: Case | None = None, person: Person | None = None) -> LegalHold:
    """Keep a case, what concerns a person, or (with neither) everything from being erased."""
    if not has_role(actor, *KEEPERS):
        raise Forbidden()
    if not reason.strip():
        raise Invalid({"reason": ["Say why it must be kept, for example the claim or the authority."]})
    if case and person:
        raise Invalid({"person": ["A hold covers a case or a person; issue two."]})
    now = clock.now()
    hold = LegalHold(
        reference=new_reference("HOLD", now.date()),
        case=case,
        person=person,
        reason=reason.strip(),
        issued_by=actor,
        issued_at=now,
    )
    scope = "case" if case else "person" if person else "everything"
    return keep(hold, "hold.issue", actor=actor, reason=reason, ctx={"scope": scope})


def release_hold(hold: LegalHold, *, actor: User, reason: str) -> LegalHold:
    """Let what was held be erased again when its time is over."""
    require(actor, "hold.release", hold)
    if not reason.strip():
        raise Invalid({"reason": ["Say why it need not be kept any longer."]})
    if hold.released_at:
        raise Refused("The hold is released already.", code="hold-released")
    hold.released_by, hold.released_at = actor, clock.now()
    return keep(hold, "hold.release", actor=actor, reason=reason)


def holds_in_force() -> QuerySet[LegalHold]:
    """List the holds that nobody has released."""
    return LegalHold.objects.filter(released_at=None).select_related("case", "person").order_by("issued_at")


def held_back(selection: Selection) -> Iterator[str]:
    """Name the holds that keep a selection from being erased: on everything, on its cases, on its people and on cases of theirs."""
    cases, people = _touched(selection)
    touched = Q(case=None, person=None) | Q(case__in=cases) | Q(person__in=people)
    for hold in holds_in_force().filter(touched):
        yield f"The legal hold {hold.reference} on {hold.covers} is in force."


def _touched(selection: Selection) -> tuple[QuerySet[Case], QuerySet[Person]]:
    keys = [*selection.streams]
    if selection.event is not None:
        keys += [key for pair in Event.objects.filter(pk=selection.event).values_list("stream", "obj") for key in pair]
    named = Q(user__uid__in=[*_uids(keys, "user"), *selection.users]) | Q(uid__in=_uids(keys, "person"))
    people = Person.objects.filter(named | Q(uid=selection.person) if selection.person else named)
    cases = Case.objects.filter(Q(uid__in=_uids(keys, "case")) | Q(parties__person__in=people))
    parties = CaseParty.objects.filter(case__uid__in=_uids(keys, "case")).values("person")
    return cases, Person.objects.filter(Q(pk__in=people.values("pk")) | Q(pk__in=parties))


def _uids(keys: list[str], noun: str) -> list[UUID]:
    return [UUID(key.partition(":")[2]) for key in keys if key.startswith(f"{noun}:")]


blocked_by(held_back)
