"""Reviews of whether matters form a pattern: asked for on one case, answered by somebody who decides nothing in it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.audit.recorded import Recorded
from backend.cases.models import Case


class Conclusion(models.TextChoices):
    """What a pattern reviewer concludes: about settings and conduct, never about what kind of person somebody is."""

    NONE = "none", "No pattern"
    SETTING = "same_setting", "The same settings come back"
    CONDUCT = "same_conduct", "The same kind of conduct comes back"
    WIDER = "wider", "It concerns a place or a practice more than one person"


class PatternReview(Recorded):
    """One look across the earlier matters of a case’s respondent; its history is its own, so that nobody on the case reads it there."""

    reference = models.CharField(max_length=30, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pattern_reviews")
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    conclusion = models.CharField(max_length=20, choices=Conclusion, blank=True)
    advice = models.TextField(blank=True)  # what the organisation might change, or which finding to ask for by name
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-asked_at"], name="insights_pattern_newest")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(concluded_at=None), name="pattern_asked_once"),
            models.CheckConstraint(
                condition=Q(concluded_at=None, concluded_by=None, conclusion="")
                | (Q(concluded_at__isnull=False, concluded_by__isnull=False) & ~Q(conclusion="") & ~Q(advice="")),
                name="pattern_concluded_whole",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pattern_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def state(self) -> str:
        """Tell whether it waits for the reviewer."""
        return "decided" if self.concluded_at else "waiting"
