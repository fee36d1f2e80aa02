"""A key on a PKCS#11 token: one session per process, opened at first need and again after a failure."""

import hashlib
import os
from contextlib import suppress
from threading import Lock
from typing import Any, Final

import pkcs11
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pkcs11.util.ec import encode_ecdsa_signature

from backend.documents.sealing.location import TokenKey
from backend.kernel.errors import Refused

PROBE: Final = b"Does this key belong to the certificate of the seal?"
BAD_PIN: Final = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked, pkcs11.PinExpired)
# A module that starts is told of no threads, and its sessions end with it: one call at a time, whichever token is meant.
_ONE_AT_A_TIME: Final = Lock()
_STARTS: Final[dict[str, tuple[int, int]]] = {}  # in which process a module was started, and how often


class Token:
    """The seal's key where it lies."""

    def __init__(self, place: TokenKey, pin: str, leaf: x509.Certificate) -> None:
        """Keep how to reach it; nothing is opened yet."""
        self._place, self._pin, self._leaf = place, pin, leaf
        self._key: Any = None
        self._session: Any = None  # a session that nobody holds is closed
        self._since: tuple[int, int] | None = None
        self._refused = False

    def sign(self, data: bytes) -> bytes:
        """Sign on the token; where the session has gone, once more in a new one."""
        with _ONE_AT_A_TIME:
            if self._refused:  # some tokens lock themselves at the third wrong PIN
                raise _unusable("the token does not accept its PIN")
            if self._is_open():
                with suppress(pkcs11.PKCS11Error):
                    return self._signed(data)
            return self._signed_anew(data)

    def _is_open(self) -> bool:
        """Tell whether the session is of this process, and the module was not started anew since: handles are given out again."""
        return self._key is not None and self._since == _STARTS[self._place.module] and self._since[0] == os.getpid()

    def _signed_anew(self, data: bytes) -> bytes:
        try:
            self._open()
            signature = self._signed(data)
        except BAD_PIN as error:
            self._refused = True
            raise _unusable("the token does not accept its PIN") from error
        except pkcs11.PKCS11Error as error:
            self._key = self._session = None
            raise _unusable(f"its token does not answer as it should ({type(error).__name__})") from error
        return signature

    def _open(self) -> None:
        place, self._key, self._session = self._place, None, None
        library = _start(place.module)
        named = {"token_label": place.token or None, "token_serial": place.serial.encode() or None}
        token = library.get_token(**{name: value for name, value in named.items() if value})
        self._session = token.open(user_pin=self._pin or None)
        wanted = {"label": place.label or None, "id": place.id or None}
        self._key = self._session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, **wanted)
        self._since = _STARTS[place.module]
        if not _verifies(self._leaf, self._signed(PROBE), PROBE):
            self._key = None
            raise _unusable("the key on its token does not belong to its certificate")

    def _signed(self, data: bytes) -> bytes:
        if isinstance(self._leaf.public_key(), ec.EllipticCurvePublicKey):
            raw = self._key.sign(hashlib.sha256(data).digest(), mechanism=pkcs11.Mechanism.ECDSA)
            return encode_ecdsa_signature(raw)
        return bytes(self._key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))


def _start(module: str) -> Any:
    """Load a token's module, or start it anew: nobody is signed in on it, whatever happened before, or in the process before a fork."""
    library = pkcs11.lib(module)
    _, before = _STARTS.get(module, (0, 0))
    if before:
        with suppress(pkcs11.PKCS11Error):  # it had stopped by itself
            library.finalize()
        library.initialize()
    _STARTS[module] = os.getpid(), before + 1
    return library


def _verifies(leaf: x509.Certificate, signature: bytes, data: bytes) -> bool:
    public = leaf.public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _unusable(why: str) -> Refused:
    return Refused(f"The organisation’s seal can’t be used: {why}.", code="seal-unusable")
