"""Canonical JSON: one text for one value, equal to RFC 8785 under a strict profile.

The profile: object keys are ASCII strings; values are strings, booleans, null, integers up to 2^53-1, arrays and objects.
Floats, bytes, lone surrogates and NaN are refused, so that a text can be hashed today and re-hashed by a stranger in ten years.
"""

import json
from typing import Final, TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | tuple[Json, ...] | dict[str, Json] | None"

_LARGEST: Final = 2**53 - 1
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def canonical(value: Json) -> str:
    """Write a value as canonical JSON; raise ValueError outside the profile."""
    _check(value)
    text = _encode(value)
    text.encode()  # refuses lone surrogates (UnicodeEncodeError is a ValueError)
    return text


def _check(value: object) -> None:  # noqa: C901 - one case for each kind of JSON value
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > _LARGEST:
                raise ValueError("An integer beyond 2^53-1 must be written as a string.")
        case list() | tuple():
            for item in value:
                _check(item)
        case dict():
            for key, item in value.items():
                if not isinstance(key, str) or not key.isascii():
                    raise ValueError(f"A key must be an ASCII string, not {key!r}.")
                _check(item)
        case _:
            raise ValueError(f"{type(value).__name__} has no canonical form; write it as a string.")
