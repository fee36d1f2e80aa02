"""Files on an appeal: added by the appellant, read by the reviewer, and shown to the other side only by the reviewer's word."""

from typing import Final

from django.db import transaction
from django.db.models import Max

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.decisions.actions.appeals import lifecycle
from backend.decisions.models import Appeal, AppealFile
from backend.decisions.vocabulary import AppealState
from backend.files.actions import take_in
from backend.files.uploads import Upload
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("appeal.attach", "added a file to the appeal", kind="change")
declare("appeal.show_file", "showed the other side a file of the appeal", kind="change")
declare("appeal.list_files", "listed the files of an appeal", kind="read")

HEARD: Final = frozenset({AppealState.ADMISSIBLE, AppealState.UNDER_REVIEW})
UNDECIDED: Final = HEARD | {AppealState.FILED}
MOST: Final = 20  # files on one appeal


def attach_to_appeal(appeal: Appeal, *, actor: User, description: str, upload: Upload, reason: str = "") -> AppealFile:
    """Add a file to one's own appeal until it is decided; it is checked as every file that is handed in."""
    require(actor, "appeal.attach", appeal)
    if not description.strip():
        raise Invalid({"description": ["Say what it is."]})
    with transaction.atomic():
        locked = lifecycle.locked(appeal)
        if locked.state not in UNDECIDED:
            raise Refused("The appeal is decided already: nothing can be added to it.", code="wrong-state")
        last = AppealFile.objects.filter(appeal=locked).aggregate(last=Max("number"))["last"] or 0
        if last >= MOST:
            raise Refused(f"An appeal takes {MOST} files at most. Put several into one.", code="too-many-files")
        row = AppealFile(
            case=locked.case,
            appeal=locked,
            number=last + 1,
            description=description.strip(),
            added_by=actor,
            added_at=clock.now(),
        )
        row.file = take_in(upload.stream, name=upload.name, actor=actor, about=row, strip=False)
        return keep(row, "appeal.attach", actor=actor, reason=reason, ctx={"number": row.number})


def show_appeal_file(row: AppealFile, *, actor: User, reason: str) -> AppealFile:
    """Show the other side a file of an appeal that was admitted: nothing counts that only one side has seen."""
    require(actor, "appeal.show_file", row)
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    if row.appeal.state not in HEARD:
        raise Refused(
            "The other side is heard once the appeal is admitted, and until it is decided.", code="wrong-state"
        )
    if row.shown_at:
        raise Refused("The other side was shown this file already.", code="file-shown")
    if not row.file.readable:
        raise Refused("The file can't be opened yet: it waits for the malware scan.", code="file-not-scanned")
    row.shown_at = clock.now()
    return keep(row, "appeal.show_file", actor=actor, reason=reason, ctx={"number": row.number})
