"""Files of a provider: taken into quarantine, looked at by the custodian alone, and sealed where they tell more than they may."""

from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.actions import start_for
from backend.files.cleaning.pictures import weigh_picture
from backend.files.examining import clean_name
from backend.files.kinds import JPEG, PDF, PNG, Kind, kind_of
from backend.files.scanning import ScannerAway, malware_in, scanner_set
from backend.files.storage import Copied, copy_in, workplace
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import User
from backend.referrals.closed_files import close_file
from backend.referrals.compartment import closed
from backend.referrals.contents import FileName
from backend.referrals.models import ProviderFile, ProviderReport
from backend.referrals.vocabulary import FileState

TAKEN: Final = (PDF, JPEG, PNG)
MOST_FILES: Final = 3  # with one report

declare("provider_file.receive", "handed in a file, which went into quarantine", kind="change", compartment="medical")
declare("provider_file.list", "listed files of providers", kind="read", compartment="medical")
declare("provider_file.view", "read what is known of a provider’s file", kind="read", compartment="medical")


def receive_file(
    report: ProviderReport, upload: "UploadedFile[Any]", *, actor: User, replaces: ProviderFile | None = None
) -> ProviderFile:
    """Take a file in with a report, as its author: measured, of a type that is taken, scanned, and closed before it is stored.

    It goes into quarantine. `replaces` names a file that was sealed, and that the provider was asked to hand in again.
    Raises Invalid in words that fit on the form.
    """
    require(actor, "referral.report", report.referral)
    if report.author.user_id != actor.pk:
        raise Forbidden()
    if report.files.count() >= MOST_FILES:
        raise Invalid({"file": [f"A report takes at most {MOST_FILES} files."]})
    _check_replaced(report, replaces)
    name = clean_name(upload.name or "")
    if upload.size and upload.size > settings.FILE_LIMIT:
        raise _too_large(name)
    with workplace() as place:
        given = place / "given"
        upload.seek(0)  # a form may have looked at it already
        copied = copy_in(cast("BinaryIO", upload), given, at_most=settings.FILE_LIMIT)
        kind = _checked(given, name, copied)
        file = ProviderFile(
            reference=new_reference("FILE", clock.today()),
            referral=report.referral,
            author=report.author,
            report=report,
            sealed=closed(FileName(name=name), report.referral),
            sha256=copied.sha256,
            size=copied.size,
            mime=kind.mime,
            received_at=clock.now(),
            replaces=replaces,
        )
        close_file(given, file)
    keep(file, "provider_file.receive", actor=actor, ctx={"size": file.size, "mime": file.mime})
    start_for(file, "referral.screen", actor=actor)
    return file


def _check_replaced(report: ProviderReport, replaces: ProviderFile | None) -> None:
    if replaces is None:
        return
    if replaces.referral_id != report.referral_id or replaces.author_id != report.author_id:
        raise Forbidden()
    if replaces.state not in {FileState.OVER_DISCLOSURE, FileState.WRONG_PERSON}:
        raise Refused("You were not asked to hand this file in again.", code="file-not-asked-again")
    if ProviderFile.objects.filter(replaces=replaces).exists():
        raise Refused("This file was handed in again already.", code="file-replaced")


def _checked(path: Path, name: str, copied: Copied) -> Kind:
    if not copied.size:
        raise Invalid({"file": [f"“{name}” is empty. Choose a file with something in it."]})
    if copied.size > settings.FILE_LIMIT:
        raise _too_large(name)
    kind = kind_of(path, name)
    if kind not in TAKEN:
        raise Invalid({"file": [f"“{name}”: a report takes a PDF or a picture (JPEG or PNG) and no other file."]})
    if kind is not PDF:
        weigh_picture(path, kind.mime, name)
    _scan(path, name)
    return kind


def _too_large(name: str) -> Invalid:
    most = settings.FILE_LIMIT // 2**20
    return Invalid({"file": [f"“{name}” is larger than {most} MB. Make it smaller, or hand it in as parts."]})


def _scan(path: Path, name: str) -> None:
    """Ask the scanner; a file that nobody could look at is not taken in, since it could not be opened later either."""
    if not scanner_set():
        return
    try:
        found = malware_in(path)
    except ScannerAway:
        raise Refused(
            "The file can't be checked for malware just now. Hand it in again in a few minutes.",
            code="scanner-away",
            field="file",
        ) from None
    if found:
        raise Invalid({"file": [f"“{name}” was not taken: the malware scan found {found}. Hand in a clean copy."]})
