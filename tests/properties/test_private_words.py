"""What an employee writes for themselves is nowhere: no table, file, log, export, letter or answer to somebody else shows a word of it.

A page of the workspace that was shared and taken back, one that never was, and a statement with its drafts and feedback are
written through the product's own pages; then everything that the product keeps or gives out is read for them, on either database.
"""

import io
import logging
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client

from backend.agreements.models import Agreement
from backend.amends.models import AccountabilityRound, AccountabilityStatement
from backend.audit.models import Event
from backend.demo.cast import Cast
from backend.documents.models import Document
from backend.documents.queries import letter_of
from backend.intake.tries import forget_tries
from backend.people.models import User
from backend.records.queries import export_path
from backend.records.scopes import ExportScope, own_data
from backend.workspace import lock
from backend.workspace.models import PrivatePage, SharedPage
from tests.database import dumped
from tests.records.bundles import take_out

pytestmark = pytest.mark.django_db
PASSPHRASE: Final = "lantern orchard quiet bicycle"
NEVER_SHARED: Final = "Marzipan lighthouse forty-one"
TAKEN_BACK: Final = "Velvet tugboat twenty-three"
IN_THE_STATEMENT: Final = "Copper hedgehog sixty-two"
IN_THE_DRAFT: Final = "Walnut semaphore eighty-eight"
IN_THE_FEEDBACK: Final = "Turquoise anvil seventeen"
PRIVATE: Final = (NEVER_SHARED, TAKEN_BACK, IN_THE_STATEMENT, IN_THE_DRAFT, IN_THE_FEEDBACK, PASSPHRASE)
FOLDERS: Final = ("FILES_DIR", "EXPORT_DIR", "AUDIT_DIR", "SEAL_DIR")
HOME: Final = "/mine/workspace/"


def forms_of(words: str) -> Iterator[str]:
    """Give the words as they are, and as a table or a file could hold them without showing them at first sight."""
    plain = words.encode()
    yield words
    yield plain.hex()
    for shift in range(3):  # base64 looks different at each of three places
        yield b64encode(b" " * shift + plain).decode()[4:-4]


SOUGHT: Final = tuple(form.casefold() for words in PRIVATE for form in forms_of(words))


def found_in(text: str) -> list[str]:
    seen = text.casefold()
    return [form for form in SOUGHT if form in seen]


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "COST", 2**4)
    forget_tries()


@pytest.fixture
def written(
    cast: Cast, an_agreement: Callable[..., Agreement], sign_in: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> Agreement:
    """Let Martin write, share, take back and mistype, all with the log at its most talkative."""
    for name in ("", "backend", "django", "django.request", "django.server"):
        caplog.set_level(logging.DEBUG, logger=name)
    agreement = an_agreement("active")
    monitor = User.objects.get(person=agreement.monitor)
    martin, joan, daniel = sign_in(cast.martin), sign_in(monitor), sign_in(cast.daniel)
    martin.post(HOME, {"new": PASSPHRASE, "again": PASSPHRASE, "understood": "on"})
    martin.post(f"{HOME}new/lose/", {"title": NEVER_SHARED, "lose": NEVER_SHARED})
    martin.post(f"{HOME}new/lose/", {"title": "Two", "lose": TAKEN_BACK * 2000})  # too long: refused, with a reason
    martin.post(f"{HOME}new/lose/", {"title": TAKEN_BACK, "lose": TAKEN_BACK})
    page = PrivatePage.objects.latest("pk")
    martin.post(f"{HOME}pages/{page.uid}/share/", {"receiver": str(monitor.uid)})
    copy = SharedPage.objects.get()
    assert TAKEN_BACK in joan.get(f"/mine/shared-pages/{copy.uid}/").content.decode()
    martin.post(f"{HOME}shared/{copy.uid}/withdraw/", {"certain": "on"})
    assert not SharedPage.objects.exists()
    assert joan.get(f"/mine/shared-pages/{copy.uid}/").status_code == 404

    martin.post(f"/mine/accountability/about/{agreement.case.reference}/", {"begin": "1"})
    mine = f"/mine/accountability/{AccountabilityStatement.objects.get().reference}/"
    martin.post(f"{mine}write/", {"text": IN_THE_STATEMENT})
    martin.post(f"{mine}write/save/", {"text": IN_THE_DRAFT})
    martin.post(f"{mine}feedback/", {"reviewer": str(cast.daniel.uid)})
    daniel.post(f"/accountability/feedback/{AccountabilityRound.objects.get().uid}/", {"feedback": IN_THE_FEEDBACK})
    assert IN_THE_FEEDBACK in martin.get(mine).content.decode()
    return agreement


def test_no_table_file_log_or_mail_shows_it(written: Agreement, caplog: pytest.LogCaptureFixture) -> None:
    rows = list(dumped())
    assert {table: found for table, words in rows if (found := found_in(words))} == {}
    assert any(str(PrivatePage.objects.latest("pk").sealed) in words for _, words in rows), "the look reads the tables"
    kept = [path for name in FOLDERS for path in Path(getattr(settings, name)).rglob("*") if path.is_file()]
    assert [path.name for path in kept if found_in(path.read_bytes().decode("latin-1"))] == []
    logged = [f"{each.getMessage()} {each.args} {each.exc_text}" for each in caplog.get_records("setup")]
    assert any("Not Found" in line for line in logged), "the log was listened to"
    assert [line for line in logged if found_in(line)] == []
    assert found_in(" ".join(f"{each.subject} {each.body}" for each in mail.outbox)) == []
    assert [each.kind for each in Document.objects.all() if found_in(str(letter_of(each)))] == []


def test_nobody_s_data_request_shows_it(written: Agreement, cast: Cast) -> None:
    """Not even the writer's own: it tells what was done with private pages, and their words stay behind the passphrase."""
    for name in ("erin", "joan", "daniel", "ruth", "omar", "lena", "martin"):
        person = getattr(cast, name)
        assert inside(export_path(take_out(person, own_data(person), level="pseudonymised"))) == [], name


def test_no_export_shows_it(written: Agreement, cast: Cast) -> None:
    case = written.case.reference
    martin = cast.person("martin").reference
    wanted = (ExportScope(), ExportScope(kind="case", reference=case), ExportScope(kind="person", reference=martin))
    for each in wanted:
        assert inside(export_path(take_out(cast.lena, each))) == [], each
    assert Event.objects.filter(action="workspace.share").exists(), "it was done, and stands in the log without a word"


def test_no_copy_of_the_database_shows_it(written: Agreement) -> None:
    told, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(told), redirect_stderr(errors):
        call_command("dumpdata", stdout=told, stderr=errors)
    assert "workspace.privatepage" in told.getvalue()
    assert found_in(told.getvalue()) == []


def inside(path: Path) -> list[str]:
    """Name the files of a bundle in which private words stand."""
    with zipfile.ZipFile(path) as archive:
        return [name for name in archive.namelist() if found_in(archive.read(name).decode("latin-1"))]
