"""The product's own style sheets and fonts: the only files that a letter can load."""

import re
from importlib.resources import files
from typing import Final

SCHEME: Final = "asset:"
_SOURCE: Final = "font_source_sans_pro", "files"
_NOTO: Final = "justmytype_intl_rtl", "fonts/ofl"
# The fonts by the names that style sheets use: the package that brings each, and where it lies there.
FONTS: Final[dict[str, tuple[str, str]]] = {
    **{
        f"SourceSansPro-{weight}.ttf": (_SOURCE[0], f"{_SOURCE[1]}/SourceSansPro-{weight}.ttf")
        for weight in ("Regular", "It", "Semibold", "Bold")
    },
    "NotoSansArabic.ttf": (_NOTO[0], f"{_NOTO[1]}/notosansarabic/NotoSansArabic[wdth,wght].ttf"),
    "NotoSansHebrew.ttf": (_NOTO[0], f"{_NOTO[1]}/notosanshebrew/NotoSansHebrew[wdth,wght].ttf"),
}
_SHEET: Final = re.compile(r"css/(?P<file>[A-Za-z0-9][A-Za-z0-9_-]*\.css)")


def read_asset(name: str) -> bytes:
    """Read one packaged file, such as css/letter-v2.css; raise LookupError for anything else."""
    if name.startswith("fonts/") and (known := FONTS.get(name.removeprefix("fonts/"))):
        return (files(known[0]) / known[1]).read_bytes()
    match = _SHEET.fullmatch(name)
    path = files("backend.documents") / "assets" / match["file"] if match else None
    if path is None or not path.is_file():
        raise LookupError(f"{name} is not one of the product's own assets.")
    return path.read_bytes()
