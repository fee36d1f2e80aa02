"""Letters that are issued together: the batch, and what became of each letter in it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.audit.recorded import Recorded, RecordedQuerySet
from backend.documents.vocabulary import BatchState, Channel, ItemState


class Batch(Recorded):
    """Approved letters that somebody issued with one word: by which channel, why, and how far it is."""

    reference = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=20, choices=BatchState, default=BatchState.UNDER_WAY, db_index=True)
    channel = models.CharField(max_length=10, choices=Channel)
    reason = models.TextField()
    size = models.PositiveIntegerField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "batches"
        indexes: ClassVar = [models.Index(fields=["started_by", "-started_at"], name="documents_batch_of")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state_known"),
            models.CheckConstraint(
                condition=Q(state=BatchState.UNDER_WAY, finished_at=None)
                | (~Q(state=BatchState.UNDER_WAY) & Q(finished_at__isnull=False)),
                name="batch_finished_when_over",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class BatchItemQuerySet(RecordedQuerySet["BatchItem"]):
    """Questions about the letters of a batch."""

    def waiting(self) -> "BatchItemQuerySet":
        """Keep the letters that are still to be issued."""
        return self.filter(state=ItemState.WAITING)

    def failed(self) -> "BatchItemQuerySet":
        """Keep the letters that could not be issued."""
        return self.filter(state=ItemState.FAILED)


class BatchItem(Recorded):
    """One letter of a batch. What stopped it is a code, so that the list of failures names no one."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="items")
    draft = models.ForeignKey("documents.LetterDraft", on_delete=models.PROTECT, related_name="batch_items")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=ItemState, default=ItemState.WAITING)
    failure = models.CharField(max_length=60, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["BatchItem"]] = models.Manager.from_queryset(BatchItemQuerySet)()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_item_number_once"),
            models.UniqueConstraint(fields=["batch", "draft"], name="batch_item_once"),
            models.UniqueConstraint(
                fields=["draft"], condition=Q(state=ItemState.WAITING), name="batch_item_waits_in_one"
            ),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="batch_item_state_known"),
            models.CheckConstraint(
                condition=(Q(state=ItemState.FAILED) & ~Q(failure="")) | (~Q(state=ItemState.FAILED) & Q(failure="")),
                name="batch_item_failure_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"

    @property
    def stream(self) -> str:
        """Stand in the history of the batch; what is issued stands in the history of its own matter."""
        return self.batch.key
