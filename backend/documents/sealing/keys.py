"""What the organisation seals its documents with: a key in a file or on a token, and the certificates that speak for it.

Without a setting both lie in `seal.pem` of SEAL_DIR. A trial makes that at first need, under an authority of its own; in production
`manage.py seal_key make` does. `known.pem` beside it keeps every certificate that was ever sealed with.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from django.conf import settings

from backend.documents.sealing.authority import authority_at, new_request, new_seal, replace, write_new
from backend.documents.sealing.location import SCHEME, TokenKey
from backend.kernel import clock
from backend.kernel.errors import Refused

FEWEST_RSA_BITS: Final = 2048
PLAYED_PAST: Final = timedelta(days=1100)  # a demonstration prints letters of years ago
TRIAL_LASTS: Final = timedelta(days=6000)

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
Stamp = tuple[object, ...]


@dataclass(frozen=True, eq=False)
class Material:
    """A key, or where it lies, and its certificates: the seal's own first, then who vouches for it."""

    key: PrivateKey | TokenKey
    chain: tuple[x509.Certificate, ...]

    @property
    def leaf(self) -> x509.Certificate:
        """Give the certificate that documents are sealed with."""
        return self.chain[0]


@dataclass(frozen=True)
class SealFacts:
    """What may be told about the seal."""

    subject: str
    issuer: str
    fingerprint: str
    not_after: datetime
    is_own_certificate: bool
    timestamped: bool


class _Loaded:
    lock = Lock()
    stamp: Stamp = ()
    material: Material | None = None


def material() -> Material:
    """Give key and certificates; they are read once, and again when a setting or a file of theirs changes."""
    _make_for_a_trial()
    stamp = _stamp()
    with _Loaded.lock:
        if _Loaded.material is None or _Loaded.stamp != stamp:
            _Loaded.material, _Loaded.stamp = load(), stamp
            _note_known(_Loaded.material.leaf)
        return _Loaded.material


def usable_material() -> Material:
    """Give key and certificates on a day on which they may seal."""
    found, now = material(), clock.now()
    if now > found.leaf.not_valid_after_utc:
        raise Refused("The certificate of the organisation’s seal has expired: renew it.", code="seal-expired")
    if now < found.leaf.not_valid_before_utc:
        raise _unusable("its certificate is not valid yet")
    return found


def certificate_chain() -> bytes:
    """Give the seal's certificates as PEM, its own first: what may be published."""
    return b"".join(one.public_bytes(Encoding.PEM) for one in material().chain)


def seal_facts() -> SealFacts:
    """Tell what the seal is, without its secret."""
    found = material()
    leaf = found.leaf
    return SealFacts(
        subject=leaf.subject.rfc4514_string(),
        issuer=leaf.issuer.rfc4514_string(),
        fingerprint=fingerprint(leaf),
        not_after=leaf.not_valid_after_utc,
        is_own_certificate=_is_own(leaf),
        timestamped=bool(settings.SEAL_TIMESTAMP),
    )


def fingerprint(certificate: x509.Certificate) -> str:
    """Give the SHA-256 of a certificate, in hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def known_fingerprints() -> frozenset[str]:
    """Name every certificate that this organisation ever sealed with; nothing is made to answer that."""
    found: list[x509.Certificate] = []
    for path, count in ((_known_path(), None), (certificates_path(), 1)):
        with suppress(OSError, ValueError):
            found += x509.load_pem_x509_certificates(path.read_bytes())[:count]
    return frozenset(map(fingerprint, found))


def is_set() -> bool:
    """Tell whether there is a seal: a setting names it, or it was made here."""
    return bool(settings.SEAL_KEY) or own_path().exists()


def is_on_token() -> bool:
    """Tell whether the key lies on a token."""
    return settings.SEAL_KEY.lower().startswith(SCHEME)


def own_path() -> Path:
    """Tell where the seal lies that was made here."""
    return Path(settings.SEAL_DIR) / "seal.pem"


def key_path() -> Path:
    """Tell which file holds the key, when one does."""
    return Path(settings.SEAL_KEY or own_path())


def certificates_path() -> Path:
    """Tell which file holds the certificates; unset, they stand in the key's own file."""
    return Path(settings.SEAL_CERTIFICATES or ("" if is_on_token() else key_path()))


def make_own() -> None:
    """Make an authority, a key and a certificate of one's own; what is there already is never overwritten."""
    if own_path().exists():
        raise Refused("There is a seal already: renew it.", code="seal-exists")
    _make(trial=False)


def renew_own() -> None:
    """Put a new key and certificate, from the same authority, in the place of the ones before."""
    if not own_path().exists():
        raise Refused("No seal was made here: make one, or renew it where it comes from.", code="seal-missing")
    replace(own_path(), _drawn(trial=False))


