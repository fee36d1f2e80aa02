"""Linking cases, and opening one from another: nobody is taken to be its respondent."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q

from backend.access.policy import can, require
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.cases.actions.opening import Opening, Particulars, open_case
from backend.cases.actions.progress import discharge
from backend.cases.aftermath_vocabulary import LinkKind
from backend.cases.models import Case, CaseLink
from backend.cases.vocabulary import CaseKind, PartyRole
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, User

declare("case.link", "linked the case to another", kind="change")
declare("case.open_linked", "opened a linked case", kind="change")
declare("link.view", "read a link between two cases", kind="read")
declare("link.remove", "removed a link between two cases", kind="change")

MGMT_FAILURE_OWED: Final = "mgmt_failure"  # what a case owes where somebody knew and did not act
ALIKE: Final = (LinkKind.RELATED, LinkKind.CROSS_COMPLAINT, LinkKind.PATTERN)  # these read the same from both ends
KIND_OF: Final = {LinkKind.RETALIATION_OF: CaseKind.RETALIATION, LinkKind.MGMT_FAILURE_OF: CaseKind.MGMT_FAILURE}


def link_cases(case: Case, other: Case, kind: str, *, actor: User, reason: str) -> CaseLink:
    """Link two cases; only whoever may see both learns of it, and each keeps its own parties and rights."""
    require(actor, "case.link", case)
    if kind not in LinkKind.values:
        raise Invalid({"kind": ["Choose how the cases stand to each other."]})
    if not can(actor, "case.view", other):
        raise Invalid({"other": ["There is no case of this reference that you can see."]})
    if case == other:
        raise Invalid({"other": ["A case is not linked to itself."]})
    return _link(case, other, kind, actor=actor, reason=reason)


def link_by_reference(case: Case, *, actor: User, reason: str, other: str, kind: str) -> CaseLink:
    """Link a case to the one of a reference; a case that is hidden from you is told like an absent one."""
    require(actor, "case.link", case)
    found = Case.objects.filter(reference=other.strip().upper()).first()
    if found is None:
        raise Invalid({"other": ["There is no case of this reference that you can see."]})
    return link_cases(case, found, kind, actor=actor, reason=reason)


def remove_link(link: CaseLink, *, actor: User, reason: str) -> None:
    """Take a link away that was made by mistake; its history stays."""
    require(actor, "link.remove", link)
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    remove(link, "link.remove", actor=actor, reason=reason, ctx={"kind": link.kind})


def open_linked(
    case: Case,
    *,
    actor: User,
    reason: str,
    link: str,
    title: str,
    nexus: str,
    kind: str = "",
    complainant: Person | None = None,
    respondent: Person | None = None,
    allegations: Sequence[Particulars] = (),
) -> Case:
    """Open a case from another one; a case about retaliation takes nobody over as its respondent, whoever it was before."""
    require(actor, "case.open_linked", case)
    wanted = kind or KIND_OF.get(LinkKind(link) if link in LinkKind.values else LinkKind.RELATED, case.kind)
    problems = {
        "link": [] if link in LinkKind.values else ["Choose how the new case stands to this one."],
        "title": [] if title.strip() else ["Enter a neutral title without names."],
        "nexus": [] if nexus.strip() else ["State the link to work: place, time, colleagues, clients or systems."],
        "kind": [] if wanted in CaseKind.values else ["Choose what the case is about."],
        "respondent": ["One person can’t be both sides."] if respondent and respondent == complainant else [],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    named = [(complainant, PartyRole.COMPLAINANT), (respondent, PartyRole.RESPONDENT)]
    people = [(person, str(role)) for person, role in named if person is not None]
    opening = Opening(
        title=title, kind=wanted, nexus=nexus, priority=case.priority, unit=case.unit, profile=case.profile
    )
    with transaction.atomic():
        opened = open_case(opening, people=people, allegations=allegations, actor=actor)
        _link(opened, case, link, actor=actor, reason=reason)
        if link == LinkKind.MGMT_FAILURE_OF:
            discharge(case, MGMT_FAILURE_OWED, actor=actor, note="A case about it was opened.")
    return opened


def _link(case: Case, other: Case, kind: str, *, actor: User, reason: str) -> CaseLink:
    same = Q(case=case, other=other, kind=kind)
    if kind in ALIKE:
        same |= Q(case=other, other=case, kind=kind)
    if CaseLink.objects.filter(same).exists():
        raise Refused("The cases are linked so already.", code="link-exists", field="other")
    link = CaseLink(case=case, other=other, kind=kind, linked_at=clock.now())
    return keep(link, "case.link", actor=actor, reason=reason, ctx={"kind": kind})
