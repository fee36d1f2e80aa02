"""Beginning a workspace, opening it, changing its passphrase, and deleting the whole of it."""

from typing import Final

from django.contrib.auth.hashers import check_password
from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.intake.tries import may_try, note_wrong
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.models import User
from backend.workspace import lock
from backend.workspace.lock import Key, fits, key_from, new_salt
from backend.workspace.models import PrivatePage, SharedPage, Workspace

SHORTEST: Final = 12
LONGEST: Final = 200
OWN_CHOICE: Final = "The owner's own choice."

declare("workspace.begin", "began a private workspace", kind="change", compartment="private")
declare(
    "workspace.change_passphrase",
    "changed the passphrase of their private workspace",
    kind="change",
    compartment="private",
)
declare("workspace.end", "deleted their private workspace", kind="change", compartment="private")
declare("workspace.delete", "deleted a page of their private workspace", kind="change", compartment="private")
declare("workspace.withdraw", "withdrew a page of their private workspace", kind="change", compartment="private")


def begin_workspace(new: str, *, actor: User) -> Key:
    """Begin somebody's workspace, closed with a passphrase of their own that is kept nowhere."""
    if actor.person_id is None:
        raise Forbidden()
    _check(new, actor)
    with transaction.atomic():
        if Workspace.objects.filter(owner=actor).exists():
            raise Refused("You have a private workspace already. Open it with its passphrase.", code="workspace-begun")
        workspace = Workspace(owner=actor)
        key = _locked_with(new, workspace)
        keep(workspace, "workspace.begin", actor=actor)
    return key


def open_workspace(workspace: Workspace, passphrase: str, *, actor: User) -> Key:
    """Turn the right passphrase into the key; a wrong one counts, and after five there is a wait."""
    require(actor, "workspace.view", workspace)
    name = f"workspace:{workspace.uid}"
    may_try(name)
    key = key_from(passphrase, salt=workspace.salt, cost=workspace.cost)
    if not fits(key, workspace):
        note_wrong(name)
        raise Invalid({"passphrase": ["This is not the passphrase of your workspace."]})
    return key


def change_passphrase(workspace: Workspace, passphrase: str, new: str, *, actor: User) -> Key:
    """Close every page anew with another passphrase, all of them or none."""
    require(actor, "workspace.change_passphrase", workspace)
    _check(new, actor)
    old = open_workspace(workspace, passphrase, actor=actor)
    with transaction.atomic():
        workspace = held(workspace, old)
        key = _locked_with(new, workspace)
        for page in PrivatePage.objects.filter(workspace=workspace).select_related("workspace__owner"):
            page.sealed = lock.closed(lock.opened(old, page), key, page)
            page.saved_at, page.version = clock.now(), page.version + 1
            keep(page, "workspace.change_passphrase", actor=actor)
        keep(workspace, "workspace.change_passphrase", actor=actor)
    return key


def end_workspace(workspace: Workspace, *, actor: User) -> None:
    """Delete the workspace with everything in it and every copy that was shared; this needs no passphrase, because one can be lost."""
    require(actor, "workspace.end", workspace)
    with transaction.atomic():
        workspace = Workspace.objects.select_for_update().get(pk=workspace.pk)
        for page in PrivatePage.objects.filter(workspace=workspace).select_related("workspace"):
            drop_page(page, actor=actor)
        remove(workspace, "workspace.end", actor=actor, reason=OWN_CHOICE)


def drop_page(page: PrivatePage, *, actor: User) -> None:
    """Remove a page's ciphertext and every copy of it; call it inside a transaction, after asking for permission."""
    for copy in SharedPage.objects.filter(page=page).select_related("page__workspace"):
        remove(copy, "workspace.withdraw", actor=actor, reason=OWN_CHOICE)
    remove(page, "workspace.delete", actor=actor, reason=OWN_CHOICE)


def held(workspace: Workspace, key: Key) -> Workspace:
    """Lock a workspace until the transaction ends, and make sure that the key still is its own."""
    found: Workspace = Workspace.objects.select_for_update(of=("self",)).select_related("owner").get(pk=workspace.pk)
    if not fits(key, found):
        raise Refused(
            "The passphrase was changed in another window. Open the workspace again.", code="workspace-closed"
        )
    return found


def _locked_with(passphrase: str, workspace: Workspace) -> Key:
    workspace.salt, workspace.cost, workspace.locked_at = new_salt(), lock.COST, clock.now()
    key = key_from(passphrase, salt=workspace.salt, cost=workspace.cost)
    workspace.verifier = key.verifier
    return key


def _check(passphrase: str, owner: User) -> None:
    told = ""
    if len(passphrase) < SHORTEST:
        told = f"Use at least {SHORTEST} characters. Four or five words that only you would put together are good."
    elif len(passphrase) > LONGEST:
        told = f"Use at most {LONGEST} characters."
    elif len(set(passphrase)) < 5:
        told = "This is too easy to guess. Use four or five words that only you would put together."
    elif check_password(passphrase, owner.password):
        told = "This is the password you sign in with. Choose another one, so that nobody who learns it can read your pages."
    if told:
        raise Invalid({"new": [told]})
