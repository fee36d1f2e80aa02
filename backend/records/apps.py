"""The records app."""

from typing import ClassVar

from backend.kernel.app import DomainApp


class RecordsConfig(DomainApp):
    """What leaves the product and what comes into it: exports of the history, imports of older registers."""

    name = "backend.records"
    label = "records"
    parts: ClassVar[tuple[str, ...]] = (
        *DomainApp.parts,
        "access_reviews",
        "own_reads",
        "holds",
        "erasing",
        "oversight",
    )
