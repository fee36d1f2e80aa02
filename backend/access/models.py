"""Roles and grants: who holds what, given by whom, for what purpose, from when to when."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from backend.audit.recorded import Recorded, RecordedQuerySet
from backend.kernel import clock


class Role(models.TextChoices):
    """What somebody does in the product. A role gives verbs; the objects come from assignments."""

    INTAKE = "intake", "Intake coordinator"
    INVESTIGATOR = "investigator", "Investigator"
    DECISION_MAKER = "decision_maker", "Decision maker"
    APPEAL_REVIEWER = "appeal_reviewer", "Appeal reviewer"
    HR_PARTNER = "hr_partner", "HR business partner"
    COUNSEL = "counsel", "Legal counsel"
    REFERRAL_COORDINATOR = "referral_coordinator", "Referral coordinator"
    MONITOR = "monitor", "Agreement monitor"
    AUDITOR = "auditor", "Compliance auditor"
    PRIVACY_OFFICER = "privacy_officer", "Privacy officer"
    ADMINISTRATOR = "administrator", "System administrator"
    EXECUTIVE = "executive", "Executive"
    INDEPENDENT_CHANNEL = "independent_channel", "Independent channel"
    PATTERN_REVIEWER = "pattern_reviewer", "Pattern reviewer"


class RoleHolding(Recorded):
    """One person's holding of one role, for a purpose and a time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(max_length=30, choices=Role)
    purpose = models.CharField(max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "role"], name="access_holding_user")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="holding_times_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.get_role_display()}"

    @property
    def stream(self) -> str:
        """Stand in the history of the user who holds the role."""
        return f"user:{self.user.uid}"


class ObjectGrant(Recorded, UserObjectPermissionBase):  # type: ignore[misc]  # both bring a manager; ours is below
    """A right on one record, by django-guardian with a real foreign key; the row goes when the grant ends, its history stays.

    A subclass names its `content_object`. The permission's codename is the case-role that the grant gives.
    """

    purpose = models.CharField(max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects: ClassVar[Any] = UserObjectPermissionManager.from_queryset(RecordedQuerySet)()

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True

    @staticmethod
    def live() -> Q:
        """Filter for the grants that hold now."""
        moment = clock.now()
        return Q(starts_at__lte=moment, ends_at__gt=moment)
