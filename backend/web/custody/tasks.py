"""What waits in custody, on the home page: files and answers for the coordinator, the question for the employee."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.models import Role
from backend.deadlines.models import Deadline
from backend.people.models import User
from backend.referrals.queries.custody import OPEN_TO_EMPLOYEE, WAITING, files_for, own_queries, queries_for
from backend.referrals.vocabulary import FileState, QueryState

MOST = 20


def own_questions(person: User) -> list[dict[str, Any]]:
    """Tell an employee of each question about their own referral that is open."""
    return [
        _task(
            _("Say what stood in the way"),
            reverse("my-question", args=[each.reference]),
            each.reference,
            each.answer_by if each.state == QueryState.ASKED else None,
        )
        for each in own_queries(person).filter(state__in=OPEN_TO_EMPLOYEE)[:MOST]
    ]


def custody_tasks(person: User, roles: frozenset[str]) -> list[dict[str, Any]]:
    """Tell a coordinator of files to look at and answers to weigh."""
    if Role.REFERRAL_COORDINATOR not in roles:
        return []
    files = list(files_for(person).filter(state=FileState.QUARANTINED)[:MOST])
    keys = {file.key: file for file in files}
    running = Deadline.objects.unfinished().filter(subject__in=keys, kind="referral.screen") if keys else ()
    due = {each.subject: each.due_at for each in running}
    tasks = [
        _task(
            _("Look at a provider’s file"),
            reverse("provider-file", args=[file.reference]),
            file.reference,
            due.get(file.key),
        )
        for file in files
    ]
    tasks += [
        _task(_("Weigh what stood in the way"), reverse("barrier-query", args=[each.reference]), each.reference, None)
        for each in queries_for(person).filter(state__in=WAITING)[:MOST]
    ]
    return tasks


def _task(label: str, url: str, reference: str, due: Any) -> dict[str, Any]:
    return {"label": label, "url": url, "reference": reference, "note": "", "due": due}
