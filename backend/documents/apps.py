"""The documents app."""

from typing import ClassVar

from backend.kernel.app import DomainApp


class DocumentsConfig(DomainApp):
    """Formal documents: what they say, how they are printed, and what was issued."""

    name = "backend.documents"
    label = "documents"
    parts: ClassVar[tuple[str, ...]] = (
        *DomainApp.parts,
        "checks",
        "withdrawal_letter",
        "catalogue.actions",
        "catalogue.stationery",
    )
