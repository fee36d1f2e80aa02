"""The organisation's seal on a document: applied once, last, and over the whole file."""

from dataclasses import dataclass

from django.conf import settings

from backend.documents.sealing.keys import fingerprint, usable_material


@dataclass(frozen=True)
class Sealed:
    """A sealed file, and how strong its seal is."""

    content: bytes
    level: str
    """“B-B”, or “B-T” with a time stamp of an authority."""
    certificate: str
    """The SHA-256 of the certificate, in hex."""
    note: str
    """Why the seal is weaker than what is set; empty when it is not."""


def seal(content: bytes, *, reason: str = "") -> Sealed:
    """Seal a printed PDF, whose bytes stay the beginning of the sealed file; Refused where there is no seal that can be used."""
    # pyHanko takes most of a second to import: only those who seal pay for it
    from backend.documents.sealing.signing import apply_seal
    from backend.documents.sealing.timestamps import NoTimestamp, authority_of

    material = usable_material()
    told = {
        "organisation": settings.ORGANISATION,
        "reason": reason or f"Issued by {settings.ORGANISATION}",
        "pin": settings.SEAL_PIN,
    }
    note = ""
    if settings.SEAL_TIMESTAMP:
        try:
            stamped = apply_seal(content, material, authority=authority_of(settings.SEAL_TIMESTAMP), **told)
            return Sealed(stamped, "B-T", fingerprint(material.leaf), "")
        except NoTimestamp as error:
            note = str(error)
    sealed = apply_seal(content, material, authority=None, **told)
    return Sealed(sealed, "B-B", fingerprint(material.leaf), note)
