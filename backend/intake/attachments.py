"""Files that a reporter adds to a report. Without a name, they lose what they tell of their maker, and their own name too."""

from pathlib import PurePosixPath
from typing import BinaryIO, Final

from django.db import transaction
from django.db.models import Q

from backend.access.policy import extend, require, scope
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.files.actions import take_in
from backend.files.models import StoredFile
from backend.intake.models import Report, ReportFile, ReportState
from backend.intake.screening import screen_message
from backend.intake.vocabulary import Mode
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import User

declare("report.add_file", "added a file to the report", kind="change")

MOST: Final = 20


def add_file(report: Report, stream: BinaryIO, *, name: str, actor: User) -> ReportFile:
    """Let the reporter add a file; of a type that is taken, not too large, and cleaned of metadata when there is no name."""
    require(actor, "message.send", report)
    if report.state == ReportState.CLOSED:
        raise Refused("This report is closed. Send a new one, and add the file there.", code="report-closed")
    number = report.files.count() + 1
    if number > MOST:
        raise Refused(
            f"A report holds {MOST} files. Tell intake in a message what else there is.", code="too-many-files"
        )
    nameless = report.mode == Mode.ANONYMOUS
    called = f"file-{number}{PurePosixPath(name).suffix[:12]}" if nameless else name
    with transaction.atomic():
        stored = take_in(stream, name=called, actor=actor, about=report, strip=nameless)
        return attach(report, stored, number=number, actor=actor)


def attach(report: Report, stored: StoredFile, *, number: int, actor: User) -> ReportFile:
    """Make a file that was taken in one of the report's."""
    added = ReportFile(report=report, file=stored, number=number, added_at=clock.now())
    screen_message(report, PurePosixPath(stored.name).stem)
    return keep(added, "report.add_file", actor=actor, ctx={"number": number, "cleaned": stored.cleaned})


def reads_its_report(person: User) -> Q:
    """The person may read the report that the file was added to."""
    reports = scope(person, "report.view", Report.objects.all())
    return Q(pk__in=ReportFile.objects.filter(report__in=reports).values("file_id"))


extend(StoredFile, allow={"file.open": [reads_its_report]})
