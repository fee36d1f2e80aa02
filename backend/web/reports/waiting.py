"""What waits in mailboxes and at the identity vault, for the first page of those who answer it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.access.models import Role
from backend.access.policy import scope
from backend.access.roles import has_role
from backend.intake.mailbox_tables import Direction
from backend.intake.models import IdentityOpening, MailboxMessage, Report
from backend.intake.vault_tables import OpeningState
from backend.people.models import User

MOST = 12


def message_tasks(person: User, waits: frozenset[str]) -> list[dict[str, Any]]:
    """List the reports with a message that somebody has not read yet, and the requests on which they have the word."""
    intake, tasks = has_role(person, Role.INTAKE), []
    if "report" in waits:
        tasks += _unread(person, "message.send", Direction.TO_REPORTER, _("Read a message about your report"))
    if intake and "answer" in waits:
        tasks += _unread(person, "message.answer", Direction.FROM_REPORTER, _("Read a message from a reporter"))
    if "opening" in waits and (intake or has_role(person, Role.COUNSEL, Role.PRIVACY_OFFICER)):
        tasks += _to_decide(person)
    return tasks


def _unread(person: User, action: str, direction: str, label: str) -> list[dict[str, Any]]:
    waiting = MailboxMessage.objects.filter(direction=direction, read_at=None).order_by().values("report")
    rows = scope(person, action, Report.objects.filter(pk__in=waiting)).order_by("received_at", "pk")[:MOST]
    return [
        {
            "label": label,
            "url": reverse("report", args=[report.reference]),
            "reference": report.reference,
            "note": "",
            "due": None,
        }
        for report in rows
    ]


def _to_decide(person: User) -> list[dict[str, Any]]:
    asked = IdentityOpening.objects.filter(state=OpeningState.ASKED).exclude(asked_by=person)
    rows = scope(person, "identity.approve", asked).select_related("report").order_by("asked_at", "pk")[:MOST]
    return [
        {
            "label": _("Decide whether a name in trust is opened"),
            "url": reverse("identity", args=[opening.reference]),
            "reference": opening.report.reference,
            "note": _("A second person decides; the reporter is told."),
            "due": None,
        }
        for opening in rows
    ]
