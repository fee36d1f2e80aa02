"""Documents as they were issued: what they say, the bytes that were sent, and the digest that proves both."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import Recorded, RecordedQuerySet
from backend.documents.letters import CLASSIFICATIONS
from backend.people.models import Person


class DocumentQuerySet(RecordedQuerySet["Document"]):
    """Questions about issued documents."""

    def about(self, row: Recorded) -> "DocumentQuerySet":
        """Keep the documents that speak of one record."""
        return self.filter(about=row.key)

    def current(self) -> "DocumentQuerySet":
        """Keep the documents that were neither withdrawn nor replaced by a later one."""
        return self.filter(withdrawn_at=None, superseded_by=None)


class Document(Recorded):
    """A formal document that was issued. It never changes: a correction is a new document that supersedes it."""

    ISSUED, SUPERSEDED, WITHDRAWN = "issued", "superseded", "withdrawn"

    reference = models.CharField(max_length=30, unique=True)
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
    renderer = models.CharField(max_length=120)
    check_code = models.CharField(max_length=19, db_index=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)  # when the recipient first opened it
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
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
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def stream(self) -> str:
        """Stand in the history of the matter that the document belongs to."""
        return self.matter_stream

    @property
    def state(self) -> str:
        """Tell whether the document still stands."""
        if self.withdrawn_at:
            return self.WITHDRAWN
        return self.SUPERSEDED if Document.objects.filter(supersedes=self).exists() else self.ISSUED

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
