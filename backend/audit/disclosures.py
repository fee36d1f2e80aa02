"""Salted disclosures (the form of RFC 9901): an event commits to a value without holding it."""

import base64
import hashlib
import json
import secrets

from backend.kernel.canonical import Json, canonical


def disclose(name: str, value: Json) -> str:
    """Write one named value with a fresh 128-bit salt; the text itself is what gets hashed."""
    canonical(value)  # the same profile as the leaf: no floats, no surrogates
    salt = _b64(secrets.token_bytes(16))
    return _b64(json.dumps([salt, name, value], ensure_ascii=False, separators=(",", ":")).encode())


def digest(disclosure: str) -> str:
    """Give the digest that stands in the event."""
    return _b64(hashlib.sha256(disclosure.encode("ascii")).digest())


def disclosed(disclosure: str) -> tuple[str, Json]:
    """Read a disclosure back as (name, value)."""
    padding = "=" * (-len(disclosure) % 4)
    _salt, name, value = json.loads(base64.urlsafe_b64decode(disclosure + padding))
    return name, value


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
