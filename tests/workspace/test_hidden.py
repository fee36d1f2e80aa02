"""A workspace is its owner's alone: no role finds it, no table shows a word of it, and the history tells of it to nobody else."""

from collections.abc import Iterator

import pytest
from django.apps import apps

from backend.access.policy import Policy, scope
from backend.audit.actions import withheld_actions, withheld_matter
from backend.audit.coverage import uncovered
from backend.audit.models import Disclosure, Event
from backend.demo.cast import Cast
from backend.kernel.errors import Forbidden
from backend.people.models import User
from backend.records.policy import EVENTS
from backend.records.queries import EventFilter
from backend.records.scopes import ExportScope, covered, own_data
from backend.workspace.actions.opening import change_passphrase, end_workspace, open_workspace
from backend.workspace.actions.pages import delete_page, read_page, revise_page
from backend.workspace.actions.sharing import share_page
from backend.workspace.models import PrivatePage, SharedPage, Workspace
from backend.workspace.policy import PAGES, SHARED, WORKSPACES
from backend.workspace.sheets import written
from tests.database import dumped
from tests.workspace.conftest import PASSPHRASE, PLANTED, TITLE, Own

pytestmark = pytest.mark.django_db
NEW = "harbour violet copper sandwich"


def others(owner: User) -> Iterator[User]:
    yield from User.objects.exclude(pk=owner.pk)


def test_no_table_holds_a_title_a_word_or_the_passphrase(own: Own) -> None:
    revise_page(
        own.page, own.key, written("settings", TITLE, {"where": PLANTED + " once more"}), version=1, actor=own.owner
    )
    change_passphrase(own.workspace, PASSPHRASE, NEW, actor=own.owner)
    secrets = (PLANTED, TITLE, PASSPHRASE, NEW, "My sister", own.key.secret.hex())
    rows = list(dumped())
    assert [(table, secret) for table, words in rows for secret in secrets if secret in words] == []
    assert any(
        str(own.workspace.uid).replace("-", "") in words.replace("-", "") for _, words in rows
    )  # the look finds what is there


def test_no_history_table_keeps_ciphertext() -> None:
    for model in (Workspace, PrivatePage, SharedPage):
        kept = {field.name for field in model.history.model._meta.get_fields()}
        assert not kept & {"sealed", "salt", "verifier"}


def test_nobody_else_finds_anything_whatever_their_role(own: Own) -> None:
    for policy, model in ((WORKSPACES, Workspace), (PAGES, PrivatePage), (SHARED, SharedPage)):
        assert policy.allow == {}
        for action in policy.actions:
            assert not any(scope(person, action, model.objects.all()).exists() for person in others(own.owner)), action
    for person in others(own.owner):
        if not person.is_system:
            for act in (
                lambda: read_page(own.page, own.key, actor=person),  # noqa: B023 - called at once
                lambda: open_workspace(own.workspace, PASSPHRASE, actor=person),  # noqa: B023
                lambda: share_page(own.page, own.key, person, actor=person),  # noqa: B023
                lambda: delete_page(own.page, actor=person),  # noqa: B023
                lambda: end_workspace(own.workspace, actor=person),  # noqa: B023
            ):
                with pytest.raises(Forbidden):
                    act()


def test_the_history_tells_that_and_never_what(own: Own) -> None:
    delete_page(own.page, actor=own.owner)
    events = Event.objects.filter(stream=own.workspace.key).order_by("id")
    assert list(events.values_list("action", flat=True)) == ["workspace.begin", "workspace.write", "workspace.delete"]
    told = " ".join(Disclosure.objects.filter(event_id__in=events.values("pk")).values_list("disclosure", flat=True))
    assert not any(word in told for word in ("sealed", "salt", "verifier", "title", "settings"))
    assert list(uncovered()) == []


def test_no_role_reads_its_history_and_its_owner_is_told_the_number(own: Own, cast: Cast) -> None:
    events = Event.objects.filter(stream=own.workspace.key)
    for person in others(own.owner):
        for action in EVENTS.actions:
            assert not scope(person, action, events).exists(), (person, action)
    assert scope(own.owner, "event.own", events).count() == events.count() == 2
    assert not covered(cast.lena, ExportScope(), EventFilter()).filter(stream=own.workspace.key).exists()
    assert covered(own.owner, own_data(own.owner), EventFilter()).filter(stream=own.workspace.key).count() == 2
    assert {withheld_matter(event.stream) for event in events} == {"private"}
    assert {action for action in withheld_actions() if action.startswith("workspace.")} == {
        action for action in (*WORKSPACES.actions, *PAGES.actions, *SHARED.actions) if action not in NO_EVENTS
    } | {"workspace.begin"}


NO_EVENTS = {"workspace.view", "workspace.read"}  # an owner reads their own pages without a trace


def test_deleting_removes_the_ciphertext_from_every_table(own: Own) -> None:
    sealed = own.page.sealed
    assert any(sealed in words for _, words in dumped())
    delete_page(own.page, actor=own.owner)
    assert not any(sealed in words for _, words in dumped())
    end_workspace(own.workspace, actor=own.owner)
    kept = Workspace.objects.count(), PrivatePage.objects.count(), SharedPage.objects.count()
    assert kept == (0, 0, 0)
    assert list(uncovered()) == []


def test_every_table_of_the_app_has_rules() -> None:
    models = [model for model in apps.get_app_config("workspace").get_models() if "Historical" not in model.__name__]
    assert {model.__name__ for model in models} == {"Workspace", "PrivatePage", "SharedPage"}
    assert all(model in Policy.registry for model in models)
