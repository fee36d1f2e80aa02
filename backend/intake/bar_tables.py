"""Who must not find a report, and which reports go to the independent channel."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.audit.recorded import Recorded
from backend.people.models import Person, User


class ReportBar(Recorded):
    """A conflict of interest that keeps somebody from a report: to them it does not exist, whatever role they hold."""

    NAMED = "named"  # the text names somebody; whoever is not barred says whether it means them

    report = models.ForeignKey("intake.Report", on_delete=models.PROTECT, related_name="bars")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="report_bars")
    rule = models.CharField(max_length=10)  # C1, C2, C3, C5, or “named”
    words = models.CharField(max_length=300)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    weighed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_meant = models.BooleanField(null=True, blank=True)  # what whoever weighed a “named” bar said

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "report"], condition=Q(ended=None), name="intake_bar_live"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "person", "rule"], condition=Q(ended=None), name="report_bar_once_per_rule"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} on {self.report}"

    @property
    def stream(self) -> str:
        """Stand in the report's history."""
        return self.report.key


class ReportRoute(Recorded):
    """A report that goes to the independent channel, because of whom it is about or because nobody in intake may read it."""

    INDEPENDENT, NOBODY = "independent", "nobody"

    report = models.OneToOneField("intake.Report", on_delete=models.PROTECT, related_name="route")
    why = models.CharField(
        max_length=20,
        choices=[(INDEPENDENT, "About somebody who handles matters"), (NOBODY, "Nobody in intake may read it")],
    )
    words = models.CharField(max_length=300)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["report"], condition=Q(ended=None), name="intake_route_live")]

    def __str__(self) -> str:
        return f"Route of {self.report}"

    @property
    def stream(self) -> str:
        """Stand in the report's history."""
        return self.report.key
