"""What can be printed: characters that a font of letters has, in an order that nobody can turn round unseen."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from io import BytesIO
from typing import Final

from django.conf import settings

from backend.documents.assets import read_asset
from backend.kernel.errors import Invalid

TURNING: Final = {0x202A, 0x202B, 0x202C, 0x202D, 0x202E}  # embeddings and overrides: isolates (U+2066 on) do no harm
UNSEEN: Final = frozenset(range(32)) | {
    127,
    0x00AD,
    0x200B,
    0x200C,
    0x200D,
    0x200E,
    0x200F,
    0x2060,
    0xFEFF,
    *range(0x2066, 0x206A),
}
UPRIGHT: Final = ("SourceSansPro-Regular.ttf", "NotoSansArabic.ttf", "NotoSansHebrew.ttf")
SHOWN: Final = 10
CUT: Final = re.compile("\ue000([0-9]+)\ue001")  # where a redacted version had something, with the number of its reason


def check_characters(letter: object) -> None:
    """Raise Invalid, by field, when a letter holds characters that can't be printed or that turn the reading order."""
    errors: dict[str, list[str]] = {}
    for path, text in texts_of(letter):
        if text.isascii():
            continue
        text = CUT.sub("", text) if getattr(letter, "removed", ()) else text
        if turning := sorted(set(map(ord, text)) & TURNING):
            errors.setdefault(path, []).append(
                f"Take out the invisible characters that turn the reading order: {_named(turning)}."
            )
        if missing := missing_characters(text):
            errors.setdefault(path, []).append(
                f"No installed font has {_named(missing)}. Write it another way, or ask your administrator for a font."
            )
    if errors:
        raise Invalid(errors, "The letter holds characters that can't be printed.", code="letter-characters")


def missing_characters(text: str) -> list[int]:
    """List the characters of a text that no font of letters has, each once."""
    codes = set(map(ord, text))
    if codes <= covered():
        return []
    return sorted(set(map(ord, unicodedata.normalize("NFC", text))) - covered() - TURNING)


def texts_of(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Walk all texts of a letter, each with where it stands, such as allegations[0].particulars."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from texts_of(item, f"{path}[{at}]")
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))


@cache
def covered() -> frozenset[int]:
    """Collect the characters that the fonts of letters have: packaged ones, and those the organisation added."""
    from fontTools.ttLib import TTFont  # takes a while to import: only those who check pay for it

    codes = set(UNSEEN)
    for name in UPRIGHT:
        codes.update(TTFont(BytesIO(read_asset(f"fonts/{name}")), lazy=True).getBestCmap())
    for path in settings.LETTER_FONTS:
        codes.update(TTFont(path, lazy=True, fontNumber=0).getBestCmap())
    return frozenset(codes)


def _named(codes: list[int]) -> str:
    listed = [
        f"“{chr(code)}” (U+{code:04X} {unicodedata.name(chr(code), 'unnamed')})"
        if code not in TURNING
        else f"U+{code:04X} {unicodedata.name(chr(code))}"
        for code in codes[:SHOWN]
    ]
    return ", ".join(listed) + (f" and {len(codes) - SHOWN} more" if len(codes) > SHOWN else "")
