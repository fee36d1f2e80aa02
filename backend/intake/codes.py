"""Codes that stand for a reporter without a name: drawn at random, and kept only as what a slow function makes of them.

Sixteen digits have some 53 bits. Whoever has a copy of the database lacks the pepper, which is a setting; whoever has both pays for
each guess with 16 MB and some 50 ms.
"""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final

from django.conf import settings

DIGITS: Final = 16
NO_SUCH_CODE: Final = "We find nothing under this code. Check the digits, and try again."  # for every wrong one alike
COST: Final = 2**14
_SPACING = re.compile(r"[\s\-–.]+")


@dataclass(frozen=True)
class Drawn:
    """What a code turns into: the digest by which its record is found, and the key that opens what is closed with the code."""

    digest: str
    key: bytes


def new_code() -> str:
    """Draw a code."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def tidied(words: str) -> str:
    """Take a code as somebody types it, with spaces or dashes; empty when it isn't one."""
    digits = _SPACING.sub("", words)
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdecimal() else ""


def grouped(code: str) -> str:
    """Write a code in groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def drawn_from(code: str) -> Drawn:
    """Turn a code into its digest and its key; as slow for a wrong code as for a right one."""
    made = hashlib.scrypt(code.encode(), salt=_pepper(), n=COST, r=8, p=1, dklen=64)
    return Drawn(made[:32].hex(), base64.urlsafe_b64encode(made[32:]))


def key_for(name: str) -> bytes:
    """Give the key under which one person's own unsent words are closed."""
    made = hashlib.blake2b(name.encode(), key=_pepper(), digest_size=32).digest()
    return base64.urlsafe_b64encode(made)


def _pepper() -> bytes:
    return hashlib.sha256(settings.CODE_PEPPER.encode()).digest()
