"""The seal as pyHanko applies it: an incremental update behind the printed bytes, in PAdES form. It is imported by whoever seals, alone."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from backend.documents.finishing import ends_cleanly
from backend.documents.sealing.checking import RANGE
from backend.documents.sealing.keys import Material, PrivateKey
from backend.documents.sealing.location import TokenKey
from backend.documents.sealing.token import Token
from backend.kernel import clock

FIELD: Final = "Seal"
MARGIN: Final = 64  # bytes: an ECDSA signature is not always of one length
STAMP_MARGIN: Final = 1024  # digits: nor is a time stamp
ATTEMPTS: Final = 8  # one file in 128 needs a second


def apply_seal(
    content: bytes, material: Material, *, organisation: str, reason: str, pin: str, authority: TimeStamper | None
) -> bytes:
    """Seal a PDF: what was printed stays as it is, and nothing may be changed after.

    The table of what was added is packed; where its packed form ends in a line break, the file is sealed anew with a little more
    room for the seal, so that the length of the table is as plain as that of every other stream (ISO 19005-3, 6.1.7.1).
    """
    key = _signer(material, pin)
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=organisation,
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )

    def sealed_with(room: int | None) -> bytes:
        update = _Update(BytesIO(content), strict=False)
        if update.prev.embedded_signatures:
            raise ValueError("The file bears a signature already; a seal is the last thing that happens to a file.")
        sealer = _Sealer(meta, key, timestamper=authority, new_field_spec=_field(organisation))
        return _sealed(lambda: sealer.sign_pdf(update, bytes_reserved=room))

    sealed = sealed_with(None if authority else key.reserved)  # the time stamps of an authority are as long as it likes
    if authority is None:
        key.reserved = key.reserved or _needed(sealed)
    for attempt in range(1, ATTEMPTS):
        if ends_cleanly(sealed[len(content) :]):
            break
        sealed = sealed_with(_needed(sealed) + (STAMP_MARGIN if authority else 0) + 2 * attempt)
    return sealed


def _field(organisation: str) -> SigFieldSpec:
    return SigFieldSpec(
        FIELD,
        readable_field_name=f"Electronic seal of {organisation}",
        invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
    )


def _sealed(seal: Callable[[], BytesIO]) -> bytes:
    """Seal, in a thread of its own where this one runs an event loop already: pyHanko begins one itself."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return bytes(seal().getbuffer())
    with ThreadPoolExecutor(max_workers=1) as aside:
        return bytes(aside.submit(seal).result().getbuffer())


def _needed(sealed: bytes) -> int:
    """Tell how much room a seal needs, from the first: to guess it takes pyHanko as long as to seal, each time."""
    begin, end = map(int, deque(RANGE.finditer(sealed), maxlen=1)[0].groups()[1:3])
    return 2 * (len(sealed[begin + 1 : end - 1].rstrip(b"0")) // 2 + MARGIN)


class _Update(IncrementalPdfFileWriter):
    """An update that leaves the XMP packet alone: to write it anew would break its PDF/A and PDF/UA parts."""

    def _update_meta(self) -> None:
        """Keep it byte for byte."""


class _Sealer(PdfSigner):
    def init_signing_session(self, *args: Any, **options: Any) -> Any:
        session = super().init_signing_session(*args, **options)
        session.system_time = clock.now()
        return session


class _KeySigner(Signer):
    """Signs with a key in memory or on a token."""

    def __init__(self, key: PrivateKey | Token, chain: list[Certificate], size: int) -> None:
        registry = SimpleCertificateStore()
        registry.register_multiple(chain)
        super().__init__(signing_cert=chain[0], cert_registry=registry)
        self._key, self._size = key, size
        self.reserved: int | None = None

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - theirs
        if dry_run:
            return bytes(self._size)
        if isinstance(self._key, Token):
            return self._key.sign(data)
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(hashes.SHA256()))
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


@lru_cache(maxsize=2)
def _signer(material: Material, pin: str) -> _KeySigner:
    chain = [Certificate.load(one.public_bytes(Encoding.DER)) for one in material.chain]
    held = material.key
    key = Token(held, pin, material.leaf) if isinstance(held, TokenKey) else held
    bits: int = getattr(material.leaf.public_key(), "key_size", 4096)
    return _KeySigner(key, chain, size=bits // 4 + 16)
