"""Whether a file bears the organisation's seal, and whether it is still what was sealed.

The seal is found by its byte range, and the signature is checked over the bytes themselves. A stranger's file is thus never taken apart as
a PDF, and what it costs is bounded by its length. Who vouches for a certificate is not asked: ours are known by their fingerprints.
"""

import hashlib
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from backend.documents.sealing.keys import known_fingerprints

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData

RANGE: Final = re.compile(
    rb"/ByteRange\s{0,8}\[\s{0,8}(\d{1,10})\s{1,8}(\d{1,10})\s{1,8}(\d{1,10})\s{1,8}(\d{1,10})\s{0,8}\]"
)
MADE: Final = re.compile(
    rb"/M\s{0,8}\(D(?::|\\072)(\d{14})Z"
)  # seals of ours tell the time in UTC, with the colon as pyHanko writes it
NEAR: Final = 2048  # the dictionary around the signature
LONGEST: Final = 512 * 1024  # a signature in hex, with its certificates and time stamp
MOST: Final = 8  # signatures that are looked at
DIGESTS: Final = {"sha256", "sha384", "sha512"}


@dataclass(frozen=True)
class SealCheck:
    """What can be told about a file's seal."""

    present: bool = False
    intact: bool = False
    """The sealed bytes are those that were sealed."""
    covers_whole_file: bool = False
    """Nothing was added behind the sealed bytes."""
    fingerprint: str = ""
    is_ours: bool = False
    """The seal is intact, and this organisation's."""
    level: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True)
class _Found:
    """A signature in a file: the bytes before it, its own place, and the bytes behind it that it covers."""

    begin: int
    end: int
    until: int


def check_seal(content: bytes) -> SealCheck:
    """Check the seal of a file: ours before any other, the last before earlier ones."""
    ours = known_fingerprints()
    first = SealCheck()
    for found in _places(content):
        checked = _checked(content, found, ours)
        if checked.is_ours:
            return checked
        if not first.present:
            first = checked
    return first


def _places(content: bytes) -> Iterator[_Found]:
    for match in reversed(deque(RANGE.finditer(content), maxlen=MOST)):
        start, begin, end, length = map(int, match.groups())
        if (
            start == 0 < begin < match.start() + NEAR
            and begin < end <= end + length <= len(content)
            and end - begin <= LONGEST
        ):
            yield _Found(begin, end, end + length)


def _checked(content: bytes, found: _Found, ours: frozenset[str]) -> SealCheck:
    try:
        return _read(content, found, ours)
    except Exception:  # noqa: BLE001 - whatever a stranger's file makes a parser say, the file bears no seal that holds
        return SealCheck(present=True, covers_whole_file=found.until == len(content))


def _read(content: bytes, found: _Found, ours: frozenset[str]) -> SealCheck:
    signed = _signed_data(content[found.begin : found.end])
    [info] = signed["signer_infos"]
    certificate = _certificate_of(signed, info)
    view = memoryview(content)
    name = info["digest_algorithm"]["algorithm"].native
    digest = hashlib.new(name if name in DIGESTS else "sha256", view[: found.begin])
    digest.update(view[found.end : found.until])
    intact = name in DIGESTS and _holds(info, certificate, "data", digest.digest())
    stamped = _stamped_at(info)
    by = hashlib.sha256(certificate.dump()).hexdigest()
    return SealCheck(
        present=True,
        intact=intact,
        covers_whole_file=found.until == len(content),
        fingerprint=by,
        is_ours=intact and by in ours,
        level="B-T" if stamped else "B-B",
        signed_at=stamped or _claimed_at(content, found),
    )


def _signed_data(hole: bytes) -> "SignedData":
    from asn1crypto.cms import ContentInfo

    inside = hole[1:-1].decode()
    whole = bytes.fromhex(inside)
    if hole[:1] != b"<" or hole[-1:] != b">" or inside not in (whole.hex(), whole.hex().upper()):
        raise ValueError("What the signature leaves out is more than itself.")
    info = ContentInfo.load(whole)
    if whole[len(info.dump()) :].strip(b"\0"):
        raise ValueError("Something stands behind the signature.")
    return info["content"]


def _certificate_of(signed: "SignedData", info: Any) -> Any:
    sid = info["sid"].chosen
    for choice in signed["certificates"]:
        one = choice.chosen
        if one.serial_number == sid["serial_number"].native and one.issuer.dump() == sid["issuer"].dump():
            return one
    raise ValueError("The signer's certificate is not in the file.")


def _holds(info: Any, certificate: Any, kind: str, digest: bytes) -> bool:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    return all(validate_sig_integrity(info, certificate, kind, digest))


def _stamped_at(info: Any) -> datetime | None:
    """Give the time of the time stamp over a signature, if there is one that holds."""
    tokens = [one for one in info["unsigned_attrs"] or () if one["type"].native == "signature_time_stamp_token"]
    if not tokens:
        return None
    signed = tokens[0]["values"][0]["content"]
    [stamper] = signed["signer_infos"]
    stamp = signed["encap_content_info"]["content"].parsed
    imprint, name = stamp["message_imprint"], stamp["message_imprint"]["hash_algorithm"]["algorithm"].native
    if name not in DIGESTS or hashlib.new(name, info["signature"].native).digest() != imprint["hashed_message"].native:
        return None
    inner = hashlib.new(stamper["digest_algorithm"]["algorithm"].native, bytes(signed["encap_content_info"]["content"]))
    if not _holds(stamper, _certificate_of(signed, stamper), "tst_info", inner.digest()):
        return None
    told: datetime = stamp["gen_time"].native
    return told


def _claimed_at(content: bytes, found: _Found) -> datetime | None:
    around = content[max(0, found.begin - NEAR) : found.begin] + content[found.end : found.end + NEAR]
    match = MADE.search(around)
    return datetime.strptime(match[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC) if match else None
