"""The investigation app."""

from backend.kernel.app import DomainApp


class InvestigationConfig(DomainApp):
    """The work of an investigation, and what it says on paper."""

    name = "backend.investigation"
    label = "investigation"
