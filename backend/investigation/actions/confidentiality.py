"""Asking somebody to keep something to themselves: something narrow, for a reason in this very case, and not longer than the case."""

import re
from datetime import date, datetime
from typing import Final

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import Case, CaseParty
from backend.cases.vocabulary import ENDED
from backend.investigation.models import ConfidentialityRequest
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import Person, User

declare("confidentiality.ask", "asked somebody to keep something to themselves", kind="change")
declare("confidentiality.end", "ended a request for confidentiality", kind="change")
declare("confidentiality.view", "read a request for confidentiality", kind="read")

# Words that would cover everything: such a request keeps people from speaking of their own work, and holds nowhere.
BLANKET: Final = re.compile(
    r"\b(any|every)(thing|body|one)?\b|\ball\b|\bwhole\b|\bentire\b|\bnothing\b|\bat any time\b"
    r"|^\W*(this|the)?\s*(case|matter|investigation|complaint|interview|process)\W*$",
    re.IGNORECASE,
)
GENERIC: Final = re.compile(
    r"\b(company|our|standard|usual|normal|general)\s+(policy|practice|procedure|rule)|^\W*(confidential|privacy|as usual)\W*$",
    re.IGNORECASE,
)
FEWEST: Final = 5  # words of a reason that can be about this case


def ask_confidentiality(
    case: Case, person: Person, *, about: str, why: str, actor: User, reason: str, ends_on: date | None = None
) -> ConfidentialityRequest:
    """Ask one person to keep something narrow to themselves; their right to speak to authorities, counsel or a union is not touched."""
    require(actor, "confidentiality.ask", case)
    party = CaseParty.objects.filter(case=case, person=person).order_by("pk").first()
    problems = {
        "person": [] if party else ["This person has no part in the case."],
        "about": _about(about),
        "why": _why(why),
        "ends_on": ["Name a day that is still to come."] if ends_on and ends_on < clock.today() else [],
    }
    if any(problems.values()) or party is None:
        raise Invalid({name: told for name, told in problems.items() if told})
    if not case.is_open:
        raise Refused("The case is closed: no request can begin.", code="wrong-state")
    row = ConfidentialityRequest(
        case=case,
        party=party,
        about=about.strip(),
        why=why.strip(),
        ends_on=ends_on,
        asked_by=actor,
        asked_at=clock.now(),
    )
    return keep(row, "confidentiality.ask", actor=actor, reason=reason, subjects=[(person.uid, "asked")])


def end_confidentiality(request: ConfidentialityRequest, *, actor: User, reason: str) -> ConfidentialityRequest:
    """End a request, and say why; the person is free to speak of it."""
    require(actor, "confidentiality.end", request)
    if request.ended_at:
        raise Refused("This request has ended already.", code="request-over")
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    return _end(request, clock.now(), actor=actor, reason=reason)


def end_past_requests(*, as_of: datetime) -> int:
    """Note the end of requests whose day or whose case is over; they held no longer anyway."""
    system, today, ended = system_user(), as_of.date(), 0
    rows = ConfidentialityRequest.objects.filter(ended_at=None).select_related("case")
    for request in (
        *rows.filter(case__state__in=ENDED),
        *rows.exclude(case__state__in=ENDED).filter(ends_on__lt=today),
    ):
        over = request.case.state in ENDED
        words = "The case was closed." if over else "The day until which it held is over."
        _end(request, as_of, actor=system, reason=words)
        ended += 1
    return ended


def _end(request: ConfidentialityRequest, at: datetime, *, actor: User, reason: str) -> ConfidentialityRequest:
    request.ended_at, request.end_reason = at, reason.strip()[:300]
    return keep(request, "confidentiality.end", actor=actor, reason=reason)


def _about(about: str) -> list[str]:
    if not about.strip():
        return ["Say what exactly: one occasion, one document, one conversation."]
    if BLANKET.search(about):
        return ["This covers too much. Name one occasion, one document or one conversation."]
    return []


def _why(why: str) -> list[str]:
    if len(why.split()) < FEWEST or GENERIC.search(why):
        return ["Give the reason in this case, such as: two more people will be asked about that evening."]
    return []
