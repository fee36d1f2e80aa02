"""The audit app."""

from backend.kernel.app import DomainApp


class AuditConfig(DomainApp):
    """Append-only history of what happened and who read what."""

    name = "backend.audit"
    label = "audit"
