"""The timestamp anchor: an authority under RFC 3161 confirms that the checkpoint existed at a moment.

The receipt is the authority's answer as it came; `openssl ts -verify` checks it against the checkpoint note without this program.
"""

import hashlib
import http.client
import time
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urldefrag, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from cryptography.x509 import load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client.tsp import PKIStatus

from backend.audit.sealed.anchors.anchor import AnchorError, Sealed, Source
from backend.audit.sealed.anchors.der import with_sorted_certificates

TIMEOUT: Final = 15.0
LONGEST: Final = 256 * 1024  # a token with a whole chain of certificates is about 10 kB
SHA256: Final = "2.16.840.1.101.3.4.2.1"
GRANTED: Final = {PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS}


class TimestampAnchor:
    """Has each checkpoint stamped by one authority: `https://tsa.example/tsr`; `#ca=/path/root.pem` behind it has its signature checked."""

    extension = "tsr"

    def __init__(self, target: str, _source: Source | None = None, *, timeout: float = TIMEOUT) -> None:
        """Keep the authority's address; ValueError unless it is http or https."""
        self.url, fragment = urldefrag(target)
        if urlsplit(self.url).scheme not in {"http", "https"} or not urlsplit(self.url).hostname:
            raise ValueError(f"{self.url} is not an http or https address.")
        option, _, path = fragment.partition("=")
        if fragment and (option != "ca" or not path):
            raise ValueError(f"“#{fragment}” is not understood; write #ca=/path/to/root.pem.")
        self.roots, self.timeout = Path(path) if fragment else None, timeout

    def publish(self, sealed: Sealed) -> bytes:
        """Ask for a time stamp over the note and return the answer, once it is known to be about this note and this question."""
        data = sealed.note.encode()
        request = TimestampRequestBuilder(data, HashAlgorithm.SHA256, nonce=True, cert_req=True).build()
        return self.stamp(request.as_bytes(), nonce=request.nonce, imprint=hashlib.sha256(data).digest())

    def stamp(self, question: bytes, *, nonce: int | None, imprint: bytes) -> bytes:
        """Put a question over a SHA-256 digest to the authority; give its answer once that is known to be about both."""
        raw = self._ask(question)
        answer = _granted(raw)
        _check_answer(answer, nonce, imprint)
        if self.roots is not None:
            self._check_chain(answer, imprint)
        return raw

    def _ask(self, question: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        request = Request(self.url, data=question, headers=headers, method="POST")  # noqa: S310 - the scheme is checked
        until = time.monotonic() + self.timeout
        try:
            with _opener().open(request, timeout=self.timeout) as response:
                return _read(response, until)
        except HTTPError as error:
            error.close()
            raise AnchorError(f"The time-stamping authority answered {error.code}.") from None
        except (OSError, http.client.HTTPException) as error:  # URLError and TimeoutError are OSErrors
            raise AnchorError(
                f"The time-stamping authority can't be reached ({type(error).__name__}: {error})."
            ) from error

    def _check_chain(self, answer: TimeStampResponse, imprint: bytes) -> None:
        builder = VerifierBuilder()
        try:
            for certificate in load_pem_x509_certificates(self.roots.read_bytes() if self.roots else b""):
                builder = builder.add_root_certificate(certificate)
            builder.build().verify(answer, imprint)
        except (VerificationError, ValueError, OSError) as error:
            raise AnchorError(f"The time stamp's certificate or signature does not hold ({error}).") from error


def _opener() -> OpenerDirector:
    """Speak http and https and nothing else: no file or ftp addresses, and no redirection to elsewhere."""
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor()):
        opener.add_handler(handler)
    return opener


def _read(response: http.client.HTTPResponse, until: float) -> bytes:
    data = bytearray()
    while chunk := response.read1(65536):
        data += chunk
        if len(data) > LONGEST:
            raise AnchorError("The time-stamping authority's answer is too long.")
        if time.monotonic() > until:
            raise AnchorError("The time-stamping authority's answer takes too long.")
    return bytes(data)


def _granted(raw: bytes) -> TimeStampResponse:
    try:
        answer = decode_timestamp_response(with_sorted_certificates(raw))
        status = PKIStatus(answer.status)
    except ValueError as error:
        raise AnchorError("The time-stamping authority's answer is not a time stamp.") from error
    if status not in GRANTED:
        said = "; ".join(answer.status_string) or status.name.lower().replace("_", " ")
        raise AnchorError(f"The time-stamping authority declined: {said}.")
    return answer


def _check_answer(answer: TimeStampResponse, nonce: int | None, imprint: bytes) -> None:
    try:
        info = answer.tst_info
        told, said = info.nonce, info.message_imprint
    except ValueError as error:
        raise AnchorError("The time-stamping authority's answer holds no time stamp.") from error
    if told != nonce:
        raise AnchorError("The time stamp answers another question than ours (its nonce differs).")
    if said.message != imprint or said.hash_algorithm.dotted_string != SHA256:
        raise AnchorError("The time stamp is about something else than what we asked for (its imprint differs).")
