"""The second step of signing in: its secrets lie closed in the database, since whoever reads one could sign in with it."""

import base64
import hashlib
from typing import Final

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

CLOSED: Final = "closed:"  # how a closed secret begins; one that was kept before this was done does not


class SecondStepAdapter(DefaultMFAAdapter):
    """The framework's second step, with secrets closed by keys that are drawn from those of the identity vault."""

    def encrypt(self, text: str) -> str:
        """Close a secret with the key in use."""
        return CLOSED + _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret, whichever of the keys closed it; cryptography's InvalidToken when none of them did."""
        if not encrypted_text.startswith(CLOSED):
            return encrypted_text
        return _lock().decrypt(encrypted_text.removeprefix(CLOSED).encode()).decode()


def _lock() -> MultiFernet:
    return MultiFernet([Fernet(_drawn_from(key)) for key in settings.VAULT_KEYS])


def _drawn_from(key: str) -> bytes:
    """Draw a key of its own for this use: a leak on one side opens nothing on the other."""
    made = hashlib.blake2b(b"", key=base64.urlsafe_b64decode(key), person=b"second-step", digest_size=32)
    return base64.urlsafe_b64encode(made.digest())