def request_certificate() -> tuple[Path, bytes]:
    """Draw a key whose certificate another authority is to give; tell where it lies, and give the request."""
    path = Path(settings.SEAL_DIR) / "requested-key.pem"
    key, request = new_request(settings.ORGANISATION, passphrase=settings.SEAL_PASSPHRASE)
    try:
        write_new(path, key)
    except FileExistsError:
        raise Refused("A key waits for its certificate already: use or remove it.", code="seal-request-waits") from None
    return path, request


def load() -> Material:
    """Read key and certificates, and hold them against each other; Refused says what does not fit."""
    if not is_set():
        raise Refused(
            "The organisation has no seal yet: whoever runs Evenhand makes one with “manage.py seal_key make”.",
            code="seal-missing",
        )
    chain = _chain()
    if is_on_token():
        try:
            return Material(TokenKey.read(settings.SEAL_KEY), chain)
        except ValueError as error:
            raise _unusable(str(error)) from error
    key = _private_key()
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*form) != chain[0].public_key().public_bytes(*form):
        raise _unusable("its key does not belong to its certificate (the seal’s own certificate comes first)")
    return Material(key, chain)


def _chain() -> tuple[x509.Certificate, ...]:
    try:
        chain = x509.load_pem_x509_certificates(certificates_path().read_bytes())
        for one, issuer in pairwise(chain):
            one.verify_directly_issued_by(issuer)
        public = chain[0].public_key()
    except OSError as error:
        raise _unusable("its certificates can’t be read") from error
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm) as error:
        raise _unusable("its certificates are malformed or out of order") from error
    if isinstance(public, rsa.RSAPublicKey) and public.key_size >= FEWEST_RSA_BITS:
        return tuple(chain)
    if isinstance(public, ec.EllipticCurvePublicKey):
        return tuple(chain)
    raise _unusable(f"its key has to be ECDSA, or RSA of at least {FEWEST_RSA_BITS} bits")


def _private_key() -> PrivateKey:
    try:
        content = key_path().read_bytes()
        passphrase = settings.SEAL_PASSPHRASE.encode() if b"ENCRYPTED" in content else None
        key = load_pem_private_key(content, passphrase)
    except OSError as error:
        raise _unusable("its key can’t be read") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unusable("its key is malformed, or the passphrase does not open it") from error
    if not isinstance(key, PrivateKey):
        raise _unusable("its key has to be ECDSA or RSA")
    return key


def _unusable(why: str) -> Refused:
    return Refused(f"The organisation’s seal can’t be used: {why.rstrip('.')}.", code="seal-unusable")


def _stamp() -> Stamp:
    names = (settings.SEAL_KEY, settings.SEAL_CERTIFICATES, settings.SEAL_PASSPHRASE, settings.SEAL_DIR)
    paths = [certificates_path()] if is_on_token() else [key_path(), certificates_path()]
    return (*names, *map(_seen, paths))


def _seen(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ino, found.st_size


def _make_for_a_trial() -> None:
    if not settings.PRODUCTION and not is_set():
        with suppress(Refused):  # somebody else was faster
            _make(trial=True)


def _make(*, trial: bool) -> None:
    try:
        write_new(own_path(), _drawn(trial=trial))
    except FileExistsError:
        raise Refused("There is a seal already: renew it.", code="seal-exists") from None


def _drawn(*, trial: bool) -> bytes:
    organisation, passphrase = settings.ORGANISATION, settings.SEAL_PASSPHRASE
    now = clock.now().replace(microsecond=0)
    since = now - (PLAYED_PAST if trial else timedelta(hours=1))
    path = Path(settings.SEAL_DIR) / "authority.pem"
    authority = authority_at(path, organisation, since=since, passphrase=passphrase)
    if trial:
        return new_seal(authority, organisation, since=since, lasts=TRIAL_LASTS, passphrase=passphrase)
    return new_seal(authority, organisation, since=since, passphrase=passphrase)


def _is_own(leaf: x509.Certificate) -> bool:
    """Tell whether nobody but the organisation vouches for the certificate: it is self-signed, or from the authority made here."""
    if leaf.issuer == leaf.subject:
        return True
    try:
        [authority] = x509.load_pem_x509_certificates((Path(settings.SEAL_DIR) / "authority.pem").read_bytes())
        leaf.verify_directly_issued_by(authority)
    except (OSError, ValueError, TypeError, InvalidSignature):
        return False
    return True


def _known_path() -> Path:
    return Path(settings.SEAL_DIR) / "known.pem"


def _note_known(leaf: x509.Certificate) -> None:
    path, pem = _known_path(), leaf.public_bytes(Encoding.PEM)
    with suppress(OSError):  # a process that may read the seal and write nothing
        if path.exists() and pem in path.read_bytes():
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("ab") as out:
            out.write(pem)
            out.flush()
            os.fsync(out.fileno())
