"""Putting the certificates of a time stamp in order.

Authorities built on OpenSSL send them in an order of their own. That is allowed there (RFC 5652 asks no order of what is not signed),
but a strict reader of DER refuses it. The order is no part of what is signed, so a copy with the certificates sorted says the same.
"""

from collections.abc import Iterator
from typing import Final

# TimeStampResp > timeStampToken > content > SignedData > certificates: the tag of each, or for a plain sequence its place among others
WAY: Final = ((0x30, 0), (0x30, 1), (0xA0, 0), (0x30, 0), (0xA0, 0))


def with_sorted_certificates(response: bytes) -> bytes:
    """Give a time-stamp response with its set of certificates in the order of DER; anything else comes back as it was."""
    first, end = 0, len(response)
    try:
        for tag, skipped in WAY:
            found = [(start, stop) for seen, start, stop, _ in _elements(response, first, end) if seen == tag]
            first, end = found[skipped]
        whole = [response[at:stop] for _, _, stop, at in _elements(response, first, end)]
    except (IndexError, ValueError):
        return response
    return response[:first] + b"".join(sorted(whole)) + response[end:]


def _elements(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Give each element between two places: its tag, where its content begins and ends, and where it begins itself."""
    while at < end:
        start, length = at + 2, data[at + 1]
        if length & 0x80:
            octets = length & 0x7F
            length, start = int.from_bytes(data[start : start + octets], "big"), start + octets
        if start + length > end:
            raise ValueError("An element is longer than what holds it.")
        yield data[at], start, start + length, at
        at = start + length
