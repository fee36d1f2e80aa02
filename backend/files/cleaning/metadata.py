"""Removing what a file tells besides its content: place, device, author, time."""

from pathlib import Path

from backend.files.cleaning.office import repack
from backend.files.cleaning.papers import rewrite
from backend.files.cleaning.pictures import FORMATS, redraw
from backend.files.kinds import CSV, OFFICE, PDF, TEXT, Kind
from backend.kernel.errors import Invalid


def clean(path: Path, target: Path, kind: Kind, name: str) -> bool:
    """Write a copy without metadata; tell False where a kind has none, and refuse one from which it can't be taken out."""
    if kind in (TEXT, CSV):
        return False
    if kind.mime in FORMATS:
        redraw(path, target, kind.mime, name)
    elif kind is PDF:
        rewrite(path, target, name)
    elif kind in OFFICE.values():
        repack(path, target, name)
    else:
        raise Invalid(
            {
                "file": [
                    f"“{name}” is {kind.label}: what it hides, such as place, device or addresses, can't be removed."
                    " Add a picture of it, a PDF or text."
                ]
            }
        )
    return True
