"""The house's stationery: who the organisation is on its letters, jurisdiction by jurisdiction."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.documents.catalogue.tables import Picture, Stationery
from backend.documents.characters import check_characters
from backend.documents.kinds import document_kinds
from backend.documents.letters import Contact, Organisation
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.kernel.references import new_reference
from backend.people.models import User

declare("stationery.save", "changed the stationery", kind="document")
declare("stationery.remove", "removed the stationery of a jurisdiction", kind="document")

LEAST_CONTRAST: Final = 4.5  # WCAG 2.2, 1.4.3: headings are set in this colour on white
LARGEST_UPLOAD: Final = 4 * 1024 * 1024
LARGEST_KEPT: Final = 200 * 1024
MOST_PIXELS: Final = 40_000_000
WIDEST, HIGHEST = 1400, 400  # on paper 70 by 15 mm at most: more pixels show nothing more
FORMATS: Final = ("PNG", "JPEG")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_JURISDICTION: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


@dataclass(frozen=True)
class SupportContact:
    """Somebody who helps, as every letter names them."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class LegalLine:
    """A line that the law of a place asks for, on all letters or on some kinds only."""

    text: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letterhead:
    """What the stationery says, as somebody typed it."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    lines: str = ""
    registered: str = ""
    colour: str = ""
    support: tuple[SupportContact, ...] = ()
    legal_lines: tuple[LegalLine, ...] = ()


def stationery_for(jurisdiction: str) -> Stationery | None:
    """Find the stationery of a place: its own, that of its country, or the house's default."""
    return next(iter(_nearest_first(jurisdiction)), None)


def _nearest_first(jurisdiction: str) -> list[Stationery]:
    wanted = [""]
    for part in jurisdiction.split("-"):
        if part:
            wanted.append(f"{wanted[-1]}-{part}" if wanted[-1] else part)
    found = {row.jurisdiction: row for row in Stationery.objects.filter(jurisdiction__in=wanted)}
    return [found[name] for name in reversed(wanted) if name in found]


def organisation(jurisdiction: str = "") -> Organisation:
    """Give the organisation as the head of a letter shows it; the settings speak where nobody set the stationery up."""
    row = stationery_for(jurisdiction)
    if row is None:
        return Organisation(
            name=settings.ORGANISATION, address=_lines(settings.ORGANISATION_ADDRESS), email=settings.CONTACT
        )
    return organisation_of(row)


def organisation_of(row: Stationery) -> Organisation:
    """Give the organisation as one row of the stationery has it."""
    return Organisation(
        name=row.name,
        address=_lines(row.address),
        phone=row.phone,
        email=row.email,
        registered=row.registered,
        lines=(*_lines(row.lines), *(line for line in (row.phone, row.email) if line)),
        colour=row.colour,
        logo=row.logo,
    )


def support_lines(jurisdiction: str = "") -> tuple[Contact, ...]:
    """Give the support that stands on letters: the nearest that a stationery names; the settings speak where none does."""
    row = next((row for row in _nearest_first(jurisdiction) if row.support), None)
    if row is None:
        role = "Confidential help, also outside working hours"
        return (Contact(name="Support", role=role, phone=settings.SUPPORT_LINE),)
    return tuple(Contact(**each) for each in row.support)


def legal_lines(jurisdiction: str, kind: str) -> tuple[str, ...]:
    """Give the lines that the law of a place asks for on letters of a kind."""
    row = stationery_for(jurisdiction)
    lines = row.legal_lines if row else []
    return tuple(each["text"] for each in lines if not each["kinds"] or kind in each["kinds"])


def save_stationery(
    jurisdiction: str, *, head: Letterhead, actor: User, reason: str, logo: bytes | None = None, keeps_logo: bool = True
) -> Stationery:
    """Set up or change the stationery of a jurisdiction; letters that were issued keep the one they were issued with.

    Raises Invalid, by field, for a colour that can't be read on white, a picture that is none, and characters that no font has.
    """
    _check(jurisdiction, head)
    row = Stationery.objects.filter(jurisdiction=jurisdiction).first() or Stationery(
        reference=new_reference("STA", clock.today()), jurisdiction=jurisdiction
    )
    picture = drawn(logo) if logo else b""
    for name in ("name", "address", "phone", "email", "lines", "registered"):
        setattr(row, name, str(getattr(head, name)).replace("\r\n", "\n").strip())
    row.colour = head.colour.strip().lower()
    row.support = [asdict(each) for each in head.support]
    row.legal_lines = [{"text": each.text.strip(), "kinds": list(each.kinds)} for each in head.legal_lines]
    row.logo = hashlib.sha256(picture).hexdigest() if picture else row.logo if keeps_logo else ""
    with transaction.atomic():
        if picture and not Picture.objects.filter(pk=row.logo).exists():
            Picture(sha256=row.logo, content=picture).save(force_insert=True)
        keep(row, "stationery.save", actor=actor, reason=reason, ctx={"jurisdiction": jurisdiction})
        require(actor, "stationery.save", row)  # whoever may not leaves nothing behind
    return row


