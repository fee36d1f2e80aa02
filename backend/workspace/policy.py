"""Who may do what in a private workspace: its owner, everything; whoever a page was shared with, read that copy; no role, anything."""

from django.db.models import Q

from backend.access.policy import NONE, Policy
from backend.agreements.models import Agreement, AgreementState
from backend.audit.actions import withhold_matter
from backend.people.models import User
from backend.referrals.models import Referral
from backend.referrals.policy.compartment import takes_referrals_here
from backend.workspace.models import PrivatePage, SharedPage, Workspace

withhold_matter("workspace", "private")


def owns(person: User) -> Q:
    """The workspace is the person's own."""
    return Q(owner=person)


def owns_its_workspace(person: User) -> Q:
    """The page is the person's own."""
    return Q(workspace__owner=person)


def shared_it(person: User) -> Q:
    """The person shared the page."""
    return Q(page__workspace__owner=person)


def was_given_it(person: User) -> Q:
    """The page was shared with the person, who still monitors its owner's agreement or still takes their referral."""
    if person.person_id is None:
        return NONE
    monitored = Agreement.objects.filter(monitor=person.person_id, state=AgreementState.ACTIVE)
    taken = Referral.objects.filter(takes_referrals_here(person))
    owner = "page__workspace__owner__person__in"
    return Q(receiver=person) & (Q(**{owner: monitored.values("person")}) | Q(**{owner: taken.values("person")}))


WORKSPACES = Policy(
    Workspace,
    own={
        "workspace.view": [owns],
        "workspace.write": [owns],
        "workspace.change_passphrase": [owns],
        "workspace.end": [owns],
    },
)
PAGES = Policy(
    PrivatePage,
    own={
        "workspace.read": [owns_its_workspace],
        "workspace.revise": [owns_its_workspace],
        "workspace.delete": [owns_its_workspace],
        "workspace.share": [owns_its_workspace],
    },
)
SHARED = Policy(
    SharedPage,
    own={"workspace.withdraw": [shared_it], "workspace.read_shared": [was_given_it]},
)
