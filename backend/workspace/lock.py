"""How a workspace is closed: a key from the passphrase by scrypt, and from it one for each page (HKDF) under AES-256-GCM.

Whoever has the database, the settings and the backups lacks the passphrase, and pays for each guess with 64 MB and a good part of a
second. Every ciphertext is bound to its owner and its page, so that one moved to another place does not open.
"""

import hmac
import json
import secrets
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from backend.documents.inputs import from_inputs, to_inputs
from backend.kernel.errors import Refused
from backend.workspace.models import PrivatePage, Workspace
from backend.workspace.sheets import Written

COST: Final = 2**16
SALT, NONCE = 16, 12
BLOCK: Final = 1024  # lengths are rounded up, so that a ciphertext does not tell how much was written
FOR_PAGE: Final = b"evenhand workspace page v1"
FOR_VERIFIER: Final = b"evenhand workspace verifier v1"


@dataclass(frozen=True)
class Key:
    """What a passphrase turns into. It lives as long as a request does, and is never printed."""

    secret: bytes = field(repr=False)

    @property
    def verifier(self) -> str:
        """Give what the database keeps to recognise the key; the key cannot be found from it."""
        return _derived(self.secret, b"", FOR_VERIFIER).hex()


def key_from(passphrase: str, *, salt: str, cost: int) -> Key:
    """Turn a passphrase into a key; the same letters give the same key, whichever keyboard wrote them."""
    words = unicodedata.normalize("NFKC", passphrase).encode()
    return Key(Scrypt(salt=bytes.fromhex(salt), length=32, n=cost, r=8, p=2).derive(words))


def new_salt() -> str:
    """Draw the salt of a passphrase."""
    return secrets.token_hex(SALT)


def fits(key: Key, workspace: Workspace) -> bool:
    """Tell whether a key is the one of a workspace."""
    return hmac.compare_digest(key.verifier, workspace.verifier)


def closed(written: Written, key: Key, page: PrivatePage) -> str:
    """Close what was written, with a salt and a nonce of its own."""
    salt, nonce = secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    words = json.dumps(to_inputs(written)).encode()
    words += b" " * (-len(words) % BLOCK)
    token = AESGCM(_derived(key.secret, salt, FOR_PAGE)).encrypt(nonce, words, _bound_to(page))
    return urlsafe_b64encode(salt + nonce + token).decode()


def opened(key: Key, page: PrivatePage) -> Written:
    """Open a page. Raises Refused when the ciphertext was changed or belongs to another page."""
    try:
        token = urlsafe_b64decode(page.sealed)
        salt, nonce, token = token[:SALT], token[SALT : SALT + NONCE], token[SALT + NONCE :]
        words = AESGCM(_derived(key.secret, salt, FOR_PAGE)).decrypt(nonce, token, _bound_to(page))
    except (InvalidTag, ValueError):
        raise Refused(
            "This page was changed outside this product and does not open. Tell the administrator.",
            code="private-page-damaged",
        ) from None
    return from_inputs(Written, json.loads(words))


def _bound_to(page: PrivatePage) -> bytes:
    owner, own = UUID(str(page.workspace.owner.uid)), UUID(str(page.uid))
    return b"evenhand workspace v1" + owner.bytes + own.bytes


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt or None, info=info).derive(secret)
