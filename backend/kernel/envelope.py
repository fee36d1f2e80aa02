"""Envelope encryption: every record has a key of its own, and only that key is closed with the master key.

Changing the master key then means closing the small keys anew, not the contents. Where the master key lives is a choice: in the
environment or a file (`MasterKeys`), or with a key service that never hands it out (any class with the same three methods).
"""

import json
from collections.abc import Sequence
from typing import Any, Protocol

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from backend.kernel.errors import Refused


class KeyService(Protocol):
    """Closes and opens the keys of single records; the master key itself need not be reachable."""

    def wrap(self, key: bytes) -> str:
        """Close a record's key with the master key in use."""
        ...

    def unwrap(self, wrapped: str) -> bytes:
        """Open a record's key. Raises Refused when the master key that closed it is not at hand."""
        ...

    def is_current(self, wrapped: str) -> bool:
        """Tell whether the master key in use closed a record's key: then there is nothing to rotate."""
        ...


class MasterKeys:
    """Master keys held by the process: the first closes, all of them open."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take keys as Fernet writes them (32 bytes, URL-safe base 64)."""
        self._first = Fernet(keys[0])
        self._keys = MultiFernet([Fernet(key) for key in keys])

    def wrap(self, key: bytes) -> str:
        """Close a record's key with the first master key."""
        return self._keys.encrypt(key).decode()

    def unwrap(self, wrapped: str) -> bytes:
        """Open a record's key with whichever master key closed it."""
        try:
            return self._keys.decrypt(wrapped.encode())
        except InvalidToken:
            raise Refused(
                "The master key that closed this record is not at hand. Ask the administrator to add it again.",
                code="compartment-key-missing",
            ) from None

    def is_current(self, wrapped: str) -> bool:
        """Tell whether the first master key closed a record's key."""
        try:
            self._first.decrypt(wrapped.encode())
        except InvalidToken:
            return False
        return True


def new_key(service: KeyService) -> str:
    """Make a key for one record, and return it closed."""
    return service.wrap(Fernet.generate_key())


def seal(content: Any, wrapped: str, service: KeyService) -> str:
    """Close what can be written as JSON with a record's key."""
    words = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return seal_bytes(words.encode(), wrapped, service).decode()


def unseal(token: str, wrapped: str, service: KeyService) -> Any:
    """Open what was closed with a record's key. Raises Refused for bytes that this key did not close, or that were changed."""
    return json.loads(unseal_bytes(token.encode(), wrapped, service))


def seal_bytes(content: bytes, wrapped: str, service: KeyService) -> bytes:
    """Close bytes with a record's key."""
    return Fernet(service.unwrap(wrapped)).encrypt(content)


def unseal_bytes(token: bytes, wrapped: str, service: KeyService) -> bytes:
    """Open bytes that were closed with a record's key, under the same condition as `unseal`."""
    try:
        return Fernet(service.unwrap(wrapped)).decrypt(token)
    except InvalidToken:
        raise Refused(
            "What is kept here was changed or belongs to another record. Tell the administrator.",
            code="compartment-damaged",
        ) from None


def rewrap(wrapped: str, service: KeyService) -> str:
    """Close a record's key anew, with the master key in use now."""
    return service.wrap(service.unwrap(wrapped))
