"""Sharing one page with one named person, and taking it back."""

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.reads import viewed
from backend.audit.recorded import keep, remove
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.referrals import compartment
from backend.workspace import lock
from backend.workspace.actions.opening import OWN_CHOICE, held
from backend.workspace.lock import Key
from backend.workspace.models import PrivatePage, SharedPage
from backend.workspace.queries import receivers_for
from backend.workspace.sheets import Written

declare("workspace.share", "shared a page of their private workspace", kind="change", compartment="private")
declare("workspace.read_shared", "read a private page that was shared with them", kind="read", compartment="private")

compartment.holds_keys(SharedPage)  # a new master key closes the keys of shared copies anew, too


def share_page(page: PrivatePage, key: Key, receiver: User, *, actor: User) -> SharedPage:
    """Give one person a copy of a page as it stands now; shared again, the copy is renewed."""
    require(actor, "workspace.share", page)
    if receiver.pk not in {each.user.pk for each in receivers_for(actor)}:
        raise Refused(
            "You can share with whoever monitors your agreement, and with your contact at a provider. Choose one of them.",
            code="not-a-receiver",
            field="receiver",
        )
    with transaction.atomic():
        held(page.workspace, key)
        found = PrivatePage.objects.select_related("workspace__owner").get(pk=page.pk)
        copy = SharedPage.objects.filter(page=found, receiver=receiver).first() or SharedPage(
            page=found, receiver=receiver
        )
        copy.wrapped_key, copy.shared_at = compartment.fresh_key(), clock.now()
        copy.sealed = compartment.closed(lock.opened(key, found), copy)
        return keep(copy, "workspace.share", actor=actor)


def withdraw_page(copy: SharedPage, *, actor: User) -> None:
    """Take a shared page back: the copy is deleted, and from this moment its receiver finds nothing."""
    require(actor, "workspace.withdraw", copy)
    remove(copy, "workspace.withdraw", actor=actor, reason=OWN_CHOICE)


def read_shared(copy: SharedPage, *, actor: User) -> Written:
    """Open a copy for whoever it was given to."""
    require(actor, "workspace.read_shared", copy)
    viewed(copy, "workspace.read_shared", actor=actor)
    return compartment.opened(Written, copy.sealed, copy)
