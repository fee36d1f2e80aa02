"""The product's own style sheets and fonts: the only files that a letter can load."""

import re
from importlib.resources import files
from typing import Final

SCHEME: Final = "asset:"
_NAME: Final = re.compile(r"(?P<folder>fonts|css)/(?P<file>[A-Za-z0-9][A-Za-z0-9_-]*\.(?:ttf|css))")


def read_asset(name: str) -> bytes:
    """Read one packaged file, such as css/letter-v1.css; raise LookupError for anything else."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise LookupError(f"{name} is not one of the product's own assets.")
    folder = (
        files("font_source_sans_pro") / "files" if match["folder"] == "fonts" else files("backend.documents") / "assets"
    )
    path = folder / match["file"]
    if not path.is_file():
        raise LookupError(f"{name} is not one of the product's own assets.")
    return path.read_bytes()
