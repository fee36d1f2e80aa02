"""Serializers that only write: they describe what leaves, and hand it out without asking each field in turn."""

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, Final, TypeVar

from rest_framework import serializers

from backend.api.fields import Moment

M = TypeVar("M")
Read = Callable[[Any], Any]

# Fields whose values the renderer writes as they stand.
AS_THEY_STAND: Final = frozenset(
    {
        Moment,
        serializers.BooleanField,
        serializers.CharField,
        serializers.ChoiceField,
        serializers.DateField,
        serializers.EmailField,
        serializers.IntegerField,
        serializers.UUIDField,
    }
)


class Output(serializers.Serializer[M]):
    """What leaves of one kind of record. Its fields depend on nothing but the record, so they are made ready once."""

    def to_representation(self, instance: M) -> dict[str, Any]:
        """Read the fields of one record."""
        return {name: read(instance) for name, read in _readers(type(self)).items()}


@cache
def _readers(output: type[Output[Any]]) -> Mapping[str, Read]:
    return {field.field_name or "": _reader(field) for field in output()._readable_fields}


def _reader(field: serializers.Field[Any, Any, Any, Any]) -> Read:
    if type(field) in AS_THEY_STAND and field.source and "." not in field.source:
        return attrgetter(field.source)

    def read(instance: Any) -> Any:
        value = field.get_attribute(instance)
        return None if value is None else field.to_representation(value)

    return read
