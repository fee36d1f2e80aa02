"""What the demonstration leaves in a folder: every document, the exports, the public key, and digests that anybody can check."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backend.access.policy import can
from backend.demo.proving import BrokenProofError, prove, write_key
from backend.demo.taking_out import exports_of_the_story
from backend.documents.actions.standing import open_document
from backend.documents.models import Document
from backend.documents.queries import content_of, reproduce
from backend.documents.sealing.checking import check_seal
from backend.people.models import User
from backend.records.actions import check_export, open_export
from backend.records.models import Export

SUMS: Final = "SHA256SUMS"
PURPOSE: Final = "Copied out by the demonstration."


@dataclass(frozen=True)
class Paper:
    """One file in the folder, and what it is."""

    path: Path
    title: str
    to: str
    sha256: str


def write_papers(folder: Path) -> list[Paper]:
    """Write every document and export into a folder, prove each, and list their digests for `sha256sum --check`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = Document.objects.select_related("recipient", "issued_by").order_by("pk")
    printed_again = {document.template: document.pk for document in rows}.values()  # one of each kind: it takes a while
    papers = [_document(folder, document, print_again=document.pk in printed_again) for document in rows]
    key = write_key(folder)
    papers += [_export(folder, export, key) for export in exports_of_the_story()]
    papers.append(Paper(key, "The public key of the history", "", _digest(key)))
    sums = "".join(f"{paper.sha256}  {paper.path.name}\n" for paper in papers)
    (folder / SUMS).write_text(sums, encoding="utf-8")
    return papers


def clear_papers(folder: Path) -> None:
    """Remove what an earlier demonstration wrote, and nothing else."""
    listed = folder / SUMS
    if not listed.exists():
        return
    for line in listed.read_text(encoding="utf-8").splitlines():
        (folder / Path(line.partition("  ")[2]).name).unlink(missing_ok=True)
    listed.unlink()


def _document(folder: Path, document: Document, *, print_again: bool) -> Paper:
    if not check_seal(content_of(document)).is_ours:
        raise BrokenProofError(f"{document.reference} does not bear our seal, whole.")
    if print_again and not ((proof := reproduce(document)).intact and proof.reproduced):
        raise BrokenProofError(f"{document.reference} does not print to the bytes that were issued.")
    path = folder / f"{document.reference}-{document.kind}.pdf"
    path.write_bytes(open_document(document, actor=_reader(document), purpose=PURPOSE))
    _prove(path, document.sha256)
    return Paper(path, document.title, document.recipient.name if document.recipient else "", document.sha256)


def _export(folder: Path, export: Export, key: Path) -> Paper:
    if not check_export(export):
        raise BrokenProofError(f"The file of {export.reference} is not the one in the register.")
    path = folder / export.file_name
    shutil.copyfile(open_export(export, actor=export.requested_by), path)
    _prove(path, export.sha256)
    prove(path, key, request=export.request)
    return Paper(path, f"History, {export.rows} entries", export.requested_by.name, export.sha256)


def _reader(document: Document) -> User:
    """Choose who copies a document out: who issued it, or else the person it was sent to."""
    if document.recipient is None or can(document.issued_by, "document.open", document):
        return document.issued_by
    reader: User = document.recipient.user
    return reader


def _prove(path: Path, sha256: str) -> None:
    if _digest(path) != sha256:
        raise BrokenProofError(f"{path.name} was not written as it was issued.")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
