"""Reads of private workspaces: the owner's own, whom a page may be shared with, and what was shared with somebody."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from backend.access.policy import scope
from backend.agreements.models import Agreement, AgreementState
from backend.people.models import User
from backend.referrals.models import ProviderContact
from backend.referrals.policy.compartment import PROVIDER_SEES
from backend.referrals.releases import in_force
from backend.workspace.models import PrivatePage, SharedPage, Workspace


@dataclass(frozen=True)
class Receiver:
    """Somebody with whom an owner may share a page, and as what."""

    user: User
    as_what: str


@dataclass(frozen=True)
class Copy:
    """A page that was shared, as its owner sees it."""

    row: SharedPage
    name: str
    is_over: bool  # the receiver no longer monitors the agreement, or no longer takes the referral, and reads nothing


def workspace_of(person: User) -> Workspace | None:
    """Find the person's own workspace, if they have begun one."""
    found: Workspace | None = scope(person, "workspace.view", Workspace.objects.select_related("owner")).first()
    return found


def copies_of(pages: Iterable[PrivatePage], owner: User) -> dict[int, list[Copy]]:
    """Give the copies of some pages by the pages' keys, and tell which of them nobody can read any more."""
    readers = {each.user.pk for each in receivers_for(owner)}
    found: dict[int, list[Copy]] = {page.pk: [] for page in pages}
    rows = SharedPage.objects.filter(page__in=list(found)).select_related("receiver__person").order_by("shared_at")
    for row in rows:
        found[row.page_id].append(Copy(row, row.receiver.name, row.receiver_id not in readers))
    return found


def shared_with(person: User) -> QuerySet[SharedPage]:
    """Give the pages that were shared with a person and not withdrawn."""
    rows = SharedPage.objects.select_related("page__workspace__owner__person")
    found: QuerySet[SharedPage] = scope(person, "workspace.read_shared", rows).order_by("-shared_at", "-pk")
    return found


def receivers_for(owner: User) -> list[Receiver]:
    """List with whom an owner may share: who monitors their agreement, and who takes their referral at the provider they released."""
    if owner.person_id is None:
        return []
    monitors = Agreement.objects.filter(person=owner.person_id, state=AgreementState.ACTIVE).values("monitor")
    released = in_force().filter(referral__person=owner.person_id, referral__state__in=PROVIDER_SEES)
    contacts = ProviderContact.objects.filter(
        provider__in=released.values("provider"), ended_on=None, user__is_active=True
    )
    found = {
        user.pk: Receiver(user, "monitor of your agreement")
        for user in User.objects.filter(person__in=monitors, is_active=True).select_related("person")
    }
    for contact in contacts.select_related("user__person", "provider").order_by("name"):
        if contact.user is not None:
            found.setdefault(contact.user.pk, Receiver(contact.user, f"contact at {contact.provider.name}"))
    found.pop(owner.pk, None)
    return sorted(found.values(), key=lambda each: each.user.name)
