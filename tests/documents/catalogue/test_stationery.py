"""The stationery speaks on every letter: who writes, in which colour, with which logo, and what the law of the place asks for."""

import hashlib
import struct
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from backend.cases.letters import NoticeOfAllegations
from backend.demo.cast import Cast
from backend.documents.actions.issuing import issue
from backend.documents.catalogue.checking import sample_for
from backend.documents.catalogue.stationery import (
    LARGEST_KEPT,
    LegalLine,
    Letterhead,
    SupportContact,
    contrast_on_white,
    drawn,
    remove_stationery,
    save_stationery,
)
from backend.documents.finishing import ends_cleanly
from backend.documents.letters import Contact
from backend.documents.models import Picture, Stationery
from backend.documents.queries import content_of, frame, letterhead, reproduce, support
from backend.documents.rendering import Enclosed, print_letter
from backend.documents.validation import validate
from backend.kernel.errors import Forbidden, Invalid
from tests.documents.samples import notice

HOUSE = Letterhead(name="Larkfield Instruments Ltd", address="Wharf Street 18\nLeeds LS2 7EQ", phone="0113 496 0100", colour="#1F4E79",
                   registered="Registered in England, no. 01234567")  # fmt: skip
pytestmark = pytest.mark.django_db


def picture(size: tuple[int, int] = (300, 80), kind: str = "PNG", mode: str = "RGBA") -> bytes:
    out = BytesIO()
    Image.new(mode, size, "#1f4e79").save(out, kind)
    return out.getvalue()


def save(cast: Cast, jurisdiction: str = "", head: Letterhead = HOUSE, **more: object) -> Stationery:
    return save_stationery(jurisdiction, head=head, actor=cast.sam, reason="Set up.", **more)  # type: ignore[arg-type]


def test_without_stationery_the_settings_speak(cast: Cast, settings: object) -> None:
    assert letterhead().name == settings.ORGANISATION  # type: ignore[attr-defined]
    assert support()[0].phone == settings.SUPPORT_LINE  # type: ignore[attr-defined]


def test_a_place_without_its_own_takes_its_country_and_then_the_house(cast: Cast) -> None:
    save(cast)
    save(cast, "US", Letterhead(name="Larkfield Inc"))
    save(cast, "US-CA", Letterhead(name="Larkfield California"))
    names = {place: letterhead(place).name for place in ("", "GB-ENG", "US", "US-TX", "US-CA", "USA")}
    assert names == {
        "": "Larkfield Instruments Ltd", "GB-ENG": "Larkfield Instruments Ltd", "US": "Larkfield Inc",
        "US-TX": "Larkfield Inc", "US-CA": "Larkfield California", "USA": "Larkfield Instruments Ltd",
    }  # fmt: skip


def test_the_frame_of_a_letter_brings_the_legal_lines_of_its_kind_and_place(cast: Cast) -> None:
    lines = (
        LegalLine("Registered office: Leeds."),
        LegalLine("Appeals go to the board.", kinds=("D3",)),
        LegalLine("Only D9.", kinds=("D9",)),
    )
    save(
        cast,
        "GB",
        Letterhead(name="Larkfield", legal_lines=lines, support=(SupportContact(name="Helpline", phone="0800 1"),)),
    )
    framed = frame(NoticeOfAllegations, to=cast.person("martin"), by=cast.ines)
    assert framed["organisation"].name == "Larkfield"
    assert framed["legal_lines"] == ("Registered office: Leeds.", "Appeals go to the board.")
    assert support("GB-ENG") == (Contact(name="Helpline", phone="0800 1"),)
    save(cast, "GB-ENG", Letterhead(name="Larkfield England"))
    assert support("GB-ENG") == (Contact(name="Helpline", phone="0800 1"),)  # a head of its own takes no help away


