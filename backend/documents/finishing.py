"""The last touches that WeasyPrint leaves undone.

Header cells say what they head, page furniture is not read aloud, the file names both standards that it keeps, and every
glyph has a meaning. It works on pydyf's objects: the versions are pinned together, and every letter is validated.
"""

import base64
import re
import zlib
from typing import Any

import pydyf

_MARKED = re.compile(rb"<<\s*/MCID (\d+)\s*>>")
_MEANINGLESS = re.compile(rb"(<[0-9a-f]{4}>) <>")
_UNCLEAN = re.compile(rb"[\r\n]\r?\nendstream")
_END = b"</rdf:RDF>"
# PDF/UA-1 in the metadata of a PDF/A file: PDF/A wants a description of every schema that it does not know (ISO 19005-3, 6.6.2.3).
_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that the file keeps</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Complete the tag tree of a PDF just before it is written."""
    _scope_headers(pdf)
    _silence_margins(pdf)


def finish_archival(document: Any, pdf: pydyf.PDF, *, attempt: int = 0) -> None:
    """Complete a letter for archives: PDF/A-3a and PDF/UA-1 in one file.

    The streams that hold the objects are packed only when the file is written; where one of them does not end cleanly, the
    file is written again with another `attempt`, which changes them.
    """
    finish(document, pdf)
    _claim_both(pdf)
    _give_meaning(pdf)
    _settle_pictures(pdf)
    _end_cleanly(pdf)
    if attempt:
        pdf.info["Attempt"] = pydyf.String(str(attempt))


def ends_cleanly(content: bytes) -> bool:
    """Tell whether the length of every stream is plain: one that ends in a line break can be read as shorter than it says."""
    return _UNCLEAN.search(content) is None


def _end_cleanly(pdf: pydyf.PDF) -> None:
    """Write a stream whose packed form would end in a line break in printable characters instead."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            raw = b"\n".join(pydyf._to_bytes(part) for part in item.stream)
            if zlib.adler32(raw) & 0xFF in b"\r\n":  # the last byte of the packed form
                item.stream = [base64.a85encode(zlib.compress(raw, 9)) + b"~>"]
                item.extra["Filter"] = pydyf.Array(["/ASCII85Decode", "/FlateDecode"])
                item.compress = False


def _settle_pictures(pdf: pydyf.PDF) -> None:
    """Let every viewer draw pictures alike (ISO 19005-3, 6.2.8), and end their streams as cleanly as those of text."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Subtype") == "/Image":
            item.extra["Interpolate"] = "false"
            raw = b"\n".join(pydyf._to_bytes(part) for part in item.stream)
            if raw.endswith((b"\r", b"\n")):
                item.stream = [base64.a85encode(raw) + b"~>"]
                item.extra["Filter"] = pydyf.Array(["/ASCII85Decode", item.extra["Filter"]])
                item.extra["DecodeParms"] = pydyf.Array(["null", item.extra["DecodeParms"]])


def _claim_both(pdf: pydyf.PDF) -> None:
    metadata = _at(pdf, pdf.catalog["Metadata"])
    packet: bytes = metadata.stream[0]
    at = packet.rindex(_END)
    metadata.stream[0] = packet[:at] + _UA + packet[at + len(_END) :]
    metadata.compress = False  # an archive reads the metadata of a file without decoding it


def _give_meaning(pdf: pydyf.PDF) -> None:
    """Map the dots and marks that a font draws apart from their letter to a joiner: they belong to the letter before them."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and any(
            b"begincmap" in part for part in item.stream if isinstance(part, bytes)
        ):
            item.stream = [
                _MEANINGLESS.sub(rb"\1 <200d>", part) if isinstance(part, bytes) else part for part in item.stream
            ]


def _scope_headers(pdf: pydyf.PDF) -> None:
    for element in _structure(pdf):
        if element.get("S") == "/TH":
            row = _at(pdf, element["P"])
            section = _at(pdf, row["P"])
            attributes = element.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
            attributes["Scope"] = "/Column" if section.get("S") == "/THead" else "/Row"


def _silence_margins(pdf: pydyf.PDF) -> None:
    """Turn the text of page headers and footers, which no structure element owns, into pagination artifacts."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    owned = _owned(pdf, root)
    numbers = _at(pdf, root["ParentTree"])["Nums"]
    pages = [_at(pdf, reference) for reference in pdf.page_references]
    for page, owners in zip(numbers[::2], numbers[1::2], strict=True):
        if not isinstance(owners, list):
            continue  # an annotation, not a page
        orphans = {mark for mark, owner in enumerate(owners) if _number(owner) not in owned}
        for mark in orphans:
            owners[mark] = "null"
        _mark_artifacts(_at(pdf, pages[page]["Contents"]).stream, orphans)


def _mark_artifacts(stream: list[Any], orphans: set[int]) -> None:
    for at, operator in enumerate(stream):
        if operator != b"BDC":
            continue
        marked = _MARKED.match(pydyf._to_bytes(stream[at - 1]))
        if marked and int(marked[1]) in orphans:
            stream[at - 2 : at] = [b"/Artifact", b"<</Type /Pagination>>"]


def _owned(pdf: pydyf.PDF, root: Any) -> set[int]:
    """Collect the numbers of every structure element that can be reached from the root."""
    seen: set[int] = set()
    waiting = [_number(kid) for kid in root["K"]]
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        element = pdf.objects[number]
        if isinstance(element, dict):
            waiting += [_number(kid) for kid in element.get("K", ()) if isinstance(kid, str | bytes)]
    return seen


def _structure(pdf: pydyf.PDF) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/StructElem"]


def _at(pdf: pydyf.PDF, reference: str | bytes) -> Any:
    return pdf.objects[_number(reference)]


def _number(reference: str | bytes) -> int:
    return int(reference.split()[0])
