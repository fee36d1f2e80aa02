"""What intake and a reporter write to each other about a report."""

from typing import ClassVar

from django.db import models

from backend.audit.recorded import Recorded
from backend.people.models import User


class Direction(models.TextChoices):
    """Which way a message goes."""

    FROM_REPORTER = "from_reporter", "From the reporter"
    TO_REPORTER = "to_reporter", "To the reporter"


class MessageKind(models.TextChoices):
    """What a message is."""

    MESSAGE = "message", "Message"
    ADDITION = "addition", "Adds to the report"
    SINCE = "since", "Something has happened since"
    NOTICE = "notice", "Notice"


class MailboxMessage(Recorded):
    """One message of a report's mailbox; it is kept as it was sent."""

    report = models.ForeignKey("intake.Report", on_delete=models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=14, choices=Direction)
    kind = models.CharField(max_length=10, choices=MessageKind, default=MessageKind.MESSAGE)
    text = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mailbox_messages")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["direction", "read_at"], name="intake_mailbox_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()}, {self.sent_at:%Y-%m-%d}"

    @property
    def stream(self) -> str:
        """Stand in the report's history."""
        return self.report.key
