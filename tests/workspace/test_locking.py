"""The passphrase: what it opens, what a wrong or lost one does, and that changing it changes everything."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from backend.demo.cast import PASSWORD, Cast
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.workspace import lock
from backend.workspace.actions.opening import begin_workspace, change_passphrase, end_workspace, open_workspace
from backend.workspace.actions.pages import read_page, revise_page, write_page
from backend.workspace.lock import Key
from backend.workspace.models import PrivatePage, Workspace
from backend.workspace.sheets import LONGEST_ANSWER, SHEETS, written
from tests.workspace.conftest import PASSPHRASE, PLANTED, TITLE, Own

pytestmark = pytest.mark.django_db
NEW = "harbour violet copper sandwich"


def test_the_passphrase_opens_what_was_written(own: Own) -> None:
    key = open_workspace(own.workspace, PASSPHRASE, actor=own.owner)
    page = PrivatePage.objects.get(pk=own.page.pk)
    assert read_page(page, key, actor=own.owner).texts == {"where": PLANTED, "whom": "My sister."}
    assert "secret" not in repr(key)


def test_a_wrong_passphrase_opens_nothing_and_five_make_one_wait(own: Own) -> None:
    with clock.at(clock.now()) as now:
        for _ in range(5):
            with pytest.raises(Invalid) as wrong:
                open_workspace(own.workspace, "lantern orchard loud bicycle", actor=own.owner)
            assert wrong.value.errors == {"passphrase": ["This is not the passphrase of your workspace."]}
        with pytest.raises(Refused) as waits:
            open_workspace(own.workspace, PASSPHRASE, actor=own.owner)
        assert waits.value.code == "too-many-tries"
    with clock.at(now + timedelta(minutes=16)):
        assert open_workspace(own.workspace, PASSPHRASE, actor=own.owner) == own.key


def test_the_same_letters_open_it_whichever_keyboard_wrote_them(cast: Cast) -> None:
    key = begin_workspace("café lantern quiet bicycle", actor=cast.noor)
    found = Workspace.objects.get(owner=cast.noor)
    assert open_workspace(found, "café lantern quiet bicycle", actor=cast.noor) == key


def test_a_key_that_is_not_its_own_opens_and_writes_nothing(own: Own) -> None:
    with pytest.raises(Refused) as damaged:
        read_page(own.page, Key(b"x" * 32), actor=own.owner)
    assert damaged.value.code == "private-page-damaged"
    with pytest.raises(Refused) as closed:
        write_page(own.workspace, Key(b"x" * 32), written("lose", "A", {"lose": "B"}), actor=own.owner)
    assert closed.value.code == "workspace-closed"


def test_a_ciphertext_opens_at_its_own_place_alone(own: Own, cast: Cast) -> None:
    second = write_page(own.workspace, own.key, written("lose", "Two", {"lose": "Much."}), actor=own.owner)
    second.sealed = own.page.sealed
    with pytest.raises(Refused):
        lock.opened(own.key, second)
    begin_workspace(PASSPHRASE, actor=cast.noor)
    moved = PrivatePage(uid=own.page.uid, workspace=Workspace.objects.get(owner=cast.noor), sealed=own.page.sealed)
    with pytest.raises(Refused):
        lock.opened(own.key, moved)


def test_the_same_words_never_give_the_same_ciphertext_nor_tell_their_length(own: Own) -> None:
    short, long = (written("lose", "A", {"lose": "b" * number}) for number in (1, 700))
    first, again, longer = (lock.closed(each, own.key, own.page) for each in (short, short, long))
    assert first != again
    assert len(first) == len(longer)


def test_another_passphrase_closes_every_page_anew(own: Own) -> None:
    before = own.page.sealed
    key = change_passphrase(own.workspace, PASSPHRASE, NEW, actor=own.owner)
    found, page = Workspace.objects.get(pk=own.workspace.pk), PrivatePage.objects.get(pk=own.page.pk)
    assert page.sealed != before
    assert read_page(page, key, actor=own.owner).title == TITLE
    assert open_workspace(found, NEW, actor=own.owner) == key
    with pytest.raises(Invalid):
        open_workspace(found, PASSPHRASE, actor=own.owner)
    with pytest.raises(Refused):  # a window that was open with the earlier one
        revise_page(page, own.key, written("lose", "A", {"lose": "B"}), version=page.version, actor=own.owner)


def test_a_passphrase_is_changed_for_all_pages_or_for_none(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    write_page(own.workspace, own.key, written("lose", "Two", {"lose": "Much."}), actor=own.owner)
    closed, done = lock.closed, list[Any]()

    def breaks(*given: Any) -> str:
        done.append(given)
        if len(done) > 1:
            raise OSError("The disk is full.")
        return closed(*given)

    monkeypatch.setattr(lock, "closed", breaks)
    with pytest.raises(OSError, match="full"):
        change_passphrase(own.workspace, PASSPHRASE, NEW, actor=own.owner)
    pages = PrivatePage.objects.select_related("workspace__owner")
    assert {read_page(page, own.key, actor=own.owner).title for page in pages} == {TITLE, "Two"}
    assert open_workspace(Workspace.objects.get(), PASSPHRASE, actor=own.owner) == own.key


def test_whoever_lost_the_passphrase_deletes_it_all_and_begins_anew(own: Own) -> None:
    end_workspace(own.workspace, actor=own.owner)
    assert not Workspace.objects.exists()
    assert not PrivatePage.objects.exists()
    assert begin_workspace(NEW, actor=own.owner) != own.key
    with pytest.raises(Refused) as twice:
        begin_workspace(NEW, actor=own.owner)
    assert twice.value.code == "workspace-begun"


@pytest.mark.parametrize(
    ("passphrase", "told"),
    [
        ("short", "at least 12"),
        ("aaaaaaaaaaaaaaaa", "too easy"),
        ("x" * 201, "at most 200"),
        (PASSWORD, "password you sign in with"),
    ],
)
def test_a_weak_passphrase_is_refused_with_what_to_do(cast: Cast, passphrase: str, told: str) -> None:
    cast.martin.password = make_password(PASSWORD)
    with pytest.raises(Invalid) as refused:
        begin_workspace(passphrase, actor=cast.martin)
    assert told in refused.value.errors["new"][0]
    assert not Workspace.objects.exists()


def test_an_account_that_is_nobodys_has_no_workspace(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        begin_workspace(NEW, actor=cast.system)


def test_what_is_too_long_or_missing_gets_a_sentence() -> None:
    with pytest.raises(Invalid) as long:
        written("lose", "t" * 121, {"lose": "x" * 2**20})
    assert long.value.errors["lose"] == [
        "This has 1,048,576 characters. Keep it to 20,000 here, and put the rest on a page of its own."
    ]
    assert long.value.errors["title"] == ["The title has 121 characters. Keep it to 120."]
    with pytest.raises(Invalid) as empty:
        written("coping", " ", {})
    assert set(empty.value.errors) == {"title", "calms"}
    assert written("lose", "A", {"lose": "x" * LONGEST_ANSWER}).answered


def test_every_kind_of_page_asks_each_thing_once() -> None:
    assert set(SHEETS) == {"settings", "coping", "lose", "assumption"}
    for sheet in SHEETS.values():
        names = [question.name for question in sheet.questions]
        assert len(names) == len(set(names))
        assert not {"title", "kind", "version", "passphrase"} & set(names)


def test_a_page_that_was_changed_elsewhere_is_not_overwritten(own: Own) -> None:
    changed = written("settings", "Anew", {"where": "Elsewhere."})
    page = revise_page(own.page, own.key, changed, version=1, actor=own.owner)
    assert page.version == 2
    with pytest.raises(Refused) as late:
        revise_page(own.page, own.key, written("settings", "Late", {"where": "X"}), version=1, actor=own.owner)
    assert late.value.code == "page-changed"
    assert read_page(PrivatePage.objects.get(), own.key, actor=own.owner).title == "Anew"
