"""Files that belong to a report."""

from typing import ClassVar

from django.db import models

from backend.audit.recorded import Recorded
from backend.files.models import StoredFile


class ReportFile(Recorded):
    """One file that a reporter added; it is called by its number, because what people call files may name somebody."""

    report = models.ForeignKey("intake.Report", on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="report_file")
    number = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="report_file_number_once"),
        ]

    def __str__(self) -> str:
        return f"file {self.number}"

    @property
    def stream(self) -> str:
        """Stand in the report's history."""
        return self.report.key
