"""Files of a report that is still written: looked at, closed to everybody but its author, removed without a trace, sent along."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.audit.models import Event
from backend.demo.cast import Cast
from backend.files.models import StoredFile
from backend.files.reading import open_file
from backend.files.unsent import unsent_path
from backend.files.upkeep import drop_orphans
from backend.intake.account import Account
from backend.intake.attachments import MOST
from backend.intake.codes import drawn_from, new_code
from backend.intake.draft_files import add_to_draft, files_waiting, remove_from_draft
from backend.intake.drafts import save_part, send_draft
from backend.intake.holders import Holder, draft_behind, holder_for, holder_with
from backend.intake.jobs import clear_drafts
from backend.intake.models import DraftFile, Report, ReportDraft
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from tests.intake.test_anonymous import a_photo
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
WHAT = {"narrative": ["He shouted at me."]}


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


def on_disk() -> list[bytes]:
    return [path.read_bytes() for path in settings.FILES_DIR.rglob("*") if path.is_file()]


def add(holder: Holder, content: bytes = b"What was said.", name: str = "chat with Martin.txt") -> DraftFile:
    return add_to_draft(holder, BytesIO(content), name=name)


def test_a_file_is_closed_until_it_is_sent_along(cast: Cast, last_event: Any) -> None:
    erin, events, files = holder_for(cast.erin), Event.objects.count(), StoredFile.objects.count()
    added = add(erin)
    [waiting] = files_waiting(erin)
    assert (waiting.number, waiting.facts.name, waiting.facts.mime) == (1, "chat with Martin.txt", "text/plain")
    assert files_waiting(holder_for(cast.omar)) == []
    assert (Event.objects.count(), StoredFile.objects.count()) == (events, files), "nobody's record yet"
    assert "Martin" not in DraftFile.objects.get(pk=added.pk).facts
    assert not [content for content in on_disk() if b"said" in content]

    save_part(erin, "what", WHAT, is_done=True)
    add(erin, b"Another day.", "more.txt")
    account = Account(narrative="He shouted at me.", reporter=cast.erin.person)
    report = send_draft(erin, account, actor=cast.erin)
    assert [(each.number, each.file.name) for each in report.files.all()] == [
        (1, "chat with Martin.txt"),
        (2, "more.txt"),
    ]
    with open_file(report.files.first().file) as kept:
        assert kept.read() == b"What was said."
    assert last_event(report) is not None
    told = list(Event.objects.filter(stream=report.key).values_list("action", flat=True))
    assert (told.count("file.take_in"), told.count("report.add_file")) == (2, 2)
    assert (draft_behind(erin), DraftFile.objects.count()) == (None, 0)


def test_what_is_removed_and_what_was_sent_leaves_nothing(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    erin, omar = holder_for(cast.erin), holder_for(cast.omar)
    first, second = add(erin), add(erin)
    assert not remove_from_draft(omar, 1), "it is not his"
    assert unsent_path(first.uid).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_from_draft(erin, 1)
        assert not remove_from_draft(erin, 1)
    assert [unsent_path(each.uid).exists() for each in (first, second)] == [False, True]
    with django_capture_on_commit_callbacks(execute=True):
        report = send_draft(erin, Account(narrative="x", reporter=cast.erin.person), actor=cast.erin)
    assert not unsent_path(second.uid).exists()
    assert [each.number for each in report.files.all()] == [1]


@pytest.mark.parametrize("with_name", [True, False])
def test_a_file_that_is_not_taken_is_told_at_once(cast: Cast, settings: Any, *, with_name: bool) -> None:
    holder = holder_for(cast.erin) if with_name else holder_with(drawn_from(new_code()))
    settings.FILE_LIMIT = 1000
    for content, name, words in (
        (b"", "empty.txt", "is empty"),
        (b"a" * 1001, "long.txt", "is larger than"),
        (b"%PDF-1.4 x", "photo.jpg", "PDF"),
        (b"MZ\x90\x00" + bytes(60), "tool.exe", ""),
    ):
        with pytest.raises(Invalid) as refused:
            add(holder, content, name)
        [[told]] = refused.value.errors.values()
        assert words in told
    assert (draft_behind(holder), on_disk()) == (None, [])


def test_a_draft_holds_so_many_files_and_no_more(cast: Cast) -> None:
    erin = holder_for(cast.erin)
    for _time in range(MOST):
        add(erin)
    with pytest.raises(Refused) as full:
        add(erin)
    assert full.value.code == "too-many-files"
    assert len(on_disk()) == MOST


def test_files_end_with_their_draft_and_orphans_are_swept(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    kept, ended = add(holder_for(cast.omar)), add(holder_for(cast.erin))
    orphan = unsent_path(kept.uid).with_name("0" * 32)
    orphan.write_bytes(b"left by a change that was never committed")
    yesterday = time.time() - 2 * 24 * 3600
    for path in (orphan, unsent_path(kept.uid)):
        os.utime(path, (yesterday, yesterday))
    assert drop_orphans() == 0, "files of record and files of drafts are swept apart"
    ReportDraft.objects.filter(files=ended).update(expires_at=clock.now() - timedelta(days=1))
    with clock.at(clock.now()), django_capture_on_commit_callbacks(execute=True):
        clear_drafts(lambda done, total: None)
    assert [unsent_path(each.uid).exists() for each in (kept, ended)] == [True, False]
    assert DraftFile.objects.get() == kept


def test_a_file_that_was_changed_on_disk_keeps_the_report_from_going_out_wrong(cast: Cast, sign_in: SignIn) -> None:
    erin, browser = holder_for(cast.erin), sign_in(cast.erin)
    save_part(erin, "what", WHAT, is_done=True)
    added = add(erin)
    unsent_path(added.uid).unlink()
    before = Report.objects.count()
    told = text_of(browser.post("/reports/new/check/"))
    assert "is not what it was when you added it" in told
    assert Report.objects.count() == before
    browser.post("/reports/new/files/", {"remove": "1"})
    browser.post("/reports/new/check/")
    assert Report.objects.count() == before + 1


def test_pages_add_list_and_remove_files_with_a_name(cast: Cast, sign_in: SignIn) -> None:
    browser, files = sign_in(cast.erin), "/reports/new/files/"
    listed = text_of(browser.get("/reports/new/"))
    assert "Photos, letters, chats Optional" in listed
    empty = browser.post(files)
    assert "Choose a file." in text_of(empty)
    note = SimpleUploadedFile("from Martin.txt", b"What was said.")
    added = text_of(browser.post(files, {"file": note}, follow=True))
    assert "The file was added." in added
    assert "from Martin.txt (text/plain, 14" in added
    assert "1 file" in text_of(browser.get("/reports/new/"))
    assert "from Martin.txt" not in text_of(sign_in(cast.omar).get(files))
    assert "from Martin.txt" in text_of(browser.get("/reports/new/check/"))
    gone = text_of(browser.post(files, {"remove": "1"}, follow=True))
    assert "Nothing of it is kept." in gone
    assert "from Martin.txt" not in gone


def test_without_a_name_a_file_loses_its_name_and_its_metadata(cast: Cast) -> None:
    browser = Client()
    refused = browser.post("/report/new/files/", {"file": SimpleUploadedFile("x.txt", b"")})
    assert refused.status_code == 200
    assert "Copy this code" not in text_of(browser.get("/report/new/")), "no code without a draft behind it"
    photo = SimpleUploadedFile("Quentin at work.jpg", a_photo(), "image/jpeg")
    added = browser.post("/report/new/files/", {"file": photo}, follow=True)
    assert "What it told of its maker, place and device was taken out." in text_of(added)
    assert "Quentin" not in added.content.decode()
    assert "Copy this code" in text_of(browser.get("/report/new/"))
    assert "Sent along" not in text_of(Client().get("/report/new/files/")), "somebody else's browser holds nothing"
    browser.post("/report/new/what/", {"narrative": "He followed me."})
    assert "image/jpeg" in text_of(browser.get("/report/check/"))
    browser.post("/report/check/")
    report = Report.objects.latest("pk")
    stored = report.files.get().file
    assert (report.mode, stored.name, stored.cleaned, stored.taken_by) == (
        "anonymous",
        "file-1.jpg",
        True,
        system_user(),
    )
    with open_file(stored) as kept:
        assert b"Planted-Camera" not in kept.read()
