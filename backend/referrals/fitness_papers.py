"""The letter of an examination of fitness for duty, made from its record."""

from backend.documents.queries import contact, frame, support_for
from backend.people.models import User
from backend.referrals.compartment import opened
from backend.referrals.contents import Examined
from backend.referrals.fitness_letters import FitnessLetter
from backend.referrals.models import FitnessRequest
from backend.referrals.papers import provider_line


def asked_in(request: FitnessRequest) -> Examined:
    """Open what an examination is asked about; whoever calls this has asked for permission."""
    return opened(Examined, request.sealed, request)


def fitness_letter(request: FitnessRequest, *, by: User) -> FitnessLetter:
    """Write D11 to the employee who is asked to an examination."""
    said = asked_in(request)
    return FitnessLetter(
        **frame(FitnessLetter, to=request.person, by=by),
        matter=request.reference,
        facts=said.facts,
        tasks=said.tasks,
        provider=provider_line(request.provider),
        payer=said.payer,
        adjustments=contact(by),
        support=support_for(FitnessLetter, request.person),
    )
