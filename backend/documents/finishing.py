"""The last touches that WeasyPrint leaves undone: header cells say what they head, page furniture is not read aloud."""

import re
from typing import Any

import pydyf

_MARKED = re.compile(rb"<<\s*/MCID (\d+)\s*>>")


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Complete the tag tree of a PDF just before it is written."""
    _scope_headers(pdf)
    _silence_margins(pdf)


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
