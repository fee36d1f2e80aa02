"""How the files of a report are listed, while it is written and once it is sent."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.files.examining import Facts
from backend.intake.draft_files import files_waiting
from backend.intake.holders import Holder
from backend.intake.models import Report


def files_shown(report: Report, *, opens: bool) -> list[dict[str, Any]]:
    """List the files of a report by number, type and size."""
    return [
        {
            "title": _("File %(number)s") % {"number": each.number},
            "url": reverse("report-file", args=[report.reference, each.number]) if opens else "",
            "note": f"{each.file.mime}, {filesizeformat(each.file.size)}",
            "end": "" if each.file.readable else str(each.file.get_state_display()),
        }
        for each in report.files.select_related("file").order_by("number")
    ]


def files_task(url: str, holder: Holder | None) -> dict[str, Any]:
    """Give the files as one of the parts of a report that is still written."""
    number = len(files_waiting(holder))
    words = ngettext("%(number)s file", "%(number)s files", number) % {"number": number}
    tag = {"label": words, "tone": "ok"} if number else {"label": _("Optional"), "tone": "mute", "plain": True}
    return {"label": _("Photos, letters, chats"), "url": url, "tag": tag}


def files_group(url: str, holder: Holder | None) -> dict[str, Any]:
    """Give the files among the answers that are checked before they are sent."""
    rows = [
        {"key": _("File %(number)s") % {"number": each.number}, "value": described(each.facts, holder)}
        for each in files_waiting(holder)
    ]
    nothing = [{"key": _("Files"), "value": _("None")}]
    return {"heading": _("Photos, letters, chats"), "url": url, "rows": rows or nothing}


def described(facts: Facts, holder: Holder | None) -> str:
    """Say what a file is: by its name where its reporter gives theirs, else by type and size alone."""
    told = f"{facts.mime}, {filesizeformat(facts.size)}"
    return f"{facts.name} ({told})" if holder and holder.owner else told
