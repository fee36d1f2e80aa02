"""What a body about a referral names beside people: a service of the register, a provider, a contact there, a safeguard."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.access.policy import scope
from backend.agreements.models import Agreement
from backend.people.models import User
from backend.referrals.models import Intervention, Provider, ProviderContact, Safeguard
from backend.referrals.queries.choice import contacts_in_reach, providers_in_reach, safeguards_in_reach


class NamedField(serializers.Field[Any, Any, Any, Any]):
    """A record named by a word of its own; one that the caller may not see is told like one that is not there."""

    by: ClassVar[str] = "reference"
    default_error_messages = {"absent": "There is no such record, or none that you may name."}

    def reach(self, person: User) -> QuerySet[Any]:
        """Give the records that the caller may name."""
        raise NotImplementedError

    def to_internal_value(self, data: Any) -> Any:
        """Find the record among those that the caller may name."""
        known = isinstance(data, str) and self.readable(data)
        row = self.reach(self.context["request"].user).filter(**{self.by: data}).first() if known else None
        if row is None:
            self.fail("absent")
        return row

    def readable(self, data: str) -> bool:
        """Tell whether a word can be a name at all."""
        return bool(data)

    def to_representation(self, value: Model) -> str:
        """Name the record."""
        return str(getattr(value, self.by))


class UidField(NamedField):
    """A record named by its lasting uid."""

    by = "uid"

    def readable(self, data: str) -> bool:
        """Tell whether a word is a uid."""
        try:
            UUID(data)
        except ValueError:
            return False
        return True


@extend_schema_field({"type": "string", "example": "AGR-2026-7KQ4MZ"})
class AgreementField(NamedField):
    """An agreement, by its reference."""

    def reach(self, person: User) -> QuerySet[Any]:
        """Give the agreements that the caller may see."""
        return scope(person, "agreement.view", Agreement.objects.all())


@extend_schema_field({"type": "string", "description": "The code of a service.", "example": "individual-cbt"})
class InterventionField(NamedField):
    """A kind of service, by its code in the evidence register."""

    by = "code"

    def reach(self, person: User) -> QuerySet[Intervention]:
        """Give the services that the caller may see."""
        return scope(person, "intervention.view", Intervention.objects.all())


@extend_schema_field({"type": "string", "description": "The reference of a provider."})
class ProviderField(NamedField):
    """A provider, by reference."""

    def reach(self, person: User) -> QuerySet[Provider]:
        """Give the providers of the directory, or those that somebody was offered."""
        return providers_in_reach(person)


@extend_schema_field({"type": "string", "format": "uuid", "description": "A contact at a provider."})
class ContactField(UidField):
    """Somebody at a provider."""

    def reach(self, person: User) -> QuerySet[ProviderContact]:
        """Give the contacts of the providers that the caller may see."""
        return contacts_in_reach(person)


@extend_schema_field({"type": "string", "format": "uuid", "description": "A safeguard of the referral."})
class SafeguardField(UidField):
    """A change in the setting that stands beside a referral."""

    def reach(self, person: User) -> QuerySet[Safeguard]:
        """Give the safeguards of referrals whose gate the caller may see."""
        return safeguards_in_reach(person)
