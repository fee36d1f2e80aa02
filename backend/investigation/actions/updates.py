"""Telling both sides, at least every 30 days, how the matter goes on: the stage and the next date, and nothing else."""

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.deadlines.actions import meet_all, start_for
from backend.documents.guard.texts import named_in
from backend.investigation.models import CaseUpdate
from backend.investigation.policy.inquiry import TOLD
from backend.jobs.queue import submit
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("case.update_parties", "told both sides how the matter goes on", kind="change")
declare("update.view", "read an update on the progress", kind="read")
declare("update.list", "listed updates on the progress", kind="read")

UPDATE = "case.update"
LONGEST = 1000


def update_parties(case: Case, *, text: str, actor: User, reason: str) -> CaseUpdate:
    """Tell the complainant and the respondent how the matter goes on, in the same words; these name nobody."""
    require(actor, "case.update_parties", case)
    if not case.is_open:
        raise Refused("The case is closed.", code="wrong-state")
    told = [
        party
        for party in case.parties.filter(role__in=TOLD).select_related("person")
        if party.role != "respondent" or party.notified_at
    ]
    _check(case, text)
    if not told:
        raise Refused("There is nobody to tell yet: no complainant, and no respondent with notice.", code="nobody-told")
    with transaction.atomic():
        update = CaseUpdate(case=case, text=text.strip(), told_by=actor, told_at=clock.now())
        subjects = [(party.person.uid, "told") for party in told]
        keep(update, "case.update_parties", actor=actor, reason=reason, subjects=subjects)
        meet_all(case, UPDATE, actor=actor)
        start_for(case, UPDATE, actor=actor)
        users = User.objects.filter(person__in=[party.person_id for party in told], is_active=True)
        submit("access.send_notices", actor=None, users=[str(user.uid) for user in users.order_by("pk")])
    return update


def _check(case: Case, text: str) -> None:
    if not text.strip():
        raise Invalid({"text": ["Say where the matter stands, and what comes next by when."]})
    if len(text) > LONGEST:
        raise Invalid({"text": [f"At most {LONGEST} characters: an update holds no detail."]})
    people = [party.person.name for party in case.parties.select_related("person")]
    if found := named_in(text, people):
        raise Invalid({"text": [f"Both sides read this: take the name out (“{found[0]}”)."]})
