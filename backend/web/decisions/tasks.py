"""What waits for a party after a decision, as their first page tells it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.decisions.queries.told import open_windows
from backend.people.models import User


def decision_tasks(person: User) -> list[dict[str, Any]]:
    """Tell a party of a decision that they can still appeal against, with the last day for it."""
    return [
        {
            "label": _("Read the decision, and appeal if you disagree"),
            "url": reverse("my-decision", args=[window.case.reference]),
            "reference": window.case.reference,
            "note": _("You need do nothing if you agree."),
            "due": window.until,
        }
        for window in open_windows(person)
    ]