@pytest.mark.parametrize(
    ("head", "field", "said"),
    [
        (Letterhead(name="x", colour="#9aa3ff"), "colour", "Its contrast on white is 2.3 to 1"),
        (Letterhead(name="x", colour="blue"), "colour", "six digits"),
        (Letterhead(name=" "), "name", "Give the name"),
        (Letterhead(name="x", legal_lines=(LegalLine("y", kinds=("D99",)),)), "legal_lines", "D99"),
        (Letterhead(name="x", support=(SupportContact(name=""),)), "support", "a name"),
        (Letterhead(name="x", address="\U0001f600"), "address", "No installed font"),
    ],
)  # fmt: skip
def test_what_could_not_be_read_on_paper_is_refused_with_the_reason(
    cast: Cast, head: Letterhead, field: str, said: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        save(cast, head=head)
    assert said in " ".join(refusal.value.errors[field])
    assert not Stationery.objects.exists()


def test_contrast_is_worked_out_as_the_standard_says() -> None:
    assert round(contrast_on_white("#000000"), 1) == 21.0
    assert round(contrast_on_white("#767676"), 2) == 4.54
    assert round(contrast_on_white("#ffffff"), 1) == 1.0


def test_only_an_administrator_changes_the_stationery(cast: Cast) -> None:
    for who in (cast.hugo, cast.ines, cast.noor):
        with pytest.raises(Forbidden):
            save_stationery("", head=HOUSE, actor=who, reason="x")
    row = save(cast)
    with pytest.raises(Forbidden):
        remove_stationery(row, actor=cast.hugo, reason="x")
    remove_stationery(row, actor=cast.sam, reason="Not used.")
    assert not Stationery.objects.exists()


@pytest.mark.parametrize(
    ("size", "kind", "mode"),
    [((300, 80), "PNG", "RGBA"), ((4000, 3000), "JPEG", "RGB"), ((60, 900), "PNG", "P"), ((20, 20), "PNG", "LA")],
)
def test_a_picture_is_drawn_anew_small_and_without_what_was_hidden_in_it(
    size: tuple[int, int], kind: str, mode: str
) -> None:
    upload = picture(size, kind, mode) + b"<script>hidden</script>"
    kept = drawn(upload)
    assert kept.startswith(b"\x89PNG")
    assert len(kept) <= LARGEST_KEPT
    assert b"script" not in kept
    assert Image.open(BytesIO(kept)).mode in ("RGB", "P")


def test_a_noisy_photograph_is_made_small_enough() -> None:
    out = BytesIO()
    Image.effect_noise((3000, 2000), 90).convert("RGB").save(out, "JPEG", quality=60)
    assert len(drawn(out.getvalue())) <= LARGEST_KEPT


def test_what_is_no_picture_is_refused() -> None:
    svg, gif = b"<svg xmlns='http://www.w3.org/2000/svg'/>", BytesIO()
    Image.new("P", (9, 9)).save(gif, "GIF")
    huge = (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
        + _chunk(b"IEND", b"")
    )
    for upload in (b"", svg, gif.getvalue(), b"%PDF-1.7", huge):
        with pytest.raises(Invalid):
            drawn(upload)


def test_a_letter_with_a_logo_is_printed_kept_and_printed_again_after_the_logo_changed(cast: Cast) -> None:
    row = save(cast, logo=picture())
    first = row.logo
    assert hashlib.sha256(bytes(Picture.objects.get(pk=first).content)).hexdigest() == first
    letter = notice()
    changed = type(letter)(**{**vars(letter), "organisation": letterhead()})
    document = issue(changed, about=cast.person("martin"), recipient=None, actor=cast.ines, reason="Plan approved")
    validate(content_of(document))
    save(cast, logo=picture((200, 90)))
    assert Stationery.objects.get().logo != first
    assert reproduce(document).reproduced
    assert save(cast, keeps_logo=False).logo == ""


@pytest.mark.paper
def test_a_picture_whose_packed_pixels_end_in_a_line_break_is_printed_cleanly() -> None:
    """One picture in 128 does; checkers disagree about the length of such a stream."""
    for shade in range(600):
        out = BytesIO()
        image = Image.new("RGB", (30 + shade % 7, 12), (shade % 256, shade // 3, 90))
        image.save(out, "PNG")
        logo = drawn(out.getvalue())
        pixels = logo[logo.index(b"IDAT") + 4 : logo.index(b"IEND") - 8]
        if pixels.endswith((b"\r", b"\n")):
            break
    letter = sample_for(NoticeOfAllegations, "en")
    letter = replace(letter, organisation=replace(letter.organisation, logo="ab"))
    printed = print_letter(letter, enclosed=Enclosed(logo=logo)).content
    assert b"ASCII85Decode" in printed
    assert ends_cleanly(printed)
    validate(printed)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
