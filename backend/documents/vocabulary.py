"""The words of a document's life: states, ways of delivery, and what happened to a paper that was handed over."""

from django.db import models


class DraftState(models.TextChoices):
    """Where a letter stands before its issue."""

    DRAFT = "draft", "Draft"
    REVIEWED = "reviewed", "Reviewed"
    APPROVED = "approved", "Approved"
    ISSUED = "issued", "Issued"
    DISCARDED = "discarded", "Discarded"


class DocumentState(models.TextChoices):
    """Where an issued document stands."""

    ISSUED = "issued", "Issued"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    BOUNCED = "bounced", "Came back"
    OPENED = "opened", "Opened"
    ACKNOWLEDGED = "acknowledged", "Receipt confirmed"
    SIGNED = "signed", "Signed"
    REFUSED = "refused", "Receipt or signature refused"
    NO_RESPONSE = "no_response", "No response"
    SUPERSEDED = "superseded", "Replaced by a later one"
    WITHDRAWN = "withdrawn", "Withdrawn"


STANDS = frozenset(DocumentState.values) - {DocumentState.SUPERSEDED, DocumentState.WITHDRAWN}
WITH_RECIPIENT = frozenset(
    {
        DocumentState.ISSUED,
        DocumentState.SENT,
        DocumentState.DELIVERED,
        DocumentState.BOUNCED,
        DocumentState.OPENED,
        DocumentState.NO_RESPONSE,
    }
)  # nobody has answered yet


class Channel(models.TextChoices):
    """How a document reaches its recipient."""

    PAGE = "page", "Secure page, with a notice by e-mail"
    HAND = "hand", "By hand"
    POST = "post", "By post"


class Outcome(models.TextChoices):
    """What happened when a paper was handed over or posted."""

    RECEIVED = "received", "Received, and the receipt signed"
    REFUSED = "refused", "Refused"
    LEFT = "left", "Left at the address"
    RETURNED = "returned", "Came back undelivered"


class RemovalClass(models.TextChoices):
    """Why something is left out of a redacted version."""

    THIRD_PARTY = "third_party", "About another person"
    IDENTITY = "identity", "Would tell who reported or gave evidence"
    MEDICAL = "medical", "Medical"
    PRIVILEGED = "privileged", "Legal advice"
    SANCTION = "sanction", "What follows for another person"
    SAFETY = "safety", "Somebody’s safety"
    OTHER = "other", "Other"


class BatchState(models.TextChoices):
    """Where letters that are issued together stand."""

    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Stopped"


class ItemState(models.TextChoices):
    """What became of one letter of a batch."""

    WAITING = "waiting", "Waiting"
    ISSUED = "issued", "Issued"
    FAILED = "failed", "Not issued"
    KEPT_BACK = "kept_back", "Kept back"
