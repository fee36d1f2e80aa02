"""The intake app."""

from typing import ClassVar

from backend.kernel.app import DomainApp


class IntakeConfig(DomainApp):
    """Reports of conduct, from the first word to the decision what becomes of them."""

    name = "backend.intake"
    label = "intake"
    parts: ClassVar[tuple[str, ...]] = (*DomainApp.parts, "naming", "receipts", "mailbox", "attachments", "vault")
