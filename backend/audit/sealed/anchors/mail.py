"""The mail anchor: the checkpoint lies in the auditor's mailbox, where nobody of the operator's can change it."""

from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from backend.audit.sealed.anchors.anchor import AnchorError, Sealed, Source

BODY: Final = """\
This is a signed checkpoint of the audit history {origin}. It stands for its first {size} entries: whoever changes, removes or
inserts one of them afterwards can no longer present a history that agrees with it.

Keep this message, or save the attached file, where nobody who runs the system can reach it. There is nothing else to do now. When you
are handed an export, check it against what you kept:

    python verify_audit.py EXPORT --key operator.vkey --previous {name}

Do not trust a key that comes with an export or with this message: use the one you were given when your engagement began.

{note}"""


class MailAnchor:
    """Sends each checkpoint to one address."""

    extension = "eml"

    def __init__(self, address: str, _source: Source | None = None) -> None:
        """Keep the auditor's address; ValueError for one that is none."""
        try:
            validate_email(address)
        except ValidationError:
            raise ValueError(f"{address} is not an e-mail address.") from None
        self.address = address

    def publish(self, sealed: Sealed) -> bytes:
        """Send the checkpoint and keep the message as the receipt."""
        name = f"checkpoint-{sealed.size}.txt"
        message = EmailMessage(
            subject=f"Checkpoint {sealed.size} of {sealed.origin}",
            body=BODY.format(origin=sealed.origin, size=f"{sealed.size:,}", name=name, note=sealed.note),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[self.address],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach(name, sealed.note.encode(), "application/octet-stream")  # as a text, line ends could be changed
        try:
            sent = message.send()
        except OSError as error:  # SMTPException is one
            raise AnchorError(f"The mail server did not take the checkpoint ({type(error).__name__}).") from error
        if not sent:
            raise AnchorError("The mail server did not take the checkpoint.")
        return message.message().as_bytes()
