"""The identity vault: names that were given in trust, and every request to open one."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.audit.recorded import Recorded
from backend.people.models import User


class VaultIdentity(Recorded):
    """Who a reporter without a name says they are, encrypted under a key that the database doesn't hold."""

    report = models.OneToOneField("intake.Report", on_delete=models.PROTECT, related_name="vault_identity")
    sealed = models.TextField()
    given_at = models.DateTimeField()

    not_in_history: ClassVar[tuple[str, ...]] = ("sealed",)
    untold = Recorded.untold | {"sealed"}

    class Meta:
        verbose_name_plural = "vault identities"

    def __str__(self) -> str:
        return f"identity behind {self.report}"

    @property
    def stream(self) -> str:
        """Stand in the report's history."""
        return self.report.key


class OpeningState(models.TextChoices):
    """Where a request to open the vault stands."""

    ASKED = "asked", "Second person to decide"
    OPEN = "open", "Opened"
    REFUSED = "refused", "Refused"


class IdentityOpening(Recorded):
    """One person's reasoned request to learn a reporter's name, and the second person's answer. Its history is its own."""

    reference = models.CharField(max_length=30, unique=True)
    report = models.ForeignKey("intake.Report", on_delete=models.PROTECT, related_name="identity_openings")
    state = models.CharField(max_length=10, choices=OpeningState, default=OpeningState.ASKED)
    purpose = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="identity_openings_asked")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="identity_openings_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)  # until then the two may read the name

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None) | (~Q(state="asked") & Q(decided_by__isnull=False)),
                name="identity_opening_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="identity_opening_by_two"
            ),
            models.UniqueConstraint(
                fields=["report", "asked_by"], condition=Q(state="asked"), name="identity_opening_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
