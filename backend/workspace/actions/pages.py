"""Writing, reading and deleting the pages of a private workspace."""

from typing import Final

from django.db import transaction

from backend.access.policy import require, scope
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User
from backend.workspace import lock
from backend.workspace.actions.opening import drop_page, held
from backend.workspace.lock import Key
from backend.workspace.models import PrivatePage, Workspace
from backend.workspace.sheets import Written

MOST: Final = 200  # pages of one workspace, so that nobody fills the database

declare("workspace.write", "wrote a page of their private workspace", kind="change", compartment="private")
declare("workspace.revise", "changed a page of their private workspace", kind="change", compartment="private")


def write_page(workspace: Workspace, key: Key, written: Written, *, actor: User) -> PrivatePage:
    """Keep a new page, closed before it reaches the database."""
    require(actor, "workspace.write", workspace)
    with transaction.atomic():
        workspace = held(workspace, key)
        if PrivatePage.objects.filter(workspace=workspace).count() >= MOST:
            raise Refused(
                f"A workspace has room for {MOST} pages. Delete one that you no longer need.", code="workspace-full"
            )
        page = PrivatePage(workspace=workspace, saved_at=clock.now())
        page.sealed = lock.closed(written, key, page)
        return keep(page, "workspace.write", actor=actor)


def revise_page(page: PrivatePage, key: Key, written: Written, *, version: int, actor: User) -> PrivatePage:
    """Keep a changed page in the place of the earlier one, unless it was changed in another window meanwhile."""
    require(actor, "workspace.revise", page)
    with transaction.atomic():
        held(page.workspace, key)
        found: PrivatePage = PrivatePage.objects.select_related("workspace__owner").get(pk=page.pk)
        if found.version != version:
            raise Refused(
                "This page was changed in another window after you opened it here. Your text is still below: copy it, open the page"
                " again, and put it in.",
                code="page-changed",
            )
        found.sealed = lock.closed(written, key, found)
        found.version, found.saved_at = version + 1, clock.now()
        return keep(found, "workspace.revise", actor=actor)


def read_page(page: PrivatePage, key: Key, *, actor: User) -> Written:
    """Open a page for its owner."""
    require(actor, "workspace.read", page)
    return lock.opened(key, page)


def read_pages(workspace: Workspace, key: Key, *, actor: User) -> list[tuple[PrivatePage, Written | None]]:
    """Open every page for its owner, the latest first; one that was changed from outside keeps nobody from the others."""
    rows = scope(actor, "workspace.read", PrivatePage.objects.filter(workspace=workspace))
    found = rows.select_related("workspace__owner").order_by("-saved_at", "-pk")
    return [(page, _undamaged(page, key)) for page in found]


def _undamaged(page: PrivatePage, key: Key) -> Written | None:
    try:
        return lock.opened(key, page)
    except Refused:
        return None


def delete_page(page: PrivatePage, *, actor: User) -> None:
    """Delete a page for good, with every copy of it that was shared."""
    require(actor, "workspace.delete", page)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=page.workspace_id)
        drop_page(page, actor=actor)
