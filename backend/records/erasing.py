"""Who may erase what: the privacy officer decides, counsel or another privacy officer approves."""

from backend.access.models import Role
from backend.access.roles import has_role
from backend.audit.erasure import Reach, Selection, erase
from backend.audit.models import Event
from backend.cases.models import Case
from backend.kernel.errors import Forbidden, Invalid
from backend.people.models import Person, User


def of_case(reference: str) -> Selection:
    """Select everything that the history of a case holds of people."""
    case = Case.objects.filter(reference__iexact=reference).first()
    if case is None:
        raise Invalid({"case": [f"There is no case {reference}."]})
    return Selection(kind="case", streams=(case.key,))


def of_person(reference: str) -> Selection:
    """Select what the history of a person and of their account holds, their name as an actor, and that events concerned them."""
    person = Person.objects.filter(reference__iexact=reference).first()
    if person is None:
        raise Invalid({"person": [f"There is no person {reference}."]})
    users = tuple(User.objects.filter(person=person).values_list("uid", flat=True))
    streams = (person.key, *(f"user:{uid}" for uid in users))
    return Selection(kind="person", streams=streams, person=person.uid, users=users)


def of_event(number: int, value: str = "") -> Selection:
    """Select the values of one event, or one of them."""
    if not Event.objects.filter(pk=number).exists():
        raise Invalid({"event": [f"There is no event {number}."]})
    return Selection(kind="event", event=number, value=value)


def erase_on_record(selection: Selection, *, rule: str, basis: str, actor: User, approver: User, reason: str) -> Reach:
    """Erase what is selected, decided by a privacy officer and approved by another person who answers for it."""
    if not has_role(actor, Role.PRIVACY_OFFICER):
        raise Forbidden("Only a privacy officer erases.", code="erasure-role")
    if not has_role(approver, Role.PRIVACY_OFFICER, Role.COUNSEL):
        raise Forbidden("Counsel or another privacy officer has to approve an erasure.", code="erasure-approval")
    return erase(selection, rule=rule, basis=basis, actor=actor, approver=approver, reason=reason)
