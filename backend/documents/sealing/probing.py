"""Trying the seal on an empty page, so that whoever sets it up sees at once that key, token and time stamps work."""

from io import BytesIO

from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from backend.documents.sealing.checking import check_seal
from backend.documents.sealing.pades import seal


def try_seal() -> str:
    """Seal an empty page and check it; tell in a sentence how that went."""
    sealed = seal(empty_page())
    checked = check_seal(sealed.content)
    if not (checked.is_ours and checked.covers_whole_file):
        return "a page was sealed, and its seal does not hold."
    weaker = f" The time stamp is missing: {sealed.note}" if sealed.note else ""
    return f"a page was sealed as {sealed.level}, and its seal holds.{weaker}"


def empty_page() -> bytes:
    """Make a page that says nothing."""
    writer, out = PdfFileWriter(), BytesIO()
    box = BoxConstraints(width=595, height=842)
    content = writer.add_object(RawContent(b"", box=box).as_form_xobject())
    writer.insert_page(PageObject(contents=content, media_box=(0, 0, 595, 842)))
    writer.write(out)
    return out.getvalue()
