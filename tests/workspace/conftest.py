"""A workspace with one page, and the passphrase that opens it; turning it into a key is cheap here."""

from dataclasses import dataclass

import pytest

from backend.agreements.actions.voiding import void_agreement
from backend.agreements.models import Agreement
from backend.demo.cast import Cast
from backend.intake.tries import forget_tries
from backend.people.models import User
from backend.workspace import lock
from backend.workspace.actions.opening import begin_workspace
from backend.workspace.actions.pages import write_page
from backend.workspace.lock import Key
from backend.workspace.models import PrivatePage, Workspace
from backend.workspace.sheets import written

PASSPHRASE = "lantern orchard quiet bicycle"
TITLE = "Marmalade Thursdays"
PLANTED = "the terrace behind the Ludgate bar"


@dataclass
class Own:
    """Somebody's workspace, open."""

    owner: User
    workspace: Workspace
    key: Key
    page: PrivatePage


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "COST", 2**4)
    forget_tries()


@pytest.fixture
def own(cast: Cast) -> Own:
    """Give the workspace of somebody whose agreement is over, so that nobody monitors them yet."""
    for agreement in Agreement.objects.filter(person=cast.martin.person, state="active"):
        void_agreement(agreement, actor=cast.ruth, reason="The finding fell.")
    key = begin_workspace(PASSPHRASE, actor=cast.martin)
    workspace = Workspace.objects.get(owner=cast.martin)
    told = written("settings", TITLE, {"where": PLANTED, "whom": "My sister."})
    return Own(cast.martin, workspace, key, write_page(workspace, key, told, actor=cast.martin))
