"""Documents before and after their issue: drafts, the bytes that were sent, how they reached people, and what was left out."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import Recorded, RecordedQuerySet
from backend.documents.batch_tables import Batch, BatchItem
from backend.documents.catalogue.tables import Picture, Stationery, TemplateVersion
from backend.documents.letters import CLASSIFICATIONS
from backend.documents.vocabulary import Channel, DocumentState, DraftState, Outcome, RemovalClass
from backend.people.models import Person

__all__ = [  # some tables lie in a module of their own
    "BEFORE_ISSUE",
    "Batch",
    "BatchItem",
    "ContentKey",
    "Delivery",
    "Document",
    "DocumentContent",
    "DraftText",
    "LetterDraft",
    "Picture",
    "Redaction",
    "Stationery",
    "TemplateVersion",
]

BEFORE_ISSUE = (DraftState.DRAFT, DraftState.REVIEWED, DraftState.APPROVED)


class DocumentQuerySet(RecordedQuerySet["Document"]):
    """Questions about issued documents."""

    def about(self, row: Recorded) -> "DocumentQuerySet":
        """Keep the documents that speak of one record."""
        return self.filter(about=row.key)

    def current(self) -> "DocumentQuerySet":
        """Keep the documents that were neither withdrawn nor replaced by a later one."""
        return self.exclude(state__in=[DocumentState.SUPERSEDED, DocumentState.WITHDRAWN])


class Document(Recorded):
    """A formal document that was issued. Its bytes never change: a correction is a new document that supersedes it."""

    reference = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=20, choices=DocumentState, default=DocumentState.ISSUED, db_index=True)
    kind = models.CharField(max_length=8)  # D3, D12: the list of formal documents
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    classification = models.CharField(max_length=30, choices=list(CLASSIFICATIONS.items()))
    matter = models.CharField(max_length=30)  # the reference of the case or report, as it is printed
    matter_stream = models.CharField(max_length=120)
    about = models.CharField(max_length=120, db_index=True)  # the key of the record that the document speaks of
    recipient = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    template = models.CharField(max_length=120)
    template_sha256 = models.CharField(max_length=64)
    renderer = models.CharField(max_length=160)
    check_code = models.CharField(max_length=19, db_index=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    printed_sha256 = models.CharField(max_length=64, blank=True)  # of what was printed, before the seal; empty: no seal
    printed_size = models.PositiveIntegerField(default=0)
    seal_level = models.CharField(max_length=4, blank=True)  # B-B, or B-T with a time stamp
    seal_note = models.CharField(max_length=200, blank=True)  # why the seal is weaker than what is set up
    pages = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)  # when the recipient first opened it
    answered_at = models.DateTimeField(null=True, blank=True)  # when they confirmed, signed or refused it
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    completes = models.ForeignKey(  # the document as it was offered, of which this is the signed copy
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="signed_copies"
    )
    redacts = models.ForeignKey(  # the full document, of which this is a version with parts left out
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="redacted_versions"
    )

    objects: ClassVar[models.Manager["Document"]] = models.Manager.from_queryset(DocumentQuerySet)()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["matter_stream", "issued_at"], name="documents_matter"),
            models.Index(fields=["recipient", "-issued_at"], name="documents_recipient"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("pk")), name="document_not_after_itself"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("issued_at")), name="document_withdrawn_later"
            ),
            models.CheckConstraint(condition=Q(state__in=DocumentState.values), name="document_state_known"),
            models.CheckConstraint(
                condition=Q(state=DocumentState.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=DocumentState.WITHDRAWN) & Q(withdrawn_at=None)),
                name="document_withdrawn_in_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def stream(self) -> str:
        """Stand in the history of the matter that the document belongs to."""
        return self.matter_stream

    @property
    def file_name(self) -> str:
        """Name the file without telling what it is about."""
        return f"{self.reference}.pdf"


class DocumentContent(models.Model):
    """The bytes of one document, and the facts that they were printed from. The table refuses every change."""

    document_uid = models.UUIDField(primary_key=True)
    inputs = models.JSONField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.document_uid)


class ContentKey(models.Model):
    """The key that one document's bytes are closed with, itself closed with the key of the compartment."""

    document_uid = models.UUIDField(primary_key=True)
    wrapped_key = models.TextField()

    def __str__(self) -> str:
        return str(self.document_uid)


class Delivery(Recorded):
    """One way by which a document went to its recipient, and what is known of its arrival."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel)
    sent_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    witness = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(arrived_at__gte=F("sent_at")), name="delivery_times_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_channel_display()}"

    @property
    def stream(self) -> str:
        """Stand in the history of the matter of the document."""
        return self.document.matter_stream


class LetterDraft(Recorded):
    """A letter before its issue: written by one person, approved by another, and frozen when it is issued."""

    reference = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=20, choices=DraftState, default=DraftState.DRAFT, db_index=True)
    kind = models.CharField(max_length=8)
    template = models.CharField(max_length=120)  # the built-in version whose facts it holds
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    matter = models.CharField(max_length=30)
    matter_stream = models.CharField(max_length=120)
    about = models.CharField(max_length=120, db_index=True)
    recipient = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    inputs_sha256 = models.CharField(max_length=64)  # of the text that is current: `DraftText` holds it
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_sha256 = models.CharField(max_length=64, blank=True)
    approved_words = models.CharField(max_length=120, blank=True)  # the template version that was approved with it
    redacts = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    supersedes = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="draft")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["matter_stream", "state"], name="documents_draft_matter")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="draft_state_known"),
            models.CheckConstraint(
                condition=Q(state=DraftState.ISSUED, document__isnull=False)
                | (~Q(state=DraftState.ISSUED) & Q(document=None)),
                name="draft_issued_with_document",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DraftState.APPROVED, DraftState.ISSUED])
                | (Q(approved_by__isnull=False) & Q(approved_sha256=F("inputs_sha256"))),
                name="draft_approved_as_it_is",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")), name="draft_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def stream(self) -> str:
        """Stand in the history of the matter that the letter belongs to."""
        return self.matter_stream


class DraftText(models.Model):
    """What one version of a draft says; every version is kept, and the table refuses every change."""

    draft_uid = models.UUIDField()
    version = models.PositiveSmallIntegerField()
    given = models.JSONField(default=dict)  # what a person typed
    inputs = models.JSONField()  # the whole letter, as it would be printed
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft_uid", "version"], name="draft_text_once")]

    def __str__(self) -> str:
        return f"{self.draft_uid} {self.version}"


class Redaction(Recorded):
    """One removal from a redacted version: its class and the reason. What stood there is nowhere in it."""

    draft = models.ForeignKey(LetterDraft, on_delete=models.PROTECT, related_name="redactions")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=20, choices=RemovalClass)
    reason = models.CharField(max_length=300)
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "number"], name="redaction_number_once")]

    def __str__(self) -> str:
        return f"{self.draft.reference} {self.number}"

    @property
    def stream(self) -> str:
        """Stand in the history of the matter that the letter belongs to."""
        return self.draft.matter_stream
