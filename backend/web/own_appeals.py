"""What an appeal about a decision on one person alone asks of others on their first page: to answer it, or to name who does."""

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.audit.recorded import Recorded
from backend.deadlines.models import Deadline

ANSWERED_BY: Final = ("appeal.admit", "appeal.decide", "duty.breach_appeal_decision")


def appeal_tasks(
    *, answer: Iterable[tuple[Recorded, str]], name: Iterable[tuple[Recorded, str]], label: str
) -> list[dict[str, Any]]:
    """Make the tasks of reviewers, each with the page of its appeal, and those of whoever names one, each with the case."""
    to_answer, to_name = list(answer), list(name)
    keys = [row.key for row, _at in (*to_answer, *to_name)]
    running = Deadline.objects.unfinished().filter(subject__in=keys, kind__in=ANSWERED_BY) if keys else ()
    due = {row.subject: row.due_at for row in running}
    answering = [
        {
            "label": label,
            "url": url,
            "reference": str(row),
            "note": _("Somebody who took no part decides, with reasons."),
            "due": due.get(row.key),
        }
        for row, url in to_answer
    ]
    return answering + [
        {
            "label": _("Name somebody who decides on an appeal"),
            "url": reverse("case-appoint", args=[case]),
            "reference": case,
            "note": _("Somebody who took no part, and stands outside the line."),
            "due": due.get(row.key),
        }
        for row, case in to_name
    ]