def remove_stationery(row: Stationery, *, actor: User, reason: str) -> None:
    """Take the stationery of a jurisdiction away: letters there show the country's again, or the house's."""
    require(actor, "stationery.remove", row)
    remove(row, "stationery.remove", actor=actor, reason=reason, ctx={"jurisdiction": row.jurisdiction})


def picture(sha256: str) -> bytes:
    """Fetch a picture by its digest; nothing when it names none."""
    row = Picture.objects.filter(pk=sha256).first() if sha256 else None
    return bytes(row.content) if row else b""


def contrast_on_white(colour: str) -> float:
    """Work out how well a colour is read on white paper (WCAG 2.2: 1 to 21)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def drawn(upload: bytes) -> bytes:
    """Draw an uploaded picture anew as PNG, so that nothing but its pixels is kept; Invalid where it is no picture."""
    from PIL import Image, UnidentifiedImageError  # takes a while to import: only those who upload pay for it

    if len(upload) > LARGEST_UPLOAD:
        raise Invalid({"logo": ["The picture is larger than 4 MB. Choose a smaller one."]})
    try:
        with Image.open(BytesIO(upload), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Invalid({"logo": ["The picture has too many pixels. Choose a smaller one."]})
            image.load()
            kept = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Invalid({"logo": ["This is no PNG or JPEG picture that can be read."]}) from None
    return _small(kept)


def _small(image: Any) -> bytes:
    """Write a picture as PNG with fewer pixels, or fewer colours, until it is small enough."""
    from PIL import Image

    plain = Image.new("RGB", image.size, "white")  # PDF/A-3a keeps no see-through pixels: the paper is white
    plain.paste(image, mask=image.getchannel("A"))
    plain.thumbnail((WIDEST, HIGHEST))
    for _ in range(6):
        for drawing in (plain, plain.quantize(256)):
            out = BytesIO()
            drawing.convert("RGB" if drawing is plain else "P").save(out, "PNG", optimize=True)
            if out.tell() <= LARGEST_KEPT:
                return out.getvalue()
        plain.thumbnail((plain.width * 3 // 4, plain.height * 3 // 4))
    raise Invalid({"logo": ["The picture can’t be made small enough. Choose a simpler one."]})


def _check(jurisdiction: str, head: Letterhead) -> None:
    told = {
        "jurisdiction": _wrong_jurisdiction(jurisdiction),
        "name": "" if head.name.strip() else "Give the name of the organisation.",
        "colour": _wrong_colour(head.colour.strip().lower()),
        "support": "" if all(each.name.strip() for each in head.support) else "Give each contact a name.",
        "legal_lines": _wrong_kinds(head.legal_lines),
    }
    if errors := {name: [sentence] for name, sentence in told.items() if sentence}:
        raise Invalid(errors)
    try:
        check_characters(head)
    except Invalid as invalid:
        raise Invalid({name.partition("[")[0]: each for name, each in invalid.errors.items()}) from None


def _wrong_jurisdiction(code: str) -> str:
    return "" if not code or _JURISDICTION.fullmatch(code) else "Give a code such as GB, DE or US-CA."


def _wrong_colour(colour: str) -> str:
    if not colour:
        return ""
    if not _COLOUR.fullmatch(colour):
        return "Give a colour as six digits after a #, such as #1f5f5b."
    ratio = contrast_on_white(colour)
    if ratio >= LEAST_CONTRAST:
        return ""
    return f"Its contrast on white is {ratio:.1f} to 1. Headings need 4.5 to 1: choose a darker colour."


def _wrong_kinds(lines: Sequence[LegalLine]) -> str:
    strange = sorted({code for line in lines for code in line.kinds if code not in document_kinds()})
    return f"No kind of document is called {', '.join(strange)}." if strange else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def kinds_named(codes: Sequence[str]) -> tuple[str, ...]:
    """Bring typed kinds into the catalogue's spelling: d10 is D10."""
    known = {code.upper(): code for code in document_kinds()}
    return tuple(known.get(code.strip().upper(), code.strip()) for code in codes if code.strip())
