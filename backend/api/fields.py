"""What stands in a body beside plain text: people by reference, units by code, times in UTC, words of a vocabulary."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

from django.db.models import TextChoices
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.access.policy import scope
from backend.people.models import Person, Unit, User

FIRST_YEAR, LAST_YEAR = 1900, 2200


def plausible(value: date) -> None:
    """Refuse a day that no matter at work can have."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise serializers.ValidationError(f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}.")


@extend_schema_field({"type": "string", "format": "date-time", "example": "2026-03-09T14:30:00Z"})
class Moment(serializers.Field[datetime, str, datetime, Any]):
    """A time as it leaves: in UTC, written by the renderer."""

    def to_representation(self, value: datetime) -> datetime:
        """Hand the time on as it is."""
        return value


class Day(serializers.DateField):
    """A day within living memory."""

    def to_internal_value(self, value: Any) -> date:
        """Read a day."""
        day = super().to_internal_value(value)
        plausible(day)
        return day


class Time(serializers.DateTimeField):
    """A time that comes in; without an offset it is read in UTC."""

    def __init__(self, **options: Any) -> None:
        """Read times in UTC unless they say otherwise."""
        super().__init__(default_timezone=UTC, **options)

    def to_internal_value(self, value: Any) -> datetime:
        """Read a time."""
        moment = super().to_internal_value(value)
        plausible(moment)
        return moment


@extend_schema_field({"type": "string", "pattern": "^PER-\\d{4}-[0-9A-Z]{6}$", "example": "PER-2026-7KQ4MZ"})
class PersonField(serializers.Field[Person, Any, str, Any]):
    """Somebody, by reference. Who may not see a person can't name them: they are told the same as for a made-up reference."""

    default_error_messages = {"absent": "There is no such person, or none that you may name."}

    def to_internal_value(self, data: Any) -> Person:
        """Find the person among those that the caller may see."""
        person = self._visible().filter(reference=data).first() if isinstance(data, str) else None
        if person is None:
            self.fail("absent")
        return cast("Person", person)

    def to_representation(self, value: Person) -> str:
        """Name the person by reference."""
        return value.reference

    def _visible(self) -> Any:
        people = Person.objects.select_related("site", "unit")
        return scope(self.context["request"].user, "person.view", people)


class UserField(PersonField):
    """Somebody who signs in, named by the reference of their HR record."""

    default_error_messages = {"no-user": "This person can’t sign in, so they can’t do this."}

    def to_internal_value(self, data: Any) -> Any:
        """Find the user of the person."""
        person = super().to_internal_value(data)
        user = User.objects.select_related("person").filter(person=person, is_active=True).first()
        if user is None:
            self.fail("no-user")
        return user


@extend_schema_field({"type": "string", "description": "The code of a unit.", "example": "LDS-FIELD"})
class UnitField(serializers.Field[Unit, Any, str, Any]):
    """A part of the organisation, by its code."""

    default_error_messages = {"absent": "There is no such unit."}

    def to_internal_value(self, data: Any) -> Unit:
        """Find the unit."""
        unit = Unit.objects.filter(code=data).first() if isinstance(data, str) else None
        if unit is None:
            self.fail("absent")
        return unit

    def to_representation(self, value: Unit) -> str:
        """Name the unit by its code."""
        return value.code


class PersonOut(serializers.Serializer[Person]):
    """Somebody, as others' records name them."""

    reference = serializers.CharField()
    name = serializers.CharField()


def word(vocabulary: type[TextChoices] | Sequence[TextChoices], **options: Any) -> serializers.ChoiceField:
    """Make a field for one word of a vocabulary, or of some words of it."""
    return serializers.ChoiceField(choices=[(choice.value, choice.label) for choice in vocabulary], **options)
