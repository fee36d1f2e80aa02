"""What the first page says of an investigation's tasks."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.investigation.queries.inquiry import own_tasks
from backend.people.models import User
from backend.web.forms.inquiry import end_of


def inquiry_tasks(person: User) -> list[dict[str, Any]]:
    """List a person's tasks of the next days, on cases that they can see."""
    return [
        {
            "label": task.what,
            "url": reverse("case-plan", args=[task.case.reference]),
            "reference": task.case.reference,
            "note": _("A task of the plan."),
            "due": end_of(task.due_on),
        }
        for task in own_tasks(person)
    ]
