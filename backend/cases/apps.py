"""The cases app."""

from typing import ClassVar

from backend.kernel.app import DomainApp


class CasesConfig(DomainApp):
    """Cases with their parties, assignments and allegations."""

    name = "backend.cases"
    label = "cases"
    parts: ClassVar[tuple[str, ...]] = (
        *DomainApp.parts,
        "aftermath_policy",
        "conflict_policy",
        "watch_timers",
        "standing",
    )
