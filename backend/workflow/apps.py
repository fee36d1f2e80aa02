"""The workflow app."""

from backend.kernel.app import DomainApp


class WorkflowConfig(DomainApp):
    """The one way to change a state."""

    name = "backend.workflow"
    label = "workflow"
