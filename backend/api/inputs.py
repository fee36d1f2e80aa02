"""Reading a body: the fields are the action's own parameters, taken from its signature."""

import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import TextChoices
from rest_framework import serializers

from backend.agreements.models import Agreement
from backend.api.fields import Day, PersonField, Time, UnitField, UserField, word
from backend.api.referral_fields import AgreementField, ContactField, InterventionField, ProviderField, SafeguardField
from backend.people.models import Person, Unit, User
from backend.referrals.models import Intervention, Provider, ProviderContact, Safeguard

Choices = Mapping[str, type[TextChoices] | Sequence[TextChoices]]
REQUIRED = inspect.Parameter.empty
PLAIN: dict[type, Callable[..., serializers.Field[Any, Any, Any, Any]]] = {
    bool: serializers.BooleanField,
    date: Day,
    datetime: Time,
    Person: PersonField,
    User: UserField,
    Unit: UnitField,
    Agreement: AgreementField,
    Intervention: InterventionField,
    Provider: ProviderField,
    ProviderContact: ContactField,
    Safeguard: SafeguardField,
}


class Body(serializers.Serializer[Any]):
    """A body whose every name is known: a misspelt field is told, not dropped."""

    def to_internal_value(self, data: Any) -> Any:
        """Read the fields, and refuse names that mean nothing here."""
        if isinstance(data, Mapping):
            strange = [name for name in data if name not in self.fields]
            if strange:
                raise serializers.ValidationError({str(name): ["There is no such field here."] for name in strange})
        return super().to_internal_value(data)


@dataclasses.dataclass(frozen=True)
class Inputs:
    """How the body of one action is read, and how its arguments are made from it."""

    form: type[Body]
    parts: Mapping[str, tuple[type, tuple[str, ...]]]  # parameters that are built from several fields

    def arguments(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Make the action's arguments from what was read."""
        left = dict(given)
        built = {
            name: shape(**{field: _as_held(shape, field, left.pop(field)) for field in fields if field in left})
            for name, (shape, fields) in self.parts.items()
        }
        return {**left, **built}


def _as_held(shape: type, field: str, value: Any) -> Any:
    """Give a list as the tuple that a frozen shape holds."""
    held = typing.get_origin(typing.get_type_hints(shape)[field])
    return tuple(value) if held is tuple and isinstance(value, list) else value


def inputs_of(
    act: Callable[..., Any], *, choices: Choices, skip: Sequence[str] = (), extra: Mapping[str, Any] | None = None
) -> Inputs:
    """Derive the body of an action from its signature: keyword parameters become fields, a dataclass gives its own fields."""
    hints = typing.get_type_hints(act)
    fields: dict[str, serializers.Field[Any, Any, Any, Any]] = {}
    parts: dict[str, tuple[type, tuple[str, ...]]] = {}
    for place, parameter in enumerate(inspect.signature(act).parameters.values()):
        hint = hints[parameter.name]
        told_apart = dataclasses.is_dataclass(hint) and isinstance(hint, type)
        if parameter.name in {"actor", "reason", *skip} or (place == 0 and not told_apart):
            continue  # the first parameter is the record that the address names
        if told_apart:
            inner = _fields_of(hint, choices)
            parts[parameter.name] = (hint, tuple(inner))
            fields |= inner
        else:
            fields[parameter.name] = field_for(hint, parameter.default, parameter.name, choices)
    name = "".join(part.capitalize() for part in act.__name__.split("_"))
    return Inputs(type(name, (Body,), {**fields, **(extra or {}), "__doc__": act.__doc__}), parts)


def field_for(hint: Any, default: Any, name: str, choices: Choices) -> serializers.Field[Any, Any, Any, Any]:
    """Make the field for one parameter from its annotation and default."""
    options: dict[str, Any] = {} if default is REQUIRED else {"required": False}
    inner, optional = _without_none(hint)
    if optional:
        options["allow_null"] = True
    if name in choices:
        return _chosen(inner, choices[name], {**options, **({"allow_blank": True} if default == "" else {})})
    if inner is str:
        return serializers.CharField(allow_blank=default == "", **options)
    if inner is int:
        return serializers.IntegerField(min_value=0, max_value=32767, **options)
    if inner in PLAIN:
        return PLAIN[inner](**options)
    return _nested(inner, name, choices, options)


def _chosen(
    hint: Any,
    vocabulary: type[TextChoices] | Sequence[TextChoices],
    options: dict[str, Any],
) -> serializers.Field[Any, Any, Any, Any]:
    if typing.get_origin(hint) is not None:
        return serializers.ListField(child=word(vocabulary), **options)
    return word(vocabulary, **options)


def _nested(hint: Any, name: str, choices: Choices, options: dict[str, Any]) -> serializers.Field[Any, Any, Any, Any]:
    outer, arguments = typing.get_origin(hint), typing.get_args(hint)
    if outer is not None and issubclass(outer, Mapping):
        return serializers.DictField(child=field_for(arguments[1], "", name, {}), **options)
    if outer is not None and issubclass(outer, Sequence):
        item = arguments[0]
        if dataclasses.is_dataclass(item) and isinstance(item, type):
            return _body_for(item, choices)(many=True, **options)
        return serializers.ListField(child=field_for(item, REQUIRED, name, {}), **options)
    raise TypeError(f"No field is known for {name}: {hint}.")


def _body_for(shape: type, choices: Choices) -> type[Body]:
    """Make the form of an item once for each shape and its own words: two alike would clash in the description."""
    own = {field.name for field in dataclasses.fields(shape)} & set(choices)
    return _item(
        shape,
        tuple(
            (name, choices[name] if isinstance(choices[name], type) else tuple(choices[name])) for name in sorted(own)
        ),
    )


@cache
def _item(shape: type, choices: tuple[tuple[str, Any], ...]) -> type[Body]:
    class Made(Body):
        def to_internal_value(self, data: Any) -> Any:
            return shape(**super().to_internal_value(data))

    return type(f"{shape.__name__}Item", (Made,), {**_fields_of(shape, dict(choices)), "__doc__": shape.__doc__})


def _fields_of(shape: type, choices: Choices) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
    hints = typing.get_type_hints(shape)
    made = {}
    for field in dataclasses.fields(shape):
        default = (
            REQUIRED
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
            else field.default
        )
        made[field.name] = field_for(hints[field.name], default, field.name, choices)
    return made


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
        return kinds[0], len(kinds) < len(typing.get_args(hint))
    return hint, False
