"""A certificate authority of the organisation's own, and the certificates for the seal that it gives."""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

DOCUMENT_SIGNING: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
ADOBE: Final = x509.ObjectIdentifier("1.2.840.113583.1.1.5")  # older readers know this one only
LONGEST_NAME: Final = 64  # X.520
AUTHORITY_LASTS: Final = timedelta(days=7300)
SEAL_LASTS: Final = timedelta(days=1095)


@dataclass(frozen=True)
class Authority:
    """The authority's key and its self-signed certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def authority_at(path: Path, organisation: str, *, since: datetime, passphrase: str = "") -> Authority:
    """Read the authority, or make it; of two who make it at once, one wins and both get the same."""
    with suppress(FileExistsError):
        if not path.exists():
            write_new(path, _pem(*_new_authority(organisation, since), passphrase))
    return _read_authority(path, passphrase)


def new_seal(
    authority: Authority, organisation: str, *, since: datetime, lasts: timedelta = SEAL_LASTS, passphrase: str = ""
) -> bytes:
    """Draw a key and certify it: one PEM text with the key, its certificate and the authority's."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer, until = authority.certificate, since + lasts
    certificate = (
        _builder(_name(organisation, "document seal"), issuer.subject, key, since)
        .not_valid_after(min(until, issuer.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ADOBE]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
        .sign(authority.key, hashes.SHA256())
    )
    return _pem(key, certificate, passphrase) + issuer.public_bytes(Encoding.PEM)


def new_request(organisation: str, *, passphrase: str = "") -> tuple[bytes, bytes]:
    """Draw a key and ask an authority elsewhere to certify it: the key and the request, both PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    request = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(_name(organisation, "document seal"))
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return _key_pem(key, passphrase), request.public_bytes(Encoding.PEM)


def write_new(path: Path, content: bytes) -> None:
    """Put a whole file where none is, for its owner alone; FileExistsError when somebody was faster."""
    fresh = _written_beside(path, content)
    try:
        os.link(fresh, path)
    finally:
        fresh.unlink()


def replace(path: Path, content: bytes) -> None:
    """Put a whole file in the place of the one before."""
    _written_beside(path, content).replace(path)


def _written_beside(path: Path, content: bytes) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    return Path(name)


def _new_authority(organisation: str, since: datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(organisation, "document authority")
    certificate = (
        _builder(name, name, key, since)
        .not_valid_after(since + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def _read_authority(path: Path, passphrase: str) -> Authority:
    content = path.read_bytes()
    key = load_pem_private_key(content, passphrase.encode() if b"ENCRYPTED" in content else None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path.name} holds no key of ours.")
    return Authority(key, x509.load_pem_x509_certificates(content)[0])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, since: datetime
) -> x509.CertificateBuilder:
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _name(organisation: str, what: str) -> x509.Name:
    common = f"{_cut(organisation, LONGEST_NAME - len(what) - 1)} {what}"
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _cut(organisation, LONGEST_NAME)),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _cut(name: str, longest: int) -> str:
    return name.encode()[:longest].decode(errors="ignore").strip() or "Unnamed"


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, passphrase: str) -> bytes:
    return _key_pem(key, passphrase) + certificate.public_bytes(Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey, passphrase: str) -> bytes:
    encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
