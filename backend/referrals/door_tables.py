"""The provider's own door: who at a practice signs in here, and the links that let them in the first time."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from backend.audit.recorded import Recorded
from backend.people.models import User
from backend.referrals.register_tables import Licence, Provider


class ProviderContact(Recorded):
    """Somebody at a provider who takes referrals and reports on them; they sign in as a person from outside."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="contacts")
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="provider_contact")
    licence = models.ForeignKey(Licence, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "email"], name="provider_contact_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Stand in the history of its provider."""
        return self.provider.key


class ProviderInvitation(Recorded):
    """A link that lets a contact in once: only a digest of it is kept, and it ends by itself."""

    contact = models.ForeignKey(ProviderContact, on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(used_at=None) | Q(revoked_at=None), name="invitation_used_or_revoked"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("invited_at")), name="invitation_ends"),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.contact}"

    @property
    def stream(self) -> str:
        """Stand in the history of the provider."""
        return self.contact.provider.key
