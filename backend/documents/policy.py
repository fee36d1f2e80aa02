"""Who may see a document and who may open it. Apps above add the people of their matters with `extend`."""

from django.db.models import Q

from backend.access.models import Role
from backend.access.policy import NONE, Policy
from backend.access.roles import has_role, holds
from backend.documents.models import (
    Batch,
    BatchItem,
    Delivery,
    Document,
    LetterDraft,
    Stationery,
    TemplateVersion,
)
from backend.documents.vocabulary import STANDS
from backend.people.models import User


def is_recipient(person: User) -> Q:
    """Reach the documents that were sent to this person."""
    return Q(recipient=person.person) if person.person else NONE


def is_recipient_while_it_stands(person: User) -> Q:
    """Reach the documents that were sent to this person and that were neither withdrawn nor replaced."""
    return Q(recipient=person.person, state__in=STANDS) if person.person else NONE


DOCUMENTS = Policy(
    Document,
    allow={
        "document.view": [holds(Role.AUDITOR)],
        "document.open": [],
        "document.hand_over": [],
        "document.note_return": [],
        "document.note_silence": [],
        "document.supersede": [],
        "document.withdraw": [],
        "document.withdraw_version": [],
        "document.arrive": [],
        "document.redact": [],
    },  # an auditor sees digests and dates, not the text
    own={
        "document.view": [is_recipient],
        "document.open": [is_recipient],
        "document.arrive": [is_recipient],
        "document.acknowledge": [is_recipient_while_it_stands],
        "document.refuse": [is_recipient_while_it_stands],
        "document.sign": [is_recipient_while_it_stands],
    },
)

DRAFTS = Policy(
    LetterDraft,
    allow={
        "draft.view": [],
        "draft.revise": [],
        "draft.review": [],
        "draft.approve": [],
        "draft.return": [],
        "draft.issue": [],
        "draft.discard": [],
    },
)


def keeps_the_catalogue(person: User) -> Q:
    """Reach the versions that an administrator wrote themselves."""
    return Q(written_by=person) if has_role(person, Role.ADMINISTRATOR) else NONE


def reviews_for_others(person: User) -> Q:
    """Reach the versions that somebody else wrote: nobody approves their own words."""
    return ~Q(written_by=person) if has_role(person, Role.ADMINISTRATOR, Role.COUNSEL) else NONE


TEMPLATES = Policy(
    TemplateVersion,
    allow={
        "template.view": [holds(Role.ADMINISTRATOR, Role.COUNSEL)],
        "template.revise": [keeps_the_catalogue],
        "template.submit": [keeps_the_catalogue],
        "template.discard": [keeps_the_catalogue],
        "template.return": [reviews_for_others],
        "template.approve": [reviews_for_others],
        "template.reject": [reviews_for_others],
        "template.retire": [holds(Role.ADMINISTRATOR)],
    },
)

STATIONERY = Policy(
    Stationery,
    allow={
        "stationery.view": [holds(Role.ADMINISTRATOR, Role.COUNSEL)],
        "stationery.save": [holds(Role.ADMINISTRATOR)],
        "stationery.remove": [holds(Role.ADMINISTRATOR)],
    },
)


def started_it(person: User) -> Q:
    """The person started the batch: they see how it goes, can stop it, and can try again what failed."""
    return Q(started_by=person)


BATCHES = Policy(
    Batch,
    allow={
        "batch.view": [started_it],
        "batch.finish": [],
        "batch.cancel": [started_it],
        "batch.retry": [started_it],
    },
)

BATCH_ITEMS = Policy(
    BatchItem,
    allow={"batch_item.issue": [], "batch_item.fail": [], "batch_item.keep_back": [], "batch_item.retry": []},
)


def opens_its_document(person: User) -> Q:
    """The person may open the document that was delivered: its recipient, and whoever works with it."""
    return Q(document__in=DOCUMENTS.scope(person, "document.open", Document.objects.all()).values("pk"))


DELIVERIES = Policy(Delivery, allow={"delivery.view": [opens_its_document]})
