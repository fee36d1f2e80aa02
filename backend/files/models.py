"""Files that people hand in. The row tells what a file is; its bytes lie on disk, one file for each row (docs/adr/0015)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.audit.recorded import Recorded
from backend.files.vocabulary import FileState


class StoredFile(Recorded):
    """One file as it was taken in. Its bytes never change: a redacted or cleaned copy is another file."""

    state = models.CharField(max_length=20, choices=FileState, default=FileState.CLEAN, db_index=True)
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=100)  # found from the bytes, not from the name
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    original_sha256 = models.CharField(max_length=64)  # of what was handed in, before metadata was removed
    cleaned = models.BooleanField(default=False)
    scanned = models.BooleanField(default=False)
    about = models.CharField(
        max_length=120, blank=True, db_index=True
    )  # the key of the record that it was handed in for
    matter_stream = models.CharField(max_length=120, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="file_state_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty"),
            models.CheckConstraint(
                condition=Q(cleaned=True) | Q(sha256=models.F("original_sha256")), name="file_changed_only_by_cleaning"
            ),
        ]

    def __str__(self) -> str:
        return f"file {self.uid}"  # what people call their files may name somebody

    @property
    def stream(self) -> str:
        """Stand in the history of the matter that it was handed in for."""
        return self.matter_stream or self.key

    @property
    def readable(self) -> bool:
        """Tell whether it may be opened."""
        return self.state == FileState.CLEAN

    @property
    def ending(self) -> str:
        """Give the ending that its bytes ask for, such as `.pdf`."""
        _, dot, ending = self.name.rpartition(".")
        return f"{dot}{ending}".lower()
