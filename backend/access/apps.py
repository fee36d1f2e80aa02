"""The access app."""

from backend.kernel.app import DomainApp


class AccessConfig(DomainApp):
    """Who may see and do what: policies, roles, grants and bars."""

    name = "backend.access"
    label = "access"
