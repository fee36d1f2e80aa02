"""Public names of records: random, so that a reference tells nobody how many others there are."""

import secrets
import uuid
from datetime import date

import uuid_utils.compat

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O or U to misread
LENGTH = 6


def new_reference(prefix: str, on: date) -> str:
    """Make a public reference such as CASE-2026-7KQ4MZ."""
    return f"{prefix}-{on.year}-{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"


def without_suffix(reference: str) -> str:
    """Give the part of a reference that it was made with: AGR-2026-V7KQ4M of AGR-2026-V7KQ4M-V2-3."""
    return "-".join(reference.split("-")[:3])


def new_uid() -> uuid.UUID:
    """Make the lasting identifier under which the history knows a record (UUID version 7, ordered by time)."""
    return uuid_utils.compat.uuid7()
