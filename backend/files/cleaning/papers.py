"""PDFs are written anew from what their pages show, so that earlier versions, authors, programs and times are gone."""

from pathlib import Path
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject

from backend.kernel.errors import Invalid

MOST_OBJECTS: Final = 200_000
TELLS: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/T", "/M", "/CreationDate", "/NM")
OF_THE_WHOLE: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/Info", "/SpiderInfo")


def rewrite(path: Path, target: Path, name: str) -> None:
    """Write a PDF anew without its information, its metadata, the names on its notes and the files attached to it."""
    try:
        _rewrite(path, target, name)
    except (PyPdfError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise Invalid(
            {
                "file": [
                    f"“{name}” can't be read well enough to remove what it hides. Print it to a new PDF, then add that."
                ]
            }
        ) from None


def _rewrite(path: Path, target: Path, name: str) -> None:
    with path.open("rb") as file:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Invalid({"file": [f"“{name}” is locked with a password. Save it without one, then add it."]})
        if len(reader.xref.get(0, {})) > MOST_OBJECTS:
            raise ValueError("too many objects")
        writer = PdfWriter()
        for page in reader.pages:  # pages alone: what else hangs on the catalogue stays behind
            writer.add_page(page)
        writer.metadata = None
        for thing in writer._objects:
            if isinstance(thing, DictionaryObject):
                _forget(thing)
        with target.open("wb") as written:
            writer.write(written)


def _forget(thing: DictionaryObject) -> None:
    note = thing.get("/Type") == "/Annot" or ("/Subtype" in thing and "/Rect" in thing)
    for key in TELLS if note else OF_THE_WHOLE:
        thing.pop(NameObject(key), None)
