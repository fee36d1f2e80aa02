"""The workspace app."""

from backend.kernel.app import DomainApp


class WorkspaceConfig(DomainApp):
    """Pages that an employee keeps to themselves, closed with a passphrase that the product never holds."""

    name = "backend.workspace"
    label = "workspace"
