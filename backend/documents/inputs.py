"""A letter as plain JSON and back, without loss: the inputs that are stored beside every issued document."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from backend.kernel.canonical import Json

T = TypeVar("T")


def to_inputs(letter: object) -> dict[str, Json]:
    """Write a letter's fields as JSON: dates as ISO 8601, tuples as lists, nested values as objects.

    A field that was `added` later is left out while it holds its default: what was stored before reads back the same.
    """
    if isinstance(letter, type) or not is_dataclass(letter):
        raise TypeError(f"{letter!r} is not a dataclass instance.")
    return {
        field.name: _write(getattr(letter, field.name))
        for field in fields(letter)
        if not (field.metadata.get("added") and getattr(letter, field.name) == field.default)
    }


def from_inputs(cls: type[T], inputs: Mapping[str, Any]) -> T:
    """Build the very letter that `to_inputs` wrote; an unknown field is an error, never dropped."""
    hints = get_type_hints(cls)
    return cls(**{name: _read(hints[name], value) for name, value in inputs.items()})


def _write(value: object) -> Json:
    match value:
        case None | bool() | int() | str():
            return value
        case date():  # a datetime is a date too; both know their own ISO form
            return value.isoformat()
        case tuple():
            return [_write(item) for item in value]
    if is_dataclass(value):
        return to_inputs(value)
    raise TypeError(
        f"A letter cannot hold {type(value).__name__}; give it text, a number, a date, a tuple or a dataclass."
    )


def _read(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        (hint,) = (option for option in get_args(hint) if option is not types.NoneType)
        origin = get_origin(hint)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if isinstance(hint, type) and is_dataclass(hint):
        return from_inputs(hint, value)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    return value
