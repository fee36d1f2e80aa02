"""What an answer on paper asks of people on their first page: the employee looks at the record, the HR partner settles an objection."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.agreements.queries.papers import own_to_look_at, to_settle
from backend.people.models import User

Tasks = list[dict[str, Any]]


def own_paper_tasks(person: User) -> Tasks:
    """Ask the employee to look at what was recorded from paper, with the copy, and to say when it is wrong."""
    return [
        {
            "label": _("Look at what was recorded from paper"),
            "url": reverse("my-agreement", args=[agreement.reference]),
            "reference": agreement.reference,
            "note": _("You find the record and the copy there. Say so if it is not what happened."),
            "due": None,
        }
        for agreement in own_to_look_at(person)
    ]


def contested_paper_tasks(person: User) -> Tasks:
    """Tell the HR partner that an employee contests what was recorded from paper."""
    return [
        {
            "label": _("Settle an objection to a record from paper"),
            "url": reverse("agreement", args=[agreement.reference]),
            "reference": agreement.reference,
            "note": _("%(name)s says that it is not what happened. Nothing comes into force until it is settled.")
            % {"name": agreement.person.name},
            "due": None,
        }
        for agreement in to_settle(person)
    ]
