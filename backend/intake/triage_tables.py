"""What intake makes of a report: the answers of triage, what it asks to be weighed at once, and who is the same person."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from backend.audit.recorded import Recorded
from backend.intake.vocabulary import Category, PromptKind
from backend.people.models import Person, User


class PartOfReport(Recorded):
    """A record that lives in one report's history."""

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """Stand in the report's history."""
        key: str = self.report.key  # type: ignore[attr-defined]  # every part names its report
        return key


class Triage(PartOfReport):
    """What triage answered besides the priority: the link to work, what it may be about, and since when the priority's clock runs."""

    report = models.OneToOneField("intake.Report", on_delete=models.PROTECT, related_name="triage")
    category = models.CharField(max_length=30, choices=Category, blank=True)
    nexus = models.JSONField(default=list, blank=True)
    nexus_note = models.TextField(blank=True)
    assessed_at = models.DateTimeField()
    clock_from = models.DateTimeField()

    class Meta:
        verbose_name = "assessment of a report"
        verbose_name_plural = "assessments of reports"

    def __str__(self) -> str:
        return f"Assessment of {self.report}"


class Prompt(PartOfReport):
    """Something about a report that must be weighed now, and what was decided."""

    report = models.ForeignKey("intake.Report", on_delete=models.PROTECT, related_name="prompts")
    kind = models.CharField(max_length=20, choices=PromptKind)
    raised_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "kind"], condition=Q(answered_at=None), name="intake_prompt_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="intake_prompt_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.report}"


class SamePerson(Recorded):
    """Two records of people that are one person (a contractor who became an employee), as somebody confirmed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="same_as")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="same_from")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "same person"
        verbose_name_plural = "same persons"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "other"], name="intake_same_person_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="intake_same_person_is_another_record"),
        ]

    def __str__(self) -> str:
        return f"{self.person} is {self.other}"

    @property
    def stream(self) -> str:
        """Stand in the person's history."""
        return self.person.key
