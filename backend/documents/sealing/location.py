"""Where a key lies that never leaves its device: a PKCS#11 URI (RFC 7512)."""

from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import unquote, unquote_to_bytes

SCHEME: Final = "pkcs11:"
KNOWN: Final = {"token", "serial", "object", "id", "type", "module-path"}


@dataclass(frozen=True)
class TokenKey:
    """A private key on a token: the module that speaks with it, the token, and which of its keys."""

    module: str
    token: str = ""
    serial: str = ""
    label: str = ""
    id: bytes = b""

    @classmethod
    def read(cls, uri: str) -> Self:
        """Read `pkcs11:token=Seal;object=letters?module-path=/usr/lib/…so`; ValueError says what is missing."""
        path, _, query = uri.removeprefix(SCHEME).partition("?")
        parts = [part.partition("=")[::2] for part in [*path.split(";"), *query.split("&")] if part]
        raw = dict(parts)
        if len(raw) < len(parts):
            raise ValueError("The PKCS#11 URI says something twice.")
        if unknown := sorted(raw.keys() - KNOWN):
            raise ValueError(f"The PKCS#11 URI holds “{unknown[0]}”, which is not understood here.")
        found = cls(
            module=unquote(raw.get("module-path", "")),
            token=unquote(raw.get("token", "")),
            serial=unquote(raw.get("serial", "")),
            label=unquote(raw.get("object", "")),
            id=unquote_to_bytes(raw.get("id", "")),
        )
        if raw.get("type", "private") != "private":
            raise ValueError("The PKCS#11 URI has to name a private key.")
        if not found.module.startswith("/"):
            raise ValueError("The PKCS#11 URI needs module-path=/… with the full path of the token’s module.")
        if not (found.token or found.serial) or not (found.label or found.id):
            raise ValueError("The PKCS#11 URI has to name the token (token= or serial=) and the key (object= or id=).")
        return found
