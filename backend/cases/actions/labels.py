"""What a party is called where their name must not stand."""

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import CaseParty
from backend.documents.guard.texts import blocked_in, named_in
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("party.relabel", "changed what a party is called in place of their name", kind="change")

LONGEST = 40


def relabel_party(party: CaseParty, *, label: str, actor: User, reason: str) -> CaseParty:
    """Change a party's pseudonym: short, neutral, not their name, and nobody else's in this case."""
    require(actor, "party.relabel", party.case)
    told = label.strip()
    names = [each.person.name for each in party.case.parties.select_related("person")]
    if not told or len(told) > LONGEST:
        raise Invalid({"label": [f"Enter 1 to {LONGEST} characters."]})
    if named_in(told, names):
        raise Invalid({"label": ["It stands in place of a name: it can’t hold one."]})
    if found := blocked_in(told, "guilt", "character"):
        raise Invalid({"label": [f"“{found[0][0]}”: {found[0][1].why} {found[0][1].instead}"]})
    if party.case.parties.filter(label__iexact=told).exclude(pk=party.pk).exists():
        raise Refused("Somebody else in this case is called so.", code="label-taken", field="label")
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    party.label = told
    return keep(party, "party.relabel", actor=actor, reason=reason, subjects=[(party.person.uid, party.role)])
