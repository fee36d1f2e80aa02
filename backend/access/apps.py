"""The access app."""

from typing import ClassVar

from backend.kernel.app import DomainApp


class AccessConfig(DomainApp):
    """Who may see and do what: policies, roles, grants and bars."""

    name = "backend.access"
    label = "access"
    parts: ClassVar[tuple[str, ...]] = ("lookups", *DomainApp.parts, "people_policy", "ties")
