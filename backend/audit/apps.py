"""The audit app."""

from importlib import import_module

from backend.kernel.app import DomainApp


class AuditConfig(DomainApp):
    """Append-only history of what happened and who read what."""

    name = "backend.audit"
    label = "audit"

    def ready(self) -> None:
        """Let the sealed log listen for events, and declare what it records itself, once the models are known."""
        super().ready()
        for part in ("inline", "sealer", "rotation", "recovery", "verifying"):
            import_module(f"backend.audit.sealed.{part}")
        import_module("backend.audit.checks")
