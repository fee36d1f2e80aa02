"""The decisions app."""

from backend.kernel.app import DomainApp


class DecisionsConfig(DomainApp):
    """Findings and outcomes."""

    name = "backend.decisions"
    label = "decisions"
