"""Time stamps for seals, from the authority under RFC 3161 that EVENHAND_SEAL_TIMESTAMP names."""

import time
from functools import lru_cache
from typing import Final

from asn1crypto.cms import ContentInfo
from asn1crypto.tsp import TimeStampResp
from pyhanko.sign.timestamps import TimeStamper

from backend.audit.sealed.anchors.anchor import AnchorError
from backend.audit.sealed.anchors.der import with_sorted_certificates
from backend.audit.sealed.anchors.timestamp import TimestampAnchor

TIMEOUT: Final = 5.0
RESTS: Final = (
    60.0  # seconds in which an authority that did not answer is not asked again: a batch would wait for each letter
)


class NoTimestamp(Exception):
    """The authority gave no time stamp; the sentence says why."""


class SealAuthority(TimeStamper):
    """Asks one authority, with the same care as the history's own time stamps."""

    def __init__(self, address: str) -> None:
        """Keep the address; ValueError unless it is http or https."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._anchor = TimestampAnchor(address, timeout=TIMEOUT)
        self._rests_until, self._said = 0.0, ""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> ContentInfo:
        """Have a digest stamped; NoTimestamp when that failed."""
        if time.monotonic() < self._rests_until:
            raise NoTimestamp(self._said)
        nonce, question = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        try:
            raw = self._anchor.stamp(question.dump(), nonce=nonce, imprint=message_digest)
        except AnchorError as error:
            self._rests_until, self._said = time.monotonic() + RESTS, str(error)
            raise NoTimestamp(self._said) from error
        return TimeStampResp.load(with_sorted_certificates(raw))["time_stamp_token"]


@lru_cache(maxsize=2)
def authority_of(address: str) -> SealAuthority:
    """Give the authority at an address, with what this process remembers of it."""
    return SealAuthority(address)
